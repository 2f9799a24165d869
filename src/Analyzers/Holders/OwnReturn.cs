using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Entries that know the store: their own end puts them back into it, or takes them out of it.</summary>
internal static class OwnReturn
{
    /// <summary>void Dispose() => _owner._spare = this: to dispose it is to give it back, and the store keeps what is free.</summary>
    public static bool PutsBack(Holder holder, Store store) => store.Payload.Resource is INamedTypeSymbol type && Ends(holder, type).Any(end =>
        end.Accesses.Exists(a => (a.Inserts || a.Access == AccessKind.Exchange) && a.Inserted is { Kind: ValueKind.This } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol)));

    /// <summary>
    /// Beat Register(id) { …; _beats.TryAdd(id, beat); return beat; }, and the end of a beat calls Unregister(id): who registers has it and ends it,
    /// and the store only lists what there is.
    /// </summary>
    public static bool TakesOut(Holder holder, Store store)
    {
        if (!store.IsCollection || store.Payload.Resource is not INamedTypeSymbol type || !StoreScope.IsInSource(type))
            return false;
        var removers = store.Accesses.Where(a => a.Removes && a.Body.Member.Method is { DeclaredAccessibility: not Accessibility.Private }).Select(a => a.Body.Member.Method!).ToList();
        return removers.Count > 0 && store.Accesses.Exists(a => a.Inserts && Entries.IsReturned(holder, a))
            && Ends(holder, type).Any(end => end.Calls.Exists(c => c.Target is { } target && removers.Any(r => Means(target, r))));
    }

    private static IEnumerable<MemberFacts> Ends(Holder holder, INamedTypeSymbol type)
    {
        foreach (var member in type.OriginalDefinition.GetMembers())
        {
            if (member is IMethodSymbol { IsAbstract: false } method && Closing.IsClosing(method) && holder.WrittenFactsOf(method) is { } facts)
                yield return facts;
        }
    }

    /// <summary>The method, or the member of an interface that it implements.</summary>
    private static bool Means(IMethodSymbol target, IMethodSymbol method) => SymbolEqualityComparer.Default.Equals(target.OriginalDefinition, method.OriginalDefinition)
        || target.ContainingType is { TypeKind: TypeKind.Interface } face && target.Name == method.Name && method.ContainingType.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, face.OriginalDefinition));
}
