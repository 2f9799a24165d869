using System.Collections.Immutable;
using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class AnalyzerRunTests
{
    [Fact]
    public async Task AnalyzerException_Fails()
    {
        var analyzer = new DelegateAnalyzer(
            context => context.RegisterSyntaxTreeAction(_ => throw new InvalidOperationException("Broken on purpose")), DelegateAnalyzer.Rule("Id"));

        await Fails.WithCountAsync(new AnalyzersTest(analyzer) { TestCode = "class C;" }, 0, 1, "AD0001", "Broken on purpose");
        await new AnalyzersTest(analyzer)
        {
            TestCode = "class C;",
            ExpectedDiagnostics = { new DiagnosticResult("AD0001", DiagnosticSeverity.Error).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations) },
        }.RunAsync();
    }

    [Fact]
    public async Task DisabledRule_IsTurnedOn()
    {
        var analyzer = new TokenAnalyzer("Brace", "{") { EnabledByDefault = false, Severity = DiagnosticSeverity.Info };

        await new AnalyzersTest(analyzer)
        {
            TestCode = "class C {|#0:{|} }",
            ExpectedDiagnostics = { new DiagnosticResult(analyzer.Descriptor).WithLocation(0) },
        }.RunAsync();
        await Fails.WithCountAsync(new AnalyzersTest(analyzer) { TestCode = "class C { }" }, 0, 1);
    }

    [Theory]
    [InlineData(DiagnosticSeverity.Hidden)]
    [InlineData(DiagnosticSeverity.Warning)]
    [InlineData(DiagnosticSeverity.Error)]
    public Task DisabledRule_HasItsDefaultSeverity(DiagnosticSeverity severity)
    {
        var analyzer = new TokenAnalyzer("Brace", "{") { EnabledByDefault = false, Severity = severity };
        return new AnalyzersTest(analyzer)
        {
            TestCode = "class C {|#0:{|} }",
            ExpectedDiagnostics = { new DiagnosticResult("Brace", severity).WithLocation(0) },
        }.RunAsync();
    }

    [Fact]
    public async Task DisabledDiagnostics_AreTurnedOff()
    {
        await new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C { }", DisabledDiagnostics = { "Brace" } }.RunAsync();
        await Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C [|{|] }", DisabledDiagnostics = { "Brace" } }, 1, 0);
    }

    [Fact]
    public Task CompilationOptions_OfTheTest_Win() => new ErrorLevelTest
    {
        TestCode = "class C {|#0:{|} }",
        DisabledDiagnostics = { "Brace" },
        ExpectedDiagnostics = { new DiagnosticResult("Brace", DiagnosticSeverity.Error).WithMessage(null).WithLocation(0) },
    }.RunAsync();

    [Fact]
    public async Task CompilationOptions_OfTheTest_Win_OrFail()
        => await Fails.WithAsync(
            new ErrorLevelTest { TestCode = "class C {|#0:{|} }", ExpectedDiagnostics = { new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(0) } },
            "Expected diagnostic severity to be \"Warning\" was \"Error\"");

    [Fact]
    public async Task AllAnalyzers_Run()
    {
        var classes = new TokenAnalyzer("Class", "class");

        await new AnalyzersTest(new BraceAnalyzer(), classes) { TestCode = "{|Class:class|} C [|{|] }" }.RunAsync();
        await Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer(), classes) { TestCode = "class C [|{|] }" }, 1, 2);
    }

    [Fact]
    public async Task Suppressor_LeavesASuppressedDiagnostic()
    {
        var expected = new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(0);

        await Test(expected.WithIsSuppressed(true)).RunAsync();
        await Test(expected).RunAsync();
        await Fails.WithAsync(Test(expected.WithIsSuppressed(false)), "Expected diagnostic suppression state to match");

        static AnalyzersTest Test(DiagnosticResult expected)
            => new(new BraceAnalyzer(), new Suppressor("Brace")) { TestCode = "class C {|#0:{|} }", ExpectedDiagnostics = { expected } };
    }

    [Fact]
    public async Task Suppressor_OfCompilerWarnings_TakesEffect()
    {
        var expected = DiagnosticResult.CompilerWarning("CS0169").WithLocation(0).WithIsSuppressed(true);

        await Test(expected, new Suppressor("CS0169")).RunAsync();
        await Fails.WithAsync(Test(expected), "Expected diagnostic suppression state to match");

        static AnalyzersTest Test(DiagnosticResult expected, params DiagnosticAnalyzer[] analyzers) => new(analyzers)
        {
            TestCode = "class C { int {|#0:_unused|}; }",
            CompilerDiagnostics = CompilerDiagnostics.Warnings,
            ExpectedDiagnostics = { expected },
        };
    }

    [Fact]
    public async Task Suppressor_AndPragma_WorkTogether()
    {
        // With a pragma only what is not suppressed is looked at, on both sides.
        await Test(true).RunAsync();
        await Fails.WithAsync(Test(false), "Expected diagnostic suppression state to match");

        static AnalyzersTest Test(bool suppressed) => new(new BraceAnalyzer(), new Suppressor("CS0169"))
        {
            TestCode = "class C [|{|] int {|#0:_unused|}; }",
            CompilerDiagnostics = CompilerDiagnostics.Warnings,
            ExpectedDiagnostics = { DiagnosticResult.CompilerWarning("CS0169").WithLocation(0).WithIsSuppressed(suppressed) },
        };
    }

    [Fact]
    public async Task FilterDiagnostics_CanBeOverridden()
    {
        await new NothingFoundTest { TestCode = "class C { }" }.RunAsync();
        await Fails.WithCountAsync(new NothingFoundTest { TestCode = "class C [|{|] }" }, 1, 0);
    }

    [Fact]
    public async Task Workspace_IsGoneAfterTheRun()
    {
        Workspace? workspace = null;
        var test = new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C;" };
        test.SolutionTransforms.Add((solution, _) =>
        {
            workspace = solution.Workspace;
            return solution;
        });
        await test.RunAsync();

        Assert.Empty(workspace!.CurrentSolution.ProjectIds);
    }

    [Fact]
    public Task Cancellation_IsObserved()
        => Assert.ThrowsAnyAsync<OperationCanceledException>(() => new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C;" }.RunAsync(new CancellationToken(canceled: true)));

    private sealed class ErrorLevelTest() : AnalyzersTest(new BraceAnalyzer())
    {
        protected override CompilationOptions CreateCompilationOptions()
            => base.CreateCompilationOptions().WithSpecificDiagnosticOptions([KeyValuePair.Create("Brace", ReportDiagnostic.Error)]);
    }

    private sealed class NothingFoundTest() : AnalyzersTest(new BraceAnalyzer())
    {
        protected override ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics) => [];
    }

    [DiagnosticAnalyzer(LanguageNames.CSharp)]
    private sealed class Suppressor(string id) : DiagnosticSuppressor
    {
        public override ImmutableArray<SuppressionDescriptor> SupportedSuppressions { get; } = [new SuppressionDescriptor("Suppress" + id, id, "On purpose")];

        public override void ReportSuppressions(SuppressionAnalysisContext context)
        {
            foreach (var diagnostic in context.ReportedDiagnostics)
                context.ReportSuppression(Suppression.Create(SupportedSuppressions[0], diagnostic));
        }
    }
}
