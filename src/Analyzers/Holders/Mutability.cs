using System;
using System.Collections.Concurrent;
using System.Threading;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// Whether objects of a class gather state while they live: a counter goes up, a phase changes. Two of them made for one key are not
/// as good as one. Asked of the class alone, once per compilation.
/// </summary>
internal sealed class Mutability
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, bool> known = new(SymbolEqualityComparer.Default);
    private readonly ForeignBodies bodies;

    public Mutability(ForeignBodies bodies) => this.bodies = bodies;

    public bool GathersState(INamedTypeSymbol type, CancellationToken cancellation)
    {
        var definition = type.OriginalDefinition;
        return known.TryGetValue(definition, out var found) ? found : known.GetOrAdd(definition, Find(definition, cancellation));
    }

    private bool Find(INamedTypeSymbol type, CancellationToken cancellation)
    {
        if (type is not { TypeKind: TypeKind.Class, IsRecord: false })
            return false;
        foreach (var member in type.GetMembers())
        {
            if (member is IMethodSymbol { IsStatic: false, MethodKind: MethodKind.Ordinary, DeclaredAccessibility: not Accessibility.Private } method
                && !IsBuilding(method) && bodies.Of(method, cancellation) is { } facts && Changes(facts, type))
                return true;
        }

        return false;
    }

    /// <summary>Completes a new object, or only describes it.</summary>
    private static bool IsBuilding(IMethodSymbol method)
    {
        foreach (var word in new[] { "Init", "Set", "With", "Configure", "Build", "Parse", "ToString", "Equals" })
        {
            if (method.Name.StartsWith(word, StringComparison.Ordinal))
                return true;
        }

        return SymbolEqualityComparer.Default.Equals(method.ReturnType.OriginalDefinition, method.ContainingType.OriginalDefinition);
    }

    /// <summary>Counts something up or down, or adds to an immutable collection that it keeps: what a lost twin has counted or been given is lost.</summary>
    private static bool Changes(MemberFacts facts, INamedTypeSymbol type)
    {
        foreach (var access in facts.Accesses)
        {
            if ((access.Access == AccessKind.Increment || access is { IsImmutable: true, Inserts: true }) && access.Store is { IsStatic: false } store && access.Target.A == null
                && SymbolEqualityComparer.Default.Equals(store.ContainingType?.OriginalDefinition, type))
                return true;
        }

        return false;
    }
}
