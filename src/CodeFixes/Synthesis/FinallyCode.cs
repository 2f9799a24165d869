using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Formatting;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// Wraps statements of a block into a try whose finally cleans up, and takes the cleanup out of where it stood. What that leaves empty goes
/// too: a catch that only throws on, a finally, a try without either.
/// </summary>
internal sealed class FinallyCode : CSharpSyntaxRewriter
{
    private static readonly SyntaxAnnotation Dissolved = new();

    private readonly BlockSyntax block;
    private readonly int start;
    private readonly int end;
    private readonly IReadOnlyList<StatementSyntax> cleanup;
    private readonly HashSet<StatementSyntax> dropped;

    /// <param name="block">The block that is changed.</param>
    /// <param name="start">Index of the first statement of the try.</param>
    /// <param name="end">Index behind the last statement of the try.</param>
    /// <param name="cleanup">What the finally does.</param>
    /// <param name="dropped">Statements that go.</param>
    public FinallyCode(BlockSyntax block, int start, int end, IReadOnlyList<StatementSyntax> cleanup, IEnumerable<StatementSyntax> dropped)
    {
        this.block = block;
        this.start = start;
        this.end = end;
        this.cleanup = cleanup;
        this.dropped = new HashSet<StatementSyntax>(dropped);
    }

    /// <summary>The changed form of the block, or of something around it.</summary>
    public T Apply<T>(T scope)
        where T : SyntaxNode => (T)Visit(scope).WithAdditionalAnnotations(Formatter.Annotation);

    public override SyntaxNode VisitBlock(BlockSyntax node)
    {
        if (node != block)
            return node.WithStatements(SyntaxFactory.List(Rest(node.Statements)));
        var body = Rest(node.Statements.Skip(start).Take(end - start)).ToList();
        var statements = node.Statements.Take(start).Append(Guard(body)).Concat(Rest(node.Statements.Skip(end)));
        return node.WithStatements(SyntaxFactory.List(statements));
    }

    public override SyntaxNode VisitTryStatement(TryStatementSyntax node)
    {
        var changed = (TryStatementSyntax)base.VisitTryStatement(node)!;
        var clauses = node.Catches.Zip(changed.Catches, (before, after) => (before, after))
            .Where(c => !(c.before.Block.Statements.Any(dropped.Contains) && c.after.Block.Statements.Count == 1 && c.after.Block.Statements[0] is ThrowStatementSyntax { Expression: null }))
            .Select(c => c.after);
        changed = changed.WithCatches(SyntaxFactory.List(clauses));
        if (changed.Finally is { Block.Statements.Count: 0 } && node.Finally!.Block.Statements.Count > 0)
            changed = changed.WithFinally(null);
        return changed.Catches.Count == 0 && changed.Finally == null ? changed.Block.WithLeadingTrivia(node.GetLeadingTrivia()).WithAdditionalAnnotations(Dissolved) : changed;
    }

    /// <summary>A test of which nothing is left but its effect.</summary>
    public override SyntaxNode? VisitIfStatement(IfStatementSyntax node)
    {
        var inner = node.Statement is BlockSyntax block ? block.Statements.ToList() : new List<StatementSyntax> { node.Statement };
        if (node.Else != null || inner.Count == 0 || !inner.All(dropped.Contains))
            return base.VisitIfStatement(node);
        return HasEffect(node.Condition)
            ? SyntaxFactory.ExpressionStatement(node.Condition.WithoutTrivia()).WithTriviaFrom(node)
            : SyntaxFactory.EmptyStatement().WithAdditionalAnnotations(Dissolved);
    }

    public static bool HasEffect(ExpressionSyntax condition) =>
        condition is InvocationExpressionSyntax { Expression: MemberAccessExpressionSyntax { Name.Identifier.ValueText: not ("ContainsKey" or "Contains" or "TryGetValue") } };

    private IEnumerable<StatementSyntax> Rest(IEnumerable<StatementSyntax> statements)
    {
        foreach (var statement in statements)
        {
            if (dropped.Contains(statement))
                continue;
            var changed = (StatementSyntax)Visit(statement);
            if (!changed.HasAnnotation(Dissolved))
            {
                yield return changed;
                continue;
            }

            if (changed is BlockSyntax inline)
            {
                foreach (var inner in inline.Statements)
                    yield return inner;
            }
        }
    }

    /// <summary>A try around the statements; when they are one try already, its finally.</summary>
    private TryStatementSyntax Guard(List<StatementSyntax> body)
    {
        var added = cleanup.Select((s, i) => i == 0 ? s.WithLeadingTrivia(WithoutBlankLines(s.GetLeadingTrivia())) : s);
        if (body.Count == 1 && body[0] is TryStatementSyntax attempt)
        {
            var last = attempt.Finally == null
                ? Finally(added)
                : attempt.Finally.WithBlock(attempt.Finally.Block.WithStatements(attempt.Finally.Block.Statements.AddRange(added)));
            return attempt.WithFinally(last).WithAdditionalAnnotations(Formatter.Annotation);
        }

        if (body.Count > 0)
            body[0] = body[0].WithLeadingTrivia(WithoutBlankLines(body[0].GetLeadingTrivia()));
        return SyntaxFactory.TryStatement(Braces(body), default, Finally(added)).WithAdditionalAnnotations(Formatter.Annotation);
    }

    private FinallyClauseSyntax Finally(IEnumerable<StatementSyntax> statements) => SyntaxFactory.FinallyClause(Braces(statements));

    private BlockSyntax Braces(IEnumerable<StatementSyntax> statements)
    {
        var lineEnd = SyntaxFactory.ElasticEndOfLine(Template.LineEndOf(block.SyntaxTree.GetRoot()));
        return SyntaxFactory.Block(
            SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker), SyntaxKind.OpenBraceToken, SyntaxFactory.TriviaList(lineEnd)),
            SyntaxFactory.List(statements.Select(s => s.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia) ? s : s.WithTrailingTrivia(s.GetTrailingTrivia().Add(lineEnd)))),
            SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker), SyntaxKind.CloseBraceToken, SyntaxFactory.TriviaList(lineEnd)));
    }

    private static IEnumerable<SyntaxTrivia> WithoutBlankLines(SyntaxTriviaList trivia) => trivia.SkipWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia));
}
