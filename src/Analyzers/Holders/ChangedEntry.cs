using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>
/// A write of an entry under a key that the body has asked for before, where nothing says that it was absent: what is there is changed, and
/// who put it there takes it out.
/// </summary>
internal static class ChangedEntry
{
    public static bool Is(AccessNode write)
    {
        if (write.Access != AccessKind.Overwrite || write.Key == null)
            return false;
        foreach (var asked in write.Body.Member.Accesses)
        {
            if (asked.Order < write.Order && asked.Body == write.Body && asked.Access == AccessKind.Exists && asked.Key != null
                && SymbolEqualityComparer.Default.Equals(asked.Store, write.Store) && Canon.Same(asked.Key, write.Key))
                return !IsWhereAbsent(write, asked);
        }

        return false;
    }

    private static bool IsWhereAbsent(AccessNode write, AccessNode asked)
    {
        for (var block = write.Parent; block != null; block = block.Parent)
        {
            if (block.Owner is IfNode branch && block.Role is BlockRole.Then or BlockRole.Else && SaysAbsent(branch.Condition, block == branch.Then, asked, 0))
                return true;
            foreach (var item in block.Items)
            {
                if (item.Order >= write.Order)
                    break;
                if (item is IfNode exit && (Structure.Leaves(exit.Then) && SaysAbsent(exit.Condition, false, asked, 0) || Structure.Leaves(exit.Else) && SaysAbsent(exit.Condition, true, asked, 0)))
                    return true;
            }
        }

        return false;
    }

    private static bool SaysAbsent(Value condition, bool holds, AccessNode asked, int depth)
    {
        if (depth > 8)
            return false;
        switch (condition.Kind)
        {
            case ValueKind.Not:
                return SaysAbsent(condition.A!, !holds, asked, depth + 1);
            case ValueKind.And when holds:
            case ValueKind.Or when !holds:
                return SaysAbsent(condition.A!, holds, asked, depth + 1) || SaysAbsent(condition.B!, holds, asked, depth + 1);
            case ValueKind.Local when condition.Local.Single is { } single:
                return SaysAbsent(single, holds, asked, depth + 1);
            case ValueKind.Outcome:
                return !holds && condition.Access == asked;
            default:
                return false;
        }
    }
}
