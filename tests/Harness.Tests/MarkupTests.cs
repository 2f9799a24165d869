using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class MarkupTests
{
    [Theory]
    [InlineData("class C [|{|] }")]
    [InlineData("class C $${ }")]
    [InlineData("class C {|Brace:{|} }")]
    [InlineData("class C [|{|] void M() [|{|] } }")]
    public Task Markup_ExpectsTheDiagnostic(string source) => new AnalyzersTest(new BraceAnalyzer()) { TestCode = source }.RunAsync();

    [Theory]
    [InlineData("class C { }", 0, 1)]
    [InlineData("class C [|{|] [|}|]", 2, 1)]
    [InlineData("class [|C|] [|{|] }", 2, 1)]
    [InlineData("[|class|] C;", 1, 0)]
    [InlineData("$$class C;", 1, 0)]
    public Task Markup_InTheWrongNumber_Fails(string source, int expected, int actual)
        => Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = source }, expected, actual);

    [Theory]
    [InlineData("class [|C|] { }", "to start at column \"7\" was actually at column \"9\"")]
    [InlineData("class C [|{ }|]", "to end at column \"12\" was actually at column \"10\"")]
    [InlineData("class $$C { }", "to start at column \"7\" was actually at column \"9\"")]
    [InlineData("[|class|] C\n{ }", "to start on line \"1\" was actually on line \"2\"")]
    [InlineData("class C {|Other:{|} }", "Expected diagnostic id to be \"Other\" was \"Brace\"")]
    public Task Markup_InTheWrongPlaceOrWithTheWrongId_Fails(string source, string fragment)
        => Fails.WithAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = source }, fragment);

    [Fact]
    public Task UnknownId_IsACompilerError() => new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C : {|CS0246:D|} [|{|] }" }.RunAsync();

    [Fact]
    public Task UnknownId_WithoutTheError_Fails()
        => Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class {|CS0246:C|} [|{|] }" }, 2, 1);

    [Fact]
    public async Task UnnamedMarkup_WithSeveralDescriptors_NeedsAChoice()
    {
        const string Source = "class C [|{|] }";

        await Fails.WithAsync(new AnalyzersTest(new TwoRulesAnalyzer()) { TestCode = Source }, "Markup syntax can only omit the diagnostic ID");
        await new AnalyzersTest(new TwoRulesAnalyzer()) { TestCode = Source, MarkupOptions = MarkupOptions.UseFirstDescriptor }.RunAsync();
        await new SecondDescriptorTest { TestCode = "class C {|Brace:{|} }" }.RunAsync();
        await Fails.WithAsync(new SecondDescriptorTest { TestCode = Source }, "Expected diagnostic id to be \"Never\" was \"Brace\"");
    }

    [Fact]
    public async Task NamedMarkup_WithSeveralDescriptorsOfThatId_NeedsAChoice()
    {
        const string Source = "class C {|Brace:{|} }";

        await Fails.WithAsync(new AnalyzersTest(new SameIdTwiceAnalyzer()) { TestCode = Source }, "Multiple diagnostic descriptors with ID Brace were found");
        await new AnalyzersTest(new SameIdTwiceAnalyzer()) { TestCode = Source, MarkupOptions = MarkupOptions.UseFirstDescriptor }.RunAsync();
    }

    [Fact]
    public Task MarkupAndExplicitExpectations_AddUp() => new AnalyzersTest(new BraceAnalyzer())
    {
        TestCode = "class C [|{|] void M() {|#0:{|} } }",
        ExpectedDiagnostics = { new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(0) },
    }.RunAsync();

    [Fact]
    public Task IndexedMarkup_ExpectsNothingByItself()
        => Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C {|#0:{|} }" }, 0, 1);

    [Fact]
    public Task IndexedMarkup_ThatIsMissing_Fails() => Fails.WithAsync(
        new AnalyzersTest(new BraceAnalyzer())
        {
            TestCode = "class C {|#0:{|} }",
            ExpectedDiagnostics = { new DiagnosticResult("Brace", DiagnosticSeverity.Warning).WithLocation(1) },
        },
        "The markup location '#1' was not found in the input.");

    [Fact]
    public Task IndexedMarkup_InTwoFiles_Fails() => Fails.WithAsync(
        new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "class {|#0:C|};", "class {|#0:D|};" } } },
        "Input contains multiple markup locations with key '#0'");

    [Fact]
    public async Task Markup_ChecksNeitherMessageNorSeverityNorAdditionalLocations()
    {
        var analyzer = new TokenAnalyzer("Brace", "{")
        {
            MessageFormat = "At {0}",
            Create = (descriptor, token) => Diagnostic.Create(
                descriptor, token.GetLocation(), DiagnosticSeverity.Error, [token.Parent!.GetLocation()], properties: null, "here"),
        };

        await new AnalyzersTest(analyzer) { TestCode = "class C [|{|] }" }.RunAsync();
        await Fails.WithAsync(
            new AnalyzersTest(analyzer) { TestCode = "class C {|#0:{|} }", ExpectedDiagnostics = { new DiagnosticResult(analyzer.Descriptor).WithLocation(0) } },
            "Expected 0 additional locations but got 1");
    }

    [Fact]
    public async Task PositionIndicators_AreCodeOnRequest()
    {
        const string Source = """"class C [|{|] string S = $$"""x"""; }"""";

        await new AnalyzersTest(new BraceAnalyzer()) { TestCode = Source, MarkupOptions = MarkupOptions.TreatPositionIndicatorsAsCode }.RunAsync();
        await Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = Source }, 2, 1);
    }

    [Fact]
    public async Task MarkupHandling_None_KeepsTheText()
    {
        await new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "class C; // [|a|] $$" }, MarkupHandling = MarkupMode.None } }.RunAsync();
        await Fails.WithAsync(
            new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "class [|C|];" }, MarkupHandling = MarkupMode.None } }, "error CS");
    }

    [Fact]
    public async Task MarkupHandling_Ignore_ExpectsNothing()
    {
        await new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "[|class|] C;" }, MarkupHandling = MarkupMode.Ignore } }.RunAsync();
        await Fails.WithCountAsync(
            new AnalyzersTest(new BraceAnalyzer()) { TestState = { Sources = { "class C [|{|] }" }, MarkupHandling = MarkupMode.Ignore } }, 0, 1);
    }

    [Fact]
    public async Task BrokenMarkup_Fails()
    {
        var failure = await Assert.ThrowsAsync<ArgumentException>(() => new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class C [|{ }" }.RunAsync());

        Assert.Contains("'1' starting spans and '0' ending spans", failure.Message, StringComparison.Ordinal);
    }

    private sealed class SecondDescriptorTest() : AnalyzersTest(new TwoRulesAnalyzer())
    {
        protected override DiagnosticDescriptor? GetDefaultDiagnostic(DiagnosticAnalyzer[] analyzers) => analyzers[0].SupportedDiagnostics[1];
    }
}
