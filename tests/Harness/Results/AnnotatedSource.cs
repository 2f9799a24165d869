using System.Text;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Draws reported diagnostics into their sources as markup, so that a failure shows what was found where.</summary>
internal static class AnnotatedSource
{
    /// <summary>The sources that have a diagnostic, each under its path; empty if none has.</summary>
    public static string Draw(IEnumerable<Diagnostic> diagnostics)
    {
        var text = new StringBuilder();
        foreach (var file in diagnostics.Where(diagnostic => diagnostic.Location.IsInSource).GroupBy(diagnostic => diagnostic.Location.SourceTree!))
        {
            text.Append("// ").AppendLine(file.Key.FilePath);
            text.AppendLine(Draw(file.Key.GetText().ToString(), file.Select(diagnostic => (diagnostic.Location.SourceSpan, diagnostic.Id))));
        }

        return text.ToString();
    }

    private static string Draw(string source, IEnumerable<(TextSpan Span, string Id)> marks)
    {
        // Outer spans open first, so inner ones close first.
        var pending = new Queue<(TextSpan Span, string Id)>(marks.OrderBy(mark => mark.Span.Start).ThenByDescending(mark => mark.Span.Length));
        var open = new List<TextSpan>();
        var text = new StringBuilder();
        for (var position = 0; position <= source.Length; position++)
        {
            for (var closed = open.RemoveAll(span => span.End == position); closed > 0; closed--)
                text.Append("|}");

            while (pending.TryPeek(out var mark) && mark.Span.Start == position)
            {
                pending.Dequeue();
                text.Append("{|").Append(mark.Id).Append(':');
                if (mark.Span.IsEmpty)
                    text.Append("|}");
                else
                    open.Add(mark.Span);
            }

            if (position < source.Length)
                text.Append(source[position]);
        }

        return text.ToString();
    }
}
