using System.Linq;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>lock (_document), which the constructor got: the state of the document is guarded, whoever uses it, and nothing is said of this type.</summary>
internal static class BorrowedGate
{
    public static bool Is(Holder holder, ISymbol gate, INamedTypeSymbol type)
    {
        if (gate is not IFieldSymbol { IsStatic: false, Type: { SpecialType: SpecialType.None, TypeKind: TypeKind.Class } kind } field || !StoreScope.IsInSource(kind) || !field.IsReadOnly && IsSetLater(holder, field))
            return false;
        foreach (var constructor in type.InstanceConstructors)
        {
            if (constructor.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type, kind)))
                return true;
        }

        return false;
    }

    private static bool IsSetLater(Holder holder, IFieldSymbol field) => field.DeclaredAccessibility != Accessibility.Private
        || holder.Members.Any(f => !Callers.IsConstruction(f) && f.Accesses.Exists(a => a.Mutates && SymbolEqualityComparer.Default.Equals(a.Store, field)));
}
