using System.Linq;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Optional attributes, recognised by simple name in any namespace.</summary>
internal static class Attributes
{
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
