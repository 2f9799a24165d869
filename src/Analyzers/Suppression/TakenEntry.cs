using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>An entry that is disposed after it was taken out of a store of the holder.</summary>
internal static class TakenEntry
{
    public static bool IsOwned(OwnerModel owner, DisposeNode node)
    {
        if (owner.IsFaulted(node) || !node.IsCertain)
            return false;
        return BroughtItem.ParameterOf(owner.Holder, node) is { } parameter
            ? IsRemovedBefore(owner, node, parameter) || IsPassedByCallers(owner, node.Body.Member, parameter)
            : IsOwnedEntry(owner, node.Operand);
    }

    /// <summary>Entries of stores into which the holder puts nothing but what it makes or takes over.</summary>
    private static bool IsOwnedEntry(OwnerModel owner, Value value)
    {
        var roots = Trace.Roots(owner.Holder, value);
        return roots.Count > 0 && roots.TrueForAll(r => r.Kind is RootKind.Element or RootKind.Slot && !r.IsPart && owner.Holder.StoreOf(r.Symbol) is { } store && IsFilledByOwner(owner, store));
    }

    private static bool IsFilledByOwner(OwnerModel owner, Store store)
    {
        if (!owner.Keeping.TakesOver(store))
            return false;
        foreach (var access in store.Accesses)
        {
            if (!access.Inserts)
                continue;
            var origin = owner.Holder.Ownership.Origins.OfInsertion(access);
            if ((origin & ~(Origin.Created | Origin.Null)) != 0 && !IsBroughtOver(owner, access))
                return false;
        }

        return true;
    }

    /// <summary>A caller brought it, and on the other ways the same member disposes it.</summary>
    private static bool IsBroughtOver(OwnerModel owner, AccessNode access)
    {
        var roots = Trace.Roots(owner.Holder, access.Inserted);
        return roots.Count == 1 && roots[0] is { Kind: RootKind.Parameter, Symbol: IParameterSymbol parameter }
            && access.Body.Member.Disposals.Exists(d => SymbolEqualityComparer.Default.Equals(BroughtItem.ParameterOf(owner.Holder, d), parameter))
            && BroughtItem.IsTakenOver(owner, access.Body, parameter);
    }

    /// <summary>if (_items.Remove(item)) item.Dispose();</summary>
    private static bool IsRemovedBefore(OwnerModel owner, DisposeNode node, IParameterSymbol parameter)
    {
        var removals = node.Body.Member.Accesses.Where(a => a.Body == node.Body && a.Access == AccessKind.RemoveInstance && owner.Keeping.TakesOver(a)
            && Trace.Roots(owner.Holder, a.Comparand) is { Count: 1 } roots && BroughtItem.Is(roots[0], parameter)).ToList();
        if (removals.Count == 0)
            return false;
        var flow = new TakenFlow(owner.Holder, removals, node, parameter);
        return flow.Run(node.Body, TakenFlow.Unknown).IsCertain && flow.IsAlwaysTaken;
    }

    /// <summary>A private helper, and every caller passes an entry that is owned.</summary>
    private static bool IsPassedByCallers(OwnerModel owner, MemberFacts facts, IParameterSymbol parameter)
    {
        if (!owner.Holder.Callers.IsClosed(facts))
            return false;
        IReadOnlyList<CallNode> calls = owner.Holder.Callers.Of(facts);
        return calls.Count > 0 && calls.All(c => parameter.Ordinal < c.Arguments.Length && IsOwnedEntry(owner, c.Arguments[parameter.Ordinal]));
    }

    /// <summary>Whether the parameter was found and removed whenever control gets to its dispose.</summary>
    private sealed class TakenFlow : Flow
    {
        public const int Unknown = 1;
        private const int Asked = 2;
        private const int Taken = 4;

        private readonly Holder holder;
        private readonly List<AccessNode> removals;
        private readonly DisposeNode dispose;
        private readonly IParameterSymbol parameter;
        private bool isMissed;
        private bool isReached;

        public TakenFlow(Holder holder, List<AccessNode> removals, DisposeNode dispose, IParameterSymbol parameter)
        {
            this.holder = holder;
            this.removals = removals;
            this.dispose = dispose;
            this.parameter = parameter;
        }

        public bool IsAlwaysTaken => isReached && !isMissed;

        protected override int Step(int state, Node node)
        {
            if (node is AccessNode access && removals.Contains(access))
                return Asked;
            if (node is AccessNode { Inserted: { } inserted } && Trace.Roots(holder, inserted).Exists(r => BroughtItem.Is(r, parameter)))
                return Unknown;
            if (node != dispose)
                return state;
            isReached = true;
            isMissed |= (state & ~Taken) != 0;
            return Unknown;
        }

        protected override int AssumeAtom(int state, Value atom, bool holds) =>
            atom.Kind == ValueKind.Outcome && atom.Access is { } access && removals.Contains(access) && (state & Asked) != 0
                ? state & ~Asked | (holds ? Taken : Unknown)
                : state;
    }
}
