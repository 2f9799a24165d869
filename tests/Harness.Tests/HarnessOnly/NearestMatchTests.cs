using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests.HarnessOnly;

/// <summary>Where no exact match exists, the real package compares in the given order; the harness finds the nearest.</summary>
public class NearestMatchTests
{
    [Fact]
    public Task Mismatch_IsThatOfTheNearestPair() => Fails.WithAsync(
        new AnalyzersTest(new BraceAnalyzer())
        {
            TestCode = "class C {|#0:{|} void M() {|#1:{|} } }",
            ExpectedDiagnostics =
            {
                new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(1).WithMessage("Wrong"),
                new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(0),
            },
        },
        "Expected diagnostic message to be \"Wrong\" was \"Rule 0\"");

    [Fact]
    public async Task ManyEqualExpectations_WithOneWrong_FailAtOnce()
    {
        // Any of the equal expectations fits any of the equal diagnostics: a search over all pairings would not end.
        const int Count = 40;
        var analyzer = new DelegateAnalyzer(
            context => context.RegisterSyntaxTreeAction(tree =>
            {
                for (var i = 0; i < Count; i++)
                    tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Id"), tree.Tree.GetRoot().GetFirstToken().GetLocation()));
            }),
            DelegateAnalyzer.Rule("Id"));
        var expected = new DiagnosticResult("Id", DiagnosticSeverity.Warning).WithLocation(0);
        var test = new AnalyzersTest(analyzer) { TestCode = "{|#0:class|} C;" };
        test.ExpectedDiagnostics.AddRange(Enumerable.Repeat(expected, Count - 1));
        test.ExpectedDiagnostics.Add(expected.WithMessage("Wrong"));

        await Fails.WithAsync(test, "Expected diagnostic message to be \"Wrong\" was \"Found\"").WaitAsync(TimeSpan.FromSeconds(30));
    }
}
