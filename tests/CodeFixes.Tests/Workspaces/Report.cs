using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.CodeFixes.Tests.Workspaces;

/// <summary>Everything the rules report on a solution that must compile without errors.</summary>
internal sealed class Report
{
    private readonly ImmutableArray<(Document Document, Diagnostic Diagnostic)> all;

    private Report(ImmutableArray<(Document Document, Diagnostic Diagnostic)> all) => this.all = all;

    public IEnumerable<Diagnostic> All => all.Select(entry => entry.Diagnostic);

    public static Task<Report> OfAsync(Solution solution) => OfAsync(solution.Projects);

    public static Task<Report> OfAsync(Project project) => OfAsync([project]);

    public ImmutableArray<Diagnostic> In(DocumentId document) =>
        [.. all.Where(entry => entry.Document.Id == document).Select(entry => entry.Diagnostic).OrderBy(d => d.Location.SourceSpan.Start)];

    public ImmutableArray<Diagnostic> In(ProjectId project) =>
        [.. all.Where(entry => entry.Document.Project.Id == project).Select(entry => entry.Diagnostic)];

    private static async Task<Report> OfAsync(IEnumerable<Project> projects)
    {
        var all = ImmutableArray.CreateBuilder<(Document, Diagnostic)>();
        foreach (var project in projects)
        {
            var compilation = (await project.GetCompilationAsync())!;
            var found = await compilation.WithAnalyzers([new HolderAnalyzer()], project.AnalyzerOptions).GetAllDiagnosticsAsync();
            if (found.FirstOrDefault(d => d.Severity == DiagnosticSeverity.Error) is { } error)
                throw new InvalidOperationException($"{error}\n{error.Location.SourceTree}");
            all.AddRange(found.Where(d => !d.Descriptor.CustomTags.Contains(WellKnownDiagnosticTags.Compiler)).Select(d => (project.GetDocument(d.Location.SourceTree)!, d)));
        }

        return new Report(all.ToImmutable());
    }
}
