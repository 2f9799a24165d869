using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

/// <content>Expressions that choose: a ? b : c, a ?? b, a?.B, switch.</content>
internal sealed partial class Collector
{
    private Value VisitConditional(IConditionalOperation conditional)
    {
        var condition = VisitCondition(conditional.Condition);
        Value a = Value.Unknown, b = Value.Unknown;
        Branch(conditional.Syntax, condition, () => a = Visit(conditional.WhenTrue), () => b = Visit(conditional.WhenFalse));
        return Value.Either(a, b, condition);
    }

    private Value VisitCoalesce(ICoalesceOperation coalesce)
    {
        var value = Visit(coalesce.Value);
        var other = Value.Unknown;
        Branch(coalesce.Syntax, NullTest(value), () => other = Visit(coalesce.WhenNull), null);
        return Value.Either(value, other);
    }

    private Value VisitConditionalAccess(IConditionalAccessOperation access)
    {
        var receiver = Visit(access.Operation);
        var result = Value.Unknown;
        Branch(access.Syntax, Value.Negate(NullTest(receiver)), () =>
        {
            conditionalReceivers.Push(receiver);
            result = Visit(access.WhenNotNull);
            conditionalReceivers.Pop();
        }, null);
        return result;
    }

    private Value VisitSwitchExpression(ISwitchExpressionOperation choice)
    {
        var subject = Visit(choice.Value);
        var cases = new List<(Value, BlockNode)>();
        var node = new SwitchNode(choice.Syntax, cases, isExhaustive: true);
        Add<SwitchNode>(node);
        Value? result = null;
        foreach (var arm in choice.Arms)
        {
            var inner = NewBlock(arm.Syntax, BlockRole.Case);
            inner.Owner = node;
            var condition = Value.Unknown;
            Within(inner, () =>
            {
                condition = Guarded(VisitPattern(arm.Pattern, subject), arm.Guard);
                var value = Visit(arm.Value);
                result = result == null ? value : Value.Either(result, value);
            });
            cases.Add((condition, inner));
        }

        return result ?? Value.Unknown;
    }
}
