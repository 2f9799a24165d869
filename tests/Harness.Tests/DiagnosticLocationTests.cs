using System.Collections.Immutable;
using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class DiagnosticLocationTests
{
    private const string Source = "class C\n{ }";

    private static DiagnosticResult Brace => new("Brace", DiagnosticSeverity.Warning);

    public static TheoryData<int> Matching => Indices(Fitting.Length);

    public static TheoryData<int> Wrong => Indices(Failing.Length);

    private static DiagnosticResult[] Fitting =>
    [
        Brace.WithLocation(2, 1),
        Brace.WithLocation(new LinePosition(1, 0)),
        Brace.WithLocation("/0/Test0.cs", 2, 1),
        Brace.WithLocation("/0/Test.cs", 2, 1),
        Brace.WithLocation("/0/Test0.cs", new LinePosition(1, 0)),
        Brace.WithSpan(2, 1, 2, 2),
        Brace.WithSpan("/0/Test0.cs", 2, 1, 2, 2),
        Brace.WithSpan(new FileLinePositionSpan("/0/Test0.cs", new LinePosition(1, 0), new LinePosition(1, 1))),
        Brace.WithSpan(new FileLinePositionSpan("", new LinePosition(1, 0), new LinePosition(1, 9)), DiagnosticLocationOptions.IgnoreLength),
    ];

    private static (DiagnosticResult Expected, string Fragment)[] Failing =>
    [
        (Brace.WithLocation(1, 1), "to start on line \"1\" was actually on line \"2\""),
        (Brace.WithLocation(2, 2), "to start at column \"2\" was actually at column \"1\""),
        (Brace.WithSpan(2, 1, 2, 3), "to end at column \"3\" was actually at column \"2\""),
        (Brace.WithSpan(2, 1, 3, 2), "to end on line \"3\" was actually on line \"2\""),
        (Brace.WithLocation("/0/Test1.cs", 2, 1), "to be in file \"/0/Test1.cs\" was actually in file \"/0/Test0.cs\""),
        (Brace, "Expected a project diagnostic with no location:"),
        (Brace.WithLocation(2, 1).WithNoLocation(), "Expected a project diagnostic with no location:"),
        (Brace.WithLocation(2, 1).WithLocation(2, 1), "Expected 1 additional locations but got 0"),
    ];

    [Theory]
    [MemberData(nameof(Matching))]
    public Task Location_ThatFits_Passes(int index)
        => new AnalyzersTest(new BraceAnalyzer()) { TestCode = Source, ExpectedDiagnostics = { Fitting[index] } }.RunAsync();

    [Theory]
    [MemberData(nameof(Wrong))]
    public Task Location_ThatDoesNotFit_Fails(int index) => Fails.WithAsync(
        new AnalyzersTest(new BraceAnalyzer()) { TestCode = Source, ExpectedDiagnostics = { Failing[index].Expected } }, Failing[index].Fragment);

    [Theory]
    [InlineData("class C {|#0:{|} }", null)]
    [InlineData("class C {|#0:{ |}}", "to end at column \"11\" was actually at column \"10\"")]
    [InlineData("class {|#0:C|} { }", "to start at column \"7\" was actually at column \"9\"")]
    public async Task MarkupKey_ChecksTheExactSpan(string source, string? fragment)
    {
        var test = new AnalyzersTest(new BraceAnalyzer()) { TestCode = source, ExpectedDiagnostics = { Brace.WithLocation(0) } };

        if (fragment is null)
            await test.RunAsync();
        else
            await Fails.WithAsync(test, fragment);
    }

    [Fact]
    public Task MarkupKey_WithIgnoredLength_ChecksTheStart() => new AnalyzersTest(new BraceAnalyzer())
    {
        TestCode = "class C {|#0:{ |}}",
        ExpectedDiagnostics = { Brace.WithLocation(0, DiagnosticLocationOptions.IgnoreLength) },
    }.RunAsync();

    [Fact]
    public async Task AdditionalLocations_AreChecked()
    {
        await WithAdditionalLocation("class {|#1:C|} {|#0:{|} }", Brace.WithLocation(0).WithLocation(1)).RunAsync();
        await Fails.WithAsync(
            WithAdditionalLocation("class C {|#0:{|} }", Brace.WithLocation(0)), "Expected 0 additional locations but got 1");
        await Fails.WithAsync(
            WithAdditionalLocation("{|#1:class|} C {|#0:{|} }", Brace.WithLocation(0).WithLocation(1)), "to start at column \"1\" was actually at column \"7\"");
    }

    [Fact]
    public Task AdditionalLocations_CanBeIgnored()
        => WithAdditionalLocation("class C {|#0:{|} }", Brace.WithLocation(0).WithOptions(DiagnosticOptions.IgnoreAdditionalLocations)).RunAsync();

    [Fact]
    public async Task UnnecessaryCode_IsChecked()
    {
        const string Marked = "class {|#1:C|} {|#0:{|} }";
        var plain = Brace.WithLocation(0).WithLocation(1);
        var unnecessary = Brace.WithLocation(0).WithLocation(1, DiagnosticLocationOptions.UnnecessaryCode);

        await WithAdditionalLocation(Marked, unnecessary, "[0]", WellKnownDiagnosticTags.Unnecessary).RunAsync();
        await Fails.WithAsync(WithAdditionalLocation(Marked, plain, "[0]", WellKnownDiagnosticTags.Unnecessary), "index \"0\" to not be marked unnecessary");
        await Fails.WithAsync(WithAdditionalLocation(Marked, unnecessary), "index \"0\" to be marked unnecessary");
        await Fails.WithAsync(WithAdditionalLocation(Marked, unnecessary, "[0]"), "the descriptor is not marked as unnecessary code");
        await Fails.WithAsync(WithAdditionalLocation(Marked, unnecessary, "[x]", WellKnownDiagnosticTags.Unnecessary), "valid JSON array of non-negative integers: [x]");
        await Fails.WithAsync(WithAdditionalLocation(Marked, unnecessary, "[]", WellKnownDiagnosticTags.Unnecessary), "'unnecessaryIndices' is empty");
        await Fails.WithAsync(WithAdditionalLocation(Marked, unnecessary, "[1]", WellKnownDiagnosticTags.Unnecessary), "must be valid indices in AdditionalLocations [0-1)");
    }

    [Fact]
    public async Task NoLocation_IsChecked()
    {
        var analyzer = new DelegateAnalyzer(
            context => context.RegisterCompilationAction(compilation => compilation.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("NoPlace"), Location.None))),
            DelegateAnalyzer.Rule("NoPlace"));
        var expected = new DiagnosticResult("NoPlace", DiagnosticSeverity.Warning);

        await new AnalyzersTest(analyzer) { TestCode = Source, ExpectedDiagnostics = { expected } }.RunAsync();
        await Fails.WithAsync(
            new AnalyzersTest(analyzer) { TestCode = Source, ExpectedDiagnostics = { expected.WithLocation(1, 1) } },
            "Expected diagnostic to be in file \"/0/Test0.cs\" was actually in file \"\"");
    }

    private static AnalyzersTest WithAdditionalLocation(string source, DiagnosticResult expected, string? unnecessary = null, params string[] tags)
    {
        var properties = ImmutableDictionary<string, string?>.Empty;
        if (unnecessary is not null)
            properties = properties.Add(WellKnownDiagnosticTags.Unnecessary, unnecessary);

        var analyzer = new TokenAnalyzer("Brace", "{")
        {
            Tags = tags,
            Create = (descriptor, token) => Diagnostic.Create(
                descriptor,
                token.GetLocation(),
                [token.GetPreviousToken().GetLocation()],
                properties),
        };
        return new AnalyzersTest(analyzer) { TestCode = source, ExpectedDiagnostics = { expected } };
    }

    private static TheoryData<int> Indices(int count) => [.. Enumerable.Range(0, count)];
}
