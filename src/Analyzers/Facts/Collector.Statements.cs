using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Operations;

namespace LeakGuard.Facts;

internal sealed partial class Collector
{
    private void VisitStatement(IOperation? operation)
    {
        if (operation == null || order > MaxNodes)
            return;
        Guard();
        switch (operation.Kind)
        {
            case OperationKind.MethodBody:
                var method = (IMethodBodyOperation)operation;
                VisitStatement(method.BlockBody ?? method.ExpressionBody);
                break;
            case OperationKind.ConstructorBody:
                var constructor = (IConstructorBodyOperation)operation;
                if (constructor.Initializer != null)
                    VisitStatement(constructor.Initializer);
                VisitStatement(constructor.BlockBody ?? constructor.ExpressionBody);
                break;
            case OperationKind.Block:
                VisitStatements(((IBlockOperation)operation).Operations, 0);
                break;
            case OperationKind.ExpressionStatement:
                VisitDropped(((IExpressionStatementOperation)operation).Operation);
                break;
            case OperationKind.VariableDeclarationGroup:
                foreach (var declaration in ((IVariableDeclarationGroupOperation)operation).Declarations)
                    VisitDeclaration(declaration);
                break;
            case OperationKind.Return or OperationKind.YieldBreak or OperationKind.YieldReturn:
                VisitReturn((IReturnOperation)operation);
                break;
            case OperationKind.Conditional when operation.Type == null:
                VisitIf((IConditionalOperation)operation);
                break;
            case OperationKind.Loop:
                VisitLoop((ILoopOperation)operation);
                break;
            case OperationKind.Switch:
                VisitSwitch((ISwitchOperation)operation);
                break;
            case OperationKind.Try:
                VisitTry((ITryOperation)operation);
                break;
            case OperationKind.Lock:
                VisitLock((ILockOperation)operation);
                break;
            case OperationKind.Using:
                VisitUsing((IUsingOperation)operation);
                break;
            case OperationKind.LocalFunction:
                VisitLocalFunction((ILocalFunctionOperation)operation);
                break;
            case OperationKind.Branch:
                VisitBranch((IBranchOperation)operation);
                break;
            case OperationKind.Labeled:
                body.IsOpaque = true;
                VisitStatement(((ILabeledOperation)operation).Operation);
                break;
            case OperationKind.Throw:
                VisitThrow((IThrowOperation)operation);
                break;
            default:
                if (operation.Kind == OperationKind.Invalid)
                    body.IsOpaque = true;
                Visit(operation);
                break;
        }
    }

    private void VisitLoop(ILoopOperation loop)
    {
        switch (loop)
        {
            case IWhileLoopOperation waiting:
                VisitWhile(waiting);
                break;
            case IForLoopOperation counting:
                VisitFor(counting);
                break;
            case IForEachLoopOperation walking:
                VisitForEach(walking);
                break;
            default:
                Visit(loop);
                break;
        }
    }

    private void VisitStatements(ImmutableArray<IOperation> operations, int start)
    {
        for (var i = start; i < operations.Length; i++)
        {
            if (operations[i] is IUsingDeclarationOperation use)
            {
                var resources = new List<Value>();
                foreach (var declaration in use.DeclarationGroup.Declarations)
                    CollectResources(declaration, resources);
                var next = i + 1;
                Disposing(use.Syntax, resources, () => VisitStatements(operations, next));
                return;
            }

            VisitStatement(operations[i]);
        }
    }

    private void CollectResources(IVariableDeclarationOperation declaration, List<Value> resources)
    {
        foreach (var declarator in declaration.Declarators)
        {
            VisitDeclarator(declarator, declaration.Initializer);
            resources.Add(Local(declarator.Symbol, declarator.Symbol.Type).Value);
        }
    }

    private void VisitDeclaration(IVariableDeclarationOperation declaration)
    {
        foreach (var declarator in declaration.Declarators)
            VisitDeclarator(declarator, declaration.Initializer);
    }

    private void VisitDeclarator(IVariableDeclaratorOperation declarator, IVariableInitializerOperation? shared)
    {
        var initializer = declarator.Initializer ?? shared;
        var local = Local(declarator.Symbol, declarator.Symbol.Type);
        if (initializer != null && !DeclareAlias(declarator, initializer.Value))
            AssignLocal(local, Visit(initializer.Value), declarator.Syntax);
    }

    private void VisitReturn(IReturnOperation result)
    {
        if (result.Kind == OperationKind.YieldBreak)
        {
            body.IsIterator = true;
            AddReturn(result.Syntax, null, false);
            return;
        }

        var value = result.ReturnedValue == null ? null : Visit(result.ReturnedValue);
        if (result.Kind == OperationKind.YieldReturn)
            body.IsIterator = true;
        AddReturn(result.Syntax, value, result.Kind == OperationKind.YieldReturn);
    }

    private void AddReturn(SyntaxNode syntax, Value? value, bool isYield)
    {
        var node = Add<ReturnNode>(new ReturnNode(syntax, value, isYield));
        member.Returns.Add(node);
    }

    private void VisitThrow(IThrowOperation failure)
    {
        var value = failure.Exception == null ? null : Visit(failure.Exception);
        member.Throws.Add(Add<ThrowNode>(new ThrowNode(failure.Syntax, value)));
    }

    private void VisitTry(ITryOperation attempt)
    {
        var tryBody = NewBlock(attempt.Body.Syntax, BlockRole.TryBody);
        var catches = new List<CatchClause>();
        foreach (var clause in attempt.Catches)
            catches.Add(new CatchClause(clause.ExceptionDeclarationOrExpression == null && clause.Syntax is CatchClauseSyntax { Declaration: null } ? null : clause.ExceptionType, clause.Filter != null, NewBlock(clause.Syntax, BlockRole.Catch)));
        var cleanup = attempt.Finally == null ? null : NewBlock(attempt.Finally.Syntax, BlockRole.Finally);
        var node = new TryNode(attempt.Syntax, tryBody, catches, cleanup);
        tryBody.Owner = node;
        if (cleanup != null)
            cleanup.Owner = node;
        Add<TryNode>(node);
        var before = locks;
        Within(tryBody, () => VisitStatement(attempt.Body));
        LockSet? after = Ends(tryBody) ? null : locks;
        for (var i = 0; i < catches.Count; i++)
        {
            var clause = attempt.Catches[i];
            var inner = catches[i].Block;
            inner.Owner = node;
            locks = before;
            Within(inner, () => VisitCatch(clause));
            if (!Ends(inner))
                after = after == null ? locks : after.Intersect(locks);
        }

        locks = after ?? before;
        if (cleanup != null)
            Within(cleanup, () => VisitStatement(attempt.Finally));
    }

    private void VisitCatch(ICatchClauseOperation clause)
    {
        if (clause.ExceptionDeclarationOrExpression is IVariableDeclaratorOperation declarator)
            AssignLocal(Local(declarator.Symbol, declarator.Symbol.Type), new Value(ValueKind.Caught), declarator.Syntax);
        if (clause.Filter != null)
            VisitCondition(clause.Filter);
        VisitStatement(clause.Handler);
    }
}
