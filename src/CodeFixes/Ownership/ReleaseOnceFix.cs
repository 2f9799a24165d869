using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1011: the flag is tested and set in one atomic step.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(ReleaseOnceFix))]
[Shared]
public sealed class ReleaseOnceFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(ReleaseOnceFix);

    /// <summary>Creates the provider.</summary>
    public ReleaseOnceFix()
        : base("LEAK1011")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var model = request.Model;
        var places = request.Diagnostic.AdditionalLocations;
        if (places.Count == 0 || places[0].SourceTree != request.Root.SyntaxTree || model.GetSymbolInfo(request.Node).Symbol is not IFieldSymbol { IsReadOnly: false, Type.SpecialType: SpecialType.System_Boolean } flag)
            yield break;
        if (request.Root.FindNode(places[0].SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<ExpressionStatementSyntax>() is not { } write
            || FlagGuard.Of(write, flag, model) is not { } guard || !guard.Flag.Span.Contains(request.Node.Span))
            yield break;
        var title = $"Test and set '{flag.Name}' in one step";
        if (Exchange(model, guard.Flag, "true") is { TypeParameters: { Length: 1 } parameters } && !parameters[0].HasReferenceTypeConstraint)
        {
            yield return new FixPlan(title, EquivalenceKey, TextSpan.FromBounds(guard.Test.SpanStart, write.Span.End), editor => Join(editor, guard, false));
        }
        else if (FlagRetyping.Of(flag, request.Root, model) is { } retyping)
        {
            void Retype(DocumentEditor editor)
            {
                retyping.Apply(editor);
                foreach (var each in retyping.Guards)
                    Join(editor, each, true);
            }

            if (Expressions.Compiles(request, Retype))
                yield return new FixPlan(title, EquivalenceKey, retyping.Type.Span, Retype);
        }
    }

    /// <summary>What the framework has for a flag: since .NET 9, an exchange of any type.</summary>
    private static IMethodSymbol? Exchange(SemanticModel model, ExpressionSyntax flag, string value) =>
        model.GetSpeculativeSymbolInfo(flag.SpanStart, SyntaxFactory.ParseExpression($"global::System.Threading.Interlocked.Exchange(ref {flag.WithoutTrivia()}, {value})"), SpeculativeBindingOption.BindAsExpression).Symbol as IMethodSymbol;

    private static void Join(DocumentEditor editor, FlagGuard guard, bool isNumber)
    {
        var type = editor.SemanticModel.GetSpeculativeSymbolInfo(guard.Flag.SpanStart, SyntaxFactory.ParseTypeName("global::System.Threading.Interlocked"), SpeculativeBindingOption.BindAsTypeOrNamespace).Symbol!;
        var exchange = $"{type.ToMinimalDisplayString(editor.SemanticModel, guard.Flag.SpanStart)}.Exchange(ref {guard.Flag.WithoutTrivia()}, {(isNumber ? "1" : "true")})";
        var condition = SyntaxFactory.ParseExpression(isNumber ? exchange + (guard.RunsWhenClear ? " == 0" : " != 0") : guard.RunsWhenClear ? "!" + exchange : exchange);
        editor.ReplaceNode(guard.Test.Condition, (current, _) => condition.WithTriviaFrom(current));
        editor.TrackNode(guard.Write);
        editor.ReplaceNode(guard.Write.Parent!, (current, _) => Without((BlockSyntax)current, current.GetCurrentNode(guard.Write)!));
    }

    /// <summary>The block without a statement, whose comments and blank line stay.</summary>
    private static BlockSyntax Without(BlockSyntax block, StatementSyntax statement)
    {
        var index = block.Statements.IndexOf(statement);
        var leading = statement.GetLeadingTrivia();
        var trailing = statement.GetTrailingTrivia();
        var next = index + 1 < block.Statements.Count ? block.Statements[index + 1].GetFirstToken() : block.CloseBraceToken;
        var kept = leading.Where((t, i) => i < leading.Count - 1 || !t.IsKind(SyntaxKind.WhitespaceTrivia)).ToList();
        if (trailing.Any(IsComment))
            kept.AddRange(trailing.SkipWhile(t => !IsComment(t)).Prepend(leading.LastOrDefault(t => t.IsKind(SyntaxKind.WhitespaceTrivia))));
        else if (!leading.Any(IsComment) && next.LeadingTrivia.FirstOrDefault().IsKind(SyntaxKind.EndOfLineTrivia))
            kept.Clear();
        if (next == block.CloseBraceToken && !kept.Any(IsComment))
            kept.Clear();
        var changed = block.ReplaceToken(next, next.WithLeadingTrivia(kept.Concat(next.LeadingTrivia)));
        return changed.WithStatements(changed.Statements.RemoveAt(index));
    }

    private static bool IsComment(SyntaxTrivia trivia) => !trivia.IsKind(SyntaxKind.WhitespaceTrivia) && !trivia.IsKind(SyntaxKind.EndOfLineTrivia);
}
