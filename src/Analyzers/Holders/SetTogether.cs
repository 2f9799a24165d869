using System.Collections.Generic;
using System.Linq;
using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>Slots that are made together: if (_a == null || _b == null) { _a = …; _b = …; } makes them the first time only.</summary>
internal static class SetTogether
{
    /// <summary>The write stands behind a test that one of several slots is still null, and all of them get their values and lose them together.</summary>
    public static bool IsFirst(Holder holder, Store store, AccessNode access) => IsFirst(holder, store, access, access, 0);

    /// <param name="from">The write, or a call that leads to it: if (_out == null) Open(); where Open sets _file and _out.</param>
    private static bool IsFirst(Holder holder, Store store, AccessNode access, Node from, int depth)
    {
        for (var at = from.Parent; at != null; at = at.Parent)
        {
            if (IsBehindExit(holder, store, at, from, access))
                return true;
            if (at.Owner is not IfNode branch || at != branch.Then)
                continue;
            var tested = new List<ISymbol>();
            if (NullTests(branch.Condition, tested, 0) && (tested.Count > 1 ? tested.Exists(t => SymbolEqualityComparer.Default.Equals(t, store.Symbol)) : !SymbolEqualityComparer.Default.Equals(tested[0], store.Symbol))
                && tested.TrueForAll(t => SymbolEqualityComparer.Default.Equals(t, store.Symbol) || GoWith(holder, store, t, access)))
                return true;
        }

        return depth < 2 && from.Body.Enclosing == null && holder.Callers.IsClosed(from.Body.Member) && holder.Callers.Of(from.Body.Member) is { Count: > 0 } calls
            && calls.All(c => c.Body.Member != from.Body.Member && IsFirst(holder, store, access, c, depth + 1));
    }

    /// <summary>if (_task != null) return; _a = …; _b = …; _task = …: a return while one of them is still there.</summary>
    private static bool IsBehindExit(Holder holder, Store store, BlockNode block, Node from, AccessNode access)
    {
        foreach (var item in block.Items)
        {
            if (item.Order >= from.Order)
                break;
            if (item is not IfNode branch || !branch.Then.Items.Exists(i => i is ReturnNode or ThrowNode))
                continue;
            var tested = new List<ISymbol>();
            if (PresenceTests(branch.Condition, tested, 0) && tested.Count > 0 && tested.TrueForAll(t => SymbolEqualityComparer.Default.Equals(t, store.Symbol) || GoWith(holder, store, t, access)))
                return true;
        }

        return false;
    }

    private static bool PresenceTests(Value condition, List<ISymbol> tested, int depth)
    {
        if (depth > 6)
            return false;
        if (condition.Kind == ValueKind.And)
            return PresenceTests(condition.A!, tested, depth + 1) && PresenceTests(condition.B!, tested, depth + 1);
        if (condition is not { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, A: null, Symbol: { } symbol } } })
            return false;
        tested.Add(symbol);
        return true;
    }

    private static bool NullTests(Value condition, List<ISymbol> tested, int depth)
    {
        if (depth > 6)
            return false;
        if (condition.Kind == ValueKind.Or)
            return NullTests(condition.A!, tested, depth + 1) && NullTests(condition.B!, tested, depth + 1);
        if (condition is not { Kind: ValueKind.IsNull, A: { Kind: ValueKind.Store, A: null, Symbol: { } symbol } })
            return false;
        tested.Add(symbol);
        return true;
    }

    /// <summary>The other slot is filled in the same body, and wherever it becomes null, this one does or is ended.</summary>
    private static bool GoWith(Holder holder, Store store, ISymbol other, AccessNode access)
    {
        var isFilled = false;
        foreach (var facts in holder.Members)
        {
            foreach (var write in facts.Accesses)
            {
                if (write.Access is not (AccessKind.Overwrite or AccessKind.Exchange or AccessKind.Replace) || write.Inserted == null || !SymbolEqualityComparer.Default.Equals(write.Store, other))
                    continue;
                if (!write.Inserted.IsNull)
                    isFilled |= write.Body == access.Body;
                else if (write.Member != "initializer" && !facts.Accesses.Any(a => a.Access == write.Access && a.Inserted is { IsNull: true } && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol))
                    && holder.Summaries.Disposes(facts, store.Symbol) == null)
                    return false;
            }
        }

        return isFilled;
    }
}
