using LeakGuard.Catalog;
using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Suppression;

/// <summary>Whether a step runs whenever its block does, apart from tests whether there is anything to do it to.</summary>
internal static class Unconditional
{
    /// <summary>Nothing before the node leaves the block, and no condition around it asks for more than presence.</summary>
    public static bool Runs(Node node, BlockNode top) => Runs(node, top, orFlags: false);

    /// <summary>The same, apart from flags too: if (_disposed) return; if (disposing) …</summary>
    public static bool RunsOnce(Node node, BlockNode top) => Runs(node, top, orFlags: true);

    private static bool Runs(Node node, BlockNode top, bool orFlags)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            foreach (var item in at.Items)
            {
                if (item.Order < node.Order && MayLeave(item, orFlags))
                    return false;
            }

            if (at == top)
                return true;
            if (at.Owner is IfNode branch ? !IsHarmless(branch.Condition, orFlags, 0) : at.Owner is LoopNode or SwitchNode || at.Role == BlockRole.Catch)
                return false;
        }

        return false;
    }

    /// <summary>Every turn of the loop gets to the node, and the loop ends only when there is nothing left.</summary>
    public static bool RunsInEveryTurn(Node node, LoopNode loop) => Runs(node, loop.BodyBlock) && !MayLeave(loop.BodyBlock, orFlags: false);

    private static bool MayLeave(Node node, bool orFlags) => node switch
    {
        ReturnNode { IsYield: false } or ThrowNode or JumpNode => true,
        IfNode branch => !IsHarmless(branch.Condition, orFlags, 0) && (MayLeave(branch.Then, orFlags) || MayLeave(branch.Else, orFlags)),
        BlockNode block => block.Items.Exists(item => MayLeave(item, orFlags)),
        LockNode section => MayLeave(section.Block, orFlags),
        TryNode attempt => MayLeave(attempt.TryBody, orFlags) || attempt.Catches.Exists(c => MayLeave(c.Block, orFlags)) || attempt.Finally is { } cleanup && MayLeave(cleanup, orFlags),
        LoopNode loop => HasReturn(loop.BodyBlock),
        SwitchNode choice => choice.Cases.Exists(c => MayLeave(c.Block, orFlags)),
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

    /// <summary>Is it null, of the type that can be disposed, was there an entry at all; and, where asked for, is a flag set.</summary>
    private static bool IsHarmless(Value condition, bool orFlags, int depth)
    {
        if (depth > 8)
            return false;
        return condition.Kind switch
        {
            ValueKind.IsNull or ValueKind.Constant => true,
            ValueKind.Outcome => condition.Access is { Access: AccessKind.Take or AccessKind.Remove or AccessKind.RemoveExact or AccessKind.Exists },
            ValueKind.Not => IsHarmless(condition.A!, orFlags, depth + 1),
            ValueKind.And => IsHarmless(condition.A!, orFlags, depth + 1) && (condition.B!.Kind == ValueKind.Unknown && condition.A!.Kind == ValueKind.Not || IsHarmless(condition.B, orFlags, depth + 1)),
            ValueKind.Or => IsHarmless(condition.A!, orFlags, depth + 1) && IsHarmless(condition.B!, orFlags, depth + 1),
            ValueKind.Local when condition.Local.Single is { } single => IsHarmless(single, orFlags, depth + 1),
            ValueKind.Store or ValueKind.Parameter => orFlags && condition is { A: null or { Kind: ValueKind.This }, Type.SpecialType: SpecialType.System_Boolean },
            ValueKind.Element => orFlags && condition.Access is { Access: AccessKind.Exchange or AccessKind.CompareExchange },
            // Interlocked.Exchange(ref _disposed, 1) != 0; _items.Count == 0
            ValueKind.Same => orFlags && (condition.A!.Kind == ValueKind.Constant || condition.B!.Kind == ValueKind.Constant),
            _ => false,
        };
    }
}
