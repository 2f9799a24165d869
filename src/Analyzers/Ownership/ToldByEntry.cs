using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>
/// Removals that only entries ask for, when they end: the dispose of the entry, or a step of it, calls the member that takes the entry out.
/// </summary>
internal static class ToldByEntry
{
    private const int MaxDepth = 5;

    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        if (access.Body.Enclosing != null || access.Body.Member.Method is not { MethodKind: MethodKind.Ordinary } method)
            return false;
        var callers = holder.Callers.Of(access.Body.Member).Select(c => c.Body.Member).Concat(holder.Analysis.Foreign.CallersOf(method, holder.Cancellation)).ToList();
        return callers.Count > 0 && callers.TrueForAll(c => IsEndOfEntry(holder, store, c));
    }

    private static bool IsEndOfEntry(Holder holder, Store store, MemberFacts caller)
    {
        var type = caller.Member.ContainingType?.OriginalDefinition;
        if (type == null || caller.Method == null || !MayBeEntry(type, store))
            return false;
        for (var at = type; at != null && !at.DeclaringSyntaxReferences.IsEmpty; at = at.BaseType?.OriginalDefinition)
        {
            foreach (var member in at.GetMembers())
            {
                if (member is IMethodSymbol end && Closing.IsClosing(end) && (Closing.IsDispose(end) || end is { Name: "Close" or "CloseAsync", IsOverride: true }) && Reaches(holder, end, caller, 0))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The type derives from what the store keeps, or implements it.</summary>
    private static bool MayBeEntry(INamedTypeSymbol type, Store store)
    {
        if (store.Payload.Resource?.OriginalDefinition is not { } entry || SymbolEqualityComparer.Default.Equals(type, store.Symbol.ContainingType?.OriginalDefinition))
            return false;
        for (var at = type; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, entry))
                return true;
        }

        return entry.TypeKind == TypeKind.Interface && type.AllInterfaces.Any(i => SymbolEqualityComparer.Default.Equals(i.OriginalDefinition, entry));
    }

    private static bool Reaches(Holder holder, IMethodSymbol method, MemberFacts wanted, int depth)
    {
        if (holder.FactsOf(method) is not { } facts)
            return false;
        if (facts == wanted || SymbolEqualityComparer.Default.Equals(facts.Member.OriginalDefinition, wanted.Member.OriginalDefinition))
            return true;
        return depth < MaxDepth && facts.Calls.Exists(c => c.Receiver is null or { Kind: ValueKind.This } && c.Target is { } target && !SymbolEqualityComparer.Default.Equals(target, method)
            && target.ContainingType is { } owner && Related(owner, wanted.Member.ContainingType) && Reaches(holder, target, wanted, depth + 1));
    }

    private static bool Related(INamedTypeSymbol owner, INamedTypeSymbol type)
    {
        for (INamedTypeSymbol? at = type; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, owner.OriginalDefinition))
                return true;
        }

        return false;
    }
}
