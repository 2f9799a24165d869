using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <content>Whether a method ends all of its object, or one of its parts.</content>
internal sealed partial class Fates
{
    /// <summary>Unspool() { _spool?.Dispose(); _spool = null; }: the dispose of the type ends its socket as well, so the object goes on.</summary>
    private bool EndsPartOnly(IMethodSymbol method, MemberFacts facts) => !IsEndOfAll(method) && EndedByDispose(method) is { Count: > 0 } all && !all.IsSubsetOf(EndedParts(facts, 0));

    /// <summary>Quit() { CloseSpool(); CloseSocket(); }: one part after the other, and none is left.</summary>
    private bool EndsAllParts(IMethodSymbol method, MemberFacts facts) => EndedByDispose(method) is { Count: > 0 } all && all.IsSubsetOf(EndedParts(facts, 0));

    /// <summary>Close(), CloseAll(); not CloseSpool() of a type that has a spool.</summary>
    private static bool IsEndOfAll(IMethodSymbol method) => IsEnd(method) && !method.ContainingType.GetMembers().Any(m => m is IFieldSymbol or IPropertySymbol && m.Name.TrimStart('_') is { Length: > 2 } part
        && method.Name.Length > part.Length && (method.Name.EndsWith(part, StringComparison.OrdinalIgnoreCase) || method.Name.EndsWith(part + "Async", StringComparison.OrdinalIgnoreCase)));

    /// <summary>What the dispose of the type ends, but for what may as well be left.</summary>
    private HashSet<ISymbol> EndedByDispose(IMethodSymbol method)
    {
        var ended = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var dispose in method.ContainingType.OriginalDefinition.GetMembers().OfType<IMethodSymbol>().Where(Closing.IsDispose))
        {
            if (holder.WrittenFactsOf(dispose) is { } facts)
                ended.UnionWith(EndedParts(facts, 0));
        }

        ended.RemoveWhere(p => ((p as IFieldSymbol)?.Type ?? (p as IPropertySymbol)?.Type) is not { } type || !holder.Catalog.IsResource(type) || holder.Catalog.Of(type).Has(TypeTraits.DisposeOptional));
        return ended;
    }

    /// <summary>The fields that the member ends, and those that the members of the same object end which it calls, wherever it goes on from there.</summary>
    private HashSet<ISymbol> EndedParts(MemberFacts facts, int depth)
    {
        var ended = new HashSet<ISymbol>(SymbolEqualityComparer.Default);
        foreach (var root in facts.Disposals.Where(d => !Structure.IsIn(d, BlockRole.Catch)).SelectMany(d => Trace.Roots(holder, d.Operand)))
        {
            if (root is { Kind: RootKind.Slot, Symbol: { } part })
                ended.Add(part);
        }

        foreach (var call in facts.Calls.Where(c => !Structure.IsIn(c, BlockRole.Catch)))
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                if (call.Arguments[i] is { Kind: ValueKind.Store, Symbol: { } part } && (OfArgument(call, i) & Fate.Ended) != 0 && call.Target is { } taker && EndsOnEachWay(taker, i, 0))
                    ended.Add(part);
            }

            if (depth < 3 && call is { IsCreation: false, Receiver: null or { Kind: ValueKind.This }, Target: { IsStatic: false } target } && StoreScope.IsInSource(target) && holder.WrittenFactsOf(target) is { } helper && helper != facts)
                ended.UnionWith(EndedParts(helper, depth + 1));
        }

        return ended;
    }
}
