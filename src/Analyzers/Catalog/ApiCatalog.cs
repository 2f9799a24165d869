using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Catalog;

/// <summary>
/// What is known of types, resolved at most once per type definition and compilation. Made at compilation start and shared by everything after it.
/// Rows are found by full metadata name, so that the same type in two assemblies is the same row and nothing unused is ever looked up.
/// </summary>
internal sealed class ApiCatalog
{
    private readonly ConcurrentDictionary<ITypeSymbol, KnownType> types = new(SymbolEqualityComparer.Default);
    private readonly ConcurrentDictionary<ITypeSymbol, Payload> payloads = new(SymbolEqualityComparer.Default);
    private readonly Settings settings;
    private readonly Func<INamedTypeSymbol, SourceContainer?>? containers;

    /// <param name="containers">Finds out whether a class of this compilation is a container; none is without it.</param>
    public ApiCatalog(Compilation compilation, Settings settings, Func<INamedTypeSymbol, SourceContainer?>? containers = null)
    {
        this.settings = settings;
        this.containers = containers;
        Compilation = compilation;
        Methods = new MethodCatalog(this, settings);
    }

    public Compilation Compilation { get; }

    public MethodCatalog Methods { get; }

    public Settings Settings => settings;

    public KnownType Of(ITypeSymbol? type)
    {
        if (type == null || IsPlain(type))
            return KnownType.Nothing;
        var definition = type.OriginalDefinition;
        return types.TryGetValue(definition, out var known) ? known : types.GetOrAdd(definition, Resolve(definition));
    }

    /// <summary>The resource that a value of <paramref name="type"/> carries, if any.</summary>
    public Payload PayloadOf(ITypeSymbol? type)
    {
        if (type == null || IsPlain(type))
            return Payload.None;
        return payloads.TryGetValue(type, out var known) ? known : payloads.GetOrAdd(type, new PayloadFinder(this).Find(type));
    }

    public bool IsResource(ITypeSymbol? type) => Of(type).IsResource;

    /// <summary>The type arguments of the collection that <paramref name="type"/> is: key (if it has one) and element.</summary>
    public (ITypeSymbol? Key, ITypeSymbol? Element) ElementsOf(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol array)
            return (null, array.ElementType);
        var info = Of(type);
        if (info.Container is { } container)
            return FieldOf(type, container) is { } inner ? ElementsOf(inner.Type) : (null, null);
        if (info.CollectionBase == null)
            return (null, null);
        var construct = Construct(type, info.CollectionBase);
        if (construct == null)
            return (null, null);
        var arguments = construct.TypeArguments;
        return arguments.Length switch
        {
            0 => (null, null),
            1 => (null, arguments[0]),
            _ when construct.MetadataName == "PriorityQueue`2" => (null, arguments[0]),
            _ when construct.MetadataName == "KeyedCollection`2" => (arguments[0], arguments[1]),
            _ => (arguments[0], arguments[1]),
        };
    }

    /// <summary>The collection inside of a container, with the type arguments that it has here.</summary>
    private static IFieldSymbol? FieldOf(ITypeSymbol type, SourceContainer container)
    {
        for (ITypeSymbol? at = type; at != null; at = at.BaseType)
        {
            foreach (var member in at.GetMembers(container.Field.Name))
            {
                if (member is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.OriginalDefinition, container.Field))
                    return field;
            }
        }

        return null;
    }

    /// <summary>Types that can be neither store, nor resource, nor collection: the early way out.</summary>
    public static bool IsPlain(ITypeSymbol type) => type.TypeKind switch
    {
        TypeKind.Enum or TypeKind.Delegate or TypeKind.Pointer or TypeKind.FunctionPointer or TypeKind.Dynamic or TypeKind.Error => true,
        TypeKind.Array => false,
        _ => type.SpecialType is not (SpecialType.None or SpecialType.System_Object or SpecialType.System_IDisposable
            or SpecialType.System_Nullable_T or SpecialType.System_Collections_Generic_IList_T or SpecialType.System_Collections_Generic_ICollection_T
            or SpecialType.System_Collections_Generic_IReadOnlyList_T or SpecialType.System_Collections_Generic_IReadOnlyCollection_T
            or SpecialType.System_Collections_Generic_IEnumerator_T or SpecialType.System_Collections_IEnumerator),
    };

    public static string FullName(ITypeSymbol type)
    {
        var name = type.MetadataName;
        for (var outer = type.ContainingType; outer != null; outer = outer.ContainingType)
            name = outer.MetadataName + "+" + name;
        var space = type.ContainingNamespace;
        while (space is { IsGlobalNamespace: false })
        {
            name = space.MetadataName + "." + name;
            space = space.ContainingNamespace;
        }

        return name;
    }

    private static INamedTypeSymbol? Construct(ITypeSymbol type, INamedTypeSymbol definition)
    {
        for (var at = type as INamedTypeSymbol; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, definition))
                return at;
        }

        foreach (var face in type.AllInterfaces)
        {
            if (SymbolEqualityComparer.Default.Equals(face.OriginalDefinition, definition))
                return face;
        }

        return null;
    }

    private KnownType Resolve(ITypeSymbol type)
    {
        if (type is IArrayTypeSymbol)
            return new KnownType(TypeTraits.None, CollectionKind.Array, null);
        var traits = TypeTraits.None;
        var collection = CollectionKind.None;
        INamedTypeSymbol? collectionBase = null;
        if (type.IsTupleType || type.Name == "Tuple" && FullName(type).StartsWith("System.Tuple`", StringComparison.Ordinal))
            return new KnownType(TypeTraits.Tuple, CollectionKind.None, null);

        var inherited = false;
        for (var at = type as INamedTypeSymbol; at != null && at.SpecialType != SpecialType.System_Object; at = at.BaseType)
        {
            if (!MayBeKnown(at))
            {
                inherited = true;
                continue;
            }

            var name = FullName(at.OriginalDefinition);
            if (!inherited && settings.DisposeOptionalTypes.Contains(name))
                traits |= TypeTraits.DisposeOptional;
            if (settings.BorrowedTypes.Contains(name))
                traits |= TypeTraits.Borrowed;
            if (settings.OwningTypes.Contains(name))
                return new KnownType(traits | TypeTraits.Owning | TypeTraits.Disposable, CollectionKind.Owning, at.OriginalDefinition);
            if (TypeTable.Rows.TryGetValue(name, out var row))
            {
                traits |= inherited ? row.Traits & ~TypeTraits.Monitor : row.Traits;
                if (collection == CollectionKind.None && row.Collection != CollectionKind.None)
                {
                    collection = row.Collection;
                    collectionBase = at.OriginalDefinition;
                }

                if ((row.Traits & (TypeTraits.Strong | TypeTraits.DisposeOptional)) != 0)
                    break;
            }

            inherited = true;
        }

        AddInterfaces(type, ref traits, ref collection, ref collectionBase);
        if ((traits & TypeTraits.AnyDisposable) == 0 && type is { IsRefLikeType: true } && HasDisposeMethod(type))
            traits |= TypeTraits.Disposable;
        if (type is ITypeParameterSymbol parameter)
        {
            foreach (var constraint in parameter.ConstraintTypes)
                traits |= Of(constraint).Traits & TypeTraits.AnyDisposable;
        }

        if (collection == CollectionKind.None && (traits & TypeTraits.AnyDisposable) == 0 && containers != null && type is INamedTypeSymbol named && containers(named) is { } container)
            return new KnownType(container.IsConcurrent ? traits | TypeTraits.Concurrent : traits, container.Kind, named) { Container = container };
        return new KnownType(traits, collection, collectionBase);
    }

    /// <summary>A row or a setting names a type like this; its full name is only made then.</summary>
    private bool MayBeKnown(INamedTypeSymbol type) => settings.NamesTypes || TypeTable.HasName(type.Name);

    private static void AddInterfaces(ITypeSymbol type, ref TypeTraits traits, ref CollectionKind collection, ref INamedTypeSymbol? collectionBase)
    {
        AddInterface(type as INamedTypeSymbol, ref traits, ref collection, ref collectionBase);
        foreach (var face in type.AllInterfaces)
            AddInterface(face, ref traits, ref collection, ref collectionBase);
    }

    private static void AddInterface(INamedTypeSymbol? face, ref TypeTraits traits, ref CollectionKind collection, ref INamedTypeSymbol? collectionBase)
    {
        if (face is not { TypeKind: TypeKind.Interface })
            return;
        if (face.SpecialType == SpecialType.System_IDisposable)
        {
            traits |= TypeTraits.Disposable;
            return;
        }

        if (face.Name != "IAsyncDisposable" && !TypeTable.HasName(face.Name))
            return;
        var name = FullName(face.OriginalDefinition);
        if (name == "System.IAsyncDisposable")
        {
            traits |= TypeTraits.AsyncDisposable;
            return;
        }

        if (!TypeTable.Rows.TryGetValue(name, out var row))
            return;
        traits |= row.Traits & ~(face.Name == "IEnumerator" ? TypeTraits.Strong : TypeTraits.DisposeOptional | TypeTraits.Strong);
        if (row.Collection != CollectionKind.None && Rank(row.Collection) > Rank(collection) && collectionBase is not { TypeKind: TypeKind.Class })
        {
            collection = row.Collection;
            collectionBase = face.OriginalDefinition;
        }
    }

    /// <summary>A dictionary is also a collection of pairs: the more telling interface wins.</summary>
    private static int Rank(CollectionKind kind) => kind switch
    {
        CollectionKind.None => 0,
        CollectionKind.List => 1,
        CollectionKind.Sequence => 2,
        _ => 3,
    };

    private static bool HasDisposeMethod(ITypeSymbol type) =>
        type.GetMembers("Dispose").Any(m => m is IMethodSymbol { Parameters.Length: 0, ReturnsVoid: true, DeclaredAccessibility: Accessibility.Public });
}
