using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Linq;
using System.Threading;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Facts;

/// <summary>Whether the blocks of a type can matter at all. One look at its members, and one at its text.</summary>
internal sealed class TypeGate
{
    /// <summary>A cache that comes as a parameter, or stands for itself (MemoryCache.Default), is filled without any field.</summary>
    private static readonly string[] CacheMarks = { "MemoryCache", "ObjectCache" };

    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> containers = new(SymbolEqualityComparer.Default);
    private readonly KnownMarks known = new();
    private readonly Lazy<string[]> staticContainers;
    private readonly ApiCatalog catalog;
    private readonly SourceTexts texts;

    public TypeGate(ApiCatalog catalog, SourceTexts texts)
    {
        this.texts = texts;
        this.catalog = catalog;
        staticContainers = new Lazy<string[]>(FindStaticContainers, LazyThreadSafetyMode.PublicationOnly);
    }

    /// <summary>An outermost type with everything nested in it.</summary>
    /// <param name="isShared">Whether something outside the type says that it is shared.</param>
    public bool IsCandidate(INamedTypeSymbol outermost, Func<SyntaxTree, SemanticModel> modelOf, Predicate<INamedTypeSymbol> isShared) =>
        IsCandidate(outermost, new TypeMarks(outermost, texts, known), modelOf, isShared);

    /// <summary>The type itself may hand a method to somebody who calls it when something happens.</summary>
    public bool SaysCallback(INamedTypeSymbol type, Func<SyntaxTree, SemanticModel> modelOf) => !catalog.Settings.CallbackMethods.IsEmpty || new TypeMarks(type, texts, known).SayOwnCallback(modelOf);

    /// <summary>A source type with a keyed or sequential collection of its own, from which it takes something out.</summary>
    public bool IsContainer(INamedTypeSymbol type)
    {
        if (containers.TryGetValue(type, out var isContainer))
            return isContainer;
        var found = type.GetMembers().Any(member => member is IFieldSymbol field && field.IsStatic == type.IsStatic
            && catalog.Of(field.Type).Collection is CollectionKind.Keyed or CollectionKind.Sequence or CollectionKind.Set or CollectionKind.List)
            && new TypeMarks(type, texts, known).SayRemoval;
        return containers.GetOrAdd(type, found);
    }

    /// <summary>The names of the static containers of this compilation.</summary>
    private string[] FindStaticContainers()
    {
        var found = new List<string>();
        Add(catalog.Compilation.Assembly.GlobalNamespace);
        return found.ToArray();

        void Add(INamespaceOrTypeSymbol outer)
        {
            foreach (var member in outer.GetMembers().OfType<INamespaceOrTypeSymbol>())
            {
                if (member is INamedTypeSymbol { IsStatic: true } type && IsContainer(type))
                    found.Add(type.Name);
                if (member is INamespaceSymbol || !member.GetTypeMembers().IsEmpty)
                    Add(member);
            }
        }
    }

    private bool IsCandidate(INamedTypeSymbol type, TypeMarks marks, Func<SyntaxTree, SemanticModel> modelOf, Predicate<INamedTypeSymbol> isShared) =>
        (Matters(type, marks, modelOf, isShared) || type.GetTypeMembers().Any(nested => IsCandidate(nested, marks, modelOf, isShared))) && !TestCode.IsTestClass(type);

    private bool Matters(INamedTypeSymbol type, TypeMarks marks, Func<SyntaxTree, SemanticModel> modelOf, Predicate<INamedTypeSymbol> isShared) =>
        type.TypeKind is TypeKind.Class or TypeKind.Struct && (Holds(type, marks, modelOf, isShared) || catalog.Of(type).Has(TypeTraits.AnyDisposable) && marks.SayShared
            || marks.SayTwoMembersOf(staticContainers.Value) || marks.SayAny(CacheMarks) || marks.SayCallback(modelOf) || !catalog.Settings.CallbackMethods.IsEmpty);

    private bool Holds(INamedTypeSymbol type, TypeMarks marks, Func<SyntaxTree, SemanticModel> modelOf, Predicate<INamedTypeSymbol> isShared)
    {
        for (INamedTypeSymbol? at = type; at is { SpecialType: not SpecialType.System_Object, DeclaringSyntaxReferences.IsEmpty: false }; at = at.BaseType)
        {
            if (!SymbolEqualityComparer.Default.Equals(at, type) && IsContainer(at.OriginalDefinition) && marks.SayTwoMethodsOf(at.OriginalDefinition))
                return true;
            foreach (var member in at.GetMembers())
            {
                var holds = member switch
                {
                    IFieldSymbol { IsConst: false } field => (SymbolEqualityComparer.Default.Equals(at, type) || IsSeenBelow(field)) && !StaysAsMade(field)
                        && Holds(field.Type, field, type, marks, modelOf, isShared),
                    IMethodSymbol { MethodKind: MethodKind.Constructor } constructor => IsPrimary(constructor) && constructor.Parameters.Any(p => Holds(p.Type, field: null, type, marks, modelOf, isShared)),
                    _ => false,
                };
                if (holds)
                    return true;
            }
        }

        return false;
    }

    /// <summary>A field that derived types can use, by itself or as a property.</summary>
    private static bool IsSeenBelow(IFieldSymbol field) => (field.AssociatedSymbol ?? field).DeclaredAccessibility != Accessibility.Private;

    /// <summary>
    /// A resource that its type sets once and never again: nothing overwrites it, and nothing is lost but in a constructor that has it
    /// in a local first.
    /// </summary>
    private bool StaysAsMade(IFieldSymbol field) =>
        field.IsReadOnly && catalog.Of(field.Type) is { Collection: CollectionKind.None, IsResource: true } && catalog.PayloadOf(field.Type) is { Steps.IsEmpty: true, HasEntry: false }
        && !field.ContainingType.GetMembers().Any(m => m is IMethodSymbol maker && (maker.MethodKind == MethodKind.Constructor || IsMaker(maker)) && HasLocals(maker));

    /// <summary>static Task&lt;Link&gt; ConnectAsync(…) of Link: a constructor by another name.</summary>
    private static bool IsMaker(IMethodSymbol method) => method is { IsStatic: true, MethodKind: MethodKind.Ordinary, ReturnType: INamedTypeSymbol made }
        && (SymbolEqualityComparer.Default.Equals(made, method.ContainingType) || made.TypeArguments.Length == 1 && SymbolEqualityComparer.Default.Equals(made.TypeArguments[0], method.ContainingType));

    private static bool HasLocals(IMethodSymbol maker) =>
        !maker.DeclaringSyntaxReferences.IsEmpty && maker.DeclaringSyntaxReferences[0].GetSyntax() is BaseMethodDeclarationSyntax { Body: { } body }
        && body.DescendantNodes().Any(node => node is VariableDeclaratorSyntax or SingleVariableDesignationSyntax);

    /// <summary>Its parameters may be captured.</summary>
    private static bool IsPrimary(IMethodSymbol constructor) =>
        !constructor.DeclaringSyntaxReferences.IsEmpty && constructor.DeclaringSyntaxReferences[0].GetSyntax() is TypeDeclarationSyntax;

    /// <summary>
    /// A resource, or something with resources in it, always counts. What holds other objects counts when one may be lost to a race
    /// or left behind, plain values only when they may be left behind.
    /// </summary>
    private bool Holds(ITypeSymbol type, IFieldSymbol? field, INamedTypeSymbol holder, TypeMarks marks, Func<SyntaxTree, SemanticModel> modelOf, Predicate<INamedTypeSymbol> isShared)
    {
        if (ApiCatalog.IsPlain(type))
            return false;
        var known = catalog.Of(type);
        var payload = catalog.PayloadOf(type);
        if (known.IsResource || known.Has(TypeTraits.Timer | TypeTraits.Thread) || payload.IsResource || payload.MaybeResource)
            return true;
        switch (known.Collection)
        {
            case CollectionKind.None:
                return type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && !named.DeclaringSyntaxReferences.IsEmpty && IsContainer(named.OriginalDefinition) && (field == null || marks.SayTwoMembersOf(field));
            case CollectionKind.Array when !IsObject(type):
                return false;
            case CollectionKind.Keyed or CollectionKind.Set or CollectionKind.List or CollectionKind.Sequence or CollectionKind.Array:
                return (field == null || IsNested(type) ? marks.SayRemoval : marks.SayRemovalFrom(field)) || IsObject(type) && (field is { IsStatic: true } || marks.SayShared || marks.SayCallback(modelOf) || isShared(holder));
            default:
                return true;
        }
    }

    /// <summary>What is taken out may be taken out of an element.</summary>
    private bool IsNested(ITypeSymbol collection) => catalog.ElementsOf(collection).Element is { } element && catalog.Of(element).Collection != CollectionKind.None;

    /// <summary>The elements of the collection have an identity.</summary>
    private bool IsObject(ITypeSymbol collection)
    {
        var element = catalog.ElementsOf(collection).Element;
        return element == null || !element.IsValueType && (element is IArrayTypeSymbol ? IsObject(element) : !ApiCatalog.IsPlain(element));
    }
}
