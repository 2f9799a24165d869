using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Races;

/// <summary>Checks that ask how many entries there may be.</summary>
internal static class Limits
{
    /// <summary>if (_spans.Count &lt; limit): how many there may be is asked, not whether one is there.</summary>
    public static bool IsLimit(AccessNode check)
    {
        if (check.Member is not ("Count" or "Length" or "LongLength"))
            return false;
        foreach (var branch in Structure.Branches(check.Body.Member))
        {
            if (ComparesWithLimit(branch.Condition, check, 0))
                return true;
        }

        return false;
    }

    /// <summary>The count itself, or a sum with it.</summary>
    private static bool IsCount(Value value, AccessNode check, int depth) => value.Data == check
        || depth < 4 && (value is { Kind: ValueKind.Local, Local.Single: { } single } && IsCount(single, check, depth + 1) || value is { Kind: ValueKind.Pure, Data: BinaryOperatorKind.Add } && System.Array.Exists(value.Items, i => IsCount(i, check, depth + 1)));

    /// <summary>if (_pool.Count == 0) _pool.Enqueue(new …); … = _pool.Dequeue(): where two make one, both are in the pool.</summary>
    public static bool IsPool(Store store, AccessNode act) => act.Key == null && store.Known.Collection != CollectionKind.Keyed
        && act.Body.Member.Accesses.Exists(a => a.Access == AccessKind.Take && a.Order > act.Order && a.Body == act.Body && SymbolEqualityComparer.Default.Equals(a.Store, store.Symbol) && !Structure.Exclude(act, a));

    private static bool ComparesWithLimit(Value condition, AccessNode check, int depth)
    {
        if (depth > 8)
            return false;
        if (condition.Kind == ValueKind.Local)
            return condition.Local.Assigned.Exists(a => a.Kind != ValueKind.Local && ComparesWithLimit(a, check, depth + 1));
        if (condition.Kind == ValueKind.Same)
            return IsOver(condition.A!, condition.B!) || IsOver(condition.B!, condition.A!);
        if (condition is { Kind: ValueKind.Pure, Items.Length: 2 } && (IsOver(condition.Items[0], condition.Items[1]) || IsOver(condition.Items[1], condition.Items[0])))
            return true;
        return condition.A != null && ComparesWithLimit(condition.A, check, depth + 1) || condition.B != null && ComparesWithLimit(condition.B, check, depth + 1);

        bool IsOver(Value count, Value limit) => IsCount(count, check, 0) && !(limit.Kind == ValueKind.Constant && limit.Data is 0 or 1 or 0L or 1L);
    }
}
