using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Conditions that ask how many still use something: a reference count, a lease count.</summary>
internal static class Counting
{
    public static bool Mentions(Value condition) => Mentions(condition, 0);

    private static bool Mentions(Value condition, int depth)
    {
        if (depth > 8)
            return false;
        if (condition.Access is { Access: AccessKind.Increment } || NamesCount(condition.Symbol?.Name))
            return true;
        if (condition.A != null && Mentions(condition.A, depth + 1) || condition.B != null && Mentions(condition.B, depth + 1))
            return true;
        foreach (var item in condition.Items)
        {
            if (Mentions(item, depth + 1))
                return true;
        }

        return condition.Kind == ValueKind.Local && condition.Local.Single is { } single && Mentions(single, depth + 1);
    }

    private static bool NamesCount(string? name) =>
        name != null && (name.IndexOf("Ref", System.StringComparison.Ordinal) >= 0 && name.IndexOf("Referenced", System.StringComparison.Ordinal) < 0 && name.IndexOf("Refresh", System.StringComparison.Ordinal) < 0 || name.IndexOf("Lease", System.StringComparison.OrdinalIgnoreCase) >= 0
            || name.IndexOf("InUse", System.StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Users", System.StringComparison.OrdinalIgnoreCase) >= 0 || name.IndexOf("Rented", System.StringComparison.OrdinalIgnoreCase) >= 0);
}
