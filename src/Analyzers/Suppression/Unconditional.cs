using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Suppression;

/// <summary>Whether a step runs whenever its block does, apart from tests whether there is anything to do it to.</summary>
internal static class Unconditional
{
    /// <summary>Nothing before the node leaves the block, and no condition around it asks for more than presence.</summary>
    public static bool Runs(Node node, BlockNode top)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            foreach (var item in at.Items)
            {
                if (item.Order < node.Order && MayLeave(item))
                    return false;
            }

            if (at == top)
                return true;
            if (at.Owner is IfNode branch ? !IsPresence(branch.Condition, 0) : at.Owner is LoopNode or SwitchNode || at.Role == BlockRole.Catch)
                return false;
        }

        return false;
    }

    /// <summary>Every turn of the loop gets to the node, and the loop ends only when there is nothing left.</summary>
    public static bool RunsInEveryTurn(Node node, LoopNode loop) => Runs(node, loop.BodyBlock) && !MayLeave(loop.BodyBlock);

    private static bool MayLeave(Node node) => node switch
    {
        ReturnNode { IsYield: false } or ThrowNode or JumpNode => true,
        IfNode branch => !IsPresence(branch.Condition, 0) && (MayLeave(branch.Then) || MayLeave(branch.Else)),
        BlockNode block => block.Items.Exists(MayLeave),
        LockNode section => MayLeave(section.Block),
        TryNode attempt => MayLeave(attempt.TryBody) || attempt.Catches.Exists(c => MayLeave(c.Block)) || attempt.Finally is { } cleanup && MayLeave(cleanup),
        LoopNode loop => HasReturn(loop.BodyBlock),
        SwitchNode choice => choice.Cases.Exists(c => MayLeave(c.Block)),
        _ => false,
    };

    private static bool HasReturn(BlockNode block) => block.Items.Exists(item => item switch
    {
        ReturnNode { IsYield: false } or ThrowNode or JumpNode { Jump: JumpKind.Goto } => true,
        IfNode branch => HasReturn(branch.Then) || HasReturn(branch.Else),
        BlockNode inner => HasReturn(inner),
        LockNode section => HasReturn(section.Block),
        TryNode attempt => HasReturn(attempt.TryBody) || attempt.Catches.Exists(c => HasReturn(c.Block)) || attempt.Finally is { } cleanup && HasReturn(cleanup),
        LoopNode loop => HasReturn(loop.BodyBlock),
        SwitchNode choice => choice.Cases.Exists(c => HasReturn(c.Block)),
        _ => false,
    });

    /// <summary>Is it null, of the type that can be disposed, was there an entry at all.</summary>
    private static bool IsPresence(Value condition, int depth)
    {
        if (depth > 8)
            return false;
        return condition.Kind switch
        {
            ValueKind.IsNull => true,
            ValueKind.Outcome => condition.Access is { Access: AccessKind.Take or AccessKind.Exists },
            ValueKind.Constant => true,
            ValueKind.Not => IsPresence(condition.A!, depth + 1),
            ValueKind.And => IsPresence(condition.A!, depth + 1) && (condition.B!.Kind == ValueKind.Unknown && condition.A!.Kind == ValueKind.Not || IsPresence(condition.B, depth + 1)),
            ValueKind.Or => IsPresence(condition.A!, depth + 1) && IsPresence(condition.B!, depth + 1),
            ValueKind.Local => condition.Local.Single is { } single && IsPresence(single, depth + 1),
            _ => false,
        };
    }
}
