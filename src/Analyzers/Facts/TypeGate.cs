using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Facts;

/// <summary>Whether the blocks of a type can matter at all. One look at its members, and one at the text of its files.</summary>
internal sealed class TypeGate
{
    private static readonly string[] CallbackMarks =
    {
        "+= ", "+=\n", "+=\r", "Timer(", "Subscribe(", "SubscribeAsync(", "Register(", "OnChange(", "OnNext(", "RegisterPostEvictionCallback", "Watch", "EventCallback", "OnEventWritten", "Callback = ", "Listener", "Handler(", "IObserver",
    };

    private readonly ConcurrentDictionary<SyntaxTree, bool> callbacks = new();
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> containers = new(SymbolEqualityComparer.Default);
    private readonly ApiCatalog catalog;

    public TypeGate(ApiCatalog catalog) => this.catalog = catalog;

    /// <summary>The type itself, apart from its nested types.</summary>
    public bool IsCandidate(INamedTypeSymbol type)
    {
        if (type.TypeKind is not (TypeKind.Class or TypeKind.Struct))
            return false;
        if (!catalog.Settings.CallbackMethods.IsEmpty || catalog.Of(type).Has(TypeTraits.AnyDisposable))
            return true;
        for (INamedTypeSymbol? at = type; at != null && at.SpecialType != SpecialType.System_Object; at = at.BaseType)
        {
            if (at.DeclaringSyntaxReferences.IsEmpty)
                break;
            foreach (var member in at.GetMembers())
            {
                switch (member)
                {
                    case IFieldSymbol { IsConst: false } field when IsCandidate(field.Type):
                        return true;
                    case IMethodSymbol { MethodKind: MethodKind.Constructor } constructor when HasCandidate(constructor.Parameters):
                        return true;
                }
            }
        }

        foreach (var reference in type.DeclaringSyntaxReferences)
        {
            if (HasCallbacks(reference.SyntaxTree))
                return true;
        }

        return false;
    }

    private bool HasCandidate(IEnumerable<IParameterSymbol> parameters)
    {
        foreach (var parameter in parameters)
        {
            if (catalog.Of(parameter.Type).Collection != CollectionKind.None)
                return true;
        }

        return false;
    }

    private bool IsCandidate(ITypeSymbol type)
    {
        if (ApiCatalog.IsPlain(type))
            return false;
        var known = catalog.Of(type);
        if (known.Collection != CollectionKind.None || known.IsResource || known.Has(TypeTraits.Timer | TypeTraits.Thread))
            return true;
        if (type is INamedTypeSymbol { TypeKind: TypeKind.Class } named && !named.DeclaringSyntaxReferences.IsEmpty && IsContainer(named.OriginalDefinition))
            return true;
        return catalog.PayloadOf(type).IsResource;
    }

    /// <summary>A source type with a keyed or sequential collection of its own.</summary>
    public bool IsContainer(INamedTypeSymbol type)
    {
        if (containers.TryGetValue(type, out var known))
            return known;
        var found = false;
        foreach (var member in type.GetMembers())
        {
            if (member is IFieldSymbol field && catalog.Of(field.Type).Collection is CollectionKind.Keyed or CollectionKind.Sequence or CollectionKind.Set or CollectionKind.List)
            {
                found = true;
                break;
            }
        }

        return containers.GetOrAdd(type, found);
    }

    private bool HasCallbacks(SyntaxTree tree)
    {
        if (callbacks.TryGetValue(tree, out var known))
            return known;
        var text = tree.GetText().ToString();
        return callbacks.GetOrAdd(tree, HasAny(text, CallbackMarks));
    }

    private static bool HasAny(string text, string[] marks)
    {
        foreach (var mark in marks)
        {
            if (text.IndexOf(mark, StringComparison.Ordinal) >= 0)
                return true;
        }

        return false;
    }
}
