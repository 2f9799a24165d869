using System.Collections.Generic;
using System.Composition;
using System.Linq;
using LeakGuard.CodeFixes.Synthesis;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Syntax;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.Ownership;

/// <summary>LEAK1013: a dispose that fails is noted, and thrown when everything else is done.</summary>
[ExportCodeFixProvider(LanguageNames.CSharp, Name = nameof(IsolateStepsFix))]
[Shared]
public sealed class IsolateStepsFix : LeakFix
{
    /// <summary>The equivalence key of the one fix there is.</summary>
    public const string EquivalenceKey = nameof(IsolateStepsFix);

    /// <summary>Creates the provider.</summary>
    public IsolateStepsFix()
        : base("LEAK1013")
    {
    }

    internal override IEnumerable<FixPlan> Plans(FixRequest request)
    {
        var places = request.Diagnostic.AdditionalLocations;
        if (places.Count == 0 || places[places.Count - 1].SourceTree != request.Root.SyntaxTree || Place.Of(request.Node, request.Model)?.Statement is not ExpressionStatementSyntax step)
            yield break;
        if (request.Fact(FixFacts.Refused) == "sequence")
        {
            if (StepAndRest.Of(step, places[places.Count - 1].SourceSpan) is { } pair && Expressions.Compiles(request, pair.Guard))
                yield return new FixPlan($"Dispose '{request.Fact(FixFacts.Store)}' also when this fails", EquivalenceKey, step.Span, pair.Guard);
            yield break;
        }

        var loop = step.Ancestors().OfType<StatementSyntax>().LastOrDefault(s => s.Span.OverlapsWith(places[places.Count - 1].SourceSpan) && s is CommonForEachStatementSyntax or ForStatementSyntax or WhileStatementSyntax or DoStatementSyntax);
        if (loop == null || StepRun.Of(loop, step, request.Model) is not { } run)
            yield break;
        void Edit(DocumentEditor editor) => Isolate(editor, step, run);
        if (Expressions.Compiles(request, Edit))
            yield return new FixPlan($"Go on with '{request.Fact(FixFacts.Store)}' when a dispose fails", EquivalenceKey, step.Span, Edit);
    }

    private static void Isolate(DocumentEditor editor, StatementSyntax step, StepRun run)
    {
        var isFirst = run.Collect(editor, Names.In(editor, step), out var failures, out var failure);
        var isAlone = step.Parent is not (BlockSyntax or SwitchSectionSyntax);
        Statements.Replace(editor, step, current =>
        {
            StatementSyntax guarded = CatchCode.Collecting(current, failures, failure);
            return [isAlone ? Statements.Block([guarded]) : guarded];
        });
        if (!isFirst)
            return;
        var before = Statements.Parse(CatchCode.NewFailures(failures)).Select(Expressions.Simplified).ToList();
        var after = Statements.Parse(CatchCode.ThrowFailures(failures)).Select(Expressions.Simplified).ToList();
        if (run.Last == run.Outer)
        {
            Statements.Surround(editor, run.Outer, before, after);
            return;
        }

        Statements.Surround(editor, run.Outer, before, []);
        if (run.Last is ReturnStatementSyntax)
            Statements.Surround(editor, run.Last, after, []);
        else
            Statements.Surround(editor, run.Last, [], after);
    }
}
