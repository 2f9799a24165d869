using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that their owner need not reach when it ends: they end by a reader, a callback or their maker, at once, or hold nothing.</summary>
internal static class EndedOtherwise
{
    /// <summary>int Open(name) makes the key and returns it, Close(key) ends the entry: whoever has the handle closes it.</summary>
    public static bool IsHandleTable(Holder holder, Store store, OwnershipVerdict verdict) =>
        store.Known.Collection == CollectionKind.Keyed && verdict.Evidence is DisposeNode { Body.Member.Method: { DeclaredAccessibility: not Accessibility.Private, Parameters.IsEmpty: false } } end
        && end.Body.Member.Accesses.Exists(a => a.Removes && a.Key != null && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Trace.Roots(holder, a.Key).Exists(r => r.Kind == RootKind.Parameter))
        && store.OnlyGets(a => a.Key != null && FreshKeys.IsFresh(holder, store, a) && Canon.Text(a.Key) is { } key && a.Body.Member.Returns.Exists(r => r.Body == a.Body && r.Order > a.Order && r.Value != null && Canon.Text(r.Value) == key));

    /// <summary>What dispose would free is memory alone.</summary>
    public static bool LosesNothing(Holder holder, Store store)
    {
        var types = store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).ToList();
        return types.Count > 0 && types.TrueForAll(t => Inert.FreesMemoryOnly(holder, t));
    }

    /// <summary>The closing member lets no more items in, and the reader disposes each one that is left.</summary>
    public static bool IsReadToTheEnd(Holder holder, List<MemberFacts> closing, Store store) =>
        (closing.Any(f => holder.Summaries.Accesses(f, store.Symbol).Any(a => a.Access == AccessKind.Complete)) || store.Accesses.Exists(a => a.Access == AccessKind.Complete && Structure.IsIn(a, BlockRole.Finally)))
        && holder.OwnMembers.Any(f => f.Disposals.Any(d => Structure.EnclosingLoop(d) != null && Trace.Roots(holder, d.Operand).Any(r => r.IsOf(store.Symbol) && r.Access is null or { Access: AccessKind.Take or AccessKind.Enumerate })));

    /// <summary>All entries come from other stores of the holder, and the closing member disposes those of one that holds the same kind.</summary>
    public static bool IsSharedOut(Holder holder, List<MemberFacts> closing, Store store)
    {
        var origin = Origin.None;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts)
                continue;
            // What leaves the other store at that moment is here alone.
            if (access.Inserted != null && Trace.Roots(holder, access.Inserted).Exists(r => r.Access is { Removes: true } or { Access: AccessKind.Take }))
                return false;
            origin |= holder.Ownership.Origins.OfInsertion(access);
        }

        return (origin & ~(Origin.Null | Origin.Inert)) == Origin.Moved && holder.Stores.Any(other => other != store && other.IsCollection && SymbolEqualityComparer.Default.Equals(other.Payload.Resource, store.Payload.Resource)
            && closing.Any(f => holder.Closing.DrainsAll(f, other)));
    }

    /// <summary>
    /// The closing member stops a part of the holder, _connection.StopAsync(), which was made with a method of the holder that then ends all
    /// entries: new Connection(OnDisconnecting).
    /// </summary>
    public static bool EndsInCallback(Holder holder, MemberFacts closing, Store store)
    {
        foreach (var call in holder.Summaries.Reached(closing).SelectMany(at => at.Calls))
        {
            if (call is not { Target: { } target, Receiver: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } part } || !Closing.IsClosing(target) && !Closing.IsEndingName(target.Name))
                continue;
            foreach (var made in holder.OwnMembers.SelectMany(f => f.Accesses).Where(a => a.Inserts && a.Inserted is { Kind: ValueKind.Created } && SymbolEqualityComparer.Default.Equals(a.Store, part.Symbol)))
            {
                if (System.Array.Exists(made.Inserted!.Items, i => i is { Kind: ValueKind.Delegate, Symbol: IMethodSymbol callback } && holder.OwnFactsOf(callback) is { } facts
                    && holder.Summaries.Reached(facts).Exists(at => holder.Closing.DrainsAll(at, store))))
                    return true;
            }
        }

        return false;
    }

    /// <summary>_bag.Add(() => { foreach (var e in _entries) e.Dispose(); }); … Dispose() => _bag.TryDispose(): the bag runs what it was given.</summary>
    public static bool EndsInBag(Holder holder, MemberFacts closing, Store store) => holder.OwnMembers.Any(f => f.Disposals.Exists(d => d.Body.Enclosing != null && f.Narrowings.Count == 0 && Structure.IsInNoBranch(d, d.Body.Root, Structure.IsWhenNotNull, loops: true) && (!store.IsCollection || Structure.EnclosingLoop(d) != null) && Trace.ComesFrom(holder, d.Operand, store.Symbol)
        && f.Calls.Exists(c => System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Delegate && a.Body == d.Body) && Structure.IsInNoBranch(c) && BagOf(c, 0) is { } bag && holder.Summaries.Reached(closing).Exists(at => at.Calls.Exists(end => SymbolEqualityComparer.Default.Equals(end.Receiver?.Symbol, bag) && end.Target is { Name: var run } && System.Array.Exists(BagEnds, w => run.StartsWith(w, System.StringComparison.Ordinal)) && RunsWork(holder, end.Target, 0))))));

    /// <summary>The end of a bag in source calls what it was given, or waits till another thread has; one that only forgets it does not.</summary>
    private static bool RunsWork(Holder holder, IMethodSymbol end, int depth) => !StoreScope.IsInSource(end) || holder.FactsOf(end) is not { IsTruncated: false } facts
        || facts.Calls.Exists(c => c.IsDelegate || c.Target is { Name: "Join" or "Wait" or "CompleteAdding" or "Complete" } || depth < 3 && c.Target is { } helper && StoreScope.IsInSource(helper) && !c.IsCreation && RunsWork(holder, helper, depth + 1));

    private static readonly string[] BagEnds = { "Dispose", "TryDispose", "Run", "Invoke", "Execute", "Terminate", "Close" };

    /// <summary>_bag, of _bag.Add(…).Add(…).</summary>
    private static ISymbol? BagOf(CallNode call, int depth) => call.Receiver switch
    {
        { Kind: ValueKind.Store, Symbol: { } bag } => bag,
        { Call: { } before } when depth < 6 => BagOf(before, depth + 1),
        _ => null,
    };

    /// <summary>_source = await _manager.StartAsync(); … _source = null; await _manager.StopAsync(): who made it ends it.</summary>
    public static bool IsMakerClosed(Holder holder, MemberFacts closing, Store store) => store.OnlyGets(access => Trace.Roots(holder, access.Inserted!).TrueForAll(root =>
        root.Kind == RootKind.Result && root.Value.Call?.Receiver is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } maker
        && holder.Summaries.Reached(closing).Exists(at => at.Calls.Exists(c => c.Target is { } target && Closing.IsClosing(target) && c.Receiver is { } ended && (SymbolEqualityComparer.Default.Equals(ended.Symbol, maker.Symbol) || ended is { Kind: ValueKind.Local, Local.Single: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This } } alias } && SymbolEqualityComparer.Default.Equals(alias.Symbol, maker.Symbol) && target.Name is "Close" or "CloseAsync" or "Dispose" or "DisposeAsync")))));

    /// <summary>_open.Add(id, entry); try { … } finally { _open.Remove(id); }: each entry leaves with the operation that brought it, and none is left at the end.</summary>
    public static bool LeaveWithOperation(Holder holder, Store store) => store.Known.Collection == CollectionKind.Keyed && store.OnlyGets(access => access.Body.Member.Accesses.Exists(a =>
        a.Removes && a.Body == access.Body && a.Key != null && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Canon.Same(a.Key, access.Key) && Structure.EndsFinally(a) && IsGuarded(access, a)) || IsOfCallers(holder, store, access));

    /// <summary>The same by a helper: Enter(entry) puts in what its callers bring, and they take it out in a finally.</summary>
    private static bool IsOfCallers(Holder holder, Store store, AccessNode access) => access.Body.Enclosing == null && holder.Callers.IsClosed(access.Body.Member) && holder.Callers.Of(access.Body.Member) is { Count: > 0 } calls
        && Trace.Roots(holder, access.Inserted!).TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false })
        && calls.All(call => call.Body.Member.Accesses.Exists(a => a.Removes && a.Body == call.Body && a.Key != null && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Structure.EndsFinally(a) && IsGuarded(call, a)));

    /// <summary>The insertion stands in the try that the finally belongs to, or before it.</summary>
    private static bool IsGuarded(Node insertion, AccessNode removal) => Structure.Enclosing(removal, BlockRole.Finally) is { Owner: TryNode attempt } && insertion.Order < removal.Order
        && (Structure.Contains(attempt.TryBody, insertion) || insertion.Order < attempt.Order);

    /// <summary>foreach (…) _open.Add(…); …; foreach (var one in _open.Values) one.Dispose(); _open.Clear(): filled, emptied and ended by one member, before it comes back.</summary>
    public static bool IsScratch(Holder holder, Store store) => store.IsCollection && store.OnlyGets(access => access.Body.Enclosing == null && access.Body.Member is var member && holder.Closing.DrainsAll(member, store)
        && store.Accesses.Exists(a => a.Access == AccessKind.Clear && a.Body == access.Body && a.Order > access.Order && a.Parent == access.Body.Root));

    /// <summary>A buffer that is written and closed in one go: what stays in the slot has ended already.</summary>
    public static bool IsEndedAtOnce(Holder holder, Store store) => store.OnlyGets(access =>
        access.Body.Member.Disposals.Exists(d => d.Parent == access.Parent && d.Order > access.Order && Trace.Roots(holder, d.Operand).Exists(r => Entries.IsEntry(holder, r, store, access.Body.Member))));

    /// <summary>A class without members of its own: whoever made it and filled it deals with what is in it.</summary>
    public static bool IsBag(Store store, OwnershipVerdict verdict) => !verdict.IsDecisive && store.IsCollection
        && store.Symbol.ContainingType is { ContainingType: not null } type && !type.GetMembers().Any(m => m is IMethodSymbol { MethodKind: MethodKind.Ordinary, IsImplicitlyDeclared: false } or IPropertySymbol { IsIndexer: true })
        && store.Accesses.TrueForAll(a => a.Target.A is not (null or { Kind: ValueKind.This }) || Callers.IsConstruction(a.Body.Member));
}
