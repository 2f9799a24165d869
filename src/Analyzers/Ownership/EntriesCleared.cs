using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1003: all entries leave a store that owns them, and nobody disposes them.</summary>
internal sealed partial class EntriesCleared : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var (store, verdict, access) in Entries.Owned(holder, (_, access) => IsClear(access)))
        {
            var isPart = store.IsCollection && access.Access != AccessKind.Clear && PartKept.Is(holder, store, access);
            // A finalizer can do no more: the entries are finalized as well.
            if (!store.IsCollection || !store.IsStatic && access.Target.A is null or { Kind: ValueKind.This } && access.Body.Member.Method is { MethodKind: MethodKind.Destructor } || holder.Callers.OnlyWhileConstructed(access.Body) || !IsDropped(holder, store, access, isPart))
                continue;
            var finding = new Finding(Descriptors.LEAK1003_EntriesCleared, access, store.Name, isPart ? "replaced by a part of itself" : How(access), verdict.Words)
                .At(verdict.Evidence)
                .At(store.Symbol);
            FixData.AddTo(finding, holder, store, access);
            if (isPart)
                finding.With(FixFacts.Operation, "Part");
            reporter.Add(finding);
        }
    }

    private static bool IsClear(AccessNode access) =>
        access.Access is AccessKind.Clear or AccessKind.Replace || access.Access == AccessKind.Exchange && access.Collection != CollectionKind.None;

    private static bool IsDropped(Holder holder, Store store, AccessNode access, bool isPart)
    {
        var facts = access.Body.Member;
        if (access.Access != AccessKind.Clear && !isPart && (access.Inserted == null || IsFilledElsewhere(access, access.Inserted) || !IsFresh(access.Inserted) && !IsMade(holder, store, access.Inserted) || access.Member == "initializer"))
            return false;
        // In a closing member that disposes nothing the defect is that the owner does not drain (LEAK1004).
        if (Closing.IsClosing(facts.Method) && Closing.IsDispose(facts.Method!))
            return false;
        if (IsStillNull(holder, store, access) || IsAfterEnd(holder, store, access) || IsJustCleared(holder, store, access) || IsEmptiedByHelper(holder, store, access) || SaidEmpty.Before(store, access) || !isPart && access.Inserted is { IsNull: false } && !store.Accesses.Exists(a => a != access && a.Inserted is { IsNull: false } && a.Access == AccessKind.Replace && (a.Member == "initializer" || Callers.IsConstruction(a.Body.Member))) && SetTogether.IsFirst(holder, store, access) || access.Access == AccessKind.Replace && EmptyAtStart.MadeByHelper(holder, store, facts))
            return false;
        if (holder.Summaries.Disposes(facts, store.Symbol) != null && !AreEndedTooLate(holder, store, access) || holder.Summaries.PassesToDisposer(facts, store.Symbol))
            return false;
        var areNamed = AreAllNamed(holder, store, access);
        if ((holder.Fates.Of(facts, root => IsContent(root, store) && (areNamed || !IsOne(root)), node => (node is not ReturnNode || node.Order > access.Order) && !(isPart && node == access)) & Fate.Discharged) != 0)
            return false;
        if (facts.Calls.Exists(c => c.Target is { } target && Closing.IsClosingName(target.Name) && c.Receiver is { Kind: not ValueKind.This } receiver && Trace.Roots(holder, receiver).Exists(r => IsContent(r, store))))
            return false;
        // foreach (var client in _clients) client.Socket.Close(): each is ended by what it is made of.
        if (EndedByParts.Are(holder, store, facts, root => IsContent(root, store)))
            return false;
        if (Entries.EndsAnother(holder, facts, store, isPart ? null : access.Inserted) || Entries.CallersEnd(holder, facts, store))
            return false;
        if (access.Access == AccessKind.Replace && access.Inserted is not { IsNull: true } && !MayHoldSome(holder, store, access))
            return false;
        if (access.Access is AccessKind.Clear or AccessKind.Replace && EmptyAtStart.AfterEnd(holder, store, access))
            return false;
        return !AlsoGivenAway.Are(holder, store) && !SaidByAuthor.IsLeft(store, access) && !OwnerDoesNotDrain.IsShownWhole(holder, store) && !OfCollection.Is(holder, store, access) && Keepers.Of(holder, store) == null && !Keepers.AreOthers(holder, store) && !EndedByTable.Is(holder, store, access) && !OutsideCallers.End(holder, facts, store);
    }

    /// <summary>if (_disposed) { _parts = null; throw …; }, or if (!_open), which is so from the start: the end, which has given the flag that value, goes over the entries itself.</summary>
    private static bool IsAfterEnd(Holder holder, Store store, AccessNode access)
    {
        var flags = holder.Closing.DrainersOf(store).Where(d => Closing.IsClosing(d.Method)).SelectMany(d => d.Accesses).Where(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange or AccessKind.CompareExchange && a.Inserted is { IsTrue: true } or { Kind: ValueKind.Constant, Data: 1 } || a.Inserted is { IsFalse: true } && IsOnAtStart(a.Store)).Where(a => IsSetByEnds(holder, a)).ToList();
        for (var at = access.Parent; at != null && flags.Count > 0; at = at.Parent)
        {
            if (at.Owner is IfNode branch && Implied.Any(branch.Condition, at == branch.Then, (part, holds) => IsFlag(part, holds) || holds && part is { Kind: ValueKind.Same, A: { } one, B: { Kind: ValueKind.Constant, Data: 1 } } && IsFlag(one, 1)))
                return true;
        }

        return false;

        bool IsOnAtStart(ISymbol? flag) => holder.Members.Any(f => f.Member is IFieldSymbol or IPropertySymbol && f.Accesses.Exists(a => a.Inserted is { IsTrue: true } && SymbolEqualityComparer.Default.Equals(a.Store, flag)));

        bool IsFlag(Value value, object end) => value is { Kind: ValueKind.Store, A: null or { Kind: ValueKind.This }, Symbol: { } asked } && flags.Exists(f => Equals(f.Inserted!.Data, end) && SymbolEqualityComparer.Default.Equals(f.Store, asked));
    }

    /// <summary>Freeze() => _frozen = true; would say the same, and go over nothing.</summary>
    private static bool IsSetByEnds(Holder holder, AccessNode set) => holder.StoreOf(set.Store) is not { } flag || flag.Accesses.TrueForAll(a => a.Inserted is null or { IsFalse: true } or { Kind: ValueKind.Constant, Data: 0 } || a.Member == "initializer" || Closing.IsClosing(a.Body.Member.Method) || holder.Callers.IsClosed(a.Body.Member) && holder.Callers.Of(a.Body.Member).All(c => Closing.IsClosing(c.Body.Member.Method)));

    /// <summary>_parts.Clear(); _parts = null: the entries of the same object left with the first step, which is reported, and none came in since.</summary>
    private static bool IsJustCleared(Holder holder, Store store, AccessNode access) => access.Access != AccessKind.Clear && store.Accesses.Find(a => a is { Access: AccessKind.Clear, Depth: 0 } && Structure.IsOnTheWay(a, access) && Structure.EnclosingLoop(a) == Structure.EnclosingLoop(access) && Canon.Same(a.Target, access.Target)) is { } cleared
        && !access.Body.Member.Accesses.Exists(a => a != access && a.Inserts && a.Order > cleared.Order && a.Order < access.Order && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)) && !access.Body.Member.Awaits.Exists(w => w.Order > cleared.Order && w.Order < access.Order)
        && !access.Body.Member.Calls.Exists(c => c.Order > cleared.Order && c.Order < access.Order && c.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.Accesses(helper, store.Symbol).Any(a => a.Inserts));

    private static bool IsContent(Root root, Store store) =>
        SymbolEqualityComparer.Default.Equals(root.Symbol, store.Symbol) && root.Kind is RootKind.Element or RootKind.Collection;

    /// <summary>if (_files.TryGetValue("main", out var main)) Full(main): one by its key, and not the others.</summary>
    private static bool IsOne(Root root) => root.Access is { Access: AccessKind.Lookup, Key: not null, Collection: CollectionKind.Keyed, Body.Enclosing: null } looked && Structure.EnclosingLoop(looked) == null;

    /// <summary>A new empty collection, or none.</summary>
    private static bool IsFresh(Value value) => value.Kind switch
    {
        ValueKind.Null => true,
        ValueKind.Created => true,
        ValueKind.Member => value.A == null && value.Symbol?.Name == "Empty",
        ValueKind.Constant or ValueKind.Unknown => false,
        ValueKind.Local => value.Local.Single is { } single && IsFresh(single),
        ValueKind.Result => value.Call?.Target is { Name: "Create" or "Empty" },
        ValueKind.Derived => false,
        _ => false,
    };

    /// <summary>A collection made of something else: configured.Select(c => new …).ToArray().</summary>
    private static bool IsMade(Holder holder, Store store, Value value)
    {
        var made = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
        var at = made;
        for (var depth = 0; depth < 8 && at.Kind is ValueKind.Elements or ValueKind.EachElement or ValueKind.Awaited && at.A != null; depth++)
            at = at.A;
        if (at.Kind is ValueKind.Unknown || !MapsAll(value) && at.Kind == ValueKind.Local && at.Local.Single is not ({ Kind: ValueKind.Created } or { Call.Target.Name: "CreateBuilder" }) || Trace.ComesFrom(holder, value, store.Symbol))
            return false;
        return (value.Kind is ValueKind.Elements or ValueKind.Result || made.Kind == ValueKind.Elements && at is { Kind: ValueKind.Local, Local.Single.Call.Target.Name: "CreateBuilder" }) && (holder.Ownership.Origins.Of(new Value(ValueKind.EachElement, value)) & (Origin.Created | Origin.Borrowed | Origin.Moved)) == Origin.Created;
    }

    /// <summary>CopyTo(fresh); _items = fresh: a helper of the type has put something into it, the old ones perhaps.</summary>
    private static bool IsFilledElsewhere(AccessNode access, Value value)
    {
        while (value.Kind == ValueKind.Elements && value.A != null)
            value = value.A;
        return value.Kind == ValueKind.Local && access.Body.Member.Calls.Exists(c => c.Order < access.Order && !c.IsCreation && c.Target is { } target && (StoreScope.IsInSource(target) || target.Name is "AddRange" or "InsertRange") && System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.Local && a.Local == value.Local));
    }

    /// <summary>names.Select(n => new …), names.ToDictionary(n => n, n => new …): whatever the names are, the elements are new.</summary>
    private static bool MapsAll(Value value)
    {
        var made = value.Kind == ValueKind.Local ? value.Local.Single ?? value : value;
        return made is { Kind: ValueKind.Elements, B: { } each } && (each.Kind == ValueKind.Created || each is { Kind: ValueKind.Local, Local.Single.Kind: ValueKind.Created });
    }

    private static string How(AccessNode access) => access.Access switch
    {
        AccessKind.Clear => "Clear",
        AccessKind.Exchange => "exchanged for another collection",
        _ when access.Inserted is { IsNull: true } => "set to null",
        _ => "replaced by another collection",
    };
}
