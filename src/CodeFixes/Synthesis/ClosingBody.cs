using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Changes the body of a closing member.</summary>
internal static class ClosingBody
{
    /// <summary>Every return gives a finished or another task, and nothing in the way of an await.</summary>
    public static bool CanBecomeAsync(MethodDeclarationSyntax method) =>
        method.ParameterList.Parameters.All(p => p.Modifiers.Count == 0)
        && !method.DescendantNodes().Any(n => n is UnsafeStatementSyntax or YieldStatementSyntax)
        && Returns(method).All(r => r.Expression != null && r.FirstAncestorOrSelf<LockStatementSyntax>() == null);

    public static MethodDeclarationSyntax ToAsync(MethodDeclarationSyntax method)
    {
        var block = method.Body ?? SyntaxFactory.Block(SyntaxFactory.ReturnStatement(method.ExpressionBody!.Expression.WithLeadingTrivia(SyntaxFactory.Space)));
        return AwaitCode.WithModifier(method, SyntaxFactory.Token(SyntaxKind.AsyncKeyword).WithTrailingTrivia(SyntaxFactory.Space))
            .WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(AwaitReturns(block))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    public static bool ReturnsOnlyTasks(BlockSyntax block) => Returns(block).All(r => r.Expression != null);

    /// <summary>What was returned is awaited.</summary>
    public static BlockSyntax AwaitReturns(BlockSyntax block)
    {
        block = block.ReplaceNodes(Returns(block), (original, current) => current.WithAdditionalAnnotations(Marker));
        var result = new List<StatementSyntax>();
        foreach (var statement in block.Statements)
        {
            if (statement is ReturnStatementSyntax { Expression: { } value })
            {
                if (!IsFinished(value))
                    result.Add(SyntaxFactory.ExpressionStatement(AwaitCode.Await(value.WithoutTrivia())).WithTriviaFrom(statement));
                continue;
            }

            result.Add((StatementSyntax)Rewriter.Instance.Visit(statement));
        }

        return block.WithStatements(SyntaxFactory.List(result));
    }

    public static MethodDeclarationSyntax WithBlock(MethodDeclarationSyntax method, IMethodSymbol symbol)
    {
        if (method.ExpressionBody is not { } arrow)
            return method;
        StatementSyntax only = symbol.ReturnsVoid || symbol.IsAsync
            ? SyntaxFactory.ExpressionStatement(arrow.Expression)
            : SyntaxFactory.ReturnStatement(arrow.Expression);
        return method.WithExpressionBody(null).WithSemicolonToken(default)
            .WithBody(SyntaxFactory.Block(only).WithTrailingTrivia(method.SemicolonToken.TrailingTrivia))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    public static MethodDeclarationSyntax Add(MethodDeclarationSyntax method, SyntaxList<StatementSyntax> added, bool isFirst) =>
        method.WithBody(Add(method.Body!, added, isFirst)).WithAdditionalAnnotations(Formatter.Annotation);

    public static MethodDeclarationSyntax AddToDisposing(MethodDeclarationSyntax method, string parameter, SyntaxList<StatementSyntax> added, bool isFirst)
    {
        var test = method.Body!.Statements.OfType<IfStatementSyntax>().FirstOrDefault(i => i.Condition is IdentifierNameSyntax { Identifier: { } name } && name.ValueText == parameter && i.Else == null);
        if (test == null)
        {
            var guarded = SyntaxFactory.IfStatement(SyntaxFactory.IdentifierName(parameter), SyntaxFactory.Block(added));
            return Add(method, SyntaxFactory.SingletonList<StatementSyntax>(guarded.WithAdditionalAnnotations(Formatter.Annotation)), isFirst);
        }

        var block = test.Statement as BlockSyntax ?? SyntaxFactory.Block(test.Statement);
        return method.ReplaceNode(test, test.WithStatement(Add(block, added, isFirst)).WithAdditionalAnnotations(Formatter.Annotation)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    public static BlockSyntax AddFirst(BlockSyntax block, SyntaxList<StatementSyntax> added) =>
        block.WithStatements(block.Statements.InsertRange(0, added)).WithAdditionalAnnotations(Formatter.Annotation);

    /// <summary>At the start; or at the end, before a call of the base class, a final return, or a throw of what failed so far.</summary>
    private static BlockSyntax Add(BlockSyntax block, SyntaxList<StatementSyntax> added, bool isFirst)
    {
        var at = isFirst ? 0 : block.Statements.Count;
        while (!isFirst && at > 0 && (IsLast(block.Statements[at - 1]) || at > 1 && Throws(block.Statements[at - 1])))
            at--;
        if (isFirst && block.Statements.Count > 0 && !block.Statements[0].GetLeadingTrivia().FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
        {
            var next = block.Statements[0];
            var gap = SyntaxFactory.EndOfLine(Template.LineEndOf(added[0]));
            block = block.ReplaceNode(next, next.WithLeadingTrivia(next.GetLeadingTrivia().Insert(0, gap)));
        }

        return block.WithStatements(block.Statements.InsertRange(at, added));
    }

    private static bool IsLast(StatementSyntax statement) => statement is ReturnStatementSyntax
        || statement is ExpressionStatementSyntax { Expression: var expression } && (expression.ToString() is var text)
            && (text.StartsWith("base.") || text.StartsWith("await base.") || text.StartsWith("GC.SuppressFinalize"));

    private static bool Throws(StatementSyntax statement) => statement switch
    {
        ThrowStatementSyntax => true,
        IfStatementSyntax { Else: null, Statement: var only } => Throws(only),
        BlockSyntax { Statements: { Count: 1 } statements } => Throws(statements[0]),
        _ => false,
    };

    private static readonly SyntaxAnnotation Marker = new();

    private static IEnumerable<ReturnStatementSyntax> Returns(SyntaxNode body) =>
        body.DescendantNodes(n => n is not (AnonymousFunctionExpressionSyntax or LocalFunctionStatementSyntax)).OfType<ReturnStatementSyntax>();

    private static bool IsFinished(ExpressionSyntax value) =>
        value.IsKind(SyntaxKind.DefaultLiteralExpression) || value is DefaultExpressionSyntax || value is MemberAccessExpressionSyntax { Name.Identifier.ValueText: "CompletedTask" }
        || value is ImplicitObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 } or ObjectCreationExpressionSyntax { ArgumentList.Arguments.Count: 0 };

    /// <summary>return task; in a nested statement becomes await task; return;</summary>
    private sealed class Rewriter : CSharpSyntaxRewriter
    {
        public static readonly Rewriter Instance = new();

        public override SyntaxNode? VisitReturnStatement(ReturnStatementSyntax node)
        {
            if (!node.HasAnnotation(Marker) || node.Expression == null)
                return node;
            var end = SyntaxFactory.ReturnStatement();
            if (IsFinished(node.Expression))
                return end.WithTriviaFrom(node);
            return SyntaxFactory.Block(SyntaxFactory.ExpressionStatement(AwaitCode.Await(node.Expression.WithoutTrivia())), end)
                .WithTriviaFrom(node)
                .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);
        }
    }
}
