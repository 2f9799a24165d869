using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Formatting;
using Microsoft.CodeAnalysis.Simplification;

namespace LeakGuard.CodeFixes.Synthesis;

/// <summary>
/// Puts names and layout of an edited document in order, as the host does for every code action, but with the line ends that the file has:
/// the host would write those of its options between those that are there.
/// </summary>
internal static class Finish
{
    /// <param name="before">The file before the edit.</param>
    /// <param name="changed">The edited document.</param>
    /// <param name="cancellation">Cancels the work.</param>
    public static async Task<Document> Async(SyntaxNode before, Document changed, CancellationToken cancellation)
    {
        changed = await FieldKeyword.KeepAsync(before, changed, cancellation).ConfigureAwait(false);
        var options = (await changed.GetOptionsAsync(cancellation).ConfigureAwait(false)).WithChangedOption(FormattingOptions.NewLine, LanguageNames.CSharp, Template.LineEndOf(before));
        changed = await ImportAdder.AddImportsAsync(changed, Simplifier.AddImportsAnnotation, options, cancellation).ConfigureAwait(false);
        changed = await Simplifier.ReduceAsync(changed, Simplifier.Annotation, cancellationToken: cancellation).ConfigureAwait(false);
        changed = await Formatter.FormatAsync(changed, Formatter.Annotation, options, cancellation).ConfigureAwait(false);
        return await Formatter.FormatAsync(changed, SyntaxAnnotation.ElasticAnnotation, options, cancellation).ConfigureAwait(false);
    }
}
