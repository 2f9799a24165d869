using System.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A small line diff for failure texts: test sources are short, so the plain quadratic table is enough.</summary>
internal static class LineDiff
{
    public static string Render(string expected, string actual)
    {
        var changes = Compare(SplitLines(expected, keepEnds: false), SplitLines(actual, keepEnds: false));
        if (changes.TrueForAll(change => change.Kind == ' '))
        {
            // Only line ends differ: compare again with the ends as visible text.
            changes = Compare(SplitLines(expected, keepEnds: true), SplitLines(actual, keepEnds: true));
        }

        var text = new StringBuilder();
        foreach (var (kind, line) in changes)
            text.Append(kind).AppendLine(line.Replace("\r", "<CR>").Replace("\n", "<LF>"));

        return text.ToString();
    }

    private static List<(char Kind, string Line)> Compare(List<string> expected, List<string> actual)
    {
        // common[i, j]: length of the longest common subsequence of the lines from i and from j on.
        var common = new int[expected.Count + 1, actual.Count + 1];
        for (var i = expected.Count - 1; i >= 0; i--)
        {
            for (var j = actual.Count - 1; j >= 0; j--)
            {
                common[i, j] = expected[i] == actual[j]
                    ? common[i + 1, j + 1] + 1
                    : Math.Max(common[i + 1, j], common[i, j + 1]);
            }
        }

        var changes = new List<(char Kind, string Line)>();
        var (left, right) = (0, 0);
        while (left < expected.Count || right < actual.Count)
        {
            if (left < expected.Count && right < actual.Count && expected[left] == actual[right])
            {
                changes.Add((' ', expected[left++]));
                right++;
            }
            else if (left < expected.Count && (right == actual.Count || common[left + 1, right] >= common[left, right + 1]))
            {
                changes.Add(('-', expected[left++]));
            }
            else
            {
                changes.Add(('+', actual[right++]));
            }
        }

        return changes;
    }

    private static List<string> SplitLines(string text, bool keepEnds)
    {
        var lines = new List<string>();
        var start = 0;
        while (start < text.Length)
        {
            var end = text.AsSpan(start).IndexOfAny('\r', '\n');
            if (end < 0)
                break;

            end += start;
            var next = text[end] == '\r' && end + 1 < text.Length && text[end + 1] == '\n' ? end + 2 : end + 1;
            lines.Add(text[start..(keepEnds ? next : end)]);
            start = next;
        }

        // Without their ends, the lines of a text that ends with a line end are followed by an empty one.
        if (!keepEnds || start < text.Length)
            lines.Add(text[start..]);

        return lines;
    }
}
