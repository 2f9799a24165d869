using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Tests.Workspaces;

/// <summary>Projects of a workspace, made of texts, with every rule on.</summary>
internal static class TestProjects
{
    /// <summary>Adds a project with these documents.</summary>
    public static Solution Add(Solution solution, string name, Sources sources, params (string Name, string Text)[] documents)
    {
        var id = ProjectId.CreateNewId(name);
        solution = solution.AddProject(id, name, name, LanguageNames.CSharp)
            .WithProjectParseOptions(id, new CSharpParseOptions(sources.Language))
            .WithProjectCompilationOptions(id, Options(sources))
            .AddMetadataReferences(id, FrameworkReferences.Current.Concat(sources.Packages))
            .AddAnalyzerConfigDocument(DocumentId.CreateNewId(id), ".editorconfig", SourceText.From($"root = true\n[*]\ninsert_final_newline = false\n{sources.Style}\n"), filePath: $"/{name}/.editorconfig");
        foreach (var (document, text) in documents)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), document, SourceText.From(text), filePath: $"/{name}/{document}");
        return solution;
    }

    public static Document Find(Solution solution, string project, string document) =>
        solution.Projects.Single(p => p.Name == project).Documents.Single(d => d.Name == document);

    private static CSharpCompilationOptions Options(Sources sources) =>
        new CSharpCompilationOptions(sources.Output, allowUnsafe: true, nullableContextOptions: sources.Nullable)
            .WithSpecificDiagnosticOptions(RuleSet.Descriptors.ToDictionary(d => d.Id, _ => ReportDiagnostic.Warn));
}
