using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Ways that pass a node by although it stands in no branch: if (_busy) return; …, or continue; in a loop.</summary>
internal static class Skips
{
    /// <summary>Whoever comes to the level may leave it, or its turn of the loop, before the node.</summary>
    public static bool Before(Node node, BlockNode level) => Any(level, node.Order, null);

    /// <summary>Some turn of the loop ends it before all have had theirs.</summary>
    public static bool Break(LoopNode loop) => Any(loop.BodyBlock, int.MaxValue, JumpKind.Break);

    /// <param name="only">The one kind of jump that counts; null for all of them.</param>
    private static bool Any(BlockNode block, int end, JumpKind? only)
    {
        foreach (var item in block.Items)
        {
            if (item.Order >= end)
                break;
            if (item is ReturnNode { IsYield: false } || item is JumpNode jump && (only == null || jump.Jump == only))
                return true;
            foreach (var inner in Structure.BlocksOf(item))
            {
                // What leaves a loop further in, or a case, leaves only that.
                if (Any(inner, end, item is LoopNode or SwitchNode ? JumpKind.Goto : only))
                    return true;
            }
        }

        return false;
    }
}
