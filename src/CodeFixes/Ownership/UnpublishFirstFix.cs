using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1008: first the entry is replaced or removed, then it is disposed.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(UnpublishFirstFix))]
[Shared]
public sealed class UnpublishFirstFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(UnpublishFirstFix);

    /// <summary>Creates the provider.</summary>
    public UnpublishFirstFix()
        : base("LEAK1008")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var places = request.Diagnostic.AdditionalLocations;
        if (places.Count == 0 || places[0].SourceTree != request.Root.SyntaxTree || EarlyDispose.Of(request.Node, request.Model) is not { } dispose)
            yield break;
        var leaving = request.Root.FindNode(places[0].SourceSpan, getInnermostNodeForTie: true).FirstAncestorOrSelf<StatementSyntax>();
        if (leaving is not ExpressionStatementSyntax || leaving.Parent != dispose.Whole.Parent || leaving.Parent is not (BlockSyntax or SwitchSectionSyntax) || !CanSwap(dispose, leaving))
            yield break;
        var region = LockRegion.Around(leaving);
        if (region == null ? request.Fact(FixFacts.Lock) != null : !region.IsStraight(leaving) || region.IsLeftAfter(leaving) || dispose.IsFound)
            yield break;
        var edit = new UnpublishEdit(request.Model, dispose, leaving, region, request.Fact(FixFacts.Shared) != null);
        yield return new FixPlan($"Dispose it after it has left '{request.Fact(FixFacts.Store)}'", EquivalenceKey, TextSpan.FromBounds(dispose.Whole.SpanStart, leaving.Span.End), edit.Apply);
    }

    /// <summary>Between the two nothing leaves the block, and nothing writes what is disposed.</summary>
    private static bool CanSwap(EarlyDispose dispose, StatementSyntax leaving)
    {
        var between = leaving.Parent!.ChildNodes().OfType<StatementSyntax>().SkipWhile(s => s != dispose.Whole).Skip(1).TakeWhile(s => s != leaving).ToList();
        return dispose.Whole.SpanStart < leaving.SpanStart
            && !between.Any(s => s.DescendantNodesAndSelf().Any(n => n is ReturnStatementSyntax or BreakStatementSyntax or ContinueStatementSyntax or GotoStatementSyntax or YieldStatementSyntax
                || n is AssignmentExpressionSyntax assignment && SyntaxFactory.AreEquivalent(assignment.Left, dispose.Target)
                || n is ArgumentSyntax { RefKindKeyword.RawKind: not 0 } argument && SyntaxFactory.AreEquivalent(argument.Expression, dispose.Target)));
    }
}
