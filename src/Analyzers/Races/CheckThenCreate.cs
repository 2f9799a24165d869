using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <summary>LEAK2001: presence is checked, the missing value is created and stored, and no lock covers the store.</summary>
internal sealed partial class CheckThenCreate : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (!store.IsCollection || store.Known.Collection is CollectionKind.Cache or CollectionKind.Weak or CollectionKind.Channel or CollectionKind.Owning || IsOfUi(holder, store))
                continue;
            string? shared = null;
            foreach (var access in store.Accesses)
            {
                if (access.Depth != 0 || !IsAct(access) || !holder.IsOwn(access.Body.Member))
                    continue;
                shared ??= IsLockedElsewhereOnly(holder, store) ? string.Empty : EntrySharing.Of(holder, store) ?? string.Empty;
                if (shared.Length == 0 || Ticks.AloneUse(holder, store) || LoopOfOwner.Changes(holder, store))
                    break;
                if (Race(holder, store, access) is not { } race || HandlerTable.Is(holder, store, access, shared))
                    continue;
                var finding = new Finding(Descriptors.LEAK2001_CheckThenCreate, access, store.Name, race.What, shared).At(race.Check).At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                FixData.AddGuard(finding, holder, store, other => Race(holder, store, other) != null);
                if (Identity.IsFree(holder, access))
                    finding.With(FixFacts.Inert, "true");
                reporter.Add(finding);
            }
        }
    }

    /// <summary>A set takes every new object: its Add refuses nothing that was made just now. ImmutableInterlocked.Update(ref set, s => s.Add(value)) says whether it did.</summary>
    private static bool IsAct(AccessNode access) =>
        access is not { Collection: CollectionKind.Set, IsImmutable: true, ResultDropped: false } && access.Access is AccessKind.Overwrite or AccessKind.Add || access is { Access: AccessKind.TryAdd, Collection: CollectionKind.Set, ResultDropped: true };

    private static (AccessNode Check, string What)? Race(Holder holder, Store store, AccessNode act)
    {
        if (!holder.Callers.LocksAt(act).IsEmpty || OneThread.IsDemanded(holder, act) || IsHandedToThread(act) || Starting.IsOnlyInserter(holder, store) || LoopOfBase.IsOnlyInserter(holder, store) || holder.Callers.OnlyWhileConstructed(act.Body) || IsUnpublished(holder, act) || !store.IsStatic && BeforeGivenAway.Is(holder, act) || IsOfDerived(holder, act) || FirstFilling.Is(holder, act) || FirstFilling.IsSorting(holder, store, act) || FirstFilling.IsOfLoading(holder, act) || FirstFilling.IsAnewAnyway(act) || FirstFilling.IsBeforeWork(act) || FirstFilling.IsByHost(holder, act.Body) || OutsideCallers.AreLoggerFactory(act.Body) || FirstFilling.IsOfComposition(act.Body) || !store.IsConcurrent && (WorkOfQueue.Is(holder, act.Body, 0) || WorkOfQueue.ChangesAlone(holder, store)) || FirstFilling.IsOfFreshTable(holder, store, act) || Limits.IsPool(store, act) || OwnKeys.Is(store, act) || Turnstile.KeepsOthersOut(store, act))
            return null;
        if (Identity.Of(holder, act, act.Inserted) is not { } what || act.Body.Enclosing == null && OutsideCallers.Lock(holder, act.Body.Member))
            return null;
        var state = Presence.Before(holder, store, act);
        if ((state & (Presence.Gone | Presence.Unknown)) == 0)
            return null;
        if (CheckOf(holder, store, act, act.Key, 0) is not { } check || Presence.IsAsserted(holder, check) || Limits.IsLimit(check) || !store.IsConcurrent && IsReplacement(act, check) || AwaitsBetween(check, act) || !IsDependent(holder, act, check) && (act.Key == null || state != Presence.Gone || DisposesFound(holder, store, act) || RemovesFound(act, check) || check.Key == null && act.Key != null))
            return null;
        return (check, what);
    }

    /// <summary>What was found is disposed: the act replaces it, whatever the check said.</summary>
    private static bool DisposesFound(Holder holder, Store store, AccessNode act)
    {
        foreach (var node in act.Body.Member.Disposals)
        {
            if (node.Order < act.Order && Trace.ComesFrom(holder, node.Operand, store.Symbol))
                return true;
        }

        // if (map.ContainsKey(k)) Remove(k); …; map.Add(k, …): by a helper.
        foreach (var call in act.Body.Member.Calls)
        {
            if (call.Order < act.Order && call.Body == act.Body && call.Target is { } target && holder.OwnFactsOf(target) is { } helper && holder.Summaries.Disposes(helper, store.Symbol) != null)
                return true;
        }

        return false;
    }
}
