using System.Collections.Concurrent;
using System.Linq;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Which symbols are stores, and under which one symbol each is known.</summary>
internal sealed class StoreScope
{
    private readonly ConcurrentDictionary<IPropertySymbol, ISymbol?> properties = new(SymbolEqualityComparer.Default);
    private readonly ApiCatalog catalog;

    public StoreScope(ApiCatalog catalog) => this.catalog = catalog;

    /// <summary>The one symbol for a field and its property: the property of a backing field, else the field.</summary>
    public static ISymbol Canonical(IFieldSymbol field) => (field.AssociatedSymbol as IPropertySymbol ?? (ISymbol)field).OriginalDefinition;

    public static bool IsInSource(ISymbol symbol) => !symbol.DeclaringSyntaxReferences.IsEmpty || symbol.IsImplicitlyDeclared && symbol.ContainingType is { } t && !t.DeclaringSyntaxReferences.IsEmpty;

    /// <summary>The store a property stands for: itself if it is an auto-property, the field if it only returns one; null if it computes.</summary>
    public ISymbol? StoreOf(IPropertySymbol property)
    {
        var definition = property.OriginalDefinition;
        return properties.TryGetValue(definition, out var known) ? known : properties.GetOrAdd(definition, Resolve(definition));
    }

    /// <summary>Reads of it are worth a fact: resources, collections, tasks, flags, counters.</summary>
    public bool IsTracked(ITypeSymbol type)
    {
        if (type.SpecialType is SpecialType.System_Boolean or SpecialType.System_Int32 or SpecialType.System_Int64 or SpecialType.System_UInt32 or SpecialType.System_UInt64)
            return true;
        if (type.TypeKind == TypeKind.Enum)
            return true;
        if (ApiCatalog.IsPlain(type))
            return false;
        var info = catalog.Of(type);
        return info.Collection != CollectionKind.None
            || info.Has(TypeTraits.AnyDisposable | TypeTraits.Task | TypeTraits.Lazy | TypeTraits.Thread)
            || catalog.PayloadOf(type) is { } payload && (payload.IsResource || payload.MaybeResource);
    }

    private static ISymbol? Resolve(IPropertySymbol property)
    {
        if (property.IsIndexer || property.IsAbstract || property.IsExtern || !IsInSource(property))
            return null;
        foreach (var member in property.ContainingType.GetMembers("<" + property.Name + ">k__BackingField"))
        {
            if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.AssociatedSymbol, property))
                return property;
        }

        if (property.IsVirtual || property.SetMethod != null || property.DeclaringSyntaxReferences.Length != 1)
            return null;
        var name = property.DeclaringSyntaxReferences[0].GetSyntax() switch
        {
            PropertyDeclarationSyntax { ExpressionBody.Expression: { } e } => NameOf(e),
            PropertyDeclarationSyntax { AccessorList.Accessors: { Count: 1 } accessors } => NameOf(accessors[0]),
            _ => null,
        };
        return name == null
            ? null
            : property.ContainingType.GetMembers(name).OfType<IFieldSymbol>().FirstOrDefault(f => !f.IsConst) is { } returned ? Canonical(returned) : null;
    }

    private static string? NameOf(AccessorDeclarationSyntax accessor) =>
        accessor.ExpressionBody is { } arrow ? NameOf(arrow.Expression)
        : accessor.Body is { Statements: { Count: 1 } statements } && statements[0] is ReturnStatementSyntax { Expression: { } e } ? NameOf(e)
        : null;

    private static string? NameOf(ExpressionSyntax expression) => expression switch
    {
        IdentifierNameSyntax name => name.Identifier.ValueText,
        MemberAccessExpressionSyntax { Expression: ThisExpressionSyntax, Name: IdentifierNameSyntax name } => name.Identifier.ValueText,
        _ => null,
    };
}
