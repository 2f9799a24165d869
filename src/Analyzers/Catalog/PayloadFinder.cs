using System.Linq;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>Looks through carriers (lazies, tasks, tuples, pairs, collections, entry types) for the resource they hold.</summary>
internal sealed class PayloadFinder
{
    private const int MaxDepth = 4;
    private readonly ApiCatalog catalog;

    public PayloadFinder(ApiCatalog catalog) => this.catalog = catalog;

    public Payload Find(ITypeSymbol type) => Find(type, 0);

    private Payload Find(ITypeSymbol type, int depth)
    {
        if (depth > MaxDepth || ApiCatalog.IsPlain(type))
            return Payload.None;
        if (type.SpecialType == SpecialType.System_Object)
            return Payload.Anything;
        var info = catalog.Of(type);
        if (info.Has(TypeTraits.Weak | TypeTraits.Value | TypeTraits.Borrowed))
            return Payload.None;
        if (info.Collection == CollectionKind.Owning)
            return Payload.None;
        if (info.Has(TypeTraits.Task))
            return FirstArgument(type, depth).Through(PayloadStep.Task);
        if (info.Has(TypeTraits.Lazy))
            return FirstArgument(type, depth).Through(PayloadStep.Lazy);
        if (info.Collection != CollectionKind.None)
            return catalog.ElementsOf(type).Element is { } element ? Find(element, depth + 1).Through(PayloadStep.Element) : Payload.None;
        if (info.IsResource)
            return new Payload(type, System.Collections.Immutable.ImmutableArray<PayloadStep>.Empty, System.Collections.Immutable.ImmutableArray<ISymbol>.Empty, false);
        if (info.Has(TypeTraits.AnyDisposable))
            return Payload.None;
        if (type is ITypeParameterSymbol)
            return Payload.Anything;
        if (type is not INamedTypeSymbol named)
            return Payload.None;
        if (named.OriginalDefinition.SpecialType == SpecialType.System_Nullable_T)
            return Find(named.TypeArguments[0], depth + 1).Through(PayloadStep.Nullable);
        if (info.Has(TypeTraits.Pair))
            return Member(named, "Value", depth);
        if (info.Has(TypeTraits.Tuple))
            return TupleElement(named, depth);
        return named.Locations.Any(l => l.IsInSource) ? EntryMember(named, depth) : Payload.None;
    }

    private Payload FirstArgument(ITypeSymbol type, int depth) =>
        type is INamedTypeSymbol { TypeArguments.Length: > 0 } named ? Find(named.TypeArguments[0], depth + 1) : Payload.None;

    private Payload Member(INamedTypeSymbol type, string name, int depth) =>
        type.GetMembers(name).OfType<IPropertySymbol>().FirstOrDefault() is { } property
            ? Find(property.Type, depth + 1).Through(PayloadStep.Member, property)
            : Payload.None;

    private Payload TupleElement(INamedTypeSymbol type, int depth)
    {
        if (!type.IsTupleType)
        {
            foreach (var property in type.GetMembers().OfType<IPropertySymbol>())
            {
                var inner = Find(property.Type, depth + 1);
                if (inner.IsResource)
                    return inner.Through(PayloadStep.Member, property);
            }

            return Payload.None;
        }

        foreach (var field in type.TupleElements)
        {
            var inner = Find(field.Type, depth + 1);
            if (inner.IsResource)
                return inner.Through(PayloadStep.Member, field);
        }

        return Payload.None;
    }

    /// <summary>A type in source that is not disposable itself and keeps a resource in a field or auto-property.</summary>
    private Payload EntryMember(INamedTypeSymbol type, int depth)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || depth > 2 || IsOnUnknown(type))
            return Payload.None;
        var mayHold = false;
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, IsConst: false } field)
                continue;
            var inner = Find(field.Type, depth + 2);
            if (inner.IsResource && !inner.HasEntry && !IsOwner(inner.Resource!, type))
                return inner.Through(PayloadStep.Member, field.AssociatedSymbol ?? field);
            mayHold |= inner.MaybeResource && field.Type is ITypeParameterSymbol;
        }

        return mayHold ? Payload.Anything : Payload.None;
    }

    /// <summary>A base type that cannot be found may be disposable, and end the resource.</summary>
    private static bool IsOnUnknown(INamedTypeSymbol type)
    {
        for (var at = type.BaseType; at != null; at = at.BaseType)
        {
            if (at.TypeKind == TypeKind.Error)
                return true;
        }

        return false;
    }

    /// <summary>The resource keeps such entries itself: the entry knows its owner, it does not hold it.</summary>
    private static bool IsOwner(ITypeSymbol resource, INamedTypeSymbol entry)
    {
        foreach (var member in resource.OriginalDefinition.GetMembers())
        {
            if (member is IFieldSymbol { IsStatic: false } field && Mentions(field.Type, entry, 0))
                return true;
        }

        return false;
    }

    private static bool Mentions(ITypeSymbol type, INamedTypeSymbol entry, int depth)
    {
        if (SymbolEqualityComparer.Default.Equals(type.OriginalDefinition, entry.OriginalDefinition))
            return true;
        if (depth > MaxDepth)
            return false;
        if (type is IArrayTypeSymbol array)
            return Mentions(array.ElementType, entry, depth + 1);
        if (type is INamedTypeSymbol named)
        {
            foreach (var argument in named.TypeArguments)
            {
                if (Mentions(argument, entry, depth + 1))
                    return true;
            }
        }

        return false;
    }
}
