using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Separates test markup from code: <c>[|text|]</c> is a span, <c>{|Name:text|}</c> a named span, <c>{|#0:text|}</c> an
/// indexed one that <c>|#0}</c> may end, and <c>$$</c> a position.
/// </summary>
public static class TestFileMarkupParser
{
    /// <summary>Reads positions and spans; unnamed spans have the empty name.</summary>
    public static void GetPositionsAndSpans(string input, out string output, out ImmutableArray<int> positions, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        var markup = MarkupReader.Read(input, treatPositionIndicatorsAsCode: false);
        (output, positions, spans) = (markup.Output, markup.Positions, markup.PairSpans());
    }

    /// <summary>Reads spans; positions are removed.</summary>
    public static void GetSpans(string input, out string output, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
        => GetSpans(input, treatPositionIndicatorsAsCode: false, out output, out spans);

    /// <summary>Reads spans; positions are removed, or kept as code.</summary>
    public static void GetSpans(string input, bool treatPositionIndicatorsAsCode, out string output, out ImmutableDictionary<string, ImmutableArray<TextSpan>> spans)
    {
        var markup = MarkupReader.Read(input, treatPositionIndicatorsAsCode);
        (output, spans) = (markup.Output, markup.PairSpans());
    }
}
