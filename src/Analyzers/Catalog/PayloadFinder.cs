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
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct) || depth > 2)
            return Payload.None;
        var mayHold = false;
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsStatic: false, IsConst: false } field)
                continue;
            var inner = Find(field.Type, depth + 2);
            if (inner.IsResource && !inner.HasEntry)
                return inner.Through(PayloadStep.Member, field.AssociatedSymbol ?? field);
            mayHold |= inner.MaybeResource && field.Type is ITypeParameterSymbol;
        }

        return mayHold ? Payload.Anything : Payload.None;
    }
}
