using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// The type is a list, set or dictionary of what its callers bring, and the access stands in a member that the interface of such asks for. Whoever
/// takes an element out of a collection has it, and goes on using it, as with those of the base library.
/// </summary>
internal static class OfCollection
{
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        if (!store.IsCollection || access.Body.Enclosing != null || access.Body.Member.Method is not { IsStatic: false } method)
            return false;
        var type = store.Symbol.ContainingType;
        if (!SymbolEqualityComparer.Default.Equals(method.ContainingType, type) || !type.AllInterfaces.Any(i => IsOfLibrary(i) && i.GetMembers().Any(m => m is IMethodSymbol && SymbolEqualityComparer.Default.Equals(type.FindImplementationForInterfaceMember(m), method))))
            return false;
        var brought = false;
        foreach (var insertion in store.Accesses)
        {
            if (!insertion.Inserts || insertion.Inserted is { IsNull: true })
                continue;
            if ((holder.Ownership.Origins.OfInsertion(insertion) & ~(Origin.Null | Origin.Moved)) != Origin.Borrowed)
                return false;
            brought = true;
        }

        return brought;
    }

    private static bool IsOfLibrary(INamedTypeSymbol type) => type.Name is "ICollection" or "IList" or "ISet" or "IDictionary" && type.ContainingNamespace is { Name: "Collections" or "Generic" } space && (space.Name == "Collections" || space.ContainingNamespace.Name == "Collections");
}
