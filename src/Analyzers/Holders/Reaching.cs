using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>Which of the values assigned to a local it has at a node.</summary>
internal static class Reaching
{
    /// <summary>The value that certainly is in the local when control gets to the node; the local itself when several may be.</summary>
    public static Value At(Value value, Node node)
    {
        if (value.Kind != ValueKind.Local || value.Local.Assigned.Count < 2)
            return value;
        AssignNode? last = null;
        foreach (var write in value.Local.Writes)
        {
            if (write.Body != node.Body)
                return value;
            if (write.Order < node.Order && (last == null || write.Order > last.Order))
                last = write;
        }

        if (last?.Parent == null || !Structure.Contains(last.Parent, node))
            return value;
        foreach (var write in value.Local.Writes)
        {
            if (write.Order > node.Order && ComesRound(last, write, node))
                return value;
        }

        return last.Value;
    }

    /// <summary>A loop around the node, but not around the last write before it, brings a later write back to it.</summary>
    private static bool ComesRound(Node last, Node later, Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role is BlockRole.LoopBody or BlockRole.LoopHead && !Structure.Contains(at, last) && Structure.Contains(at, later))
                return true;
        }

        return false;
    }
}
