using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Compares all files of a project after a fix run with the expected ones, exactly.</summary>
internal static class ContentVerification
{
    public static async Task VerifyAsync(ProjectState expected, Project actual, IVerifier verifier, CancellationToken cancellationToken)
    {
        await VerifyAsync(nameof(ProjectState.Sources), "updatedDocuments", expected.Sources, actual.Documents).ConfigureAwait(false);
        await VerifyAsync(nameof(ProjectState.AdditionalFiles), "updatedAdditionalDocuments", expected.AdditionalFiles, actual.AdditionalDocuments).ConfigureAwait(false);
        await VerifyAsync(nameof(ProjectState.AnalyzerConfigFiles), "updatedAnalyzerConfigDocuments", expected.AnalyzerConfigFiles, actual.AnalyzerConfigDocuments).ConfigureAwait(false);

        async Task VerifyAsync(string expectedName, string actualName, SourceFileCollection files, IEnumerable<TextDocument> documents)
        {
            var found = documents.ToArray();
            verifier.Equal(
                files.Count,
                found.Length,
                $"expected 'newState.{expectedName}' and '{actualName}' to be equal but 'newState.{expectedName}' contains '{files.Count}' documents and '{actualName}' contains '{found.Length}' documents");

            foreach (var (file, document) in files.Zip(found))
            {
                VerifyText(file, await document.GetTextAsync(cancellationToken).ConfigureAwait(false), verifier);
                VerifyPlace(ProjectPath.Split(expected.DefaultPrefix, file.filename), document, verifier);
            }
        }
    }

    private static void VerifyText((string Filename, SourceText Content) expected, SourceText actual, IVerifier verifier)
    {
        var (name, content) = expected;
        verifier.EqualOrDiff(content.ToString(), actual.ToString(), $"content of '{name}' did not match. Diff shown with expected as baseline:");
        verifier.Equal(content.Encoding, actual.Encoding, $"encoding of '{name}' was expected to be '{content.Encoding?.WebName}' but was '{actual.Encoding?.WebName}'");
        verifier.Equal(
            content.ChecksumAlgorithm,
            actual.ChecksumAlgorithm,
            $"checksum algorithm of '{name}' was expected to be '{content.ChecksumAlgorithm}' but was '{actual.ChecksumAlgorithm}'");
    }

    private static void VerifyPlace((string Name, string[] Folders) expected, TextDocument actual, IVerifier verifier)
    {
        verifier.Equal(expected.Name, actual.Name, $"file name was expected to be '{expected.Name}' but was '{actual.Name}'");
        verifier.SequenceEqual(
            expected.Folders,
            actual.Folders,
            message: $"folders was expected to be '{string.Join('/', expected.Folders)}' but was '{string.Join('/', actual.Folders)}'");
    }
}
