using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// Finds the classes that are containers (<see cref="SourceContainer"/>). They are read with a catalog that knows none, so that what one
/// is does not depend on another. All or nothing: where one member cannot be told, or ends an entry, the class is no container.
/// </summary>
internal sealed class SourceContainers
{
    private const int MaxMethods = 24;
    private readonly ApiCatalog plain;
    private readonly ForeignBodies bodies;

    public SourceContainers(ApiCatalog plain, SemanticModels models, SourceTexts texts)
    {
        this.plain = plain;
        bodies = new ForeignBodies(plain, new StoreScope(plain), models, texts);
    }

    public SourceContainer? Find(INamedTypeSymbol type)
    {
        // class LayerTable : SlotTable<Layer>, which adds nothing to it.
        if (type is { TypeKind: TypeKind.Class, BaseType: { SpecialType: SpecialType.None } general } && type.GetMembers().All(m => m.IsImplicitlyDeclared || m is IMethodSymbol { MethodKind: MethodKind.Constructor or MethodKind.StaticConstructor }))
            return Find(general.OriginalDefinition);
        if (type is not { TypeKind: TypeKind.Class, IsAbstract: false, IsStatic: false, BaseType.SpecialType: SpecialType.System_Object, DeclaringSyntaxReferences.IsEmpty: false } || CollectionOf(type) is not { } field)
            return null;
        var methods = type.GetMembers().OfType<IMethodSymbol>().Where(m => !m.IsImplicitlyDeclared && m.MethodKind is not (MethodKind.Constructor or MethodKind.StaticConstructor)).ToList();
        if (methods.Count > MaxMethods || methods.Exists(m => m.IsStatic || m.IsVirtual || m.IsOverride && m.Name is not ("ToString" or "Equals" or "GetHashCode")) || type.GetTypeMembers().Any(t => Knows(t, type)))
            return null;
        if (type.InstanceConstructors.Any(c => !OnlyMakes(c, field)))
            return null;
        var element = plain.ElementsOf(field.Type).Element!;
        var rows = new Dictionary<ISymbol, AccessTable.Row>(SymbolEqualityComparer.Default);
        var isLocked = true;
        var races = false;
        var open = methods.Select(m => (Method: m, Facts: FactsOf(m))).ToList();
        // The accessors of a property without code are none of it.
        open.RemoveAll(o => o.Facts == null && o.Method.AssociatedSymbol is IPropertySymbol { IsIndexer: false });
        if (open.Exists(o => o.Facts == null))
            return null;
        while (open.Count > 0)
        {
            // One that uses another of them comes after that.
            var next = open.FindIndex(o => !o.Facts!.Calls.Exists(c => open.Exists(other => !SymbolEqualityComparer.Default.Equals(other.Method, o.Method) && SymbolEqualityComparer.Default.Equals(other.Method.OriginalDefinition, c.Target?.OriginalDefinition))));
            if (next < 0 || !new ContainerMethod(plain, open[next].Method, open[next].Facts!, field, element, rows).Classify(out var row))
                return null;
            var facts = open[next].Facts!;
            if (row != null)
                rows.Add(open[next].Method.OriginalDefinition, row);
            races |= facts.Accesses.Exists(a => a is { Access: AccessKind.GetOrAdd, IsConcurrent: true } && a.Locks.IsEmpty && SymbolEqualityComparer.Default.Equals(a.Store, field));
            isLocked &= facts.Accesses.TrueForAll(a => !a.Locks.IsEmpty || !SymbolEqualityComparer.Default.Equals(a.Store, field));
            open.RemoveAt(next);
        }

        return rows.Values.Any(r => r.Kind is AccessKind.Remove or AccessKind.RemoveInstance or AccessKind.Take or AccessKind.Clear) && rows.Values.Any(r => r.Kind is AccessKind.Overwrite or AccessKind.Add or AccessKind.TryAdd or AccessKind.GetOrAdd)
            ? new SourceContainer(field, KindOf(field, rows.Values), isLocked || plain.Of(field.Type).Has(TypeTraits.Concurrent), races, rows)
            : null;
    }

    private MemberFacts? FactsOf(IMethodSymbol method) => bodies.Of(method, CancellationToken.None);

    /// <summary>The collection is made here, empty, and nobody else has it.</summary>
    private bool OnlyMakes(IMethodSymbol constructor, IFieldSymbol field)
    {
        if (constructor.IsImplicitlyDeclared || FactsOf(constructor) is not { } facts)
            return !constructor.Parameters.Any(p => plain.Of(p.Type).Collection != CollectionKind.None);
        return facts.Registers.Count == 0 && facts.Starts.Count == 0 && facts.Bodies.TrueForAll(b => b.Enclosing == null) && !facts.Calls.Exists(c => System.Array.Exists(c.Arguments, a => a.Kind == ValueKind.This))
            && facts.Accesses.TrueForAll(a => !SymbolEqualityComparer.Default.Equals(a.Store, field) || a.Access == AccessKind.Replace && a.Inserted is { Kind: ValueKind.Created } made && !made.Items.Any(i => plain.Of(i.Type).Collection != CollectionKind.None || plain.PayloadOf(i.Type) is { IsResource: true }));
    }

    /// <summary>A nested type has the container in hand, and may do with its entries what it likes.</summary>
    private static bool Knows(INamedTypeSymbol nested, INamedTypeSymbol container) => nested.TypeKind is TypeKind.Class or TypeKind.Struct && nested.GetMembers().Any(m => m is IFieldSymbol field && SymbolEqualityComparer.Default.Equals(field.Type.OriginalDefinition, container)
        || m is IMethodSymbol method && method.Parameters.Any(p => SymbolEqualityComparer.Default.Equals(p.Type.OriginalDefinition, container)));

    /// <summary>The one collection of what others bring; anything else in the class is a number, a text, a lock.</summary>
    private IFieldSymbol? CollectionOf(INamedTypeSymbol type)
    {
        if (!type.GetMembers().Any(m => m is IFieldSymbol { IsStatic: false, DeclaredAccessibility: Accessibility.Private, AssociatedSymbol: null } held && LooksLikeCollection(held.Type)))
            return null;
        IFieldSymbol? found = null;
        foreach (var member in type.GetMembers())
        {
            if (member is not IFieldSymbol { IsConst: false, IsStatic: false } field || ApiCatalog.IsPlain(field.Type))
                continue;
            var known = plain.Of(field.Type);
            if (known.Collection == CollectionKind.None)
            {
                if (known.Has(TypeTraits.AnyDisposable) && !known.Has(TypeTraits.AnyLock) || plain.PayloadOf(field.Type) is { IsResource: true } or { MaybeResource: true } && field.Type.SpecialType != SpecialType.System_Object)
                    return null;
                continue;
            }

            if (plain.ElementsOf(field.Type).Element is not { } element || !(element is ITypeParameterSymbol || plain.IsResource(element)))
                continue;
            if (found != null || field.DeclaredAccessibility != Accessibility.Private || field.AssociatedSymbol != null || known.Collection is not (CollectionKind.Keyed or CollectionKind.List or CollectionKind.Sequence or CollectionKind.Array))
                return null;
            found = field;
        }

        return found;
    }

    /// <summary>By its name alone, and what is in it is an object or not known: most classes are done here.</summary>
    private static bool LooksLikeCollection(ITypeSymbol type) => type switch
    {
        IArrayTypeSymbol array => !ApiCatalog.IsPlain(array.ElementType),
        INamedTypeSymbol { TypeArguments: { Length: > 0 } arguments } => TypeTable.HasName(type.Name) && !ApiCatalog.IsPlain(arguments[arguments.Length - 1]),
        _ => false,
    };

    private CollectionKind KindOf(IFieldSymbol field, IEnumerable<AccessTable.Row> rows)
    {
        var kind = plain.Of(field.Type).Collection;
        return kind == CollectionKind.Array ? rows.Any(r => r.Roles.IndexOf('k') >= 0) ? CollectionKind.Keyed : CollectionKind.List : kind;
    }
}
