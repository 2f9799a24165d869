using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// A write of an entry under a key that the body has asked for before, where nothing says that it was absent, or that was found there: what is
/// there is changed, and who put it there takes it out.
/// </summary>
internal static class ChangedEntry
{
    public static bool Is(AccessNode write)
    {
        if (write.Access != AccessKind.Overwrite || write.Key == null)
            return false;
        foreach (var asked in write.Body.Member.Accesses)
        {
            if (asked.Order < write.Order && asked.Body == write.Body && asked.Access is AccessKind.Exists or AccessKind.Lookup && asked.Key != null
                && SymbolEqualityComparer.Default.Equals(asked.Store, write.Store) && Canon.Same(asked.Key, write.Key))
                return asked.Access == AccessKind.Exists ? !IsAsserted(asked) && !IsWhere(write, asked, isPresent: false) : IsWhere(write, asked, isPresent: true);
        }

        return false;
    }

    /// <summary>Debug.Assert(!_map.ContainsKey(key)): no branch depends on the answer, so it is not asked in order to choose.</summary>
    private static bool IsAsserted(AccessNode asked)
    {
        foreach (var branch in Structure.Branches(asked.Body.Member))
        {
            if (Mentions(branch.Condition, asked, 0))
                return false;
        }

        return true;
    }

    private static bool Mentions(Value condition, AccessNode asked, int depth) => depth < 8
        && (condition.Access == asked || condition.A != null && Mentions(condition.A, asked, depth + 1) || condition.B != null && Mentions(condition.B, asked, depth + 1) || condition.Kind == ValueKind.Local && condition.Local.Single is { } single && Mentions(single, asked, depth + 1));

    private static bool IsWhere(AccessNode write, AccessNode asked, bool isPresent)
    {
        for (var block = write.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is IfNode branch && block.Role is BlockRole.Then or BlockRole.Else && Says(branch.Condition, block == branch.Then, asked, isPresent))
                return true;
            foreach (var item in block.Items)
            {
                if (item.Order >= write.Order)
                    break;
                if (item is IfNode exit && (Structure.Leaves(exit.Then) && Says(exit.Condition, false, asked, isPresent) || Structure.Leaves(exit.Else) && Says(exit.Condition, true, asked, isPresent)))
                    return true;
            }
        }

        return false;
    }

    private static bool Says(Value condition, bool holds, AccessNode asked, bool isPresent) =>
        Implied.Any(condition, holds, (part, so) => part.Kind == ValueKind.Outcome && so == isPresent && part.Access == asked);
}
