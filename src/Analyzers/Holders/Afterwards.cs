using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Insertions that bring nothing new after a drain, whether they ask for a flag or not.</summary>
internal static class Afterwards
{
    private const int MaxDepth = 4;

    /// <summary>_lines[id] = _chip.Request(id), where the drainer ends _chip under the lock that is held here: after it there is nobody to make one.</summary>
    public static bool IsMadeFromEnded(Holder holder, Store store, IReadOnlyList<MemberFacts> drainers, LockSet drainLocks, AccessNode insertion)
    {
        if (insertion.Inserted is not { } value || holder.Callers.LocksAt(insertion).Common(drainLocks) is not { } held)
            return false;
        foreach (var call in Makers(holder, value, 0))
        {
            if (call.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } maker } && !SymbolEqualityComparer.Default.Equals(maker, store.Symbol) && call.Body == insertion.Body
                && holder.Callers.LocksAt(call).Ids.Any(id => id.IsSameLock(held)) && drainers.Any(d => holder.Summaries.Reached(d).Any(at => at.Disposals.Exists(node => node.IsCertain
                    && node.Operand is { Kind: ValueKind.Store, Symbol: { } ended } && SymbolEqualityComparer.Default.Equals(ended, maker) && holder.Callers.LocksAt(node).Ids.Any(id => id.IsSameLock(held))))))
                return true;
        }

        return false;
    }

    /// <summary>_scopes.CreateScope(): the container that ends the holder makes no more scopes once it is being disposed.</summary>
    public static bool IsMadeByContainer(Holder holder, AccessNode insertion)
    {
        // With a factory the value is what it returns.
        var values = insertion.Factory?.Body is { } factory ? insertion.Body.Member.Returns.Where(r => r.Body == factory && r.Value != null).Select(r => r.Value!).ToList() : insertion.Inserted is { } value ? new List<Value> { value } : new List<Value>();
        return values.Count > 0 && values.TrueForAll(v => Makers(holder, v, 0).Any(c => c is { Target: { Name: "CreateScope" or "CreateAsyncScope" }, Receiver.Type.Name: "IServiceScopeFactory" or "IServiceProvider" } or { Target: { Name: "CreateScope" or "CreateAsyncScope", ContainingType.Name: "ServiceProviderServiceExtensions" } }));
    }

    /// <summary>The calls that make the value, or the resources an entry is made around.</summary>
    private static IEnumerable<CallNode> Makers(Holder holder, Value value, int depth)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (root is { Kind: RootKind.Result, Value.Call: { } call })
                yield return call;
            if (root.Kind != RootKind.Created || depth >= MaxDepth)
                continue;
            foreach (var item in root.Value.Items)
            {
                if (!holder.Catalog.PayloadOf(item.Type).IsResource)
                    continue;
                foreach (var maker in Makers(holder, item, depth + 1))
                    yield return maker;
            }
        }
    }

    /// <summary>_entries[id] = new Entry(known.Stream, settings), where known was found there: nothing that the drain has not seen.</summary>
    public static bool CarriesOver(Holder holder, Store store, AccessNode insertion)
    {
        if (insertion.Inserted is not { } value)
            return false;
        // _writers[copy] = _writers[source]: what it holds already, under another key.
        if (Trace.Roots(holder, value) is { Count: > 0 } known && known.TrueForAll(r => r is { IsPart: false, Access: { Removes: false, Target.A: null or { Kind: ValueKind.This } } read } && r.IsOf(store.Symbol)
            && !insertion.Body.Member.Accesses.Exists(a => (a.Removes || a.Access is AccessKind.Clear or AccessKind.Replace) && a.Body == insertion.Body && a.Order > read.Order && a.Order < insertion.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))))
            return true;
        if (!store.Payload.HasEntry)
            return false;
        if (IsNodeOfIndex(holder, store, value))
            return true;
        var carries = false;
        foreach (var root in Trace.Roots(holder, value))
        {
            // entry with { LastSeen = now }
            if (root.IsOf(store.Symbol) && root is { IsPart: true, Access: not { Removes: true } } && !insertion.Body.Member.Accesses.Exists(a => (a.Removes || a.Access is AccessKind.Clear or AccessKind.Replace) && a.Body == insertion.Body && a.Order < insertion.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)))
                continue;
            if (root.Kind != RootKind.Created)
                return false;
            carries = false;
            if (root.Value.A is { } original)
            {
                if (!IsFound(holder, store, original, 0) || Trace.Roots(holder, original).Exists(r => r.Access is { Removes: true }))
                    return false;
                carries = true;
            }

            foreach (var item in root.Value.Items)
            {
                if (!holder.Catalog.PayloadOf(item.Type).IsResource)
                    continue;
                if (!IsFound(holder, store, item, 0))
                    return false;
                carries = true;
            }

            if (!carries)
                return false;
        }

        return carries;
    }

    /// <summary>_recent.AddFirst(node), where another collection of the holder knows the node: it only changes its place.</summary>
    private static bool IsNodeOfIndex(Holder holder, Store store, Value value) => value.Type is { Name: "LinkedListNode" } && Trace.Roots(holder, value) is { Count: > 0 } roots
        && roots.TrueForAll(r => r is { Kind: RootKind.Element, IsPart: false, Access: not { Removes: true } } && holder.StoreOf(r.Symbol) is { } index && index != store);

    /// <summary>A part of an entry of the store, or what such a part answers.</summary>
    private static bool IsFound(Holder holder, Store store, Value value, int depth)
    {
        var roots = Trace.Roots(holder, value);
        return depth < MaxDepth && roots.Count > 0 && roots.TrueForAll(root => root.IsOf(store.Symbol)
            || root.Kind == RootKind.Slot && (root.Access?.Target.A ?? root.Value.A) is { Kind: not ValueKind.This } owner && IsFound(holder, store, owner, depth + 1)
            || root.Kind == RootKind.Result && root.Value.Call?.Receiver is { Kind: not ValueKind.This } receiver && IsFound(holder, store, receiver, depth + 1)
            || root.Kind == RootKind.Parameter && root.Symbol is IParameterSymbol { ContainingSymbol: IMethodSymbol method } parameter && holder.OwnFactsOf(method) is { } facts && holder.Callers.IsClosed(facts)
                && holder.Callers.Of(facts) is { Count: > 0 } calls && calls.All(c => parameter.Ordinal < c.Arguments.Length && IsFound(holder, store, c.Arguments[parameter.Ordinal], depth + 1)));
    }

    /// <summary>_probes.Add(probe); return new Registration(() => { _probes.Remove(probe); probe.Dispose(); }): who asked for it has what ends it, also when the holder has closed.</summary>
    public static bool IsEndedByHandle(Holder holder, AccessNode insertion)
    {
        if (insertion.Inserted is not { } inserted)
            return false;
        var facts = insertion.Body.Member;
        foreach (var node in facts.Disposals)
        {
            if (node.Body.Enclosing == insertion.Body && IsUnconditional(node, insertion) && Trace.Roots(holder, node.Operand).Exists(r => r.Kind == RootKind.Created && Trace.Roots(holder, inserted).Exists(i => i.Value == r.Value))
                && facts.Returns.FindAll(r => r.Body == insertion.Body && r.Order > insertion.Order) is { Count: > 0 } returns && returns.TrueForAll(r => r.Value != null && Trace.Roots(holder, r.Value) is { Count: > 0 } handles && handles.TrueForAll(h => IsHandle(holder, h.Value, node.Body))))
                return true;
        }

        return false;
    }

    /// <summary>Or only where it is still in the store.</summary>
    private static bool IsUnconditional(Node node, AccessNode insertion)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && !(at == branch.Then && branch.Condition is { Kind: ValueKind.Outcome, Access: { Removes: true } removal } && SymbolEqualityComparer.Default.Equals(removal.Store, insertion.Store)) || at.Owner is SwitchNode or LoopNode)
                return false;
        }

        return true;
    }

    /// <summary>Something to dispose, made with the lambda and no other.</summary>
    private static bool IsHandle(Holder holder, Value handle, BodyFacts end) => handle.Type is { } type && holder.Catalog.Of(type).Has(TypeTraits.AnyDisposable) && (handle.Call?.Arguments ?? handle.Items) is var parts
        && parts.Count(p => (p.Kind == ValueKind.Local ? p.Local.Single ?? p : p).Kind == ValueKind.Delegate) == 1 && System.Array.Exists(parts, p => IsLambda(p, end));

    private static bool IsLambda(Value value, BodyFacts body) => value.Kind == ValueKind.Local ? value.Local.Single is { } single && IsLambda(single, body) : value.Kind == ValueKind.Delegate && (value.Body == body || body.Method != null && SymbolEqualityComparer.Default.Equals(value.Symbol, body.Method));

    /// <summary>_uses = new RefCount(DisposeCore): the drainer is only run by an object that counts, when the last user has gone.</summary>
    public static bool RunsAtZero(Holder holder, MemberFacts drainer)
    {
        if (drainer.Method is not { DeclaredAccessibility: Accessibility.Private } method || !holder.Callers.IsDelegate(method) || holder.Callers.Of(drainer).Count > 0)
            return false;
        foreach (var call in holder.OwnMembers.SelectMany(f => f.Calls))
        {
            if (call is { IsCreation: true, Target.ContainingType: { } counter } && System.Array.Exists(call.Arguments, a => a.Kind == ValueKind.Delegate && SymbolEqualityComparer.Default.Equals(a.Symbol, method)))
                return counter.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Any(m => !m.IsAbstract && m.MethodKind == MethodKind.Ordinary && holder.FactsOf(m) is { } facts && facts.Calls.Exists(c => c.IsDelegate && IsAtZero(c)));
        }

        return false;
    }

    private static bool IsAtZero(CallNode call)
    {
        for (var at = call.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Counting.Mentions(branch.Condition))
                return true;
        }

        return false;
    }

    /// <summary>What comes too late frees nothing when it is disposed, and the drain does no more with its entries than that.</summary>
    public static bool LosesNothing(Holder holder, Store store, IReadOnlyList<MemberFacts> drainers, List<AccessNode> open)
    {
        var types = open.SelectMany(holder.Ownership.Origins.CreatedTypes).ToList();
        return types.Count > 0 && types.TrueForAll(t => Inert.FreesNothing(holder, t) || EmptyEnd.Has(holder, t))
            && !drainers.SelectMany(holder.Summaries.Reached).SelectMany(f => f.Calls).Any(c => c is { Target: { } target, Receiver: { } receiver } && !Closing.IsDispose(target) && Closing.IsEndingName(target.Name) && Trace.ComesFrom(holder, receiver, store.Symbol));
    }
}
