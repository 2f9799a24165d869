using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Whether a timer ticks only when the program asks for the next tick: then none waits behind another.</summary>
internal static class Ticks
{
    public static bool AreAskedFor(Holder holder, CallbackRoot root, RegisterNode register) => IsOneShot(holder, register) || IsSingleElapsed(register) || IsRearmed(holder, root, register);

    /// <summary>A timer type of the program itself, around no known timer: nobody knows whether it ticks while its callback runs.</summary>
    public static bool AreOfOwnTimer(RegisterNode register)
    {
        if (register.Sink != SinkKind.Timer || register.Publisher is not { Kind: ValueKind.Created, Type: { } timer } || !StoreScope.IsInSource(timer))
            return false;
        for (var at = timer.BaseType; at != null; at = at.BaseType)
        {
            if (!StoreScope.IsInSource(at))
                return at.SpecialType == SpecialType.System_Object;
        }

        return true;
    }

    /// <summary>A timer without a period: the next tick comes when the program asks for it, so none waits behind this one.</summary>
    public static bool IsOneShot(Holder holder, RegisterNode register)
    {
        if (!HasNoPeriod(register))
            return false;
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var call in facts.Calls)
            {
                if (call.Target is { Name: "Change", ContainingType.Name: "Timer" } && !(call.Arguments.Length == 2 && IsNever(call.Arguments[1])))
                    return false;
            }
        }

        return true;
    }

    /// <summary>var later = new Timer(100) { AutoReset = false }; later.Elapsed += …: made for one call, which only hops to another thread.</summary>
    public static bool IsSingleElapsed(RegisterNode register) => register is { Member: IEventSymbol { Name: "Elapsed" }, Publisher: { Kind: ValueKind.Local } timer }
        && (timer.Local.Single is { Kind: ValueKind.Created } made && register.Body.Member.Calls.Exists(c => c.IsCreation && c.Result == made && c.Syntax.ToString().Replace(" ", string.Empty).IndexOf("AutoReset=false", System.StringComparison.Ordinal) >= 0) || register.Body.Member.Assigns.Exists(a => a.Place is { Symbol.Name: "AutoReset", A: { } place } && place == timer && a.Value.IsFalse));

    /// <summary>The same, and nobody asks for another tick.</summary>
    public static bool IsSingle(Holder holder, RegisterNode register) => HasNoPeriod(register)
        && !holder.Members.Any(f => f.Calls.Exists(c => c.Target is { Name: "Change", ContainingType.Name: "Timer" }));

    private static bool HasNoPeriod(RegisterNode register) =>
        register.Publisher is { Kind: ValueKind.Created, Type.Name: "Timer", Symbol: IMethodSymbol { ContainingNamespace.Name: "Threading" } constructor } timer
        && (constructor.Parameters.Length == 1 || constructor.Parameters.Length == 4 && timer.Items.Length > 3 && IsNever(timer.Items[3]));

    /// <summary>timer.Enabled = true at the end of the tick: the next one comes when this one is done.</summary>
    private static bool IsRearmed(Holder holder, CallbackRoot root, RegisterNode register)
    {
        if (register.Member is not IEventSymbol { Name: "Elapsed" } || register.Publisher?.Symbol is not { } timer)
            return false;
        // The member that attaches a lambda may start the timer: that is no part of the tick.
        var facts = root.Body.Member;
        return Rearms(facts, timer, root.Body) || facts.Calls.Exists(c => Structure.IsWithin(c.Body, root.Body) && c.Target is { } target && holder.OwnFactsOf(target) is { } helper
            && holder.Summaries.Reached(helper).Exists(at => Rearms(at, timer, at.Root)));
    }

    private static bool Rearms(MemberFacts facts, ISymbol timer, BodyFacts within) =>
        facts.Assigns.Exists(a => Structure.IsWithin(a.Body, within) && a.Place is { Symbol.Name: "Enabled", A: { } place } && SymbolEqualityComparer.Default.Equals(place.Symbol, timer) && a.Value.IsTrue)
        || facts.Calls.Exists(c => Structure.IsWithin(c.Body, within) && c.Target is { Name: "Start" or "Reset" or "Restart" } && SymbolEqualityComparer.Default.Equals((c.Receiver ?? (c.Arguments.Length > 0 ? c.Arguments[0] : null))?.Symbol, timer));

    /// <summary>The tick stops its own timer on the way to the node: no other comes meanwhile.</summary>
    public static bool StopBefore(Holder holder, CallbackRoot root, RegisterNode register, Node at)
    {
        var facts = root.Body.Member;
        if (register.Member is IEventSymbol { Name: "Elapsed" or "Tick" } && register.Publisher?.Symbol is { } timer)
            return facts.Calls.Exists(c => c.Target is { Name: "Stop" } && SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol, timer) && IsOnTheWay(c))
                || facts.Disposals.Exists(d => SymbolEqualityComparer.Default.Equals(d.Operand.Symbol, timer) && IsOnTheWay(d))
                || facts.Assigns.Exists(a => a.Place is { Symbol.Name: "Enabled", A: { } place } && SymbolEqualityComparer.Default.Equals(place.Symbol, timer) && a.Value.IsFalse && IsOnTheWay(a));
        var kept = register.Body.Member.Accesses.Find(a => a.Inserted != null && a.Inserted == register.Publisher)?.Store;
        return register.Sink == SinkKind.Timer && facts.Calls.Exists(c => IsOnTheWay(c) && (IsStop(c) || c is { Receiver: null or { Kind: ValueKind.This }, Target: { } target } && holder.OwnFactsOf(target) is { IsTruncated: false } helper && StopsForGood(helper)));

        bool IsChange(CallNode call) => call.Target is { Name: "Change", ContainingType.Name: "Timer" } && call.Arguments.Length == 2 && (kept == null || call.Receiver?.Symbol == null || SymbolEqualityComparer.Default.Equals(call.Receiver.Symbol, kept));

        bool IsStop(CallNode call) => IsChange(call) && IsNever(call.Arguments[0]);

        // The helper always stops it, and does no more.
        bool StopsForGood(MemberFacts helper) => helper.Calls.Exists(c => c.Parent == helper.Root.Root && IsStop(c)) && helper.Calls.TrueForAll(c => !IsChange(c) || IsStop(c));

        bool IsOnTheWay(Node node) => node.Body == root.Body && node.Order < at.Order && node.Parent is { } block && (block == at.Parent || Structure.Contains(block, at));
    }

    private static bool IsNever(Value value) => value.Kind == ValueKind.Constant && value.Data is -1 or -1L || value.Symbol?.Name is "InfiniteTimeSpan" or "Infinite" || IsMinusOne(value);

    /// <summary>TimeSpan.FromMilliseconds(-1).</summary>
    private static bool IsMinusOne(Value value) => (value.Symbol ?? value.Call?.Target) is { Name: "FromMilliseconds" } && (value.Call?.Arguments ?? value.Items) is { Length: > 0 } parts && parts[0] is { Kind: ValueKind.Constant, Data: -1 or -1L or -1.0 };

    /// <summary>Outside of construction only the ticks of one such timer use the store, one after the other; or only those of one timer change it, and others look.</summary>
    public static bool AloneUse(Holder holder, Store store) =>
        !store.IsStatic && Alone(holder, store, (_, register) => register.Sink == SinkKind.Timer && holder.Callers.OnlyWhileConstructed(register.Body), a => a.Mutates || a.Access == AccessKind.Escape)
        || Alone(holder, store, (root, register) => IsOneShot(holder, register) || IsRearmed(holder, root, register), _ => true);

    private static bool Alone(Holder holder, Store store, System.Func<CallbackRoot, RegisterNode, bool> takesTurns, System.Predicate<AccessNode> counts)
    {
        CallbackRoot? one = null;
        foreach (var access in store.Accesses)
        {
            if (!counts(access) || holder.Callers.OnlyWhileConstructed(access.Body))
                continue;
            if (RootOf(holder, access.Body, 0) is not { Registration: RegisterNode { Sink: SinkKind.Timer or SinkKind.Event } register } root || one != null && one != root || !takesTurns(root, register))
                return false;
            one = root;
        }

        return one != null;
    }

    /// <summary>The one callback in which a body runs, itself or through closed helpers.</summary>
    private static CallbackRoot? RootOf(Holder holder, BodyFacts body, int depth)
    {
        foreach (var root in holder.Roots.All)
        {
            if (root.Body == body)
                return body.Enclosing == null && holder.Callers.Of(body.Member).Count > 0 ? null : root;
        }

        if (body.Enclosing != null)
            return body.RunsInline ? RootOf(holder, body.Enclosing, depth) : null;
        if (depth > 3 || !holder.Callers.IsClosed(body.Member))
            return null;
        CallbackRoot? found = null;
        foreach (var call in holder.Callers.Of(body.Member))
        {
            if (RootOf(holder, call.Body, depth + 1) is not { } root || found != null && found != root)
                return null;
            found = root;
        }

        return found;
    }
}
