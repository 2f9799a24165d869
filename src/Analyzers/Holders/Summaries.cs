using System.Collections.Generic;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>What members do to stores, their own calls included: one answer per member and store.</summary>
internal sealed class Summaries
{
    private readonly Holder holder;
    private readonly Dictionary<(MemberFacts, ISymbol), DisposeNode?> disposals = new();
    private readonly Dictionary<MemberFacts, List<MemberFacts>> reached = new();

    public Summaries(Holder holder) => this.holder = holder;

    /// <summary>The member itself and every member of the nest it calls, directly or not. A virtual call counts as the body seen.</summary>
    public List<MemberFacts> Reached(MemberFacts facts)
    {
        if (reached.TryGetValue(facts, out var known))
            return known;
        var found = new List<MemberFacts> { facts };
        var seen = new HashSet<MemberFacts> { facts };
        for (var i = 0; i < found.Count; i++)
        {
            foreach (var call in found[i].Calls)
            {
                if (call.Target is { } target && holder.OwnFactsOf(target) is { } callee && seen.Add(callee))
                    found.Add(callee);
            }

            foreach (var group in found[i].MethodGroups)
            {
                if (holder.OwnFactsOf(group) is { } callee && seen.Add(callee))
                    found.Add(callee);
            }
        }

        reached[facts] = found;
        return found;
    }

    /// <summary>The place in the member, or in what it calls, where entries of the store (or the slot) are disposed.</summary>
    public DisposeNode? Disposes(MemberFacts facts, ISymbol store)
    {
        foreach (var at in Reached(facts))
        {
            if (DisposesDirectly(at, store) is { } node)
                return node;
        }

        return null;
    }

    public DisposeNode? DisposesDirectly(MemberFacts facts, ISymbol store)
    {
        var key = (facts, store);
        if (disposals.TryGetValue(key, out var known))
            return known;
        DisposeNode? found = null;
        foreach (var node in facts.Disposals)
        {
            if (Trace.ComesFrom(holder, node.Operand, store))
            {
                if (found == null || !found.IsCertain && node.IsCertain)
                    found = node;
            }
        }

        disposals[key] = found;
        return found;
    }

    /// <summary>Whether the member, or what it calls, hands entries of the store to a method that disposes what it is given.</summary>
    public bool PassesToDisposer(MemberFacts facts, ISymbol store) => PassesToDisposer(facts, store, fate => (fate & (Fate.Disposed | Fate.Released | Fate.EndedOnFailure)) != 0);

    /// <summary>The same, where what is given is disposed and nothing else can become of it: Disposer.Dispose(entry).</summary>
    public bool PassesToMereDisposer(MemberFacts facts, ISymbol store) => PassesToDisposer(facts, store, fate => fate == Fate.Disposed);

    private bool PassesToDisposer(MemberFacts facts, ISymbol store, System.Predicate<Fate> ends)
    {
        foreach (var at in Reached(facts))
        {
            foreach (var call in at.Calls)
            {
                for (var i = 0; i < call.Arguments.Length; i++)
                {
                    var argument = call.Arguments[i];
                    if (argument.Kind is ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.Delegate || argument.Type is { } type && ApiCatalog.IsPlain(type))
                        continue;
                    if (!Carries(argument, store))
                        continue;
                    if (ends(holder.Fates.OfArgument(call, i)))
                        return true;
                }

                if (call is { Receiver: { Kind: not (ValueKind.Unknown or ValueKind.This) } receiver, Target: { } target } && Fates.IsExtensionBlock(target.ContainingType) && Carries(receiver, store)
                    && ends(holder.Fates.OfReceiver(target)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>The argument is an entry of the store, the store itself, or an array made of such.</summary>
    private bool Carries(Value argument, ISymbol store)
    {
        foreach (var root in Trace.Roots(holder, argument))
        {
            if (root.IsOf(store) || root.Kind == RootKind.Collection && SymbolEqualityComparer.Default.Equals(root.Symbol, store))
                return true;
        }

        foreach (var item in Fates.Packed(argument))
        {
            if (item.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant) && Carries(item, store))
                return true;
        }

        return false;
    }

    /// <summary>Accesses of the store in the member and in what it calls.</summary>
    public IEnumerable<AccessNode> Accesses(MemberFacts facts, ISymbol store)
    {
        foreach (var at in Reached(facts))
        {
            foreach (var access in at.Accesses)
            {
                if (SymbolEqualityComparer.Default.Equals(access.Store, store))
                    yield return access;
            }
        }
    }
}
