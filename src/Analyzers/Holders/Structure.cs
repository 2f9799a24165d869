using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Where a node stands: in which loop, try, catch or lock.</summary>
internal static class Structure
{
    /// <summary>The node is inside a block of that role in its own body.</summary>
    public static bool IsIn(Node node, BlockRole role) => Enclosing(node, role) != null;

    public static BlockNode? Enclosing(Node node, BlockRole role)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == role)
                return at;
        }

        return null;
    }

    public static LoopNode? EnclosingLoop(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.LoopBody)
                return (LoopNode)at.Owner!;
        }

        return null;
    }

    public static TryNode? EnclosingTry(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.TryBody)
                return (TryNode)at.Owner!;
        }

        return null;
    }

    /// <summary>Whether <paramref name="inner"/> stands inside <paramref name="outer"/>.</summary>
    public static bool Contains(BlockNode outer, Node inner)
    {
        for (var at = inner.Parent; at != null; at = at.Parent)
        {
            if (at == outer)
                return true;
        }

        return false;
    }
}
