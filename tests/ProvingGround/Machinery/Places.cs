using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>Compares where rules fire with where they must.</summary>
internal static class Places
{
    /// <summary>What is missing and what is unexpected, in words; empty when everything is as marked.</summary>
    public static string Differences(IReadOnlyList<Mark> marks, IReadOnlyList<Diagnostic> diagnostics)
    {
        var left = diagnostics.ToList();
        var lines = new List<string>();
        foreach (var mark in marks)
        {
            // Two findings of one rule on a marked line share the mark.
            if (left.RemoveAll(diagnostic => IsAt(mark, diagnostic)) == 0)
                lines.Add($"missing {mark.Rule} in {mark.Path}{mark.Span}");
        }

        lines.AddRange(left.Select(diagnostic => $"unexpected {diagnostic} at {diagnostic.Location.SourceSpan}"));
        return string.Join("\n", lines);
    }

    private static bool IsAt(Mark mark, Diagnostic diagnostic)
    {
        var span = diagnostic.Location.SourceSpan;
        return diagnostic.Id == mark.Rule && diagnostic.Location.SourceTree?.FilePath == mark.Path
            && (mark.WholeLine ? mark.Span.Contains(new TextSpan(span.Start, 0)) : mark.Span == span);
    }
}
