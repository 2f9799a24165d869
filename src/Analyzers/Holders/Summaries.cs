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
    private readonly Dictionary<MemberFacts, List<(ISymbol Store, CallNode Call, int Argument)>> carried = new();

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
    public bool PassesToMereDisposer(MemberFacts facts, ISymbol store) => PassesToDisposer(facts, store, fate => (fate & ~Fate.Released) == Fate.Disposed);

    /// <summary>The same, where what is given is ended whatever happens: Drop(ref slot).</summary>
    public bool PassesToEnd(MemberFacts facts, ISymbol store) => PassesToDisposer(facts, store, fate => (fate & (Fate.Disposed | Fate.Released)) != 0 && (fate & Fate.EndedOnFailure) == 0);

    private bool PassesToDisposer(MemberFacts facts, ISymbol store, System.Predicate<Fate> ends)
    {
        foreach (var at in Reached(facts))
        {
            foreach (var (carried, call, argument) in Carried(at))
            {
                if (SymbolEqualityComparer.Default.Equals(carried, store) && ends(argument < 0 ? holder.Fates.OfReceiver(call.Target!) : holder.Fates.OfArgument(call, argument)))
                    return true;
            }
        }

        return false;
    }

    /// <summary>What the calls of the member carry: entries of a store, the store itself, or an array made of such; the argument, or -1 for the receiver.</summary>
    private List<(ISymbol Store, CallNode Call, int Argument)> Carried(MemberFacts facts)
    {
        if (carried.TryGetValue(facts, out var known))
            return known;
        var found = new List<(ISymbol, CallNode, int)>();
        foreach (var call in facts.Calls)
        {
            for (var i = 0; i < call.Arguments.Length; i++)
            {
                var argument = call.Arguments[i];
                if (argument.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant or ValueKind.Delegate) && (argument.Type is not { } type || !ApiCatalog.IsPlain(type)))
                    AddCarried(found, argument, call, i);
            }

            if (call is { Receiver: { Kind: not (ValueKind.Unknown or ValueKind.This) } receiver, Target: { } target } && Fates.IsExtensionBlock(target.ContainingType))
                AddCarried(found, receiver, call, -1);
        }

        carried[facts] = found;
        return found;
    }

    private void AddCarried(List<(ISymbol Store, CallNode Call, int Argument)> found, Value value, CallNode call, int argument)
    {
        foreach (var root in Trace.Roots(holder, value))
        {
            if (root is { Kind: RootKind.Element or RootKind.Slot or RootKind.Collection, Symbol: { } symbol })
                found.Add((symbol, call, argument));
        }

        foreach (var item in Fates.Packed(value))
        {
            if (item.Kind is not (ValueKind.Unknown or ValueKind.Null or ValueKind.Constant))
                AddCarried(found, item, call, argument);
        }
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
