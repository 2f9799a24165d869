using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>
/// One named change of a program's text that plants a bug. The new text marks where the rule must fire: <c>{|LEAK1001:…|}</c>.
/// </summary>
internal sealed record Edit(string Name, string Old, string New)
{
    /// <summary>Text that stays as it is and has the place where the rule must fire, when that is not where the bug was planted.</summary>
    public string? Fires { get; init; }

    /// <summary>Applies the edit to the one file it fits, and says which places it marks there.</summary>
    public IReadOnlyList<SourceFile> ApplyTo(IReadOnlyList<SourceFile> files)
    {
        if (Fires != null)
        {
            TestFileMarkupParser.GetSpans(Fires, out var unmarked, out _);
            return new Edit($"{Name}: the place", unmarked, Fires).ApplyTo((this with { Fires = null }).ApplyTo(files));
        }

        var matches = files.Sum(file => CountIn(file.Text));
        if (matches != 1)
            throw new ProofException($"the edit '{Name}' must fit exactly once, and it fits {matches} times");
        return [.. files.Select(file => CountIn(file.Text) == 1 ? Applied(file) : file)];
    }

    private SourceFile Applied(SourceFile file)
    {
        TestFileMarkupParser.GetSpans(file.Text.Replace(Old, New, StringComparison.Ordinal), out var text, out var spans);
        var planted = spans.SelectMany(pair => pair.Value.Select(span => new Mark(file.Path, span, pair.Key)));
        return file with { Text = text, Marks = [.. file.Marks, .. planted] };
    }

    private int CountIn(string text)
    {
        var count = 0;
        for (var at = text.IndexOf(Old, StringComparison.Ordinal); at >= 0; at = text.IndexOf(Old, at + Old.Length, StringComparison.Ordinal))
            count++;
        return count;
    }
}

/// <summary>A place where a rule must fire: a span, or the line that it lies on.</summary>
internal sealed record Mark(string Path, TextSpan Span, string Rule, bool WholeLine = false);
