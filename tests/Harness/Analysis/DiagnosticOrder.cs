using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The order of reported diagnostics: path, start, end, id, message arguments.</summary>
internal static class DiagnosticOrder
{
    public static ImmutableArray<(Project project, Diagnostic diagnostic)> Sort(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
        => [.. diagnostics
            .OrderBy(entry => entry.diagnostic.Location.GetLineSpan().Path, StringComparer.Ordinal)
            .ThenBy(entry => entry.diagnostic.Location.SourceSpan.Start)
            .ThenBy(entry => entry.diagnostic.Location.SourceSpan.End)
            .ThenBy(entry => entry.diagnostic.Id, StringComparer.Ordinal)
            .ThenBy(entry => string.Join('\n', entry.diagnostic.MessageArguments()), StringComparer.Ordinal)];
}
