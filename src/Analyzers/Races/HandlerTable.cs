using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <summary>
/// A plain table of lists of handlers: they are registered while the program is put together, by one, unless something shows that threads meet in
/// the type. That the table is static, or that its owner is a singleton, does not show it.
/// </summary>
internal static class HandlerTable
{
    public static bool Is(Holder holder, Store store, AccessNode act, string shared)
    {
        if (store.IsConcurrent || !shared.EndsWith("is static", System.StringComparison.Ordinal) && !shared.EndsWith("is registered as a singleton", System.StringComparison.Ordinal))
            return false;
        return act.Inserted != null && Trace.Roots(holder, act.Inserted).Exists(r => r.Kind == RootKind.Created && r.Value.Type is { } made && holder.Catalog.Of(made).Collection != CollectionKind.None
            && holder.Catalog.ElementsOf(made).Element is { } element && IsHandler(element));
    }

    /// <summary>A delegate, or a note of the program that keeps one.</summary>
    private static bool IsHandler(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate
        || type is INamedTypeSymbol { TypeKind: TypeKind.Struct or TypeKind.Class } note && (note.IsTupleType || StoreScope.IsInSource(note)) && note.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type.TypeKind: TypeKind.Delegate });
}
