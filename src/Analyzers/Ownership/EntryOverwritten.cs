using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1001: a store that owns its entries gets a new value where a live one may still be.</summary>
internal sealed partial class EntryOverwritten : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var (store, verdict, access) in Entries.Owned(holder, (store, access) => IsWrite(access) && !IsFirst(holder, store, access)))
        {
            if (!(access.Inserted is not (null or { IsNull: true }) && Holders.Ownership.IsUntyped(holder, store) && (holder.Ownership.Origins.OfInsertion(access) & Origin.Created) == 0 && Trace.Roots(holder, access.Inserted).Exists(r => r.Kind is not (RootKind.Slot or RootKind.Null))) && Lost(holder, store, verdict, access) is { } reason)
                reporter.Add(Describe(holder, store, verdict, access, reason));
        }

        EntryPartOverwritten.Find(holder, reporter);
    }

    private static bool IsWrite(AccessNode access) =>
        access.Access is AccessKind.Overwrite or AccessKind.AddOrUpdate or AccessKind.Exchange or AccessKind.Update && access.Member != "initializer";

    /// <summary>Nothing can be there yet: the store is filled while the object is made. (And a collection as a whole is not an entry.)</summary>
    private static bool IsFirst(Holder holder, Store store, AccessNode access) =>
        !store.IsStatic && access.Body.Member.Method is { MethodKind: MethodKind.Destructor } || store.IsCollection && access.Access == AccessKind.Exchange || !store.IsStatic && holder.Callers.OnlyWhileConstructed(access.Body);

    /// <summary>Why a live value may be lost, in words; null when it is not, or when that is not certain.</summary>
    private static string? Lost(Holder holder, Store store, OwnershipVerdict verdict, AccessNode access)
    {
        if (access.Access == AccessKind.AddOrUpdate)
            return Updaters.IgnoresOld(holder, access) && (Presence.Before(holder, store, access) & (Presence.Unknown | Presence.Live)) != 0 && Keepers.Of(holder, store) == null && !FreshKeys.IsFresh(holder, store, access) ? string.Empty : null;
        if (ReplacedOnCondition.Is(holder, store, access))
            return string.Empty;
        var state = access.Access == AccessKind.Update ? Presence.Unknown : Presence.Before(holder, store, access);
        if ((state & (Presence.Unknown | Presence.Live)) == 0)
            return null;
        if (SaidEmpty.ByUnseenLookup(holder, store, access) || access.Inserted is { IsNull: true } && EndedAlready.AreThose(holder, store, access) || EndedOnTheWay.ByFinally(holder, store, access))
            return null;
        if (PutsBack(holder, store, access) || StillInHand.IsOnCopy(holder, access) || StillInHand.IsOnNewObject(holder, access) || StillInHand.IsOwnNewcomer(holder, store, access) || OldValue.IsHandled(holder, store, access) || OldValue.IsHandedOver(holder, store, access) || OldValue.IsRetired(holder, store, access))
            return null;
        if (access.Access == AccessKind.Update)
            return access.Comparand is { } comparand && Trace.ComesFrom(holder, comparand, store.Symbol) ? string.Empty : null;
        if (access.Key is { Kind: ValueKind.Local } index && FreeSlotLoop.Finds(store, index) || store.IsCollection && (state & Presence.Live) == 0 && FreshKeys.IsFresh(holder, store, access))
            return null;
        if (store.IsCollection && FixedPlaces.Are(holder, store, access, state) || (state & Presence.Live) == 0 && (FilledOnce.Is(holder, store, access) || EmptyAtStart.IsLeftEmpty(holder, store, access) || OwnKeys.Is(store, access) || EndedOnTheWay.OfKeyByCallers(holder, store, access) || FilledTogether.IsAbsent(holder, store, access) || OwnersGate.FoundNothing(holder, store, access)))
            return null;
        if (Entries.EndsAnother(holder, access.Body.Member, store, access.Inserted, root => IsOtherKey(root, store, access) || IsLater(root, store, access), access) || Entries.CallersEnd(holder, access.Body.Member, store) || Keepers.Of(holder, store) != null || Keepers.AreOthers(holder, store) || EndedAround.IsInsideEndedBefore(holder, store, access) || SaidByAuthor.IsLeft(store, access) || StateLeft.Is(holder, store, access) || store.IsCollection && EndedByTable.Is(holder, store, access) || LastTurn.IsMoveOfKey(store, access))
            return null;
        var reason = store.IsCollection ? string.Empty : SlotIsLost(holder, store, verdict, access, state);
        return reason == null || OfCollection.Is(holder, store, access) || CallersInstance.Is(holder, store, access) || OutsideCallers.End(holder, access.Body.Member, store) ? null : reason;
    }

    /// <summary>The entry of another key is another entry.</summary>
    private static bool IsOtherKey(Root root, Store store, AccessNode access) =>
        root.IsOf(store.Symbol) && access.Key != null && root.Access is { Key: { } key } found && (found.Body.Member == access.Body.Member || key.Kind is ValueKind.Store or ValueKind.Constant) && Canon.Text(key) != null && Canon.Text(access.Key) != null && !Canon.Same(key, access.Key);

    /// <summary>What the slot holds afterwards is the new value, unless the next turn of a loop finds it.</summary>
    private static bool IsLater(Root root, Store store, AccessNode access) =>
        !store.IsCollection && root.IsOf(store.Symbol) && root.Access is { } read && read.Body == access.Body && read.Order > access.Order && !Structure.ShareLoop(access, read);

    /// <summary>The value written is, or is made from, what the store holds already.</summary>
    private static bool PutsBack(Holder holder, Store store, AccessNode access) =>
        access.Inserted != null && Reaching.At(access.Inserted, access) is var value && (IsSameAsBefore(store, access, value) || Trace.ComesFrom(holder, value, store.Symbol) || StillInHand.IsWrapped(holder, store, value, access.Body.Member) || StillInHand.IsSuccessor(holder, store, value, access) || StillInHand.IsParked(holder, store, value) || GivesBack(holder, store, value));

    /// <summary>_stream = _connection.Stream; …; else _stream = _connection.Stream: what another object has, put there twice on one way.</summary>
    private static bool IsSameAsBefore(Store store, AccessNode access, Value value) => !store.IsCollection && value is { Kind: ValueKind.Member or ValueKind.Store, A: { Kind: ValueKind.Store } owner }
        && access.Body.Member.Accesses.FindLast(a => a.Inserts && a != access && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && Structure.IsOnTheWay(a, access)) is { Inserted: { } before } first && Canon.Same(before, value)
        && !access.Body.Member.Accesses.Exists(a => a.Inserts && a.Order > first.Order && a.Order < access.Order && (SymbolEqualityComparer.Default.Equals(a.Store, owner.Symbol) || SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && !Structure.Exclude(a, access)));

    /// <summary>_manager = GetManager(): the virtual method gives what the slot has, if it has something.</summary>
    private static bool GivesBack(Holder holder, Store store, Value value) => value is { Kind: ValueKind.Result, Call: { IsVirtual: true, Target: { } method } } && holder.OwnFactsOf(method) is { } facts
        && facts.Returns.Exists(r => r.Body.Enclosing == null) && facts.Returns.TrueForAll(r => r.Body.Enclosing != null || r.Value != null && Trace.ComesFrom(holder, r.Value, store.Symbol));

    private static Finding Describe(Holder holder, Store store, OwnershipVerdict verdict, AccessNode access, string reason)
    {
        var words = reason.Length == 0 ? verdict.Words : verdict.Words + ", and " + reason;
        var finding = new Finding(Descriptors.LEAK1001_EntryOverwritten, access, Target(store, access), Entries.TypeName(store), words)
            .At(verdict.Evidence)
            .At(store.Symbol);
        FixData.AddTo(finding, holder, store, access);
        return finding;
    }

    private static string Target(Store store, AccessNode access) => !store.IsCollection ? store.Name
        : access.Access is AccessKind.AddOrUpdate or AccessKind.Update || access.Key == null ? store.Name : store.Name + "[…]";
}
