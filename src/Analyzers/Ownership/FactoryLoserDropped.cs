using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>LEAK1005: a factory that may run for a loser creates a resource, or starts work, and the loser is dropped.</summary>
internal sealed class FactoryLoserDropped : IHolderRule
{
    public void Find(Holder holder, Reporter reporter)
    {
        foreach (var store in holder.Stores)
        {
            if (store.Known.Collection is CollectionKind.Weak)
                continue;
            foreach (var access in store.Accesses)
            {
                if (access.Access is not (AccessKind.GetOrAdd or AccessKind.AddOrUpdate) || !(access.IsConcurrent || access.IsAtomic) || !holder.IsOwn(access.Body.Member))
                    continue;
                // Without an eviction callback the cache's own drops are the defect (LEAK1010).
                if (access.Collection == CollectionKind.Cache && (access.Access != AccessKind.GetOrAdd || access.Factory == null || !EvictionDoesNotDispose.HasCallback(holder, access)))
                    continue;
                if (!store.IsStatic && holder.Callers.OnlyWhileConstructed(access.Body) || IsAlone(holder, store, access) || OutsideCallers.AreLoggerFactory(access.Body) || Lost(holder, store, access) is not { } lost || IsGuarded(holder, store, access) || Loser.IsNone(access) || Loser.KeepsBrought(holder, access) || FreshKeys.IsFresh(holder, store, access))
                    continue;
                var finding = new Finding(Descriptors.LEAK1005_FactoryLoserDropped, access, store.Name + "." + access.Member, lost.Type, lost.Words)
                    .At(holder.Ownership.Of(store).Evidence)
                    .At(store.Symbol);
                FixData.AddTo(finding, holder, store, access);
                reporter.Add(finding);
            }
        }
    }

    /// <summary>What a losing run leaves behind; null when nothing, or when the loser is dealt with.</summary>
    private static (string Type, string Words)? Lost(Holder holder, Store store, AccessNode access)
    {
        var verdict = holder.Ownership.Of(store);
        if (verdict.Kind == OwnershipKind.Borrowed && verdict.IsDecisive || store.Payload.Steps.Contains(PayloadStep.Lazy) || !verdict.IsDecisive && HiddenPart.IsIn(holder, store))
            return null;
        var origin = holder.Ownership.Origins.OfInsertion(access);
        if ((store.Payload.IsResource || store.Known.Collection == CollectionKind.Cache || store.Payload.MaybeResource && verdict is { IsOwned: true, IsDecisive: true }) && (origin & Origin.Created) != 0)
        {
            var types = holder.Ownership.Origins.CreatedTypes(access).ToList();
            // An untyped cache keeps anything: that a factory makes it does not say that it is a resource.
            if (types.Count == 0 && store.Known.Collection == CollectionKind.Cache && !verdict.IsOwned)
                return null;
            if (types.Count > 0 && types.All(t => LosesNothing(holder, t)) || types.Count == 0 && store.Payload is { HasEntry: false, Resource: { } entry } && LosesNothing(holder, entry) || types.Count == 0 && FreshTokens.AreAll(holder, store, access) || Loser.IsEnded(holder, access))
                return null;
            return (types.Count > 0 ? types[0].Name : Entries.TypeName(store), verdict.IsOwned ? verdict.Words : $"each run of the factory makes one, and only one is kept in '{store.Name}'");
        }

        if (ValueOf(store) is { } value && holder.Catalog.Of(value).Has(TypeTraits.Lazy))
            return null;
        return access.Factory is { } factory && StartedWork.By(holder, factory) is { } words ? (ValueName(store), words) : null;
    }

    /// <summary>A fresh one has nothing yet, or nothing that is lost with it.</summary>
    private static bool LosesNothing(Holder holder, ITypeSymbol type) => Inert.IsInert(holder, type) || Inert.FreesMemoryOnly(holder, type) || Inert.LosesMemoryOnly(holder, type) || Inert.EndsNothing(holder, type) || EmptyEnd.Has(holder, type) || CountingEnd.Has(holder, type);

    private static string ValueName(Store store) => ValueOf(store)?.Name ?? "value";

    private static ITypeSymbol? ValueOf(Store store) => store.Type is INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } ? arguments[arguments.Length - 1] : null;

    /// <summary>One loop does all the filling, or the object is not yet given away: no second factory runs for the key.</summary>
    private static bool IsAlone(Holder holder, Store store, AccessNode access) => Starting.IsOnlyInserter(holder, store) || LoopOfBase.IsOnlyInserter(holder, store) || !store.IsStatic && BeforeGivenAway.Is(holder, access);

    /// <summary>Every such call runs under one lock: nobody races. Readers of a lock are there together.</summary>
    private static bool IsGuarded(Holder holder, Store store, AccessNode access)
    {
        var held = holder.Callers.LocksAt(access);
        if (held.IsEmpty)
            return false;
        if (held.HasUnknown)
            return true;
        if (held.Common(held) == null)
            return false;
        foreach (var other in store.Accesses)
        {
            if (other.Inserts && other != access && !holder.Callers.OnlyWhileConstructed(other.Body) && holder.Callers.LocksAt(other).Common(held) == null)
                return false;
        }

        return true;
    }
}
