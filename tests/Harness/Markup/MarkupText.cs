using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A start or end tag: its name, and where it was in the text with and without markup.</summary>
internal readonly record struct MarkupTag(bool IsStart, string Name, int InputPosition, int OutputPosition);

/// <summary>A text without its markup, and the markup found.</summary>
internal sealed record MarkupText(string Output, ImmutableArray<int> Positions, ImmutableArray<MarkupTag> Tags)
{
    /// <summary>Pairs starts with ends: numbered ends by their number, the others with the nearest open start.</summary>
    public ImmutableDictionary<string, ImmutableArray<TextSpan>> PairSpans()
    {
        var starts = Tags.Count(tag => tag.IsStart);
        if (starts * 2 != Tags.Length)
            throw new ArgumentException($"The input contained '{starts}' starting spans and '{Tags.Length - starts}' ending spans.");

        var spans = new Dictionary<string, List<TextSpan>>();
        var unnumbered = PairNumbered(spans);
        var open = new Stack<MarkupTag>();
        foreach (var tag in unnumbered)
        {
            if (tag.IsStart)
                open.Push(tag);
            else if (open.TryPop(out var start))
                Add(spans, start, tag);
            else
                throw new ArgumentException($"Mismatched end tag found at position '{tag.InputPosition}'");
        }

        return spans.ToImmutableDictionary(pair => pair.Key, pair => pair.Value.ToImmutableArray());
    }

    private List<MarkupTag> PairNumbered(Dictionary<string, List<TextSpan>> spans)
    {
        var rest = Tags.ToList();
        foreach (var end in Tags.Where(tag => !tag.IsStart && tag.Name.Length > 0))
        {
            if (spans.ContainsKey(end.Name))
                throw new ArgumentException($"The input contained more than one ending tag for span '{end.Name}'");

            var start = rest.FindIndex(tag => tag.IsStart && tag.Name == end.Name);
            if (start < 0)
                throw new ArgumentException($"The input did not contain a start tag for span '{end.Name}'");

            Add(spans, rest[start], end);
            rest.RemoveAt(start);
            rest.Remove(end);
        }

        return rest;
    }

    private static void Add(Dictionary<string, List<TextSpan>> spans, MarkupTag start, MarkupTag end)
    {
        if (!spans.TryGetValue(start.Name, out var sameName))
            spans.Add(start.Name, sameName = []);
        else if (start.Name.StartsWith('#'))
            throw new ArgumentException($"The input contained more than one start tag for span '{start.Name}'");

        sameName.Add(TextSpan.FromBounds(start.OutputPosition, end.OutputPosition));
    }
}
