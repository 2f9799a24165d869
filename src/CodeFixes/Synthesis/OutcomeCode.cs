using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Puts code where an operation has come out as true, or as false, whatever the statement does with the outcome.</summary>
internal static class OutcomeCode
{
    /// <summary>The statements that take the place of one; null where there is no right way.</summary>
    /// <param name="statement">The statement.</param>
    /// <param name="operation">The boolean operation in it.</param>
    /// <param name="outcome">Where the code runs.</param>
    /// <param name="code">The code.</param>
    public static IEnumerable<StatementSyntax>? Put(StatementSyntax statement, ExpressionSyntax operation, bool outcome, IReadOnlyList<StatementSyntax> code)
    {
        switch (statement)
        {
            case ExpressionStatementSyntax { Expression: var expression } when expression == operation || expression is AssignmentExpressionSyntax { Left: IdentifierNameSyntax { Identifier.ValueText: "_" } } discard && discard.Right == operation:
                return [If(operation, outcome, code).WithTrailingTrivia(statement.GetTrailingTrivia())];
            case ExpressionStatementSyntax { Expression: AssignmentExpressionSyntax { RawKind: (int)SyntaxKind.SimpleAssignmentExpression, Left: IdentifierNameSyntax target } assignment } when assignment.Right == operation:
                return [statement, If(target, outcome, code)];
            case LocalDeclarationStatementSyntax { Declaration.Variables: { Count: 1 } variables } when variables[0].Initializer?.Value == operation:
                return [statement, If(SyntaxFactory.IdentifierName(variables[0].Identifier.ValueText), outcome, code)];
            case ReturnStatementSyntax { Expression: { } returned } when Sense(returned, operation) is { } known && (known.InThen == outcome || known.InElse == outcome):
                return Return(returned, known.InThen == outcome, code, Literal(known.InThen == outcome), Literal(known.InThen != outcome));
            case ReturnStatementSyntax { Expression: ConditionalExpressionSyntax choice } when choice.Condition == operation:
                return Return(operation, outcome, code, outcome ? choice.WhenTrue : choice.WhenFalse, outcome ? choice.WhenFalse : choice.WhenTrue);
            case IfStatementSyntax branch when Sense(branch.Condition, operation) is { } sense:
                return Branch(branch, sense, outcome, code);
            case WhileStatementSyntax loop when Sense(loop.Condition, operation) is { InThen: { } inside } && inside == outcome:
                return [loop.WithStatement(Body(loop.Statement, code))];
            default:
                return null;
        }
    }

    /// <summary>Every way through the statement ends in a jump.</summary>
    public static bool Exits(StatementSyntax statement) => statement switch
    {
        BlockSyntax block => block.Statements.Count > 0 && Exits(block.Statements[block.Statements.Count - 1]),
        ReturnStatementSyntax or ThrowStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax => true,
        IfStatementSyntax { Else: { } otherwise } branch => Exits(branch.Statement) && Exits(otherwise.Statement),
        LockStatementSyntax holder => Exits(holder.Statement),
        _ => false,
    };

    private static IEnumerable<StatementSyntax>? Branch(IfStatementSyntax branch, (bool? InThen, bool? InElse) sense, bool outcome, IReadOnlyList<StatementSyntax> code)
    {
        if (sense.InThen == outcome)
            return [branch.WithStatement(Body(branch.Statement, code))];
        if (sense.InElse != outcome)
            return null;
        if (branch.Else is { } otherwise)
            return [branch.WithElse(otherwise.WithStatement(Body(otherwise.Statement, code)))];
        if (Exits(branch.Statement))
            return code.Prepend(branch);
        return [branch.WithElse(SyntaxFactory.ElseClause(code.Count == 1 ? code[0] : Statements.Block(code)).WithAdditionalAnnotations(Microsoft.CodeAnalysis.Formatting.Formatter.Annotation))];
    }

    private static StatementSyntax Body(StatementSyntax body, IReadOnlyList<StatementSyntax> code) =>
        code.Count == 1 && !Statements.Of(body).Any() && body is EmptyStatementSyntax ? code[0] : Statements.Prepend(body, code);

    private static IEnumerable<StatementSyntax> Return(ExpressionSyntax operation, bool outcome, IReadOnlyList<StatementSyntax> code, ExpressionSyntax then, ExpressionSyntax otherwise)
    {
        yield return If(operation, !outcome, [Statements.ParseOne($"return {otherwise};")]);
        foreach (var step in code)
            yield return step;
        yield return Statements.ParseOne($"return {then};");
    }

    /// <summary>What the operation has come out as in the two branches; null where that is open.</summary>
    private static (bool? InThen, bool? InElse)? Sense(ExpressionSyntax condition, ExpressionSyntax operation)
    {
        switch (condition)
        {
            case var _ when condition == operation:
                return (true, false);
            case ParenthesizedExpressionSyntax { Expression: var inner }:
                return Sense(inner, operation);
            case PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand }:
                return Sense(operand, operation) is { } sense ? (sense.InElse, sense.InThen) : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalAndExpression } and:
                return Sense(and.Right, operation) is { } last ? (last.InThen, null) : null;
            case BinaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalOrExpression } or:
                return Sense(or.Right, operation) is { } second ? (null, second.InElse) : null;
            default:
                return null;
        }
    }

    private static StatementSyntax If(ExpressionSyntax operation, bool outcome, IReadOnlyList<StatementSyntax> code)
    {
        var test = outcome ? operation.WithoutTrivia() : Not(operation.WithoutTrivia());
        var header = (IfStatementSyntax)Statements.ParseOne("if (x)\nreturn;");
        return header.WithCondition(test).WithStatement(code.Count == 1 && code[0] is not IfStatementSyntax { Else: not null } ? code[0] : Statements.Block(code));
    }

    private static ExpressionSyntax Not(ExpressionSyntax test) => test switch
    {
        PrefixUnaryExpressionSyntax { RawKind: (int)SyntaxKind.LogicalNotExpression, Operand: var operand } => operand,
        BinaryExpressionSyntax => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, SyntaxFactory.ParenthesizedExpression(test)),
        _ => SyntaxFactory.PrefixUnaryExpression(SyntaxKind.LogicalNotExpression, test),
    };

    private static ExpressionSyntax Literal(bool value) => SyntaxFactory.LiteralExpression(value ? SyntaxKind.TrueLiteralExpression : SyntaxKind.FalseLiteralExpression);
}
