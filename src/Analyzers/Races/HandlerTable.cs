using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Races;

/// <summary>
/// A plain table of lists of handlers inside a program: they are registered while it is put together, by one, unless something shows that threads
/// meet in the type. That the table is static, or that its owner is a singleton, does not show it; what any other program may call is another thing.
/// </summary>
internal static class HandlerTable
{
    public static bool Is(Holder holder, Store store, AccessNode act, string shared)
    {
        if (store.IsConcurrent || IsOpen(act.Body.Outermost.Member.Member) || !shared.EndsWith("is static", System.StringComparison.Ordinal) && !shared.EndsWith("is registered as a singleton", System.StringComparison.Ordinal))
            return false;
        return act.Inserted != null && Trace.Roots(holder, act.Inserted).Exists(r => r.Kind == RootKind.Created && r.Value.Type is { } made && holder.Catalog.Of(made).Collection != CollectionKind.None
            && holder.Catalog.ElementsOf(made).Element is { } element && IsHandler(element));
    }

    private static bool IsOpen(ISymbol member)
    {
        for (ISymbol? at = member; at is not (null or INamespaceSymbol); at = at.ContainingSymbol)
        {
            if (at.DeclaredAccessibility is not (Accessibility.Public or Accessibility.Protected or Accessibility.ProtectedOrInternal))
                return false;
        }

        return true;
    }

    /// <summary>A delegate, or a note of the program that keeps one.</summary>
    private static bool IsHandler(ITypeSymbol type) => type.TypeKind == TypeKind.Delegate
        || type is INamedTypeSymbol { TypeKind: TypeKind.Struct or TypeKind.Class } note && (note.IsTupleType || StoreScope.IsInSource(note)) && note.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, Type.TypeKind: TypeKind.Delegate });
}
