using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Ways that part and join.</content>
internal sealed partial class Collector
{
    private void VisitIf(IConditionalOperation branch)
    {
        var condition = VisitCondition(branch.Condition);
        Branch(branch.Syntax, condition, () => VisitStatement(branch.WhenTrue), () => VisitStatement(branch.WhenFalse), branch.WhenTrue.Syntax);
    }

    /// <summary>Adds an if and keeps the lockset that certainly holds after it.</summary>
    private void Branch(SyntaxNode syntax, Value condition, System.Action then, System.Action? otherwise, SyntaxNode? thenSyntax = null)
    {
        var node = new IfNode(syntax, condition, NewBlock(thenSyntax ?? syntax, BlockRole.Then), NewBlock(syntax, BlockRole.Else));
        node.Then.Owner = node.Else.Owner = node;
        Add<IfNode>(node);
        var before = locks;
        Within(node.Then, then);
        var after = locks;
        locks = before;
        if (otherwise != null)
            Within(node.Else, otherwise);
        locks = Join((node.Then, after), (node.Else, locks), before);
    }

    private LockSet Join((BlockNode Block, LockSet Locks) a, (BlockNode Block, LockSet Locks) b, LockSet before)
    {
        var aEnds = Ends(a.Block);
        var bEnds = Ends(b.Block);
        if (aEnds && bEnds)
            return before;
        return aEnds ? b.Locks : bEnds ? a.Locks : a.Locks.Intersect(b.Locks);
    }

    private void VisitSwitch(ISwitchOperation choice)
    {
        var subject = Visit(choice.Value);
        var cases = new List<(Value, BlockNode)>();
        var exhaustive = false;
        var node = new SwitchNode(choice.Syntax, cases, HasDefault(choice));
        Add<SwitchNode>(node);
        var before = locks;
        LockSet? after = null;
        foreach (var section in choice.Cases)
        {
            locks = before;
            var inner = NewBlock(section.Syntax, BlockRole.Case);
            inner.Owner = node;
            var condition = Value.Unknown;
            Within(inner, () =>
            {
                foreach (var clause in section.Clauses)
                    condition = VisitClause(clause, subject, section.Clauses.Length);
                foreach (var statement in section.Body)
                    VisitStatement(statement);
            });
            cases.Add((condition, inner));
            if (!Ends(inner) || inner.Items.Exists(i => i is JumpNode { Jump: JumpKind.Break }))
                after = after == null ? locks : after.Intersect(locks);
            exhaustive |= condition == Value.True;
        }

        locks = after ?? before;
        if (!exhaustive)
            locks = locks.Intersect(before);
    }

    private static bool HasDefault(ISwitchOperation choice)
    {
        foreach (var section in choice.Cases)
        {
            foreach (var clause in section.Clauses)
            {
                if (clause.CaseKind == CaseKind.Default)
                    return true;
            }
        }

        return false;
    }

    private Value VisitClause(ICaseClauseOperation clause, Value subject, int count)
    {
        var value = clause switch
        {
            ISingleValueCaseClauseOperation single => Equality(subject, Visit(single.Value)),
            IPatternCaseClauseOperation pattern => Guarded(VisitPattern(pattern.Pattern, subject), pattern.Guard),
            _ => Value.Unknown,
        };
        return count == 1 ? value : Value.Unknown;
    }

    private Value Guarded(Value value, IOperation? guard) =>
        guard == null ? value : new Value(ValueKind.And, value, VisitCondition(guard));

    private void VisitBranch(IBranchOperation jump)
    {
        var kind = jump.BranchKind switch
        {
            BranchKind.Break => JumpKind.Break,
            BranchKind.Continue => JumpKind.Continue,
            _ => JumpKind.Goto,
        };
        if (kind == JumpKind.Goto)
            body.IsOpaque = true;
        Add<JumpNode>(new JumpNode(jump.Syntax, kind));
    }
}
