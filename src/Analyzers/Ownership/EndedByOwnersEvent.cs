using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>owner.Closed += (_, _) => Dispose() in the entry: every entry attaches its own end to an event that the closing member of its owner raises.</summary>
internal static class EndedByOwnersEvent
{
    public static bool Is(Holder holder, MemberFacts closing, Store store)
    {
        var types = store.Accesses.Where(a => a.Inserts).SelectMany(holder.Ownership.Origins.CreatedTypes).Distinct(SymbolEqualityComparer.Default).OfType<INamedTypeSymbol>().ToList();
        return types.Count > 0 && types.TrueForAll(t => Attaches(holder, closing, t));
    }

    private static bool Attaches(Holder holder, MemberFacts closing, INamedTypeSymbol entry)
    {
        foreach (var member in entry.OriginalDefinition.GetMembers())
        {
            if (member is not IMethodSymbol { MethodKind: MethodKind.Ordinary or MethodKind.Constructor } || holder.WrittenFactsOf(member) is not { } facts)
                continue;
            if (facts.Registers.Exists(r => !r.Detaches && r.Member is IEventSymbol happening && IsRaised(holder, closing, happening) && Ends(r.Callback, facts, entry)))
                return true;
        }

        return false;
    }

    private static bool IsRaised(Holder holder, MemberFacts closing, IEventSymbol happening) =>
        holder.Summaries.Reached(closing).Exists(at => at.Calls.Exists(c => c.IsDelegate && SymbolEqualityComparer.Default.Equals(c.Receiver?.Symbol?.OriginalDefinition, happening.OriginalDefinition)));

    /// <summary>The handler is, or calls, a member of the entry that ends it.</summary>
    private static bool Ends(Value callback, MemberFacts facts, INamedTypeSymbol entry) =>
        callback.Symbol is IMethodSymbol { MethodKind: MethodKind.Ordinary } group ? Closing.IsClosingName(group.Name)
        : callback.Body is { } handler && facts.Calls.Exists(c => c.Body == handler && c.Target is { } target && Closing.IsClosingName(target.Name) && SymbolEqualityComparer.Default.Equals(target.ContainingType.OriginalDefinition, entry.OriginalDefinition));
}
