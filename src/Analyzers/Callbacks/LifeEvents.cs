using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>Events that tell of a stage in somebody's life, not of something that arrives: they come once, or their raiser waits for the handler.</summary>
internal static class LifeEvents
{
    /// <summary>The publisher says once that it has stopped, is asked to, has lost what it works with, or that the process goes down: nothing comes after that.</summary>
    public static bool IsEnd(RegisterNode register)
    {
        if (register.Member is not { Name: var name })
            return false;
        if (Closing.IsClosingName(name) && (name.EndsWith("Received", System.StringComparison.Ordinal) || name.EndsWith("Requested", System.StringComparison.Ordinal)))
            return true;
        if (name.EndsWith("Occurred", System.StringComparison.Ordinal))
            name = name.Substring(0, name.Length - 8);
        if (name.EndsWith("UnhandledException", System.StringComparison.Ordinal) && name.Substring(0, name.Length - 18) is "" or "On" or "Dispatcher" or "Application" or "OnApplication" or "AppDomain" or "Global")
            return true;
        // lifetime.OnTermination(SayGoodbye, "worker"): what runs when the lifetime ends; what comes before the handler, or varies, says which of several.
        if (register.Member is IMethodSymbol { Name: "OnTermination" or "OnTerminating", Parameters: { Length: > 0 } attached } && attached[0].Type is INamedTypeSymbol { DelegateInvokeMethod.Parameters.IsEmpty: true } && attached.Count(p => p.Type.TypeKind == TypeKind.Delegate) == 1
            && Structure.EnclosingLoop(register) == null && !(register.Body.Member.Calls.Find(c => c.Syntax == register.Syntax) is { } call && !Callers.IsConstruction(register.Body.Member) && call.Arguments.Any(a => a.Kind is ValueKind.Parameter or ValueKind.EachElement or ValueKind.Element)))
            return true;
        if (register.Member is not IEventSymbol)
            return false;
        // The last event that a logger of a build gets.
        if (register.Member is { Name: "BuildFinished", ContainingType: { Name: "IEventSource", ContainingNamespace: { Name: "Framework", ContainingNamespace.Name: "Build" } } })
            return true;
        foreach (var word in new[] { "Stopped", "Stopping", "Disposed", "Disposing", "Exiting", "Exited" })
        {
            if (name.EndsWith(word, System.StringComparison.Ordinal))
                return true;
        }

        return name.EndsWith("Lost", System.StringComparison.Ordinal) && TellsNothing(register.Member);
    }

    /// <summary>DeviceLost with bare event arguments: it does not say which one, since there is only the one.</summary>
    private static bool TellsNothing(ISymbol happening) => happening is IEventSymbol { Type: INamedTypeSymbol { DelegateInvokeMethod.Parameters: var parameters } }
        && (parameters.IsEmpty || parameters.Length == 2 && parameters[1].Type is { Name: "EventArgs", ContainingNamespace.Name: "System" });

    /// <summary>worker.DoWork += …: not something that arrives, but what a worker's own thread runs, once for each time it is started.</summary>
    public static bool IsWork(RegisterNode register) => register.Member is IEventSymbol { Name: "DoWork" };

    /// <summary>OnPartitionsRevoked: partitions are given or taken away, and whoever does it goes on only when the handler is done; nothing piles up behind it.</summary>
    public static bool IsHandOver(RegisterNode register) => register.Member is { Name: var name }
        && (name.Contains("Rebalanc") || name.Contains("Partition") && (name.Contains("Assigned") || name.Contains("Revoked") || name.Contains("Lost")));

    /// <summary>OperationContext.Current.Completed += …: the end of the operation under way, which comes once for it.</summary>
    public static bool IsEndOfCurrent(RegisterNode register) =>
        register is { Member: IEventSymbol { Name: var name }, Publisher: { } publisher } && (publisher.Call?.Target ?? publisher.Symbol) is { IsStatic: true, Name: "Current" or "get_Current" }
        && (name.EndsWith("Completed", System.StringComparison.Ordinal) || name.EndsWith("Finished", System.StringComparison.Ordinal) || name.EndsWith("Ended", System.StringComparison.Ordinal));

    /// <summary>The publisher has opened, and the handler waits for the start of its own type: once, at the beginning.</summary>
    public static bool IsStart(Holder holder, CallbackRoot root, CallNode wait) =>
        root.Registration is RegisterNode { Member: IEventSymbol { Name: "Opened" } } || root.Registration is RegisterNode { Member: IEventSymbol { Name: var name } } && (name.EndsWith("Opened", System.StringComparison.Ordinal) || name.EndsWith("Started", System.StringComparison.Ordinal) || name.EndsWith("Initialized", System.StringComparison.Ordinal))
        && WaitsFor(holder, wait, Starting.IsStart);

    /// <summary>A token is cancelled once, and the handler waits for the end of its own type; or the publisher has closed or let go, and the handler closes something else.</summary>
    public static bool IsTeardown(Holder holder, CallbackRoot root, BlockingPath path) =>
        root.Sink == SinkKind.Token && (path.Chain.Count == 0 && WaitsFor(holder, path.Operation, facts => Closing.IsClosing(facts.Method)) || root.Body.Method is { } told && Closing.IsClosing(told) || PartOfEnd.IsAsked(path) || PartOfEnd.EndsAnother(path.Operation))
        || PartOfEnd.Is(root, path)
        || root.Registration is RegisterNode { Member: IEventSymbol { Name: var name } } && System.Array.Exists(new[] { "Close", "Closed", "Unsubscribed", "Detached" }, w => name.EndsWith(w, System.StringComparison.Ordinal))
        && (path.Chain.Count > 0 ? Closing.IsClosingName(path.Chain[0]) : root.Body.Member.Disposals.Exists(d => d.Body == root.Body && d.Operand is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } }));

    /// <summary>The handler closes its own holder for good, and the wait is a part of that: no event after it matters.</summary>
    public static bool IsOwnEnd(CallbackRoot root, CallNode wait) => wait.Body.Member.Method is { } method && Closing.IsClosing(method)
        && SymbolEqualityComparer.Default.Equals(method.ContainingType.OriginalDefinition, root.Body.Member.Member.ContainingType.OriginalDefinition)
        && System.Array.Exists(new[] { "Close", "Dispose", "Shutdown", "ShutDown", "Terminate" }, w => method.Name.StartsWith(w, System.StringComparison.Ordinal));

    /// <summary>if (state == State.ShuttingDown) Stop(): what is told is the end of all, and the wait is a part of it.</summary>
    public static bool IsTold(BlockingPath path) => IsBehindEnd(path.Operation) || path.Calls.Any(IsBehindEnd);

    /// <summary>Thread.Sleep(grace); Environment.FailFast(…): what comes after the wait ends the process, and nothing is delivered any more.</summary>
    public static bool EndsProcess(BlockingPath path) => IsLast(path.Operation) || path.Calls.Any(IsLast);

    private static bool IsLast(Node wait) => wait.Body.Member.Calls.Exists(c => c.Order > wait.Order && c.Body == wait.Body && c.Target is { Name: "Exit" or "FailFast", ContainingType: { Name: "Environment", ContainingNamespace.Name: "System" } }
        && !wait.Body.Member.Returns.Exists(r => r.Body == wait.Body && r.Order > wait.Order && r.Order < c.Order && !Structure.IsIn(c, BlockRole.Finally))
        && (c.Parent is { } level && (Structure.Contains(level, wait) || level is { Role: BlockRole.Finally, Owner: TryNode attempt } && Structure.Contains(attempt.TryBody, wait))));

    private static bool IsBehindEnd(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Implied.Any(branch.Condition, at == branch.Then, SaysEnd) || at.Owner is SwitchNode choice && choice.Cases.Exists(c => c.Block == at && Implied.Any(c.Condition, true, SaysEnd)))
                return true;
        }

        return false;
    }

    private static bool SaysEnd(Value part, bool holds) => holds && part is { Kind: ValueKind.Same, A: { } one, B: { } other } && (IsEnd(one, other) || IsEnd(other, one));

    /// <summary>The system shuts down, or the holder itself is about to end; what comes with an event and is terminating is a thing among others.</summary>
    private static bool IsEnd(Value value, Value state) => value is { Kind: ValueKind.Constant, Symbol: IFieldSymbol { Name: var name, ContainingType.TypeKind: TypeKind.Enum } }
        && (System.Array.Exists(new[] { "Shutdown", "ShutDown", "ShuttingDown" }, w => name.EndsWith(w, System.StringComparison.Ordinal))
            || state is { Kind: ValueKind.Store, A: null } && System.Array.Exists(new[] { "Stopping", "Closing", "Exiting", "Terminating", "Disposing" }, w => name.EndsWith(w, System.StringComparison.Ordinal)));

    /// <summary>_stop = true; _signal.Set(); _worker.Join(): a member that ends its object waits for the worker of that object, which it has told to go.</summary>
    public static bool EndsWorker(CallNode wait) => wait.Body.Member.Method is { } method && Closing.IsClosing(method) && wait.Target is { Name: var name, ContainingType.Name: var type }
        && wait.Body.Member.Calls.Exists(c => c.Order < wait.Order && c.Body == wait.Body && (name == "Join" || name == "Wait" && type == "Task" ? c.Target is { Name: "Set" or "Cancel" or "CancelAsync" or "Complete" or "CompleteAdding" or "Pulse" or "PulseAll" } : name == "WaitOne" && c.Target is { Name: "Dispose", Parameters.Length: 1, ContainingType.Name: "Timer" }))
        && wait.Receiver is { Kind: ValueKind.Store or ValueKind.Local };

    public static bool WaitsFor(Holder holder, CallNode wait, System.Predicate<MemberFacts> accepts)
    {
        foreach (var call in wait.Body.Member.Calls)
        {
            if (wait.Syntax.Contains(call.Syntax) && call.Target is { } target && holder.OwnFactsOf(target) is { } facts && accepts(facts))
                return true;
        }

        return false;
    }
}
