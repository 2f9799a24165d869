using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class DiagnosticMatchingTests
{
    private const string TwoBraces = "class {|#0:C|} { void {|#1:M|}() { } }";

    // Reports the name before the brace, and says what it is.
    private static TokenAnalyzer Names => new("Name", "{")
    {
        MessageFormat = "Brace of '{0}'",
        Create = (descriptor, token) => Diagnostic.Create(descriptor, Name(token).GetLocation(), Name(token).Text),
    };

    private static DiagnosticResult Expected => new(Names.Descriptor);

    [Fact]
    public Task Order_DoesNotMatter() => Test(Expected.WithLocation(1).WithArguments("M"), Expected.WithLocation(0).WithArguments("C")).RunAsync();

    [Fact]
    public Task Message_ThatIsWrong_Fails() => Fails.WithAsync(
        Test(Expected.WithLocation(0).WithArguments("C"), Expected.WithLocation(1).WithArguments("X")),
        "Expected diagnostic message to be \"Brace of 'X'\" was \"Brace of 'M'\"");

    [Fact]
    public Task Message_WithoutArguments_IsTheRawFormatAndFails()
        => Fails.WithAsync(Test(Expected.WithLocation(0), Expected.WithLocation(1).WithArguments("M")), "to be \"Brace of '{0}'\" was \"Brace of 'C'\"");

    [Fact]
    public Task Message_CanBeGivenAsAWhole()
        => Test(Expected.WithLocation(0).WithMessage("Brace of 'C'"), Expected.WithLocation(1).WithMessage(null)).RunAsync();

    [Fact]
    public async Task Arguments_AreChecked_WithoutAMessage()
    {
        var result = new DiagnosticResult("Name", DiagnosticSeverity.Warning);

        await Test(result.WithLocation(0).WithArguments("C"), result.WithLocation(1)).RunAsync();
        await Fails.WithAsync(
            Test(result.WithLocation(0).WithArguments("X"), result.WithLocation(1)), "Expected diagnostic message arguments to match");
    }

    [Fact]
    public async Task Severity_IsChecked()
    {
        var wrong = Expected.WithLocation(0).WithArguments("C").WithSeverity(DiagnosticSeverity.Info);
        var other = Expected.WithLocation(1).WithArguments("M");

        await Fails.WithAsync(Test(wrong, other), "Expected diagnostic severity to be \"Info\" was \"Warning\"");
        await Test(wrong.WithOptions(DiagnosticOptions.IgnoreSeverity), other).RunAsync();
    }

    [Fact]
    public async Task Severity_TellsDiagnosticsInOnePlaceApart()
    {
        var analyzer = new DelegateAnalyzer(
            context => context.RegisterSyntaxTreeAction(tree =>
            {
                var place = tree.Tree.GetRoot().GetFirstToken().GetLocation();
                tree.ReportDiagnostic(Diagnostic.Create("Id", "Test", "Found", DiagnosticSeverity.Info, DiagnosticSeverity.Info, true, 1, location: place));
                tree.ReportDiagnostic(Diagnostic.Create("Id", "Test", "Found", DiagnosticSeverity.Warning, DiagnosticSeverity.Warning, true, 1, location: place));
            }),
            DelegateAnalyzer.Rule("Id"));

        await Test(DiagnosticSeverity.Info, DiagnosticSeverity.Warning).RunAsync();
        await Test(DiagnosticSeverity.Warning, DiagnosticSeverity.Info).RunAsync();
        await Fails.WithAsync(Test(DiagnosticSeverity.Warning, DiagnosticSeverity.Warning), "Expected diagnostic severity to be \"Warning\" was \"Info\"");

        AnalyzersTest Test(params DiagnosticSeverity[] severities)
        {
            var test = new AnalyzersTest(analyzer) { TestCode = "{|#0:class|} C;" };
            test.ExpectedDiagnostics.AddRange(severities.Select(severity => new DiagnosticResult("Id", severity).WithLocation(0)));
            return test;
        }
    }

    [Fact]
    public Task VagueExpectations_LeaveTheExactMatchToOthers()
    {
        // Both actual diagnostics are in one place; the first expectation fits both, the second only one.
        var analyzer = new DelegateAnalyzer(
            context => context.RegisterSyntaxTreeAction(tree =>
            {
                foreach (var word in (string[])["one", "two"])
                    tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Id", "{0}"), tree.Tree.GetRoot().GetFirstToken().GetLocation(), word));
            }),
            DelegateAnalyzer.Rule("Id", "{0}"));
        var vague = new DiagnosticResult("Id", DiagnosticSeverity.Warning).WithLocation(0);

        return new AnalyzersTest(analyzer) { TestCode = "{|#0:class|} C;", ExpectedDiagnostics = { vague, vague.WithMessage("one") } }.RunAsync();
    }

    [Fact]
    public async Task DiagnosticVerifier_IsAskedForEachPair()
    {
        var asked = new List<string>();
        var test = Test(Expected.WithLocation(0).WithArguments("C"), Expected.WithLocation(1).WithArguments("M"));
        test.TestBehaviors = TestBehaviors.SkipSuppressionCheck;
        test.DiagnosticVerifier = (actual, expected, verifier) => asked.Add($"{actual.GetMessage()} = {expected.Message}");
        await test.RunAsync();
        Assert.Equal(["Brace of 'C' = Brace of 'C'", "Brace of 'M' = Brace of 'M'"], asked.Order());

        test = Test(Expected.WithLocation(0).WithArguments("C"), Expected.WithLocation(1).WithArguments("M"));
        test.DiagnosticVerifier = (actual, expected, verifier) => verifier.Fail("no good");
        await Fails.WithAsync(test, "no good");
    }

    private static SyntaxToken Name(SyntaxToken brace)
    {
        var previous = brace.GetPreviousToken();
        return previous.Text == ")" ? previous.GetPreviousToken().GetPreviousToken() : previous;
    }

    private static AnalyzersTest Test(params DiagnosticResult[] expected)
    {
        var test = new AnalyzersTest(Names) { TestCode = TwoBraces };
        test.ExpectedDiagnostics.AddRange(expected);
        return test;
    }
}
