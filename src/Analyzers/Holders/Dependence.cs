using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Whether one step runs only because of what another one found.</summary>
internal static class Dependence
{
    /// <summary>The act stands in a branch of a test of the check (an access, or a call), or after such a test that leaves early.</summary>
    public static bool IsDependent(Node act, Node check)
    {
        for (var at = act.Parent; at != null; at = at.Parent)
        {
            if (at.Owner is IfNode own && Mentions(own.Condition, check, 0))
                return true;
            foreach (var item in at.Items)
            {
                if (item.Order >= act.Order)
                    break;
                if (item is IfNode branch && Mentions(branch.Condition, check, 0) && (Leaves(branch.Then) || Leaves(branch.Else)))
                    return true;
                if (item is LockNode section && LeavesInside(section.Block, check))
                    return true;
            }
        }

        return false;
    }

    private static bool LeavesInside(BlockNode block, Node check)
    {
        foreach (var item in block.Items)
        {
            if (item is IfNode branch && Mentions(branch.Condition, check, 0) && (Leaves(branch.Then) || Leaves(branch.Else)))
                return true;
        }

        return false;
    }

    /// <summary>Some way through the block leaves the method or the turn of the loop.</summary>
    private static bool Leaves(BlockNode block)
    {
        foreach (var item in block.Items)
        {
            switch (item)
            {
                case ReturnNode { IsYield: false } or ThrowNode or JumpNode:
                case IfNode inner when Leaves(inner.Then) || Leaves(inner.Else):
                case LockNode section when Leaves(section.Block):
                    return true;
            }
        }

        return false;
    }

    private static bool Mentions(Value condition, Node check, int depth)
    {
        if (depth > 10)
            return false;
        if (condition.Data == check)
            return true;
        if (condition.Kind == ValueKind.Local)
        {
            foreach (var assigned in condition.Local.Assigned)
            {
                if (assigned.Kind is not ValueKind.Local && Mentions(assigned, check, depth + 1))
                    return true;
            }
        }

        if (condition.A != null && Mentions(condition.A, check, depth + 1) || condition.B != null && Mentions(condition.B, check, depth + 1))
            return true;
        foreach (var item in condition.Items)
        {
            if (Mentions(item, check, depth + 1))
                return true;
        }

        return false;
    }
}
