using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Ownership;

/// <summary>map[k] = map.TryGetValue(k, out var old) &amp;&amp; old.Healthy ? old : new(): a condition decides whether the old value stays.</summary>
internal static class ReplacedOnCondition
{
    /// <summary>The old value was seen to be there on the way to the new one, and nothing ends it.</summary>
    public static bool Is(Holder holder, Store store, AccessNode access)
    {
        var value = access.Inserted is { Kind: ValueKind.Local } local ? local.Local.Single ?? local : access.Inserted;
        if (value is not { Kind: ValueKind.Either, A: { } first, B: { } second })
            return false;
        var (kept, made) = Trace.ComesFrom(holder, first, store.Symbol) ? (first, second) : (second, first);
        if (!Trace.ComesFrom(holder, kept, store.Symbol) || Trace.ComesFrom(holder, made, store.Symbol) || CreationOf(access.Body.Member, made) is not { } creation)
            return false;
        if ((Presence.Before(holder, store, access, creation) & Presence.Live) == 0)
            return false;
        return (holder.Fates.Of(access.Body.Member, root => root.IsOf(store.Symbol)) & (Fate.Ended | Fate.Passed)) == 0 && !Entries.EndsAnother(holder, access.Body.Member, store, made)
            && Keepers.Of(holder, store) == null && !Keepers.AreOthers(holder, store);
    }

    private static CallNode? CreationOf(MemberFacts facts, Value made)
    {
        foreach (var call in facts.Calls)
        {
            if (call.Result == made && (call.IsCreation || call.Target != null))
                return call;
        }

        return null;
    }
}
