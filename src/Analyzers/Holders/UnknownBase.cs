using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>A base type that cannot be found: what it does when it ends, and on which thread it runs, nobody knows.</summary>
internal static class UnknownBase
{
    public static bool Is(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.TypeKind == TypeKind.Error)
                return true;
        }

        return false;
    }
}
