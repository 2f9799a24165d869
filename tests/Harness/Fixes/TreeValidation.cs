using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>
/// Parses changed documents anew, as an editor would, and checks that the code action built the same tree: a tree that
/// only looks right as text misleads whatever works on it next.
/// </summary>
internal sealed class TreeValidation(IVerifier verifier, CodeActionValidationMode mode, Type syntaxKindType)
{
    /// <summary>The first difference found; thrown by the caller after the content was compared.</summary>
    public ExceptionDispatchInfo? FirstError { get; private set; }

    public async Task<Solution> ReparseAsync(Solution before, Solution after, CancellationToken cancellationToken)
    {
        var changed = after.GetChanges(before).GetProjectChanges().SelectMany(project => project.GetChangedDocuments().Concat(project.GetAddedDocuments()));
        foreach (var documentId in changed.ToArray())
            after = await ReparseAsync(after.GetDocument(documentId)!, cancellationToken).ConfigureAwait(false);

        return after;
    }

    private static async Task<SyntaxNode> GetRootAsync(Document document, CancellationToken cancellationToken)
        => await document.GetSyntaxRootAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Document '{document.Name}' does not have a syntax tree.");

    private async Task<Solution> ReparseAsync(Document document, CancellationToken cancellationToken)
    {
        var text = await document.GetTextAsync(cancellationToken).ConfigureAwait(false);
        var parsed = document.WithText(SourceText.From(text.ToString(), text.Encoding, text.ChecksumAlgorithm));
        if (mode != CodeActionValidationMode.None && FirstError is null)
        {
            var expected = await GetRootAsync(parsed, cancellationToken).ConfigureAwait(false);
            var actual = await GetRootAsync(document, cancellationToken).ConfigureAwait(false);
            FirstError = Failures.Capture(() => Validate(expected, actual));
        }

        return parsed.Project.Solution;
    }

    private void Validate(SyntaxNode expected, SyntaxNode actual)
    {
        var withTrivia = mode == CodeActionValidationMode.Full;
        if (TreeComparison.FindDifference(expected, actual, withTrivia) is not { } difference)
            return;

        // The diff of both trees tells most; a difference it does not show is told in words.
        var text = new TreeText(syntaxKindType, withTrivia);
        verifier.EqualOrDiff(text.Render(expected), text.Render(actual));
        verifier.Fail(difference);
    }
}
