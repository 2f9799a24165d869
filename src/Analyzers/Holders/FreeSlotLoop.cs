using LeakGuard.Facts;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Holders;

/// <summary>for (i = 0; i &lt; slots.Length; i++) if (slots[i] == null) break; a loop that stops at a free place.</summary>
internal static class FreeSlotLoop
{
    /// <summary>A loop counts the index up until its place is empty.</summary>
    public static bool Finds(Store store, Value index)
    {
        foreach (var access in store.Accesses)
        {
            if (access.Key is not { Kind: ValueKind.Local } key || key.Local != index.Local || access.Element is not { } element)
                continue;
            if (LoopOfHead(access) is { Condition: { } goOn } && DeniesNull(goOn, element, 0))
                return true;
            foreach (var branch in Structure.Branches(access.Body.Member))
            {
                if (Structure.EnclosingLoop(branch) != null && StopsAtNull(branch, element))
                    return true;
            }
        }

        return false;
    }

    private static LoopNode? LoopOfHead(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.LoopHead)
                return (LoopNode)at.Owner!;
        }

        return null;
    }

    /// <summary>if (slots[i] == null) break; a continue there would go on with places that are taken.</summary>
    private static bool StopsAtNull(IfNode branch, Value element) => branch.Condition.Kind == ValueKind.IsNull ? branch.Condition.A == element && Breaks(branch.Then)
        : branch.Condition is { Kind: ValueKind.Not, A: { Kind: ValueKind.IsNull } test } && test.A == element && Breaks(branch.Else);

    private static bool Breaks(BlockNode block) => block.Items.Count > 0 && block.Items[block.Items.Count - 1] is JumpNode { Jump: JumpKind.Break };

    /// <summary>while (i &lt; slots.Length &amp;&amp; slots[i] is not null) i++;</summary>
    private static bool DeniesNull(Value condition, Value element, int depth) => depth < 6 && (condition.Kind == ValueKind.Not && condition.A is { Kind: ValueKind.IsNull } test && test.A == element
        || condition.Kind == ValueKind.And && (DeniesNull(condition.A!, element, depth + 1) || DeniesNull(condition.B!, element, depth + 1)));
}
