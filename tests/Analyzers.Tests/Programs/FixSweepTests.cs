using System.Collections.Immutable;
using LeakGuard.CodeFixes;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Every fix that is offered on the samples and incidents compiles, ends its diagnostic, and gives none that was not there.</summary>
public sealed class FixSweepTests
{
    private static readonly LeakFix[] Fixes =
        [.. typeof(LeakFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(LeakFix))).Select(t => (LeakFix)Activator.CreateInstance(t)!)];

    public static TheoryData<string> Files =>
        [.. MarkedSources.Files(MarkedSources.Folder("Samples")).Select(file => Path.GetFileName(file)!), "Incidents"];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task OfferedFixes_EndTheirDiagnosticAndAddNone(string name)
    {
        using var workspace = new AdhocWorkspace();
        var sources = name.EndsWith(".cs", StringComparison.Ordinal)
            ? MarkedSources.Sample(name)
            : MarkedSources.Files(MarkedSources.Folder(name));
        var project = MarkedSources.ProjectOf(workspace, sources);
        var failures = new List<string>();
        foreach (var diagnostic in await ReportAsync(project))
        {
            if (project.GetDocument(diagnostic.Location.SourceTree) is not { } document || Fixes.FirstOrDefault(f => f.FixableDiagnosticIds.Contains(diagnostic.Id)) is not { } fix)
                continue;
            if (await FixRequest.CreateAsync(document, diagnostic, CancellationToken.None) is not { } request)
                continue;
            foreach (var plan in fix.Plans(request))
            {
                var changed = (await plan.ApplyAsync(document, CancellationToken.None)).Project;
                var text = (await changed.GetDocument(document.Id)!.GetTextAsync()).ToString();
                var errors = (await changed.GetCompilationAsync())!.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
                var left = errors.Count > 0 ? null : Difference(await ReportAsync(project), await ReportAsync(changed), diagnostic.Id);
                if (errors.Count > 0 || left != null)
                    failures.Add($"{diagnostic}\n  {plan.Title}: {errors.FirstOrDefault()?.ToString() ?? left}\n{text}");
            }
        }

        Assert.True(failures.Count == 0, string.Join("\n\n", failures));
    }

    private static async Task<ImmutableArray<Diagnostic>> ReportAsync(Project project) =>
        await (await project.GetCompilationAsync())!.WithAnalyzers([new HolderAnalyzer()]).GetAnalyzerDiagnosticsAsync();

    /// <summary>Null when there is less of the rule fixed, and not more of any other.</summary>
    private static string? Difference(ImmutableArray<Diagnostic> before, ImmutableArray<Diagnostic> after, string id)
    {
        var added = after.GroupBy(d => d.Id).Where(g => g.Count() > before.Count(b => b.Id == g.Key)).Select(g => g.Key + " added").FirstOrDefault();
        return added ?? (after.Count(d => d.Id == id) < before.Count(d => d.Id == id) ? null : id + " is still there");
    }
}
