using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Ownership;

/// <summary>Entries that a holder lends: made here or taken out of the store, given out, and brought back by whoever got them.</summary>
internal static class Lent
{
    /// <summary>Return(link): what callers bring is what Rent() gave them, and the holder disposes what it has in the end.</summary>
    public static bool ComesBack(Holder holder, Store store, AccessNode access)
    {
        if (holder.Ownership.Of(store) is not { IsOwned: true, IsDecisive: true } || access.Body.Member.Method is not { DeclaredAccessibility: not Accessibility.Private })
            return false;
        var roots = Trace.Roots(holder, access.Inserted);
        return roots.Count > 0 && roots.TrueForAll(r => r is { Kind: RootKind.Parameter, IsPart: false }) && holder.OwnMembers.Any(lender => lender.Method is { DeclaredAccessibility: not Accessibility.Private } && Lends(holder, store, lender));
    }

    /// <summary>_idle.TryTake(out var link) ? link : new Link().</summary>
    private static bool Lends(Holder holder, Store store, MemberFacts lender)
    {
        var given = Origin.None;
        var taken = false;
        foreach (var node in lender.Returns)
        {
            if (node.Value == null || node.Body.Enclosing != null)
                continue;
            given |= holder.Ownership.Origins.Of(node.Value);
            taken |= Trace.Roots(holder, node.Value).Exists(r => r.IsOf(store.Symbol) && r.Access is { Removes: true });
        }

        return taken && (given & ~Origin.Null) == (Origin.Created | Origin.Moved);
    }
}
