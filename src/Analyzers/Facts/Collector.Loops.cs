using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private void VisitWhile(IWhileLoopOperation loop)
    {
        var node = NewLoop(loop.Syntax);
        node.IsDoWhile = !loop.ConditionIsTop;
        var before = locks;
        if (loop.ConditionIsTop)
            Within(node.Head, () => node.Condition = Condition(loop));
        Within(node.BodyBlock, () => VisitStatement(loop.Body));
        if (!loop.ConditionIsTop)
            Within(node.Head, () => node.Condition = Condition(loop));
        node.IsEndless = node.Condition is { IsTrue: true };
        locks = before.Intersect(locks);
    }

    private Value? Condition(IWhileLoopOperation loop)
    {
        if (loop.Condition == null)
            return null;
        var value = VisitCondition(loop.Condition);
        return loop.ConditionIsUntil ? Value.Negate(value) : value;
    }

    private void VisitFor(IForLoopOperation loop)
    {
        foreach (var before in loop.Before)
            VisitStatement(before);
        var node = NewLoop(loop.Syntax);
        var held = locks;
        if (loop.Condition != null)
            Within(node.Head, () => node.Condition = VisitCondition(loop.Condition));
        Within(node.BodyBlock, () =>
        {
            VisitStatement(loop.Body);
            foreach (var step in loop.AtLoopBottom)
                VisitStatement(step);
        });
        node.IsEndless = loop.Condition == null || node.Condition is { IsTrue: true };
        locks = held.Intersect(locks);
    }

    private LoopNode NewLoop(SyntaxNode syntax)
    {
        var node = new LoopNode(syntax, NewBlock(syntax, BlockRole.LoopHead), NewBlock(syntax, BlockRole.LoopBody));
        node.Head.Owner = node.BodyBlock.Owner = node;
        return Add<LoopNode>(node);
    }

    private void VisitForEach(IForEachLoopOperation loop)
    {
        var source = Visit(loop.Collection);
        var sequence = Enumerated(source, loop.Collection.Syntax);
        var node = NewLoop(loop.Syntax);
        node.Source = sequence;
        node.IsAsync = loop.IsAsynchronous;
        var held = locks;
        Within(node.BodyBlock, () =>
        {
            if (loop.IsAsynchronous)
                member.Awaits.Add(Add<AwaitNode>(new AwaitNode(loop.Collection.Syntax, sequence)));
            AssignLoopVariable(loop.LoopControlVariable, new Value(ValueKind.EachElement, sequence), loop.Syntax);
            VisitStatement(loop.Body);
        });
        locks = held.Intersect(locks);
    }

    private void AssignLoopVariable(IOperation variable, Value each, SyntaxNode syntax)
    {
        switch (variable)
        {
            case IVariableDeclaratorOperation declarator:
                AssignLocal(Local(declarator.Symbol, declarator.Symbol.Type), each, declarator.Syntax);
                break;
            default:
                AssignPattern(variable, each, syntax);
                break;
        }
    }
}
