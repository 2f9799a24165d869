using System.Collections.Immutable;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Host.Mef;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;

namespace LeakGuard.ProvingGround.Machinery;

/// <summary>How programs become projects, images and diagnostics.</summary>
internal static class Workbench
{
    private static readonly CSharpParseOptions Language = new(LanguageVersion.Preview);

    private static readonly CSharpCompilationOptions Settings = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            optimizationLevel: OptimizationLevel.Release,
            nullableContextOptions: NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions(RuleSet.Descriptors.ToDictionary(descriptor => descriptor.Id, _ => ReportDiagnostic.Warn)
            .Append(KeyValuePair.Create("CS1701", ReportDiagnostic.Suppress))); // As the SDK has it: a package that was built for an older framework.

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. FrameworkReferences.Current,
        .. new[] { typeof(IMemoryCache), typeof(MemoryCache), typeof(IOptions<>), typeof(IChangeToken) }.Select(type => type.Assembly.Location).Distinct().Select(file => MetadataReference.CreateFromFile(file)),
    ];

    public static Project ProjectOf(IReadOnlyList<SourceFile> files)
    {
        var workspace = new AdhocWorkspace(MefHostServices.DefaultHost);
        var id = ProjectId.CreateNewId();
        var solution = workspace.CurrentSolution.AddProject(ProjectInfo.Create(
            id, VersionStamp.Create(), "Program", "Program", LanguageNames.CSharp, compilationOptions: Settings, parseOptions: Language, metadataReferences: References));
        foreach (var file in files)
            solution = solution.AddDocument(DocumentId.CreateNewId(id), Path.GetFileName(file.Path), file.Text, filePath: file.Path);
        return solution.GetProject(id)!;
    }

    public static CSharpCompilation CompilationOf(IEnumerable<SourceFile> files) =>
        CSharpCompilation.Create("Program", files.Select(file => CSharpSyntaxTree.ParseText(file.Text, Language, file.Path)), References, Settings);

    /// <summary>What the compiler warns of, once each as often as it does; an error ends the proof.</summary>
    public static IReadOnlyList<string> Warnings(Compilation compilation, string step)
    {
        var diagnostics = compilation.GetDiagnostics();
        var errors = diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Error).Take(5).ToList();
        if (errors.Count > 0)
            throw new ProofException($"{step} does not compile:\n{string.Join("\n", errors)}");
        return [.. diagnostics.Where(diagnostic => diagnostic.Severity == DiagnosticSeverity.Warning).Select(diagnostic => diagnostic.Id).Order(StringComparer.Ordinal)];
    }

    /// <summary>What all rules report, in source order.</summary>
    public static async Task<IReadOnlyList<Diagnostic>> AnalyzeAsync(Compilation compilation)
    {
        var diagnostics = await compilation.WithAnalyzers([new HolderAnalyzer()]).GetAnalyzerDiagnosticsAsync();
        return [.. diagnostics
            .OrderBy(diagnostic => diagnostic.Location.SourceTree?.FilePath, StringComparer.Ordinal)
            .ThenBy(diagnostic => diagnostic.Location.SourceSpan.Start)
            .ThenBy(diagnostic => diagnostic.Id, StringComparer.Ordinal)];
    }

    public static byte[] Emit(Compilation compilation)
    {
        using var image = new MemoryStream();
        var result = compilation.Emit(image);
        return result.Success ? image.ToArray() : throw new ProofException(string.Join("\n", result.Diagnostics.Where(d => d.Severity == DiagnosticSeverity.Error).Take(5)));
    }
}
