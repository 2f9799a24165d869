using System;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>A collection is replaced by a part of itself: _sessions = _sessions.Where(s => s.Users > 0).ToList(). The rest leaves.</summary>
internal static class PartKept
{
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        if (access.Inserted is not { } successor || NarrowingOf(successor, 0) is not { } narrowing || !LeavesOut(narrowing.Name) || !IsOfStore(holder, store, successor, 0))
            return false;
        if (narrowing.Predicate is not { } predicate)
            return true;
        foreach (var node in predicate.Member.Returns)
        {
            if (node.Body == predicate && node.Value != null && (EndedAlready.AreRest(holder, store, node.Value) || CallersInstance.ComparesWithOutside(holder, store, node.Value)))
                return false;
        }

        return true;
    }

    /// <summary>What Distinct leaves out is still there, and groups and pairs are no part.</summary>
    private static bool LeavesOut(string name) =>
        name is "Where" or "FindAll" or "GetRange" || name.StartsWith("Skip", StringComparison.Ordinal) || name.StartsWith("Take", StringComparison.Ordinal) || name.StartsWith("Except", StringComparison.Ordinal);

    private static Narrowing? NarrowingOf(Value value, int depth)
    {
        if (depth > 6)
            return null;
        return value.Kind switch
        {
            ValueKind.Elements => value.Narrowing,
            ValueKind.EachElement when value.A != null => NarrowingOf(value.A, depth + 1),
            ValueKind.Local when value.Local.Single is { } single => NarrowingOf(single, depth + 1),
            ValueKind.Created when value.Items.Length == 1 => NarrowingOf(value.Items[0], depth + 1),
            _ => null,
        };
    }

    private static bool IsOfStore(Holder holder, Store store, Value value, int depth)
    {
        while (value.Kind == ValueKind.Local && value.Local.Single is { } single)
            value = single;
        return value.Kind == ValueKind.Created && value.Items.Length == 1 && depth < 6 ? IsOfStore(holder, store, value.Items[0], depth + 1) : Trace.ComesFrom(holder, value, store.Symbol);
    }
}
