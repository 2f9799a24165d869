using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>Everything the catalog knows of one type definition.</summary>
internal sealed class KnownType
{
    public static readonly KnownType Nothing = new(TypeTraits.None, CollectionKind.None, null);

    public KnownType(TypeTraits traits, CollectionKind collection, INamedTypeSymbol? collectionInterface)
    {
        Traits = traits;
        Collection = collection;
        CollectionBase = collectionInterface;
    }

    public TypeTraits Traits { get; }

    public CollectionKind Collection { get; }

    /// <summary>The definition in the table that made this type a collection: itself, a base type or an interface.</summary>
    public INamedTypeSymbol? CollectionBase { get; }

    /// <summary>Of a class in source that keeps what others bring: what its methods do.</summary>
    public SourceContainer? Container { get; init; }

    public bool Has(TypeTraits traits) => (Traits & traits) != 0;

    /// <summary>Must be disposed by whoever owns it.</summary>
    public bool IsResource => Has(TypeTraits.AnyDisposable) && !Has(TypeTraits.DisposeOptional);
}
