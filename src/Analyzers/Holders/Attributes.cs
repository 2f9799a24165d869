using System.Linq;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Optional attributes, recognised by simple name in any namespace.</summary>
internal static class Attributes
{
    /// <summary>The lock that [GuardedBy("_gate")] names for a store; null when it has no such attribute.</summary>
    public static string? GuardOf(ISymbol symbol) =>
        Find(symbol, "GuardedBy") is { ConstructorArguments: { Length: 1 } arguments } ? arguments[0].Value as string : null;

    public static bool Has(ISymbol symbol, string name) => Find(symbol, name) != null;

    public static AttributeData? Find(ISymbol symbol, string name)
    {
        foreach (var attribute in symbol.GetAttributes())
        {
            var type = attribute.AttributeClass;
            if (type != null && (type.Name == name + "Attribute" || type.Name == name))
                return attribute;
        }

        return symbol is IPropertySymbol property
            ? property.ContainingType.GetMembers().OfType<IFieldSymbol>()
                .FirstOrDefault(f => SymbolEqualityComparer.Default.Equals(f.AssociatedSymbol, property)) is { } backing ? Find(backing, name) : null
            : null;
    }
}
