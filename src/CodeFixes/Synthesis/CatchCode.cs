using System.Collections.Generic;
using System.Linq;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>Writes try statements that catch.</summary>
internal static class CatchCode
{
    /// <summary>try { body } catch { cleanup; throw; }</summary>
    public static TryStatementSyntax Cleaning(IReadOnlyList<StatementSyntax> body, string cleanup) => Around(body, "catch", cleanup + "\nthrow;");

    /// <summary>try { step } catch (Exception failure) { failures.Add(failure); }</summary>
    public static TryStatementSyntax Collecting(StatementSyntax step, string failures, string failure) =>
        Around([step], $"catch (global::System.Exception {failure})", $"{failures}.Add({failure});");

    public static string NewFailures(string failures) => $"var {failures} = new global::System.Collections.Generic.List<global::System.Exception>();";

    public static string ThrowFailures(string failures) => $"if ({failures}.Count > 0)\nthrow new global::System.AggregateException({failures});";

    /// <summary>Puts what is made of some consecutive statements of a block in their place. Blank lines before them stay before it.</summary>
    public static void Replace(DocumentEditor editor, BlockSyntax block, IReadOnlyList<StatementSyntax> statements, string cleanup)
    {
        foreach (var statement in statements)
            editor.TrackNode(statement);
        editor.ReplaceNode(block, (node, _) =>
        {
            var current = (BlockSyntax)node;
            var moved = statements.Select(s => current.GetCurrentNode(s)!).ToList();
            var index = current.Statements.IndexOf(moved[0]);
            var leading = moved[0].GetLeadingTrivia();
            var blank = leading.TakeWhile(t => t.IsKind(SyntaxKind.EndOfLineTrivia)).ToList();
            moved[0] = moved[0].WithLeadingTrivia(leading.Skip(blank.Count));
            var list = current.Statements.ToList();
            list.RemoveRange(index, moved.Count);
            list.Insert(index, Cleaning(moved, cleanup).WithLeadingTrivia(blank.Concat(leading.Reverse().TakeWhile(t => t.IsKind(SyntaxKind.WhitespaceTrivia)))));
            return Statements.LineEnds(editor, current.WithStatements(SyntaxFactory.List(list)));
        });
    }

    private static TryStatementSyntax Around(IReadOnlyList<StatementSyntax> body, string header, string handler)
    {
        var shell = (TryStatementSyntax)Expressions.Simplified(Statements.ParseOne($"try\n{{\n}}\n{header}\n{{\n{handler}\n}}"));
        return shell.WithBlock(Statements.Block(body));
    }
}
