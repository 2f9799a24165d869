using LeakGuard.Catalog;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>The members of base types in source that take part.</content>
internal sealed partial class Holder
{
    /// <summary>
    /// Base types in source take part as soon as one of their stores is used in a member of the nest. Where only their flags are, only the
    /// members that name one do, and those that close.
    /// </summary>
    private void AddInherited()
    {
        var used = new HashSet<INamedTypeSymbol>(SymbolEqualityComparer.Default);
        var flags = new Dictionary<INamedTypeSymbol, HashSet<string>>(SymbolEqualityComparer.Default);
        var needsFlags = false;
        foreach (var facts in OwnMembers)
        {
            foreach (var access in facts.Accesses)
            {
                if (access.Store is not { ContainingType.OriginalDefinition: { } declaring } store || used.Contains(declaring))
                    continue;
                if (IsInNest(declaring))
                    needsFlags = needsFlags || CanMatter(store);
                else if (CanMatter(store) && InheritsFrom(facts.Member.ContainingType, declaring))
                    used.Add(declaring);
                else if (CanBeFlag(store) && InheritsFrom(facts.Member.ContainingType, declaring))
                    (flags.TryGetValue(declaring, out var names) ? names : flags[declaring] = new HashSet<string>(StringComparer.Ordinal)).Add(store.Name);
            }
        }

        foreach (var declaring in used.Concat(needsFlags || used.Count > 0 ? flags.Keys.Where(t => !used.Contains(t)) : []).OrderBy(t => t.Name, StringComparer.Ordinal).ToList())
        {
            if (!inheritedTypes.Add(declaring))
                continue;
            foreach (var member in declaring.GetMembers())
            {
                if (!used.Contains(declaring) && !(member is IMethodSymbol method && Closing.IsClosing(method)) && !Names(member, flags[declaring]) || analysis.Foreign.ForSolver(member, Cancellation) is not { } facts)
                    continue;
                members.Add(facts);
                Index(facts);
            }
        }
    }

    private bool Names(ISymbol member, HashSet<string> names)
    {
        foreach (var reference in member.DeclaringSyntaxReferences)
        {
            var text = analysis.Texts.Of(reference.SyntaxTree, Cancellation);
            foreach (var name in names)
            {
                if (text.IndexOf(name, reference.Span.Start, reference.Span.Length, StringComparison.Ordinal) >= 0)
                    return true;
            }
        }

        return false;
    }

    /// <summary>A store that rules ask about: a collection, a resource, a lock or a callback.</summary>
    private bool CanMatter(ISymbol store)
    {
        if (TypeOf(store) is not { } type || CanBeFlag(store))
            return false;
        if (type is not INamedTypeSymbol { TypeKind: TypeKind.Class or TypeKind.Interface or TypeKind.Struct } named || type.SpecialType == SpecialType.System_Object)
            return true;
        var known = Catalog.Of(type);
        var payload = Catalog.PayloadOf(type);
        return known.Collection != CollectionKind.None || known.IsResource || payload.IsResource || payload.MaybeResource || known.Has(TypeTraits.AnyLock | TypeTraits.Timer | TypeTraits.Thread) || analysis.Gate.IsContainer(named.OriginalDefinition);
    }

    private static bool InheritsFrom(INamedTypeSymbol? type, INamedTypeSymbol declaring)
    {
        for (var at = type?.BaseType; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, declaring))
                return true;
        }

        return false;
    }
}
