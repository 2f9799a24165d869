using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>Methods that stand in for those of base types.</summary>
internal static class Overriding
{
    /// <summary><paramref name="own"/> overrides the method, whatever overrides stand in between.</summary>
    public static bool Is(IMethodSymbol own, ISymbol method)
    {
        for (var at = own.OverriddenMethod; at != null; at = at.OverriddenMethod)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, method.OriginalDefinition))
                return true;
        }

        return false;
    }

    /// <summary>Where the method was first declared.</summary>
    public static IMethodSymbol Declared(IMethodSymbol method)
    {
        while (method.OverriddenMethod is { } above)
            method = above;
        return method;
    }
}
