using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// LEAK1004 for a slot that carries its value: a Lazy or a Task of a resource, or an entry around one. Its owner makes the value, nobody else gets
/// it, and the closing members of the owner never come to it. A field that is the resource itself is for other analyzers (CA2213, IDISP002).
/// </summary>
internal static class ForgottenSlot
{
    /// <summary>The closing member that does not reach the slot; null when it may, or when the slot may be somebody else's.</summary>
    public static IMethodSymbol? Of(Holder holder, Store store)
    {
        var type = store.Symbol.ContainingType;
        if (!IsCarrier(store) || store.Symbol.DeclaredAccessibility != Accessibility.Private || !IsMade(holder, store) || IsGivenAway(holder, store) || !holder.Analysis.Constructions.IsConstructed(type, holder.Cancellation))
            return null;
        // A member of the nest that ends it, or lets go of it in whatever way, is a way out that is not followed any further.
        if (holder.Members.Any(f => holder.Summaries.DisposesDirectly(f, store.Symbol) != null || holder.Summaries.PassesToDisposer(f, store.Symbol) || Ends(holder, f, store))
            || store.Accesses.Any(a => a.Access is AccessKind.Overwrite or AccessKind.Exchange && a.Inserted is { IsNull: true } && a.Member != "initializer"))
            return null;
        var closing = holder.Members.Where(f => SymbolEqualityComparer.Default.Equals(f.Member.ContainingType, type) && holder.Closing.IsClosingMember(f) && f.Method is { IsAbstract: false }).ToList();
        if (closing.Count == 0 || closing.Any(f => f.IsTruncated || f.Throws.Count > 0 && f.Calls.Count == 0))
            return null;
        return (closing.FirstOrDefault(f => Closing.IsDispose(f.Method!)) ?? closing[0]).Method;
    }

    /// <summary>
    /// A private Lazy of a resource made here, in a type that has no end at all. What lives as long as the program (a client for HTTP, a
    /// type that nobody makes with new) is no loss.
    /// </summary>
    public static bool HasNoEnd(Holder holder, Store store)
    {
        var type = store.Symbol.ContainingType;
        return store.Payload.Steps.Contains(PayloadStep.Lazy) && type is { TypeKind: TypeKind.Class, IsAbstract: false, BaseType.SpecialType: SpecialType.System_Object } && !holder.Catalog.Of(type).Has(TypeTraits.AnyDisposable)
            && store.Symbol.DeclaredAccessibility == Accessibility.Private && store.Payload.Resource is { Name: not "HttpClient" } && IsMade(holder, store) && !IsGivenAway(holder, store) && holder.Ownership.EscapeOf(store) == null
            && holder.Members.All(f => !holder.Closing.IsClosingMember(f) && holder.Summaries.Disposes(f, store.Symbol) == null && !Ends(holder, f, store)) && !holder.Members.Any(f => f.IsTruncated)
            && holder.Analysis.Constructions.IsConstructed(type, holder.Cancellation);
    }

    /// <summary>The slot is not the resource itself but leads to it.</summary>
    public static bool IsCarrier(Store store) => store.Payload.Steps.Contains(PayloadStep.Lazy) || store.Payload.Steps.Contains(PayloadStep.Task) || store.Payload.HasEntry;

    /// <summary>Everything that is put into the slot is made here, and holds something that the system gives.</summary>
    private static bool IsMade(Holder holder, Store store)
    {
        var types = new List<ITypeSymbol>();
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Inserted is { IsNull: true })
                continue;
            if ((holder.Ownership.Origins.OfInsertion(access) & ~Origin.Null) != Origin.Created)
                return false;
            types.AddRange(holder.Ownership.Origins.CreatedTypes(access));
        }

        return types.Count > 0 && types.TrueForAll(t => holder.Analysis.Strength.Holds(t, holder) && !Inert.EndsNothing(holder, t) && !Inert.FreesMemoryOnly(holder, t));
    }

    /// <summary>The value goes to other code, which may end it. A value made on demand and returned stays the owner's.</summary>
    private static bool IsGivenAway(Holder holder, Store store)
    {
        var isLazy = store.Payload.Steps.Contains(PayloadStep.Lazy) || store.Payload.Steps.Contains(PayloadStep.Task);
        foreach (var facts in holder.Members)
        {
            var fate = holder.Fates.Of(facts, root => Entries.IsEntry(holder, root, store, facts), node => node is not AccessNode { Inserts: true } access || !SymbolEqualityComparer.Default.Equals(access.Store, store.Symbol));
            if ((fate & (Fate.Stored | Fate.Passed | Fate.Ended)) != 0 || (fate & Fate.Returned) != 0 && !isLazy)
                return true;
        }

        return store.Accesses.Any(a => a.Access == AccessKind.Escape) || Keepers.Of(holder, store) != null || Keepers.AreOthers(holder, store) || SlotOfAnother.Is(holder, store);
    }

    /// <summary>_server.Stop(), _process.Kill(): an end by another name.</summary>
    private static bool Ends(Holder holder, MemberFacts facts, Store store) => facts.Calls.Exists(call => call.Target is { } target && (Closing.IsEndingName(target.Name) || Closing.IsClosingName(target.Name))
        && call.Receiver is { Kind: not ValueKind.This } receiver && Trace.ComesFrom(holder, receiver, store.Symbol));
}
