using System.Collections.Generic;
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

    /// <summary>
    /// Whoever comes to the level (the node's own body, when none is given) comes to the node too, but for what throws: between them stand
    /// locks, tries and such branches as are harmless, and loops only where <paramref name="loops"/> says so.
    /// </summary>
    public static bool IsInNoBranch(Node node, BlockNode? level = null, System.Predicate<BlockNode>? isHarmless = null, bool loops = false)
    {
        for (var at = node.Parent; at != null && at != level; at = at.Parent)
        {
            if (at.Parent != null && !(at.Role is BlockRole.LockBody or BlockRole.TryBody or BlockRole.Finally or BlockRole.LoopHead || loops && at.Role == BlockRole.LoopBody || at.Owner is IfNode && isHarmless?.Invoke(at) == true))
                return false;
        }

        return true;
    }

    /// <summary>if (x != null) { … }</summary>
    public static bool IsWhenNotNull(BlockNode block) => block is { Role: BlockRole.Then, Owner: IfNode { Condition: { Kind: ValueKind.Not, A.Kind: ValueKind.IsNull } } };

    /// <summary>The innermost block in which both stand.</summary>
    public static BlockNode? LevelOf(Node node, Node other)
    {
        var at = node.Parent;
        while (at != null && !Contains(at, other))
            at = at.Parent;
        return at;
    }

    /// <summary>In a finally, whatever happened before: behind no test but one for null.</summary>
    public static bool EndsFinally(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.Finally)
                return true;
            if (at.Owner is IfNode && !IsWhenNotNull(at) || at.Role is BlockRole.Catch or BlockRole.LoopBody or BlockRole.Case)
                return false;
        }

        return false;
    }

    /// <summary>In a catch clause of the member's own body that ends with a throw: the member does not return from there.</summary>
    public static bool Fails(Node node)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at.Role == BlockRole.Catch)
                return node.Body.Enclosing == null && at.Items.Count > 0 && at.Items[at.Items.Count - 1] is ThrowNode;
        }

        return false;
    }

    /// <summary>The body is the other one, or a lambda or local function in it.</summary>
    public static bool IsWithin(BodyFacts inner, BodyFacts outer)
    {
        for (var at = inner; at != null; at = at.Enclosing)
        {
            if (at == outer)
                return true;
        }

        return false;
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

    /// <summary>Some loop goes over both: what comes second on one turn comes before the first on the next.</summary>
    public static bool ShareLoop(Node first, Node second)
    {
        for (var loop = EnclosingLoop(first); loop != null; loop = EnclosingLoop(loop))
        {
            if (Contains(loop.BodyBlock, second))
                return true;
        }

        return false;
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

    /// <summary>All branches of a member, those in lambdas and local functions too.</summary>
    public static IEnumerable<IfNode> Branches(MemberFacts facts)
    {
        var blocks = new Stack<BlockNode>();
        foreach (var body in facts.Bodies)
            blocks.Push(body.Root);
        while (blocks.Count > 0)
        {
            foreach (var item in blocks.Pop().Items)
            {
                if (item is IfNode branch)
                    yield return branch;
                foreach (var inner in BlocksOf(item))
                    blocks.Push(inner);
                if (item is TryNode { Finally: { } cleanup })
                    blocks.Push(cleanup);
            }
        }
    }

    public static IEnumerable<BlockNode> BlocksOf(Node node) => node switch
    {
        BlockNode block => new[] { block },
        IfNode branch => new[] { branch.Then, branch.Else },
        LoopNode loop => new[] { loop.Head, loop.BodyBlock },
        SwitchNode choice => choice.Cases.ConvertAll(c => c.Block),
        LockNode section => new[] { section.Block },
        TryNode attempt => new List<BlockNode>(attempt.Catches.ConvertAll(c => c.Block)) { attempt.TryBody },
        _ => System.Array.Empty<BlockNode>(),
    };

    /// <summary>
    /// No run of the body reaches both, but for another turn of a loop: they stand in different branches of one choice, or the branch of
    /// the first leaves before the second.
    /// </summary>
    public static bool Exclude(Node first, Node second) =>
        first.Body == second.Body && (first.Order <= second.Order ? Parts(first, second) : Parts(second, first));

    private static bool Parts(Node first, Node second)
    {
        if (CleansUp(second, first))
            return false;
        for (var at = first.Parent; at != null; at = at.Parent)
        {
            if (at.Role is not (BlockRole.Then or BlockRole.Else or BlockRole.Case) || Contains(at, second))
                continue;
            if (Leaves(at))
                return true;
            for (var other = second.Parent; other != null; other = other.Parent)
            {
                if (other.Owner == at.Owner && other.Role is BlockRole.Then or BlockRole.Else or BlockRole.Case)
                    return true;
            }
        }

        return false;
    }

    /// <summary>The second stands in a catch or finally clause to which control may come from the first.</summary>
    private static bool CleansUp(Node second, Node first)
    {
        for (var at = second.Parent; at != null; at = at.Parent)
        {
            if (at.Role is BlockRole.Catch or BlockRole.Finally && at.Owner is TryNode attempt && !Contains(at, first) && (Contains(attempt.TryBody, first) || attempt.Catches.Exists(c => Contains(c.Block, first))))
                return true;
        }

        return false;
    }

    /// <summary>It stands in a try of which some catch clause, but for harmless ones, does not throw: where it fails, the member goes on.</summary>
    public static bool IsSwallowed(Node node, System.Predicate<CatchClause>? isHarmless = null)
    {
        for (var at = node.Parent; at != null; at = at.Parent)
        {
            if (at is { Role: BlockRole.TryBody, Owner: TryNode attempt } && !attempt.Catches.TrueForAll(c => Throws(c.Block) || isHarmless?.Invoke(c) == true))
                return true;
        }

        return false;
    }

    /// <summary>Its last step throws, or both ways of it do.</summary>
    private static bool Throws(BlockNode block) => block.Items.Count > 0 && block.Items[block.Items.Count - 1] is var last && (last is ThrowNode || last is IfNode branch && Throws(branch.Then) && Throws(branch.Else));

    /// <summary>Its last step ends the member: a return, or a throw.</summary>
    public static bool Leaves(BlockNode block) => block.Items.Count > 0 && block.Items[block.Items.Count - 1] is ReturnNode { IsYield: false } or ThrowNode;

    /// <summary>Whoever comes to the node in its body has come by the step, unless something between them left.</summary>
    public static bool IsOnTheWay(Node step, Node to) => step.Body == to.Body && step.Order < to.Order && step.Parent is { } level && Contains(level, to);

    /// <summary>A return, a throw, or the end of this turn of a loop or of the loop.</summary>
    public static bool EndsTurn(BlockNode block) => block.Items.Count > 0 && block.Items[block.Items.Count - 1] is ReturnNode { IsYield: false } or ThrowNode or JumpNode;

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
