using LeakGuard.Catalog;
using LeakGuard.Facts;
using LeakGuard.Holders;

namespace LeakGuard.Races;

/// <summary>foreach (var item in items) if (item.Name == name) return …; a check of presence that is written as a loop.</summary>
internal static class SearchLoop
{
    /// <summary>The loop whose sequence the access is, when it ends the member for an entry that it finds.</summary>
    public static LoopNode? Of(AccessNode access)
    {
        if (access is not { Access: AccessKind.Enumerate, Parent: { } around } || around.Items.Find(i => i is LoopNode { Source: { } source } && source.A == access.Target && i.Order > access.Order) is not LoopNode loop)
            return null;
        foreach (var item in loop.BodyBlock.Items)
        {
            if (item is IfNode branch && (Structure.Leaves(branch.Then) || Structure.Leaves(branch.Else)) && AsksEntry(branch.Condition, 0))
                return loop;
        }

        return null;
    }

    /// <summary>The condition compares the entry of this turn, or a part of it, with something: it looks for one.</summary>
    private static bool AsksEntry(Value condition, int depth)
    {
        if (depth > 8)
            return false;
        if (condition.Kind == ValueKind.Same)
            return IsEntry(condition.A!) != IsEntry(condition.B!);
        if (condition.Kind == ValueKind.Result && condition.Call is { Target.Name: "Equals" or "Matches" or "SequenceEqual" } call)
            return call.Receiver is { } receiver && IsEntry(receiver) || call.Arguments.Length > 0 && System.Array.Exists(call.Arguments, IsEntry);
        if (condition is { Kind: ValueKind.Pure, Items: { Length: > 1 } items, Symbol.Name: "Equals" })
            return System.Array.Exists(items, IsEntry);
        return condition.Kind is ValueKind.Not or ValueKind.And or ValueKind.Or && (AsksEntry(condition.A!, depth + 1) || condition.B != null && AsksEntry(condition.B, depth + 1));
    }

    private static bool IsEntry(Value value)
    {
        for (var at = value; at != null; at = at.Kind == ValueKind.Local ? at.Local.Single : at.A)
        {
            if (at.Kind == ValueKind.EachElement)
                return true;
        }

        return false;
    }
}
