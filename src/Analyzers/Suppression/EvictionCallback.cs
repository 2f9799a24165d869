using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>Post-eviction callbacks of memory cache entries: (key, value, reason, state).</summary>
internal static class EvictionCallback
{
    private const int ValueIndex = 1;

    /// <summary>The callback disposes every value that is not null, whatever the reason of the eviction.</summary>
    public static bool Disposes(OwnerModel owner, Value callback, ITypeSymbol? value)
    {
        if (Delegates.Resolve(owner.Holder, callback) is not { Kind: ValueKind.Delegate, Symbol: IMethodSymbol { Parameters.Length: > ValueIndex } method } known
            || Delegates.BodyOf(owner.Holder, known) is not { } body)
            return false;
        return body.Member.Disposals.Any(d => d.Body == body && d.IsCertain && IsValue(owner.Holder, d, method) && Fits(d.Operand.Type, value) && Unconditional.Runs(d, body.Root));
    }

    /// <summary>The dispose stands in a private callback that nothing calls but the cache, for entries that the type itself makes.</summary>
    public static bool IsOnlyThat(OwnerModel owner, DisposeNode node)
    {
        var holder = owner.Holder;
        if (node.Body.Member.Method is not { DeclaredAccessibility: Accessibility.Private } method || node.Body.Enclosing != null || !IsValue(holder, node, method)
            || holder.OwnFactsOf(method) is not { } facts || holder.Callers.Of(facts).Count > 0)
            return false;
        var uses = holder.OwnMembers.Sum(m => m.MethodGroups.Count(g => SymbolEqualityComparer.Default.Equals(g, method.OriginalDefinition)));
        var registers = holder.OwnMembers.SelectMany(m => m.Registers).Where(r => r.Sink == SinkKind.Eviction && SymbolEqualityComparer.Default.Equals(r.Callback.Symbol, method.OriginalDefinition)).ToList();
        return registers.Count > 0 && registers.Count == uses && EveryEntryIsMadeHere(holder);
    }

    /// <summary>All that the type puts into memory caches is made by it.</summary>
    private static bool EveryEntryIsMadeHere(Holder holder)
    {
        var any = false;
        foreach (var facts in holder.OwnMembers)
        {
            foreach (var access in facts.Accesses)
            {
                if (access.Collection != CollectionKind.Cache || !access.Inserts)
                    continue;
                if (holder.Ownership.Origins.OfInsertion(access) != Origin.Created)
                    return false;
                any = true;
            }

            foreach (var value in CachedEntry.ValuesOfEntries(facts))
            {
                if (holder.Ownership.Origins.Of(value) != Origin.Created)
                    return false;
                any = true;
            }
        }

        return any;
    }

    private static bool IsValue(Holder holder, DisposeNode node, IMethodSymbol callback)
    {
        List<Root> roots = Trace.Roots(holder, node.Operand);
        return callback.Parameters.Length > ValueIndex && roots.Count == 1 && !roots[0].IsPart && SymbolEqualityComparer.Default.Equals(roots[0].Symbol, callback.Parameters[ValueIndex]);
    }

    /// <summary>What is tested for or cast to is the interface, or a type the value has.</summary>
    private static bool Fits(ITypeSymbol? tested, ITypeSymbol? value)
    {
        if (tested == null || tested.SpecialType is SpecialType.System_Object or SpecialType.System_IDisposable || tested.Name is "IDisposable" or "IAsyncDisposable")
            return true;
        for (var at = value; at != null; at = at.BaseType)
        {
            if (SymbolEqualityComparer.Default.Equals(at.OriginalDefinition, tested.OriginalDefinition))
                return true;
        }

        return false;
    }
}
