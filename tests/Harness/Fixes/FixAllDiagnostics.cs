using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeFixes;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Answers a fix-all provider's questions from the diagnostics of the current round.</summary>
internal sealed class FixAllDiagnostics(ImmutableArray<(Project Project, Diagnostic Diagnostic)> diagnostics) : FixAllContext.DiagnosticProvider
{
    public override Task<IEnumerable<Diagnostic>> GetAllDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Answer(project, _ => true);

    public override Task<IEnumerable<Diagnostic>> GetDocumentDiagnosticsAsync(Document document, CancellationToken cancellationToken)
        => Answer(document.Project, diagnostic => diagnostic.Location.GetLineSpan().Path == document.FilePath);

    public override Task<IEnumerable<Diagnostic>> GetProjectDiagnosticsAsync(Project project, CancellationToken cancellationToken)
        => Answer(project, diagnostic => !diagnostic.Location.IsInSource);

    private Task<IEnumerable<Diagnostic>> Answer(Project project, Func<Diagnostic, bool> matches)
        => Task.FromResult(diagnostics
            .Where(entry => entry.Project.Id == project.Id && matches(entry.Diagnostic))
            .Select(entry => entry.Diagnostic));
}
