using LeakGuard.Catalog;
using LeakGuard.Facts;

namespace LeakGuard.Holders;

/// <summary>
/// Goes forward through a body with a set of abstract states, one bit each: joins are unions, 0 is unreachable.
/// Exceptions leave from every step that may throw; finally blocks run on every way out.
/// </summary>
internal abstract class Flow
{
    private const int MaxSteps = 40_000;
    private int raised;
    private int steps;

    protected struct Exits
    {
        public int Return;
        public int Break;
        public int Continue;
    }

    /// <summary>States at the end of the body (falling off or returning), and at exceptions that leave it.</summary>
    internal readonly struct Outcome
    {
        public Outcome(int normal, int thrown, bool isCertain)
        {
            Normal = normal;
            Thrown = thrown;
            IsCertain = isCertain;
        }

        public int Normal { get; }

        public int Thrown { get; }

        /// <summary>False when the body could not be followed to its end: nothing may be concluded.</summary>
        public bool IsCertain { get; }
    }

    public Outcome Run(BodyFacts body, int entry)
    {
        if (body.IsOpaque || body.Member.IsTruncated)
            return new Outcome(0, 0, false);
        raised = 0;
        steps = 0;
        var exits = default(Exits);
        var end = Visit(body.Root, entry, ref exits);
        return new Outcome(end | exits.Return, raised, steps <= MaxSteps);
    }

    /// <summary>The states after a leaf node.</summary>
    protected abstract int Step(int state, Node node);

    /// <summary>Control leaves a loop, or a turn of it.</summary>
    protected virtual void Jump(int state, JumpNode jump)
    {
    }

    /// <summary>The states that remain when an atomic condition holds, or does not.</summary>
    protected virtual int AssumeAtom(int state, Value atom, bool holds) => state;

    /// <summary>What a local holds is followed by itself, whatever it was made of.</summary>
    protected virtual bool IsFollowed(Value local) => false;

    /// <summary>Something else than what is tested for is known to come there too.</summary>
    protected virtual bool MayBeOther(Microsoft.CodeAnalysis.ITypeSymbol? tested) => false;

    /// <summary>After a test with two ways on that change nothing: what was known before, or what the ways say together.</summary>
    protected virtual int Forget(int before, int after) => after;

    protected virtual bool MayThrow(Node node) => node switch
    {
        CallNode call => call.Info == null || call.Info.Role != MethodRole.Inert,
        AwaitNode => true,
        _ => false,
    };

    private int Visit(BlockNode block, int state, ref Exits exits)
    {
        foreach (var item in block.Items)
        {
            if (state == 0)
                return 0;
            state = Visit(item, state, ref exits);
        }

        return state;
    }

    private int Visit(Node node, int state, ref Exits exits)
    {
        if (++steps > MaxSteps)
            return 0;
        switch (node)
        {
            case IfNode branch:
                var assumed = Assume(state, branch.Condition, true, 0);
                var denied = Assume(state, branch.Condition, false, 0);
                var then = Visit(branch.Then, assumed, ref exits);
                var otherwise = Visit(branch.Else, denied, ref exits);
                // Branches that only tested leave nothing known behind them.
                return then == assumed && otherwise == denied && then != 0 && otherwise != 0 ? Forget(state, then | otherwise) : then | otherwise;
            case LoopNode loop:
                return VisitLoop(loop, state, ref exits);
            case SwitchNode choice:
                return VisitSwitch(choice, state, ref exits);
            case TryNode attempt:
                return VisitTry(attempt, state, ref exits);
            case LockNode node1:
                return Visit(node1.Block, Step(state, node1), ref exits);
            case ReturnNode { IsYield: false }:
                exits.Return |= Step(state, node);
                return 0;
            case ThrowNode:
                raised |= Step(state, node);
                return 0;
            case JumpNode jump:
                Jump(state, jump);
                if (jump.Jump == JumpKind.Break)
                    exits.Break |= state;
                else if (jump.Jump == JumpKind.Continue)
                    exits.Continue |= state;
                return 0;
            case BlockNode block:
                return Visit(block, state, ref exits);
            default:
                if (MayThrow(node))
                    raised |= state;
                return Step(state, node);
        }
    }

    private int VisitLoop(LoopNode loop, int state, ref Exits exits)
    {
        var enter = state;
        var after = 0;
        for (var round = 0; round < 6; round++)
        {
            var inner = default(Exits);
            int back;
            if (loop.IsDoWhile)
            {
                var end = Visit(loop.BodyBlock, enter, ref inner) | inner.Continue;
                var tested = Visit(loop.Head, end, ref inner);
                back = Assume(tested, loop.Condition, true);
                after = Assume(tested, loop.Condition, false) | inner.Break;
            }
            else
            {
                var tested = Visit(loop.Head, enter, ref inner);
                after = loop.IsEndless ? 0 : Assume(tested, loop.Condition, false);
                back = Visit(loop.BodyBlock, Assume(tested, loop.Condition, true), ref inner) | inner.Continue;
                after |= inner.Break;
            }

            exits.Return |= inner.Return;
            if ((enter | back) == enter)
                break;
            enter |= back;
        }

        return after;
    }

    private int VisitSwitch(SwitchNode choice, int state, ref Exits exits)
    {
        var inner = default(Exits);
        var rest = state;
        var after = 0;
        foreach (var (condition, block) in choice.Cases)
        {
            after |= Visit(block, Assume(rest, condition, true, 0), ref inner);
            rest = Assume(rest, condition, false, 0);
        }

        exits.Return |= inner.Return;
        exits.Continue |= inner.Continue;
        return after | inner.Break | (choice.IsExhaustive ? 0 : rest);
    }

    private int VisitTry(TryNode attempt, int state, ref Exits exits)
    {
        var outer = raised;
        raised = 0;
        var inner = default(Exits);
        var normal = Visit(attempt.TryBody, state, ref inner);
        var thrown = raised;
        var escaping = thrown;
        raised = 0;
        foreach (var clause in attempt.Catches)
        {
            normal |= Visit(clause.Block, thrown, ref inner);
            if (clause.IsGeneral && !clause.HasFilter)
                escaping = 0;
        }

        escaping |= raised;
        raised = outer;
        if (attempt.Finally == null)
        {
            raised |= escaping;
            Merge(ref exits, inner);
            return normal;
        }

        var ignored = default(Exits);
        if (escaping != 0)
            raised |= Visit(attempt.Finally, escaping, ref ignored);
        exits.Return |= inner.Return == 0 ? 0 : Visit(attempt.Finally, inner.Return, ref ignored);
        exits.Break |= inner.Break == 0 ? 0 : Visit(attempt.Finally, inner.Break, ref ignored);
        exits.Continue |= inner.Continue == 0 ? 0 : Visit(attempt.Finally, inner.Continue, ref ignored);
        return normal == 0 ? 0 : Visit(attempt.Finally, normal, ref ignored);
    }

    private static void Merge(ref Exits exits, Exits inner)
    {
        exits.Return |= inner.Return;
        exits.Break |= inner.Break;
        exits.Continue |= inner.Continue;
    }

    protected int Assume(int state, Value? condition, bool holds) => condition == null ? state : Assume(state, condition, holds, 0);

    private int Assume(int state, Value condition, bool holds, int depth)
    {
        if (state == 0 || depth > 16)
            return state;
        if (condition.Kind == ValueKind.Local && DeadCode.Is(condition, !holds, 0))
            return 0;
        switch (condition.Kind)
        {
            case ValueKind.Constant when condition.Data is bool constant:
                return constant == holds ? state : 0;
            case ValueKind.Not:
                return Assume(state, condition.A!, !holds, depth + 1);
            case ValueKind.And or ValueKind.Or:
                var both = (condition.Kind == ValueKind.And) == holds;
                // Of another type, or nothing at all: that says neither.
                return !both && condition.B is { IsTypeTest: true, Type: var tested } && !MayBeOther(tested) ? state : both
                    ? Assume(Assume(state, condition.A!, holds, depth + 1), condition.B!, holds, depth + 1)
                    : Assume(state, condition.A!, holds, depth + 1) | Assume(Assume(state, condition.A!, !holds, depth + 1), condition.B!, holds, depth + 1);
            case ValueKind.Local when !IsFollowed(condition) && condition.Local.Single is { } single && single.Kind is not (ValueKind.Store or ValueKind.Parameter):
                return Assume(state, single, holds, depth + 1);
            default:
                return AssumeAtom(state, condition, holds);
        }
    }
}
