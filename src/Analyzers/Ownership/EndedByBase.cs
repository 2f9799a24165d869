using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Steps of a template: the base type calls the one that ends a slot before the one that fills it.</summary>
internal static class EndedByBase
{
    /// <summary>void Enable() { OnDisable(); OnEnable(); } of the base type, where OnDisable is overridden to end the slot and OnEnable to fill it.</summary>
    public static bool Before(Holder holder, Store store, MemberFacts facts)
    {
        if (facts.Method is not { IsOverride: true } filling || holder.Callers.Of(facts).Count > 0)
            return false;
        var step = Overriding.Declared(filling);
        var calls = 0;
        foreach (var member in Bases(holder.Type).SelectMany(t => t.OriginalDefinition.GetMembers()))
        {
            if (member is not IMethodSymbol || holder.WrittenFactsOf(member) is not { } template)
                continue;
            foreach (var call in template.Calls)
            {
                if (call.Target is not { } target || !SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, step.OriginalDefinition))
                    continue;
                calls++;
                if (!template.Calls.Exists(c => Structure.IsOnTheWay(c, call) && Structure.EnclosingLoop(c) == Structure.EnclosingLoop(call) && c is { Receiver: null or { Kind: ValueKind.This }, Target: { } ending } && Override(holder, ending) is { } own && own != facts
                    && holder.Summaries.DisposesDirectly(own, store.Symbol) is { } end && Structure.IsInNoBranch(end, null, Structure.IsWhenNotNull)))
                    return false;
            }
        }

        return calls > 0;
    }

    private static IEnumerable<INamedTypeSymbol> Bases(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null && StoreScope.IsInSource(at); at = at.BaseType)
            yield return at;
    }

    /// <summary>What the type has made of the step.</summary>
    private static MemberFacts? Override(Holder holder, IMethodSymbol step) => holder.OwnMembers.FirstOrDefault(f => f.Method is { IsOverride: true } own && Overriding.Is(own, step));
}
