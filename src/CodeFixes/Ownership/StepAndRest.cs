using System.Collections.Generic;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>A step of a sequence and the statements behind it, which a finally can take.</summary>
internal sealed class StepAndRest
{
    private readonly StatementSyntax first;
    private readonly List<StatementSyntax> rest;

    private StepAndRest(StatementSyntax first, List<StatementSyntax> rest)
    {
        this.first = first;
        this.rest = rest;
    }

    /// <summary>Null where the two do not stand in one block, or where the rest leaves the member in a way that no finally can.</summary>
    public static StepAndRest? Of(StatementSyntax step, TextSpan next)
    {
        foreach (var block in step.Ancestors().OfType<BlockSyntax>())
        {
            if (!block.Span.Contains(next))
                continue;
            var first = block.Statements.First(s => s.Span.Contains(step.Span));
            var rest = block.Statements.SkipWhile(s => s != first).Skip(1).ToList();
            return first is ExpressionStatementSyntax or IfStatementSyntax && rest.Exists(s => s.Span.Contains(next)) && !rest.Exists(Leaves) ? new StepAndRest(first, rest) : null;
        }

        return null;
    }

    public void Guard(DocumentEditor editor)
    {
        var block = (BlockSyntax)first.Parent!;
        var index = block.Statements.IndexOf(first);
        editor.ReplaceNode(block, (container, _) =>
        {
            var current = (BlockSyntax)container;
            var step = current.Statements[index];
            var after = current.Statements.Skip(index + 1).ToList();
            var guarded = SyntaxFactory.TryStatement(Statements.Block([step.WithoutTrivia()]), default, SyntaxFactory.FinallyClause(Statements.Block(after)))
                .WithLeadingTrivia(step.GetLeadingTrivia())
                .WithTrailingTrivia(SyntaxFactory.ElasticCarriageReturnLineFeed)
                .WithAdditionalAnnotations(Formatter.Annotation);
            return Statements.LineEnds(editor, current.WithStatements(SyntaxFactory.List(current.Statements.Take(index).Append(guarded))));
        });
    }

    private static bool Leaves(StatementSyntax statement) => statement is LocalFunctionStatementSyntax or LocalDeclarationStatementSyntax { UsingKeyword.RawKind: not 0 } || statement.DescendantNodesAndSelf(n => n is not AnonymousFunctionExpressionSyntax and not LocalFunctionStatementSyntax)
        .Any(n => n is ReturnStatementSyntax or YieldStatementSyntax or GotoStatementSyntax or BreakStatementSyntax { Parent: not SwitchSectionSyntax } or ContinueStatementSyntax);
}
