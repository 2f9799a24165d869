using System;
using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether a body can run again while what it made last time is still alive.</summary>
internal static class Reruns
{
    private static readonly string[] Words =
    {
        "refresh", "reload", "reset", "reconnect", "rotate", "renew", "restart", "recreate", "rebuild", "reopen", "replace", "swap", "reinit", "reestablish", "resubscribe", "restore", "redial", "resize",
    };

    /// <summary>Why, in words; null when nothing says so.</summary>
    public static string? Of(Holder holder, BodyFacts body, Node at) => Of(holder, body, at, 0);

    private static string? Of(Holder holder, BodyFacts body, Node at, int depth)
    {
        if (!OneTime.Is(holder, at) && holder.Roots.Reaching(body, call => CanReach(call, at) && !OneTime.Is(holder, call)) is { } root && !RunsOnce(holder, root, depth) && !IsInBeginning(at))
            return "it runs for " + root.Words;
        var outermost = body.Outermost.Member;
        if (outermost.Method is { } method && SaysAgain(method.Name) && !PutsBackState(method))
            return $"'{method.Name}' runs while the old one is in use";
        if (depth > 3 || body.Enclosing != null && !body.RunsInline && !body.IsLocalFunction || !holder.Callers.IsClosed(outermost))
            return null;
        foreach (var call in holder.Callers.Of(outermost))
        {
            if (!CanReach(call, at) || OneTime.Is(holder, call))
                continue;
            if (Of(holder, call.Body, call, depth + 1) is { } words)
                return words;
        }

        return null;
    }

    /// <summary>new Timer(…, due, Timeout.Infinite) that nobody sets again, made where nothing runs again either.</summary>
    private static bool TicksOnce(Holder holder, CallbackRoot root, int depth) => depth < 3 && root.Registration is RegisterNode { Sink: Catalog.SinkKind.Timer } made
        && made.Body != root.Body && Ticks.IsSingle(holder, made) && Of(holder, made.Body, made, depth + 1) == null;

    /// <summary>args.Completed += OnCompleted, of arguments made for one operation, which whoever handles it disposes, and which does not begin again.</summary>
    private static bool EndsItsSource(Holder holder, CallbackRoot root, int depth) => depth < 3 && root.Registration is RegisterNode { Member: Microsoft.CodeAnalysis.IEventSymbol, Publisher: { Type: { } source } publisher } made && Structure.EnclosingLoop(made) == null && Of(holder, made.Body, made, depth + 1) == null && Trace.Roots(holder, publisher).TrueForAll(r => r is { Kind: RootKind.Created, IsPart: false })
        && holder.OwnMembers.Exists(f => f.Disposals.Exists(d => Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(d.Operand.Type, source) && Trace.Roots(holder, d.Operand).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false })));

    /// <summary>source.Came -= OnCame; in OnCame: what it is attached to does not call it again.</summary>
    private static bool DetachesItself(CallbackRoot root) => root.Registration is RegisterNode { Member: { } happening } attached
        && root.Body.Member.Registers.Exists(r => r.Detaches && r.Body == root.Body && r.Parent == root.Body.Root && Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(r.Member, happening)
            && (r.Callback == attached.Callback || r.Callback.Symbol != null && Microsoft.CodeAnalysis.SymbolEqualityComparer.Default.Equals(r.Callback.Symbol, attached.Callback.Symbol) || r.Callback.Kind == ValueKind.Local));

    /// <summary>case Kind.CreateProcess: one sort of event of many, and by its name the first.</summary>
    private static bool IsInBeginning(Node at)
    {
        for (var block = at.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is SwitchNode choice && choice.Cases.Find(c => c.Block == block).Condition is { Kind: ValueKind.Same, B: { Kind: ValueKind.Constant, Symbol: { } kind } } && Starting.IsBeginning(kind.Name))
                return true;
        }

        return false;
    }

    /// <summary>A token is cancelled once, and a constructor asks for it once.</summary>
    private static bool RunsOnce(Holder holder, CallbackRoot root, int depth) => DetachesItself(root) || EndsItsSource(holder, root, depth) || TicksOnce(holder, root, depth) || root.Sink == Catalog.SinkKind.Token && root.Registration is { } registration && (holder.Callers.OnlyWhileConstructed(registration.Body) || IsOfHost(registration));

    /// <summary>lifetime.ApplicationStarted.Register(…): a host starts and stops once.</summary>
    private static bool IsOfHost(Node registration) => registration is RegisterNode { Publisher: { } token } && (token.Kind == ValueKind.Local ? token.Local.Single ?? token : token).Symbol is { ContainingType.Name: "IHostApplicationLifetime" or "IApplicationLifetime" or "IHostLifetime" };

    /// <summary>Restore(state): what was saved is put back, at the beginning.</summary>
    private static bool PutsBackState(Microsoft.CodeAnalysis.IMethodSymbol method) => method.Name.StartsWith("Restore", StringComparison.Ordinal) && method.Parameters.Length > 0 && method.IsStatic;

    /// <summary>A call that passes false for the flag the place stands behind does not get there.</summary>
    public static bool CanReach(CallNode call, Node at)
    {
        for (var block = at.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is IfNode branch && (block == branch.Then || block == branch.Else) && Contradicts(call, branch.Condition, block == branch.Then) || LeavesBefore(call, block, at))
                return false;
        }

        return true;
    }

    /// <summary>if (!enable) return; stands before it, and the call passes false.</summary>
    private static bool LeavesBefore(CallNode call, BlockNode block, Node at)
    {
        foreach (var item in block.Items)
        {
            if (item.Order >= at.Order)
                return false;
            if (item is IfNode branch && (Structure.Leaves(branch.Then) && Contradicts(call, branch.Condition, false) || Structure.Leaves(branch.Else) && Contradicts(call, branch.Condition, true)))
                return true;
        }

        return false;
    }

    private static bool Contradicts(CallNode call, Value condition, bool holds) => Implied.Any(condition, holds, (part, so) => part.Kind switch
    {
        ValueKind.Parameter or ValueKind.Local => ArgumentFor(call, part) is { } argument && (so ? argument.IsFalse : argument.IsTrue),
        ValueKind.IsNull => part.A is { } asked && ArgumentFor(call, asked) is { } given && (so ? given.Kind == ValueKind.Created : given.IsNull),
        ValueKind.Pure => part.Items.Length == 2 && part.Data is Microsoft.CodeAnalysis.Operations.BinaryOperatorKind relation && part.Items[1] is { Kind: ValueKind.Constant, Data: int limit }
            && part.Items[0].Kind is ValueKind.Parameter or ValueKind.Local && ArgumentFor(call, part.Items[0]) is { Kind: ValueKind.Constant, Data: int given } && Compare(given, relation, limit) is { } outcome && outcome != so,
        _ => false,
    });

    private static Value? ArgumentFor(CallNode call, Value parameter) => parameter.Symbol is Microsoft.CodeAnalysis.IParameterSymbol { Ordinal: var at } && at < call.Arguments.Length ? call.Arguments[at] : null;

    private static bool? Compare(int given, Microsoft.CodeAnalysis.Operations.BinaryOperatorKind relation, int limit) => relation switch
    {
        Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.GreaterThan => given > limit,
        Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.GreaterThanOrEqual => given >= limit,
        Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.LessThan => given < limit,
        Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.LessThanOrEqual => given <= limit,
        _ => null,
    };

    /// <summary>By its name, a member without arguments that leaves what the slot holds: Disconnect, Detach, Forget.</summary>
    public static string? OfLeaving(BodyFacts body)
    {
        if (body.Enclosing != null || body.Member.Method is not { Parameters.Length: 0 } method)
            return null;
        foreach (var word in new[] { "Disconnect", "Drop", "Detach", "Forget", "Unload", "Clear", "Invalidate", "HangUp", "Hangup", "Logout", "LogOff", "Disable", "Off", "Release", "Abandon", "Leave", "Pause", "Suspend" })
        {
            if (NameWords.Begins(method.Name, word))
                return $"'{method.Name}' leaves what it holds";
        }

        return null;
    }

    /// <summary>StartHotReload, EnableAutoRefresh: what is started will do so again and again; StartReconnect does so itself.</summary>
    private static bool StartsFeature(string name)
    {
        var length = name.StartsWith("Start", StringComparison.Ordinal) ? 5 : name.StartsWith("Enable", StringComparison.Ordinal) ? 6 : 0;
        return length > 0 && name.Length > length && char.IsUpper(name[length]) && !Array.Exists(Words, w => string.Compare(name, length, w, 0, w.Length, StringComparison.OrdinalIgnoreCase) == 0);
    }

    /// <summary>AddNoResize, OpenWithoutReset.</summary>
    private static bool IsDenied(string name, int at) => Array.Exists(new[] { "No", "Not", "Non", "Without", "Never" }, w => at >= w.Length && string.CompareOrdinal(name, at - w.Length, w, 0, w.Length) == 0);

    /// <summary>By its name, a member that runs in the middle of the holder's life.</summary>
    public static bool SaysAgain(string name)
    {
        // RestartingLoop goes round by itself, and what it does in its turns is followed.
        if (name.IndexOf("Loop", StringComparison.Ordinal) > 0 || StartsFeature(name))
            return false;
        foreach (var word in Words)
        {
            if (name.StartsWith(word, StringComparison.OrdinalIgnoreCase))
                return true;
            var at = name.IndexOf(word, StringComparison.OrdinalIgnoreCase);
            if (at > 0 && char.IsUpper(name[at]))
                return !IsDenied(name, at);
        }

        return false;
    }
}
