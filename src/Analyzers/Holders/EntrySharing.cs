using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Evidence that races about the entries of a store matter.</summary>
internal static class EntrySharing
{
    /// <summary>
    /// Why the store is shared, in words, as far as races about its entries go. A plain collection needs evidence about itself, or a lock in its type: a volatile
    /// flag elsewhere says nothing about it, and of other plain collections only keyed ones are caches that many callers fill.
    /// </summary>
    public static string? Of(Holder holder, Store store)
    {
        if (holder.Sharing.Of(store) is not { } words || IsKeyedByUi(holder, store))
            return null;
        if (!store.IsCollection || store.IsConcurrent && !StoreScope.IsInSource(store.Type) || store.IsStatic || store.Known.Has(TypeTraits.Immutable) || store.Accesses.Exists(a => a.IsAtomic) || holder.Sharing.LocksFor(store))
            return words;
        if (holder.Sharing.LocksIn(store.Symbol.ContainingType))
            return null;
        return holder.Sharing.IsWeak(store.Symbol.ContainingType) || holder.Analysis.IsSingleton(store.Symbol.ContainingType) && IsFilledFluently(store) || store.Known.Collection != CollectionKind.Keyed && holder.Analysis.IsSingleton(store.Symbol.ContainingType) ? null : words;
    }

    /// <summary>Keyed by windows or activities, which belong to the one thread of the interface.</summary>
    private static bool IsKeyedByUi(Holder holder, Store store) => store is { IsCollection: true, IsConcurrent: false, Type: INamedTypeSymbol { TypeArguments: { Length: 2 } arguments } } && holder.Catalog.Of(arguments[0]).Has(TypeTraits.Ui);

    /// <summary>registry.Add(a).Add(b): filled while the program is put together, before anybody reads.</summary>
    private static bool IsFilledFluently(Store store)
    {
        var any = false;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts || access.Member == "initializer" || Callers.IsConstruction(access.Body.Member))
                continue;
            if (access.Body.Member.Returns.Count == 0 || !access.Body.Member.Returns.TrueForAll(r => r.Value is { Kind: ValueKind.This }))
                return false;
            any = true;
        }

        return any;
    }
}
