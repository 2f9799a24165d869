using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <content>The flag that a release is behind, and whether it is one for all threads.</content>
internal sealed partial class ReleaseNotIdempotent
{
    /// <summary>The read of the flag whose test leads to the write, or away from it.</summary>
    private static AccessNode? GuardOf(MemberFacts facts, AccessNode write)
    {
        foreach (var read in facts.Accesses)
        {
            if (read.Access == AccessKind.Read && read.Order < write.Order && read.Body == write.Body && SymbolEqualityComparer.Default.Equals(read.Store, write.Store) && IsTested(read, write))
                return read;
        }

        return null;
    }

    /// <summary>if (Interlocked.Increment(ref _runs) == 1) { …; _isDisposed = true; }: the counter turns the second one away, and the flag only tells of it.</summary>
    private static bool IsBehindAtomic(AccessNode write)
    {
        for (var at = write.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode { Condition: { Kind: ValueKind.Same, A: { Access.IsAtomic: true }, B.Kind: ValueKind.Constant } } branch && at == branch.Then)
                return true;
        }

        return false;
    }

    private static bool IsTested(AccessNode read, AccessNode write)
    {
        for (var at = write.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode own && Mentions(own.Condition, read, 0))
                return true;
            foreach (var item in at.Items)
            {
                if (item.Order > write.Order)
                    break;
                if (item is IfNode branch && Mentions(branch.Condition, read, 0) && branch.Then.Items.Count > 0 && branch.Then.Items[branch.Then.Items.Count - 1] is ReturnNode)
                    return true;
            }
        }

        return false;
    }

    private static bool Mentions(Value condition, AccessNode read, int depth) =>
        depth < 8 && (condition.Access == read || condition.A != null && Mentions(condition.A, read, depth + 1) || condition.B != null && Mentions(condition.B, read, depth + 1));
}
