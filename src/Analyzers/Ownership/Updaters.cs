using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>The updaters of AddOrUpdate.</summary>
internal static class Updaters
{
    /// <summary>The updater neither returns the old value nor ends nor keeps it.</summary>
    public static bool IgnoresOld(Holder holder, AccessNode access)
    {
        if (access.Updater is not { } updater)
            return false;
        var known = updater.Kind == ValueKind.Local ? updater.Local.Single ?? updater : updater;
        if (known.Kind != ValueKind.Delegate)
            return false;
        if (known.Body == null)
            return known.Symbol is IMethodSymbol { Parameters.Length: > 1 } method && holder.FactsOf(method) != null && holder.Fates.OfParameter(method, 1) == Fate.None;
        foreach (var node in known.Body.Member.Returns)
        {
            if (node.Body == known.Body && node.Value != null && IsOld(node.Value))
                return false;
        }

        return (holder.Fates.Of(access.Body.Member, root => root.Access == access && root.Value == access.Element) & Fate.Discharged) == 0;

        // What a method of the old value returns may be the old value: old.Touch().
        bool IsOld(Value value)
        {
            foreach (var root in Trace.Roots(holder, value))
            {
                if (root.Access == access || root.Kind == RootKind.Result && root.Value.Call is { Receiver: { } receiver } && receiver != value && IsOld(receiver) || root.Kind == RootKind.Created && IsAmong(root.Value))
                    return true;
            }

            return false;
        }

        // [.. old, added]
        bool IsAmong(Value made)
        {
            foreach (var item in made.Items)
            {
                // Where(…) and TakeLast(…) leave some of them out.
                var spread = item.Kind == ValueKind.EachElement ? item.A : null;
                if (spread is { Kind: ValueKind.Elements, Narrowing: null, B: null })
                    spread = spread.A;
                if (spread is { Kind: ValueKind.Local or ValueKind.Element } && Trace.Roots(holder, item).Exists(r => r.Access == access))
                    return true;
            }

            return false;
        }
    }
}
