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
                // What leaves a loop further in leaves only that; of a case, only its break does.
                if (Any(inner, end, item is LoopNode ? JumpKind.Goto : item is SwitchNode ? only is null or JumpKind.Continue ? JumpKind.Continue : JumpKind.Goto : only))
                    return true;
            }
        }

        return false;
    }
}
