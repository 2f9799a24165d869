using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A blocking operation that a body reaches, and the calls that lead to it.</summary>
internal sealed class BlockingPath
{
    public BlockingPath(CallNode operation, Node entry, Node reportAt, IReadOnlyList<string> chain, IReadOnlyList<CallNode> calls)
    {
        Calls = calls;
        Entry = entry;
        Operation = operation;
        ReportAt = reportAt;
        Chain = chain;
    }

    public CallNode Operation { get; }

    /// <summary>The operation, or the call that leads to it, in the body of the callback itself.</summary>
    public Node Entry { get; }

    /// <summary>The operation itself, or the call that leaves the handler's type on the way to it.</summary>
    public Node ReportAt { get; }

    /// <summary>Names of the methods between the callback and the operation.</summary>
    public IReadOnlyList<string> Chain { get; }

    /// <summary>The calls that lead to them, in that order.</summary>
    public IReadOnlyList<CallNode> Calls { get; }
}

/// <summary>Follows calls from a callback to operations that block: through the nest, and with a bound through other types in source.</summary>
internal sealed class Reachability
{
    private const int MaxDepth = 6;

    private readonly Holder holder;
    private readonly Func<BlockKind, bool> counts;
    private readonly List<BlockingPath> found = new();
    private readonly HashSet<BodyFacts> visited = new();
    private readonly List<string> chain = new();
    private readonly List<CallNode> calls = new();

    /// <summary>Where the walk is in the body it started from.</summary>
    private Node? entry;

    /// <summary>Something was left out because of what one call passes: another call may get there.</summary>
    private bool leftOut;

    private Reachability(Holder holder, Func<BlockKind, bool> counts)
    {
        this.holder = holder;
        this.counts = counts;
    }

    /// <summary>All blocking operations of the kinds wanted that run on the thread of the callback.</summary>
    public static IReadOnlyList<BlockingPath> From(Holder holder, BodyFacts body, Func<BlockKind, bool> counts)
    {
        var search = new Reachability(holder, counts);
        search.Visit(body, null, null, 0);
        return search.found;
    }

    private void Visit(BodyFacts body, CallNode? by, Node? leaving, int depth)
    {
        if (depth > MaxDepth || !visited.Add(body) || body.Member.IsTruncated)
            return;
        foreach (var call in body.Member.Calls)
        {
            if (!RunsIn(call.Body, body) || IsAfterAwait(call, body) || AsksForThread(call))
                continue;
            if (by != null && call.Body == body && !Reruns.CanReach(by, call))
            {
                leftOut = true;
                continue;
            }

            if (depth == 0)
                entry = call;
            if (counts(call.Block) && !Completed.IsCompleted(holder, call) && !NeverBlocks(call) && !Gates.IsOpened(call) && !SemaphoreLocks.IsLock(holder, call, leaving, counts))
            {
                found.Add(new BlockingPath(call, entry ?? call, leaving ?? call, chain.ToArray(), calls.ToArray()));
                if (leaving != null)
                    return;
                continue;
            }

            Follow(call, leaving, depth);
            if (leaving != null && found.Count > 0)
                return;
        }
    }

    /// <summary>Past the first await of an async body another thread goes on: who delivers events is free again.</summary>
    private static bool IsAfterAwait(CallNode call, BodyFacts body)
    {
        if (!body.IsAsync)
            return false;
        foreach (var wait in body.Member.Awaits)
        {
            if (wait.Body == body && wait.Order < call.Order && (wait.Parent == body.Root || wait.Parent == call.Parent || wait.Parent != null && Structure.Contains(wait.Parent, call)))
                return true;
        }

        return false;
    }

    /// <summary>The call runs on the thread of the body: in it, or in a lambda that runs in place.</summary>
    private static bool RunsIn(BodyFacts at, BodyFacts body)
    {
        for (var inner = at; inner != null; inner = inner.Enclosing)
        {
            if (inner == body)
                return true;
            if (!inner.RunsInline)
                return false;
        }

        return false;
    }

    private void Follow(CallNode call, Node? leaving, int depth)
    {
        if (call.Callee is { } function)
        {
            Enter(call, function.Method?.Name ?? "a local function", function, leaving, depth);
            return;
        }

        if (call.Target is not { } target || call.IsCreation && !holder.Catalog.Compilation.Assembly.Equals(target.ContainingAssembly, SymbolEqualityComparer.Default))
            return;
        if (Closing.IsClosing(target) && (Closing.IsDispose(target) || IsBounded(target)) || IsCleanup(target))
            return;
        if (holder.OwnFactsOf(target) is { } own)
        {
            Enter(call, target.Name, own.Root, leaving, depth);
            return;
        }

        if (call.IsVirtual && target.IsAbstract || holder.Analysis.Foreign.Of(target, holder.Cancellation) is not { } foreign)
            return;
        var before = found.Count;
        leftOut = false;
        Enter(call, target.Name, foreign.Root, leaving ?? call, depth + 1);
        if (found.Count == before && !leftOut)
            visited.Add(foreign.Root);
        else
            visited.Remove(foreign.Root);
    }

    /// <summary>Stop(timeout): the end of the holder, and no longer than that; Shutdown(exception): the end after a failure.</summary>
    private static bool IsBounded(IMethodSymbol target)
    {
        foreach (var parameter in target.Parameters)
        {
            if (parameter.Type.Name == "TimeSpan" || parameter.Type.Name.EndsWith("Exception", StringComparison.Ordinal))
                return true;
        }

        return false;
    }

    /// <summary>if (!IsPollerThread) …Wait(): only threads that deliver nothing wait.</summary>
    private static bool AsksForThread(CallNode call)
    {
        for (var at = call.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && NamesThread(branch.Condition, 0))
                return true;
        }

        return false;
    }

    private static bool NamesThread(Value condition, int depth)
    {
        if (depth > 6)
            return false;
        if ((condition.Symbol ?? condition.Call?.Target)?.ContainingType is { Name: "SynchronizationContext" })
            return true;
        var name = condition.Symbol?.Name ?? condition.Call?.Target?.Name ?? string.Empty;
        if (name.EndsWith("Thread", StringComparison.Ordinal) || name is "CheckAccess" or "InvokeRequired" or "IsInvokeRequired" or "ManagedThreadId" or "CurrentManagedThreadId")
            return true;
        if (condition.A != null && NamesThread(condition.A, depth + 1) || condition.B != null && NamesThread(condition.B, depth + 1))
            return true;
        foreach (var item in condition.Items)
        {
            if (NamesThread(item, depth + 1))
                return true;
        }

        return false;
    }

    /// <summary>What is waited for while something is torn down after a failure is no work of the callback; Abort(process) ends what the callback is about.</summary>
    private bool IsCleanup(IMethodSymbol target) => target.Name is "Cleanup" or "CleanUp" or "Break" or "Abort" or "Teardown" or "TearDown" or "Disconnect"
        && !(holder.OwnFactsOf(target) != null && target.Parameters.Any(p => p.Type is { Name: "Process", ContainingNamespace.Name: "Diagnostics" }));

    private void Enter(CallNode by, string name, BodyFacts body, Node? leaving, int depth)
    {
        chain.Add(name);
        calls.Add(by);
        Visit(body, by, leaving, depth + 1);
        calls.RemoveAt(calls.Count - 1);
        chain.RemoveAt(chain.Count - 1);
    }

    /// <summary>Adding to a collection without a bound.</summary>
    private bool NeverBlocks(CallNode call)
    {
        if (call.Block != BlockKind.Queue || call.Target?.Name is not ("Add" or "AddToAny"))
            return false;
        foreach (var root in Trace.Roots(holder, call.Receiver))
        {
            if (holder.StoreOf(root.Symbol) is { } store && IsBounded(store))
                return false;
        }

        return true;
    }

    private static bool IsBounded(Store store)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Inserted is not { Kind: ValueKind.Created } created)
                continue;
            foreach (var item in created.Items)
            {
                if (item.Type?.SpecialType == SpecialType.System_Int32)
                    return true;
            }
        }

        return false;
    }
}
