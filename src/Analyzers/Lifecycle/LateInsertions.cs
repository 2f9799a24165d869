using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Lifecycle;

/// <summary>Insertions that may come when the holder is closed already.</summary>
internal static class LateInsertions
{
    /// <summary>What the holder itself puts into the store once it is made, where somebody can make it do so.</summary>
    public static List<AccessNode> Of(Holder holder, Store store, Reporter reporter)
    {
        var found = new List<AccessNode>();
        foreach (var access in store.Accesses)
        {
            if (access.Depth == 0 && access.Inserts && access.Access != AccessKind.Update && access.Inserted is not { IsNull: true } && holder.IsOwn(access.Body.Member) && !IsOfSibling(access) && !IsLink(store, access) && !IsOfAll(access) && !IsMoved(holder, access) && !OutsideCallers.IsBroughtByPlatform(access) && !OneThread.IsDemanded(holder, access) && !IsInPlace(holder, store, access) && !IsScoped(access) && !OutsideCallers.AreLoggerFactory(access.Body) && !MovedUnderLock.Is(holder, access) && !EmptyCarrier.Is(store, access)
                && (store.IsCollection || IsReplacement(holder, store, access, reporter)) && !holder.Callers.OnlyWhileConstructed(access.Body) && !IsWhileOwnerIsMade(holder, access) && !BeforeGivenAway.Is(holder, access) && !SelfEnding.Is(holder, store, access) && !Afterwards.CarriesOver(holder, store, access) && IsReachable(holder, access.Body, IsBrought(holder, store, access)))
                found.Add(access);
        }

        return found;
    }

    /// <summary>try { _running[id] = run; … } finally { if (_running.TryRemove(id, out var own)) own.Dispose(); }: the operation that put the entry in ends it itself.</summary>
    public static bool EndsOnLeaving(Holder holder, Store store, AccessNode insertion)
    {
        if (insertion.Key == null || RunsTillEnded.Is(holder, insertion))
            return false;
        for (var at = insertion.Parent; at != null; at = at.Parent)
        {
            if (at is { Role: BlockRole.TryBody, Owner: TryNode { Finally: { } cleanup } } && insertion.Body.Member.Accesses.Exists(a => a.Removes && a.Key != null && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Structure.Contains(cleanup, a) && Structure.IsInNoBranch(a, cleanup) && Canon.Same(a.Key, insertion.Key)
                && insertion.Body.Member.Disposals.Exists(d => Structure.Contains(cleanup, d) && Trace.Roots(holder, d.Operand).Exists(r => r.Access == a && !r.IsPart))))
                return true;
        }

        return false;
    }

    /// <summary>_subscriptions.Add(…), which owners only call in their constructors: an object does not end while it is made.</summary>
    private static bool IsWhileOwnerIsMade(Holder holder, AccessNode access) => access.Body is { Enclosing: null, Member.Method: { MethodKind: MethodKind.Ordinary, IsVirtual: false, IsOverride: false, IsStatic: false } method } && method.ExplicitInterfaceImplementations.IsEmpty && holder.Callers.Of(access.Body.Member).Count == 0
        && holder.Analysis.Foreign.CallersOf(method, holder.Cancellation) is { Count: > 0 } makers && makers.All(m => m.Method is { MethodKind: MethodKind.Constructor } && m.Calls.TrueForAll(c => !SymbolEqualityComparer.Default.Equals(c.Target?.OriginalDefinition, method) || c is { Body.Enclosing: null, Receiver: { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { IsStatic: false } kept } } && OutsideCallers.IsMadeByOwner(holder, kept))) && !holder.Analysis.Foreign.HasOtherUses(method, holder.Cancellation);

    /// <summary>target._items.Add(…): what the caller brings is another object of the type, which is not the one that closes here.</summary>
    private static bool IsOfSibling(AccessNode access) =>
        access.Target.A is { Kind: ValueKind.Parameter, Type: { } type } && SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, access.Body.Member.Member.ContainingType?.OriginalDefinition);

    /// <summary>_head = _head.Next: the slot goes on to what its value leads to, which is there already.</summary>
    private static bool IsLink(Store store, AccessNode access)
    {
        var value = access.Inserted is { Kind: ValueKind.Local, Local.Single: { } single } ? single : access.Inserted;
        return !store.IsCollection && (value is { Kind: ValueKind.Member or ValueKind.Store } or { Call.Target.MethodKind: MethodKind.PropertyGet }) && value.Owner is { Kind: ValueKind.Store, Symbol: { } slot } && SymbolEqualityComparer.Default.Equals(slot, store.Symbol);
    }

    /// <summary>_queue[i] = …, of a list: it needs an entry to stand at the place of, and after the drain there is none.</summary>
    private static bool IsInPlace(Holder holder, Store store, AccessNode access)
    {
        return access is { Access: AccessKind.Overwrite, Collection: CollectionKind.List, Member: "[]" }
        && holder.OwnMembers.Where(f => Closing.IsClosing(f.Method) && (holder.Summaries.DisposesDirectly(f, store.Symbol) != null || Empties(f))).ToList() is { Count: > 0 } closing && closing.TrueForAll(Empties);

        bool Empties(MemberFacts facts) => store.Accesses.Exists(a => a.Body.Member == facts && a.Access is AccessKind.Clear or AccessKind.Replace);
    }

    /// <summary>using (var file = …) { _file = file; … }: it ends where the block does.</summary>
    private static bool IsScoped(AccessNode access) => access.Inserted is { Kind: ValueKind.Local } inserted
        && access.Body.Member.Disposals.Exists(d => d.IsUsing && d.Body == access.Body && d.Order > access.Order && d.Operand.Kind == ValueKind.Local && d.Operand.Local == inserted.Local);

    /// <summary>if (_index.TryGetValue(key, out var node)) { _recent.Remove(node); _recent.AddFirst(node); }: it only changes its place, and was found where the end leaves nothing.</summary>
    private static bool IsMoved(Holder holder, AccessNode access) => access.Inserted != null && access.Body.Member.Accesses.Exists(a => a.Removes && a.Body == access.Body && a.Order < access.Order && a.Parent == access.Parent && SymbolEqualityComparer.Default.Equals(a.Store, access.Store) && (a.Comparand ?? a.Key) is { } moved && Canon.Same(moved, access.Inserted))
        && Trace.Roots(holder, access.Inserted) is { Count: > 0 } roots && roots.TrueForAll(r => r.Kind == RootKind.Null || r.Access is { Access: AccessKind.Lookup, Store: { } index } && !SymbolEqualityComparer.Default.Equals(index, access.Store) && holder.StoreOf(index) is { } other && other.Accesses.Exists(a => Closing.IsClosing(a.Body.Member.Method) && a.Access is AccessKind.Clear or AccessKind.Replace));

    /// <summary>_build = s_done: one that all holders have.</summary>
    private static bool IsOfAll(AccessNode access) => access.Inserted is { Kind: ValueKind.Store or ValueKind.Member, Symbol: IFieldSymbol { IsStatic: true, IsReadOnly: true } or IPropertySymbol { IsStatic: true, SetMethod: null } };

    /// <summary>A slot whose live value is exchanged under a lock: the successor may come after the close. A first value is made on demand.</summary>
    private static bool IsReplacement(Holder holder, Store store, AccessNode access, Reporter reporter) =>
        access.Access is AccessKind.Overwrite or AccessKind.Exchange && !holder.Callers.LocksAt(access).IsEmpty && (IsRenewed(holder, store, access) || IsFoundToBeLost(reporter, access)) && !NeedsOld(holder, store, access);

    /// <summary>lock (_gate) { var next = _top.Next(); _top = next; }: where the drain has set it to null there is nothing to go on from.</summary>
    private static bool NeedsOld(Holder holder, Store store, AccessNode access) => !access.Locks.IsEmpty
        && holder.OwnMembers.Where(f => Closing.IsClosing(f.Method) && holder.Summaries.DisposesDirectly(f, store.Symbol) != null).ToList() is { Count: > 0 } drains
        && drains.TrueForAll(f => f.Accesses.Exists(a => a.Access == AccessKind.Overwrite && a.Inserted is { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && a.Locks.Ids.Any(id => access.Locks.Ids.Contains(id))))
        && access.Body.Member.Calls.Exists(c => Structure.IsOnTheWay(c, access) && !c.Locks.IsEmpty && c.Target is { IsExtensionMethod: false } && c.Receiver is { } receiver
            && Trace.Roots(holder, receiver) is { Count: > 0 } roots && roots.TrueForAll(r => r.IsOf(store.Symbol)));

    /// <summary>LEAK1001 has the overwritten one: once that is disposed, this is its successor.</summary>
    private static bool IsFoundToBeLost(Reporter reporter, AccessNode access) =>
        reporter.Findings.Any(f => f.Rule.Id == Descriptors.LEAK1001_EntryOverwritten.Id && f.Location == access.Syntax.GetLocation());

    private static bool IsRenewed(Holder holder, Store store, AccessNode access)
    {
        foreach (var node in access.Body.Member.Disposals)
        {
            if (node.Body == access.Body && Trace.Roots(holder, node.Operand).Exists(r => r.IsOf(store.Symbol) && (node.Order < access.Order || r.Access is { } read && read.Order < access.Order)))
                return true;
        }

        return (Presence.Before(holder, store, access) & Presence.Live) != 0;
    }

    /// <summary>The caller brings the entry: whatever the member is called, it runs once for each, not once for the holder.</summary>
    public static bool IsBrought(Holder holder, Store store, AccessNode access) =>
        store.IsCollection && access.Inserted != null && Trace.Roots(holder, access.Inserted).Exists(r => r is { Kind: RootKind.Parameter, IsPart: false });

    /// <summary>Somebody outside can make it run after the close: a member that is not private, or a helper of one.</summary>
    private static bool IsReachable(Holder holder, BodyFacts body, bool brought)
    {
        if (body.Enclosing != null && !body.RunsInline && !body.IsLocalFunction)
            return false;
        var start = body.Outermost.Member;
        var seen = new HashSet<MemberFacts> { start };
        var queue = new Queue<MemberFacts>();
        queue.Enqueue(start);
        while (queue.Count > 0)
        {
            var facts = queue.Dequeue();
            if (Closing.IsClosing(facts.Method) || !brought && Starting.IsStart(facts))
                continue;
            if (HookCalls.OnlyAtStart(holder, facts))
                continue;
            if (facts.Method is { } method && (method.DeclaredAccessibility is not Accessibility.Private || !method.ExplicitInterfaceImplementations.IsEmpty) && method.MethodKind is not MethodKind.Constructor)
                return true;
            foreach (var call in holder.Callers.Of(facts))
            {
                if ((call.Body.Enclosing == null || call.Body.RunsInline || call.Body.IsLocalFunction) && seen.Add(call.Body.Member))
                    queue.Enqueue(call.Body.Member);
            }
        }

        return false;
    }
}
