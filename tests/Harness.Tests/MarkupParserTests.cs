using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class MarkupParserTests
{
    [Theory]
    [InlineData("ab", "ab")]
    [InlineData("a[|b|]c", "abc", "", "1-2")]
    [InlineData("[||]", "", "", "0-0")]
    [InlineData("a[|b[|c|]d|]e", "abcde", "", "2-3 1-4")]
    [InlineData("[|a|][|b|]", "ab", "", "0-1 1-2")]
    [InlineData("a{|X:b|}c", "abc", "X", "1-2")]
    [InlineData("{|X:a|}{|X:b|}", "ab", "X", "0-1 1-2")]
    [InlineData("{|a long name:b|}", "b", "a long name", "0-1")]
    [InlineData("{|X:|}", "", "X", "0-0")]
    [InlineData("{|#0:a|}b", "ab", "#0", "0-1")]
    [InlineData("{|#0:a|#0}b", "ab", "#0", "0-1")]
    public void Spans_AreTakenOut(string input, string output, string name = "", string spans = "")
    {
        TestFileMarkupParser.GetSpans(input, out var text, out var found);

        Assert.Equal(output, text);
        Assert.Equal(spans, Show(found.GetValueOrDefault(name, [])));
    }

    [Fact]
    public void MixedKinds_PairWithTheNearestOpenStart()
    {
        TestFileMarkupParser.GetSpans("{|X:a[|b|}c|]", out var text, out var spans);

        Assert.Equal("abc", text);
        Assert.Equal("1-2", Show(spans[""]));
        Assert.Equal("0-3", Show(spans["X"]));
    }

    [Fact]
    public void NumberedEnds_LetSpansOverlap()
    {
        TestFileMarkupParser.GetSpans("{|#0:a{|#1:b|#0}c|#1}", out var text, out var spans);

        Assert.Equal("abc", text);
        Assert.Equal("0-2", Show(spans["#0"]));
        Assert.Equal("1-3", Show(spans["#1"]));
    }

    [Theory]
    [InlineData("[|x[|]", "x[", "", "0-2")]
    [InlineData("{|X:x[|}", "x[", "X", "0-2")]
    [InlineData("{|#0:a[|b|#0}[|]", "ab[", "", "1-3")]
    [InlineData("[|a[|}|]|]", "a}", "", "1-2 0-2")]
    public void BracketBeforeAnEnd_BelongsToTheText(string input, string output, string name, string spans)
    {
        TestFileMarkupParser.GetSpans(input, out var text, out var found);

        Assert.Equal(output, text);
        Assert.Equal(spans, Show(found[name]));
    }

    [Theory]
    [InlineData("{|}")]
    [InlineData("[|]")]
    public void Bracket_WithoutOpenSpan_StartsOrEndsOne(string input)
        => Assert.Throws<ArgumentException>(() => TestFileMarkupParser.GetSpans(input, out _, out _));

    [Fact]
    public void Positions_AreTakenOut()
    {
        TestFileMarkupParser.GetPositionsAndSpans("$$a[|b$$|]", out var text, out var positions, out var spans);

        Assert.Equal("ab", text);
        Assert.Equal([0, 2], positions.AsEnumerable());
        Assert.Equal("1-2", Show(spans[""]));
    }

    [Fact]
    public void Positions_StayAsCode_OnRequest()
    {
        TestFileMarkupParser.GetSpans("$$a[|b|]", treatPositionIndicatorsAsCode: true, out var text, out var spans);

        Assert.Equal("$$ab", text);
        Assert.Equal("3-4", Show(spans[""]));
    }

    [Fact]
    public void Code_IsLeftAlone()
    {
        const string Code = "var x = a[i] | b; if (c || d) { } $\"{x}\" {|:|#x";
        TestFileMarkupParser.GetSpans(Code, out var text, out var spans);

        Assert.Equal(Code, text);
        Assert.Empty(spans);
    }

    [Theory]
    [InlineData("[|a", "'1' starting spans and '0' ending spans")]
    [InlineData("a|]", "'0' starting spans and '1' ending spans")]
    [InlineData("a|]b[|", "Mismatched end tag found at position '1'")]
    [InlineData("{|#0:a|}{|#0:b|}", "more than one start tag for span '#0'")]
    [InlineData("{|#0:a|#0}{|#1:b|#0}", "more than one ending tag for span '#0'")]
    [InlineData("{|#0:a|#1}", "did not contain a start tag for span '#1'")]
    public void BrokenMarkup_Fails(string input, string fragment)
    {
        var failure = Assert.Throws<ArgumentException>(() => TestFileMarkupParser.GetPositionsAndSpans(input, out _, out _, out _));

        Assert.Contains(fragment, failure.Message, StringComparison.Ordinal);
    }

    private static string Show(ImmutableArray<TextSpan> spans) => string.Join(' ', spans.Select(span => $"{span.Start}-{span.End}"));
}
