using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class AnalyzerConfigFilesTests
{
    [Fact]
    public async Task Option_IsReadFromTheFile()
    {
        await new AnalyzersTest(ReportsOption) { TestState = { Sources = { "[|class|] C;" }, AnalyzerConfigFiles = { Config("my_option = x") } } }.RunAsync();
        await Fails.WithCountAsync(new AnalyzersTest(ReportsOption) { TestState = { Sources = { "[|class|] C;" } } }, 1, 0);
        await Fails.WithCountAsync(
            new AnalyzersTest(ReportsOption) { TestState = { Sources = { "class C;" }, AnalyzerConfigFiles = { Config("my_option = x") } } }, 0, 1);
    }

    [Fact]
    public Task Option_AppliesByPath() => new AnalyzersTest(ReportsOption)
    {
        TestState =
        {
            Sources = { ("/0/In/A.cs", "[|class|] A;"), ("/0/Out/B.cs", "class B;") },
            AnalyzerConfigFiles = { ("/0/In/.editorconfig", "[*.cs]\nmy_option = x\n") },
        },
    }.RunAsync();

    [Theory]
    [InlineData("suggestion", DiagnosticSeverity.Info)]
    [InlineData("silent", DiagnosticSeverity.Hidden)]
    [InlineData("warning", DiagnosticSeverity.Warning)]
    public async Task Severity_IsLowered(string level, DiagnosticSeverity severity)
    {
        await WithSeverity(level, severity).RunAsync();
        await Fails.WithAsync(WithSeverity(level, DiagnosticSeverity.Error), $"Expected diagnostic severity to be \"Error\" was \"{severity}\"");
    }

    [Fact]
    public Task Severity_None_TurnsTheRuleOff()
        => new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "class C { }" }, AnalyzerConfigFiles = { Config("dotnet_diagnostic.Brace.severity = none") } } }.RunAsync();

    [Fact]
    public async Task Severity_Error_StaysAWarning()
    {
        // A known limit of the real package too: presets with errors need real builds as tests.
        await WithSeverity("error", DiagnosticSeverity.Warning).RunAsync();
        await Fails.WithAsync(WithSeverity("error", DiagnosticSeverity.Error), "Expected diagnostic severity to be \"Error\" was \"Warning\"");
    }

    [Fact]
    public async Task Markup_InAConfigFile_IsTakenOut()
    {
        await new AnalyzersTest(ReportsOption) { TestState = { Sources = { "[|class|] C;" }, AnalyzerConfigFiles = { Config("my_option = {|#0:x|}") } } }.RunAsync();
        await Fails.WithAsync(
            new AnalyzersTest(ReportsOption) { TestState = { Sources = { "{|#0:class|} C;" }, AnalyzerConfigFiles = { Config("my_option = {|#0:x|}") } } },
            "Input contains multiple markup locations with key '#0'");
    }

    [Fact]
    public async Task AnalyzerOptions_CanBeOverridden()
        => await Fails.WithCountAsync(
            new NoOptionsTest { TestState = { Sources = { "[|class|] C;" }, AdditionalFiles = { ("/0/list.txt", "x") } } }, 1, 0);

    [Fact]
    public async Task AdditionalFile_IsSeen_AndMayHaveDiagnostics()
    {
        await AdditionalFile("plain {|File:x|}").RunAsync();
        await Fails.WithAsync(AdditionalFile("{|File:plain|} x"), "to start at column \"1\" was actually at column \"7\"");
        await Fails.WithCountAsync(AdditionalFile("plain x"), 0, 1, ".WithSpan(\"/0/list.txt\", 1, 7, 1, 8)");

        var made = new AnalyzersTest(ReportsFiles) { TestState = { Sources = { "class C;" } } };
        made.TestState.AdditionalFilesFactories.Add(() => [("/0/list.txt", Microsoft.CodeAnalysis.Text.SourceText.From("{|File:x|}"))]);
        await made.RunAsync();

        static AnalyzersTest AdditionalFile(string content)
            => new(ReportsFiles) { TestState = { Sources = { "class C;" }, AdditionalFiles = { ("/0/list.txt", content) } } };
    }

    private static DelegateAnalyzer ReportsOption => new(
        context => context.RegisterSyntaxTreeAction(tree =>
        {
            if (tree.Options.AnalyzerConfigOptionsProvider.GetOptions(tree.Tree).TryGetValue("my_option", out var value) && value == "x")
                tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Option"), tree.Tree.GetRoot().GetFirstToken().GetLocation()));
        }),
        DelegateAnalyzer.Rule("Option"));

    // Reports the letter x in additional files.
    private static DelegateAnalyzer ReportsFiles => new(
        context => context.RegisterAdditionalFileAction(file =>
        {
            var text = file.AdditionalFile.GetText()!;
            var span = new Microsoft.CodeAnalysis.Text.TextSpan(text.ToString().IndexOf('x'), 1);
            file.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("File"), Location.Create(file.AdditionalFile.Path, span, text.Lines.GetLinePositionSpan(span))));
        }),
        DelegateAnalyzer.Rule("File"));

    private static (string, string) Config(string line) => ("/.editorconfig", $"root = true\n[*.cs]\n{line}\n");

    private static AnalyzersTest WithSeverity(string level, DiagnosticSeverity expected) => new(new BraceAnalyzer())
    {
        TestState =
        {
            Sources = { "class C {|#0:{|} }" },
            AnalyzerConfigFiles = { Config($"dotnet_diagnostic.Brace.severity = {level}") },
            ExpectedDiagnostics = { new DiagnosticResult("Brace", expected).WithLocation(0) },
        },
    };

    private sealed class NoOptionsTest() : AnalyzersTest(new DelegateAnalyzer(
        context => context.RegisterSyntaxTreeAction(tree =>
        {
            if (!tree.Options.AdditionalFiles.IsEmpty)
                tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Option"), tree.Tree.GetRoot().GetFirstToken().GetLocation()));
        }),
        DelegateAnalyzer.Rule("Option")))
    {
        protected override Microsoft.CodeAnalysis.Diagnostics.AnalyzerOptions GetAnalyzerOptions(Project project) => new([]);
    }
}
