using System;
using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Puts statements where there is one statement, or an expression body: in blocks, switch sections, and after braceless headers.</summary>
internal static class Statements
{
    /// <summary>Statements from their text, to be formatted and simplified where they are put.</summary>
    public static List<StatementSyntax> Parse(string text) =>
        ((BlockSyntax)SyntaxFactory.ParseStatement("{" + text + "\n}")).Statements.Select(Fresh).ToList();

    public static StatementSyntax ParseOne(string text) => Parse(text)[0];

    /// <summary>A made node: its line ends are the document's, and it is formatted and simplified.</summary>
    public static T Fresh<T>(T node)
        where T : SyntaxNode =>
        node.ReplaceTrivia(node.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia) || t.IsKind(SyntaxKind.WhitespaceTrivia)), (trivia, _) =>
                trivia.IsKind(SyntaxKind.EndOfLineTrivia) ? SyntaxFactory.ElasticCarriageReturnLineFeed : SyntaxFactory.ElasticWhitespace(trivia.ToString()))
            .WithLeadingTrivia(SyntaxFactory.ElasticMarker)
            .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
            .WithAdditionalAnnotations(Formatter.Annotation, Simplifier.Annotation);

    /// <summary>Replaces one statement by several. What is made may contain the statement, changed or not; its comments stay in front.</summary>
    public static void Replace(DocumentEditor editor, StatementSyntax statement, Func<StatementSyntax, IEnumerable<StatementSyntax>> make)
    {
        if (statement.Parent is not (BlockSyntax or SwitchSectionSyntax))
        {
            editor.ReplaceNode(statement, (current, _) => Arrange((StatementSyntax)current, make) is var made && made.Count == 1 && (made[0] is not IfStatementSyntax || current is IfStatementSyntax) ? LineEnds(editor, made[0]) : LineEnds(editor, Block(made)));
            return;
        }

        editor.TrackNode(statement);
        editor.ReplaceNode(statement.Parent, (container, _) =>
        {
            var current = container.GetCurrentNode(statement)!;
            var list = container is BlockSyntax block ? block.Statements : ((SwitchSectionSyntax)container).Statements;
            var replaced = list.ReplaceRange(current, Arrange(current, make));
            return LineEnds<SyntaxNode>(editor, container is BlockSyntax body ? Spread(body.WithStatements(replaced)) : ((SwitchSectionSyntax)container).WithStatements(replaced));
        });
    }

    /// <summary>Puts statements before and after one that stays.</summary>
    public static void Surround(DocumentEditor editor, StatementSyntax statement, IEnumerable<StatementSyntax> before, IEnumerable<StatementSyntax> after) =>
        Replace(editor, statement, current => before.Append(current).Concat(after));

    /// <summary>Replaces an expression body (of a member, an accessor, a local function or a lambda) by a block.</summary>
    /// <param name="editor">The editor of the document.</param>
    /// <param name="expression">The body.</param>
    /// <param name="make">Makes the statements of the block from the current expression.</param>
    public static void ReplaceBody(DocumentEditor editor, ExpressionSyntax expression, Func<ExpressionSyntax, IEnumerable<StatementSyntax>> make)
    {
        var owner = expression.Parent is ArrowExpressionClauseSyntax arrow ? arrow.Parent! : expression.Parent!;
        editor.TrackNode(expression);
        editor.ReplaceNode(owner, (current, _) =>
        {
            var body = current.GetCurrentNode(expression)!;
            // What is said behind the arrow is about the body.
            var said = body.GetFirstToken().GetPreviousToken().TrailingTrivia.SkipWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)).Concat(body.GetLeadingTrivia());
            return LineEnds(editor, WithBlock(current, Block(make(body.WithoutTrivia()).ToList(), SyntaxFactory.TriviaList(said))));
        });
    }

    public static BlockSyntax Block(IEnumerable<StatementSyntax> statements) => Block(statements.ToList(), default);

    /// <summary>The statement as the body of a header: the statements of a block, or the one that stands there.</summary>
    public static IEnumerable<StatementSyntax> Of(StatementSyntax body) =>
        body is BlockSyntax block ? (IEnumerable<StatementSyntax>)block.Statements : body is EmptyStatementSyntax ? [] : [body];

    /// <summary>A block with more statements at its beginning; a single statement becomes a block.</summary>
    public static BlockSyntax Prepend(StatementSyntax body, IEnumerable<StatementSyntax> first) => body is BlockSyntax block
        ? Spread(block.WithStatements(block.Statements.InsertRange(0, first)))
        : Block(first.Concat(Of(body).Select(Line)));

    /// <summary>Line ends that were made become those of the document.</summary>
    public static T LineEnds<T>(DocumentEditor editor, T node)
        where T : SyntaxNode
    {
        var known = editor.OriginalRoot.DescendantTrivia().FirstOrDefault(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).ToString();
        var end = SyntaxFactory.ElasticEndOfLine(known.Length == 0 ? "\n" : known);
        return node.ReplaceTrivia(node.DescendantTrivia().Where(t => t.IsKind(SyntaxKind.EndOfLineTrivia) && t.HasAnnotation(SyntaxAnnotation.ElasticAnnotation)), (_, _) => end);
    }

    private static BlockSyntax Block(List<StatementSyntax> statements, SyntaxTriviaList comments)
    {
        if (statements.Count > 0 && comments.Any(t => !t.IsKind(SyntaxKind.WhitespaceTrivia) && !t.IsKind(SyntaxKind.EndOfLineTrivia)))
            statements[0] = statements[0].WithLeadingTrivia(comments);
        return SyntaxFactory.Block(
                SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker), SyntaxKind.OpenBraceToken, SyntaxFactory.TriviaList(SyntaxFactory.ElasticCarriageReturnLineFeed)),
                SyntaxFactory.List(statements.Select(Line)),
                SyntaxFactory.Token(SyntaxFactory.TriviaList(SyntaxFactory.ElasticMarker), SyntaxKind.CloseBraceToken, SyntaxFactory.TriviaList(SyntaxFactory.ElasticCarriageReturnLineFeed)))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static List<StatementSyntax> Arrange(StatementSyntax current, Func<StatementSyntax, IEnumerable<StatementSyntax>> make)
    {
        var leading = current.GetLeadingTrivia();
        var indent = leading.Count > 0 && leading[leading.Count - 1].IsKind(SyntaxKind.WhitespaceTrivia) ? leading[leading.Count - 1] : SyntaxFactory.ElasticMarker;
        var made = make(current.WithLeadingTrivia(indent)).ToList();
        if (made.Count > 0)
            made[0] = made[0].WithLeadingTrivia(leading);
        return made.Select(s => EndsLine(s) ? s : Line(s)).ToList();
    }

    private static bool EndsLine(SyntaxNode node) => node.GetTrailingTrivia().Any(SyntaxKind.EndOfLineTrivia);

    /// <summary>A statement that ends its line.</summary>
    private static StatementSyntax Line(StatementSyntax statement) => EndsLine(statement) ? statement
        : statement.WithTrailingTrivia(WithoutSpace(statement.GetTrailingTrivia()).Append(SyntaxFactory.ElasticCarriageReturnLineFeed)).WithAdditionalAnnotations(Formatter.Annotation);

    private static IEnumerable<SyntaxTrivia> WithoutSpace(SyntaxTriviaList trivia) => trivia.All(t => t.IsKind(SyntaxKind.WhitespaceTrivia)) ? Enumerable.Empty<SyntaxTrivia>() : trivia;

    /// <summary>{ a; b; } on one line becomes a block of several.</summary>
    private static BlockSyntax Spread(BlockSyntax block)
    {
        if (EndsLine(block.OpenBraceToken) || block.Statements.Count == 0)
            return block;
        return block.WithOpenBraceToken(block.OpenBraceToken.WithLeadingTrivia(Elastic(block.OpenBraceToken.LeadingTrivia)).WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed))
            .WithStatements(SyntaxFactory.List(block.Statements.Select(Line)))
            .WithCloseBraceToken(block.CloseBraceToken.WithLeadingTrivia(Elastic(block.CloseBraceToken.LeadingTrivia)))
            .WithAdditionalAnnotations(Formatter.Annotation);
    }

    private static bool EndsLine(SyntaxToken token) => token.TrailingTrivia.Any(SyntaxKind.EndOfLineTrivia);

    private static IEnumerable<SyntaxTrivia> Elastic(SyntaxTriviaList trivia) => WithoutSpace(trivia).Prepend(SyntaxFactory.ElasticMarker);

    private static SyntaxNode WithBlock(SyntaxNode owner, BlockSyntax block)
    {
        switch (owner)
        {
            case LambdaExpressionSyntax lambda:
                return lambda.WithBody(block.WithTrailingTrivia(lambda.GetTrailingTrivia()));
            case BaseMethodDeclarationSyntax method:
                return method.WithSemicolonToken(default).WithExpressionBody(null).WithBody(block.WithTrailingTrivia(method.GetTrailingTrivia()));
            case LocalFunctionStatementSyntax function:
                return function.WithSemicolonToken(default).WithExpressionBody(null).WithBody(block.WithTrailingTrivia(function.GetTrailingTrivia()));
            case AccessorDeclarationSyntax accessor:
                return accessor.WithSemicolonToken(default).WithExpressionBody(null).WithBody(block.WithTrailingTrivia(accessor.GetTrailingTrivia()));
            case PropertyDeclarationSyntax property:
                return property.WithSemicolonToken(default).WithExpressionBody(null).WithAccessorList(Getter(block)).WithTrailingTrivia(property.GetTrailingTrivia());
            case IndexerDeclarationSyntax indexer:
                return indexer.WithSemicolonToken(default).WithExpressionBody(null).WithAccessorList(Getter(block)).WithTrailingTrivia(indexer.GetTrailingTrivia());
            default:
                throw new InvalidOperationException("no expression body: " + owner.Kind());
        }
    }

    private static AccessorListSyntax Getter(BlockSyntax block) =>
        SyntaxFactory.AccessorList(SyntaxFactory.SingletonList(SyntaxFactory.AccessorDeclaration(SyntaxKind.GetAccessorDeclaration, block))).WithAdditionalAnnotations(Formatter.Annotation);
}
