using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Callbacks;

/// <summary>LEAK3001: a callback, or a method it reaches, waits on the thread that delivers events.</summary>
internal sealed class BlockingWaitInCallback : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        if (holder.Catalog.Of(holder.Type).Has(TypeTraits.Ui) || UnknownBase.Is(holder.Type))
            return;
        var reported = new HashSet<SyntaxNode>();
        foreach (var root in holder.Roots.All)
        {
            if (!Delivery.IsForeign(holder, root))
                continue;
            foreach (var path in Reachability.From(holder, root.Body, IsWait))
            {
                if (!IsHarmless(holder, root, path) && PlaceOf(holder, path) is var place && !reported.Any(r => r != place.Syntax && (r.Contains(place.Syntax) || place.Syntax.Contains(r))) && reported.Add(place.Syntax))
                    reporter.Add(Describe(holder, root, path, place));
            }
        }
    }

    /// <summary>Nothing piles up behind the wait: it is no real one, it is part of an end, or what delivers does not go on meanwhile.</summary>
    private static bool IsHarmless(Holder holder, CallbackRoot root, BlockingPath path) =>
        HasExited(root, path) || IsForeignCancel(root, path) || Delivery.HoldsNothingUp(holder, root, path) || LifeEvents.IsStart(holder, root, path.Operation)
            || LifeEvents.IsTeardown(holder, root, path) || LifeEvents.IsOwnEnd(root, path.Operation) || LifeEvents.IsTold(path) || SwitchedOff.Is(holder, root, path) || LifeEvents.EndsProcess(path) || LifeEvents.EndsWorker(path.Operation)
            || IsBreath(path.Operation) || IsPatience(holder, root, path) || WaitLimits.IsBounded(holder, root, path) || WaitLimits.IsOfSample(holder.Type, path.Operation) || IsOfTask(path.Operation) && Accepted.Is(path.Operation, holder.Cancellation);

    private static bool IsWait(BlockKind kind) => kind is BlockKind.Wait or BlockKind.Sleep or BlockKind.Queue;

    /// <summary>A token is cancelled once, and what the cancellation does in another type is part of the cancelling.</summary>
    private static bool IsForeignCancel(CallbackRoot root, BlockingPath path) => root.Sink == SinkKind.Token
        && (path.Operation != path.ReportAt || !SymbolEqualityComparer.Default.Equals(path.Operation.Body.Member.Member.ContainingType, root.Body.Member.Member.ContainingType));

    /// <summary>Waiting for the exit of a process whose exit is the event.</summary>
    private static bool HasExited(CallbackRoot root, BlockingPath path) =>
        path.Operation.Target?.Name == "WaitForExit" && root.Registration is RegisterNode { Member.Name: "Exited" };

    /// <summary>A wait for a task, of which alone the reports of others speak.</summary>
    private static bool IsOfTask(CallNode wait) => wait.Block == BlockKind.Wait && wait.Target is { ContainingType.Name: var waited } target && (StoreScope.IsInSource(target) || waited.IndexOf("Task", System.StringComparison.Ordinal) >= 0 || waited.IndexOf("Awaiter", System.StringComparison.Ordinal) >= 0);

    /// <summary>Thread.Sleep(1), once: it gives the processor away until the next tick, and waits for nothing.</summary>
    private static bool IsBreath(CallNode wait) =>
        wait.Block == BlockKind.Sleep && wait.Arguments.Length == 1 && wait.Arguments[0] is { Kind: ValueKind.Constant, Data: 0 or 1 } && Structure.EnclosingLoop(wait) == null;

    /// <summary>catch (IOException) { Thread.Sleep(250); }, in a loop that gives up: a file that has just changed is still being written, and nothing else comes from its watcher meanwhile.</summary>
    private static bool IsPatience(Holder holder, CallbackRoot root, BlockingPath path) => path.Operation is { Block: BlockKind.Sleep, Arguments: { Length: 1 } lasts } wait && lasts[0] is { Kind: ValueKind.Constant, Data: > 0 and <= 1000 }
        && IsOfFile(wait) && Structure.EnclosingLoop(wait) is { IsEndless: false, Condition: { } goesOn } loop && Structure.EnclosingLoop(loop) == null && path.Calls.All(c => Structure.EnclosingLoop(c) == null) && IsCounted(goesOn, 0)
        && root.Registration is RegisterNode { Member.ContainingType.Name: "FileSystemWatcher" or "Timer" } register && (register.Member is IEventSymbol { ContainingType.Name: "FileSystemWatcher" } || Ticks.IsOneShot(holder, register));

    /// <summary>attempt &lt; 5: a few times and no more.</summary>
    private static bool IsCounted(Value condition, int depth) => depth < 6 && (condition.Kind == ValueKind.And ? IsCounted(condition.A!, depth + 1) || IsCounted(condition.B!, depth + 1)
        : condition is { Kind: ValueKind.Pure, Data: Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.LessThan or Microsoft.CodeAnalysis.Operations.BinaryOperatorKind.LessThanOrEqual, Items: { Length: 2 } sides } && sides[0] is { Kind: ValueKind.Local, Local: { Writes.Count: > 1, Assigned: var values } } && values.FindAll(v => v.Kind == ValueKind.Constant).Count < 2 && sides[1] is { Kind: ValueKind.Constant, Data: > 0 and <= 20 });

    /// <summary>The file cannot be opened yet; or whatever it was.</summary>
    private static bool IsOfFile(CallNode wait) => Structure.Enclosing(wait, BlockRole.Catch) is { Owner: TryNode attempt } clause && attempt.Catches.Exists(c => c.Block == clause && c.Type is null or { Name: "IOException" or "UnauthorizedAccessException" or "Exception" })
        && wait.Body.Member.Calls.Exists(c => Structure.Contains(attempt.TryBody, c) && c.Target is { } target && (StoreScope.IsInSource(target.ContainingType) || (IsOfIo(target.ContainingNamespace) || target.Name is "Load" or "FromFile" && !System.Array.Exists(c.Arguments, a => a is { Kind: ValueKind.Constant, Data: string text } && text.IndexOf("://", System.StringComparison.Ordinal) > 0))));

    private static bool IsOfIo(INamespaceSymbol? space) => space != null && space.Name is not ("Pipes" or "Ports") && (space.Name == "IO" || IsOfIo(space.ContainingNamespace));

    /// <summary>What waits in a base type is reported there for its own callbacks; here it is the call that leads to it.</summary>
    private static Node PlaceOf(Holder holder, BlockingPath path) =>
        holder.IsOwn(path.ReportAt.Body.Member) ? path.ReportAt : path.Calls.FirstOrDefault(c => holder.IsOwn(c.Body.Member)) ?? path.ReportAt;

    private static Finding Describe(Holder holder, CallbackRoot root, BlockingPath path, Node place)
    {
        var finding = new Finding(Descriptors.LEAK3001_BlockingWaitInCallback, place, Text(place.Syntax), root.Words, Consequence(holder, root), Evidence(root, path, place));
        finding.With(FixFacts.Sink, root.Sink.ToString());
        if (root.Registration is RegisterNode register)
            finding.At(register).With(FixFacts.Event, register.Member?.Name ?? string.Empty);
        if (path.Operation != place)
            finding.At(path.Operation);
        finding.With(FixFacts.Operation, path.Operation == place && path.Chain.Count == 0 ? "direct" : "reached");
        if (root.Body.Method is { MethodKind: MethodKind.Ordinary or MethodKind.ExplicitInterfaceImplementation } method)
            finding.With(FixFacts.Member, Words.NameOf(method));
        return finding;
    }

    /// <summary>No tick waits behind one that asks for the next when it is done, but a thread of the pool waits with it.</summary>
    private static string Consequence(Holder holder, CallbackRoot root) =>
        root.Registration is RegisterNode register && Ticks.AreAskedFor(holder, root, register) ? "so a thread of the pool is lost to others meanwhile" : "so later events pile up in memory";

    private static string Evidence(CallbackRoot root, BlockingPath path, Node place)
    {
        var from = root.Body.Method is { MethodKind: MethodKind.Ordinary } method ? "'" + method.Name + "'" : "the handler";
        if (path.Chain.Count == 0)
            return from + " waits itself";
        var way = string.Join(", which calls ", path.Chain.Select(name => "'" + name + "'"));
        return path.Operation == place ? $"{from} calls {way}" : $"{from} calls {way}, which waits in '{Text(path.Operation.Syntax)}'";
    }

    private static string Text(SyntaxNode syntax)
    {
        var text = string.Join(" ", syntax.ToString().Split(new[] { '\r', '\n', ' ', '\t' }, System.StringSplitOptions.RemoveEmptyEntries));
        return text.Length > 70 ? text.Substring(0, 67) + "…" : text;
    }
}
