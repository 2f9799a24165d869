using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class DiagnosticResultTests
{
    private static readonly DiagnosticDescriptor Rule = DelegateAnalyzer.Rule("Id", "Found {0} in {1}");

    [Fact]
    public void Constructors_TakeWhatTheyAreGiven()
    {
        var plain = new DiagnosticResult("Id", DiagnosticSeverity.Info);
        Assert.Equal(("Id", DiagnosticSeverity.Info, null), (plain.Id, plain.Severity, plain.Message));
        Assert.False(plain.HasLocation);
        Assert.Empty(plain.Spans);
        Assert.Equal(DiagnosticOptions.None, plain.Options);
        Assert.Null(plain.IsSuppressed);

        var described = new DiagnosticResult(Rule);
        Assert.Equal(("Id", DiagnosticSeverity.Warning), (described.Id, described.Severity));
        Assert.Equal(Rule.MessageFormat, described.MessageFormat);

        Assert.Equal(DiagnosticSeverity.Error, DiagnosticResult.CompilerError("CS1").Severity);
        Assert.Equal(DiagnosticSeverity.Warning, DiagnosticResult.CompilerWarning("CS1").Severity);
        Assert.Empty(DiagnosticResult.EmptyDiagnosticResults);
    }

    [Fact]
    public void Message_IsMadeOfFormatAndArguments()
    {
        var result = new DiagnosticResult(Rule);

        Assert.Equal("Found {0} in {1}", result.Message);
        Assert.Equal("Found a in b", result.WithArguments("a", "b").Message);
        Assert.Equal("Found {0} in {1}", result.WithArguments("a").Message);
        Assert.Equal(["a"], result.WithArguments("a").MessageArguments);
        Assert.Equal("Other", result.WithArguments("a", "b").WithMessage("Other").Message);
        Assert.Null(result.WithMessage("Other").WithMessage(null).Message);
        Assert.Equal("In b", result.WithMessageFormat("In {1}").WithArguments("a", "b").Message);
        Assert.Null(new DiagnosticResult("Id", DiagnosticSeverity.Info).WithArguments("a").Message);
    }

    [Fact]
    public void With_ChangesOnlyTheCopy()
    {
        var result = new DiagnosticResult(Rule);
        var changed = result
            .WithSeverity(DiagnosticSeverity.Error)
            .WithOptions(DiagnosticOptions.IgnoreSeverity)
            .WithIsSuppressed(true)
            .WithLocation(1, 2);

        Assert.Equal((DiagnosticSeverity.Error, DiagnosticOptions.IgnoreSeverity, (bool?)true), (changed.Severity, changed.Options, changed.IsSuppressed));
        Assert.True(changed.HasLocation);
        Assert.Equal((DiagnosticSeverity.Warning, DiagnosticOptions.None, (bool?)null), (result.Severity, result.Options, result.IsSuppressed));
        Assert.False(result.HasLocation);
    }

    [Fact]
    public void Locations_AreAddedInOrder()
    {
        var spans = new DiagnosticResult(Rule)
            .WithLocation(1, 2)
            .WithSpan("/a.cs", 3, 4, 5, 6)
            .WithLocation(7)
            .WithLocation(8, DiagnosticLocationOptions.UnnecessaryCode)
            .Spans;

        Assert.Equal(
            [
                DiagnosticLocationOptions.IgnoreLength,
                DiagnosticLocationOptions.None,
                DiagnosticLocationOptions.InterpretAsMarkupKey,
                DiagnosticLocationOptions.InterpretAsMarkupKey | DiagnosticLocationOptions.UnnecessaryCode,
            ],
            spans.Select(span => span.Options));
        Assert.Equal(new LinePosition(0, 1), spans[0].Span.StartLinePosition);
        Assert.Equal(new FileLinePositionSpan("/a.cs", new LinePosition(2, 3), new LinePosition(4, 5)), spans[1].Span);
        Assert.Equal(7, spans[2].Span.StartLinePosition.Character);
        Assert.Empty(new DiagnosticResult(Rule).WithLocation(1, 2).WithNoLocation().Spans);
    }

    [Fact]
    public void DefaultPath_FillsOnlyEmptyPaths()
    {
        var spans = new DiagnosticResult(Rule).WithLocation(1, 2).WithLocation("/a.cs", 1, 2).WithLocation(0).WithDefaultPath("/b.cs").Spans;

        Assert.Equal(["/b.cs", "/a.cs", ""], spans.Select(span => span.Span.Path));
        Assert.Empty(new DiagnosticResult(Rule).WithDefaultPath("/b.cs").Spans);
    }

    [Fact]
    public void LineOffset_MovesAllLocations()
    {
        var spans = new DiagnosticResult(Rule).WithSpan(1, 2, 3, 4).WithLocation(5, 6).WithLineOffset(2).Spans;

        Assert.Equal(
            [(new LinePosition(2, 1), new LinePosition(4, 3)), (new LinePosition(6, 5), new LinePosition(6, 5))],
            spans.Select(span => (span.Span.StartLinePosition, span.Span.EndLinePosition)));
        Assert.Empty(new DiagnosticResult(Rule).WithLineOffset(2).Spans);
    }

    [Fact]
    public void ToString_IsLikeACompilerMessage()
    {
        var result = new DiagnosticResult(Rule).WithArguments("a", "b");

        Assert.Equal("warning Id: Found a in b", result.ToString());
        Assert.Equal("?(1,2): warning Id: Found a in b", result.WithLocation(1, 2).ToString());
        Assert.Equal("/a.cs(1,2,3,4): warning Id: Found a in b", result.WithSpan("/a.cs", 1, 2, 3, 4).ToString());
        Assert.Equal("error CS1", DiagnosticResult.CompilerError("CS1").ToString());
    }
}
