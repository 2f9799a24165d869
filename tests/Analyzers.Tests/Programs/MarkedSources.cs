using System.Collections.Immutable;
using System.Text.RegularExpressions;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>
/// Whole files of C# whose lines say what must be reported on them: <c>//! LEAK1001 LEAK1005</c>. Compiled together, analyzed with every
/// rule on, and compared line by line.
/// </summary>
internal static partial class MarkedSources
{
    private const string Usings =
        """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    /// <summary>The folder the test project copies a set of sources to.</summary>
    public static string Folder(string name) => Path.Combine(AppContext.BaseDirectory, "Sources", name);

    public static string[] Files(string folder) =>
        [.. Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories).Order(StringComparer.Ordinal)];

    /// <summary>One sample, and the parts that several of them use.</summary>
    public static string[] Sample(string name) => [Path.Combine(Folder("Samples"), name), .. Files(Folder("Parts"))];

    /// <summary>Lines on which what is reported differs from what the marks say, in words; empty when all is right.</summary>
    public static async Task<string> DifferencesAsync(string[] files, bool alone = false)
    {
        var ids = RuleSet.Descriptors.Select(d => d.Id).ToHashSet();
        var expected = files.SelectMany(file => Marks(file, ids)).ToHashSet();
        var actual = new Dictionary<(string File, int Line, string Id), string>();
        foreach (var group in alone ? files.Select(file => new[] { file }) : [files])
        {
            foreach (var diagnostic in await AnalyzeAsync(group))
            {
                var span = diagnostic.Location.GetLineSpan();
                actual[(span.Path, span.StartLinePosition.Line + 1, diagnostic.Id)] = diagnostic.GetMessage(null);
            }
        }

        var lines = expected.Where(e => !actual.ContainsKey(e)).Select(e => $"{Path.GetFileName(e.File)}({e.Line}): missing {e.Id}")
            .Concat(actual.Where(a => !expected.Contains(a.Key)).Select(a => $"{Path.GetFileName(a.Key.File)}({a.Key.Line}): unexpected {a.Key.Id}: {a.Value}"));
        return string.Join(Environment.NewLine, lines.Order(StringComparer.Ordinal));
    }

    /// <summary>The files as a project of a workspace, with every rule on.</summary>
    public static Project ProjectOf(AdhocWorkspace workspace, string[] files)
    {
        var project = workspace.AddProject("Sources", LanguageNames.CSharp)
            .WithParseOptions(new CSharpParseOptions(LanguageVersion.Preview))
            .WithCompilationOptions(Settings)
            .AddMetadataReferences(FrameworkReferences.Current)
            .AddDocument("Usings.cs", Usings, filePath: "Usings.cs").Project;
        return files.Aggregate(project, (current, file) => current.AddDocument(Path.GetFileName(file), File.ReadAllText(file), filePath: file).Project);
    }

    private static CSharpCompilationOptions Settings => new CSharpCompilationOptions(OutputKind.DynamicallyLinkedLibrary, allowUnsafe: true, nullableContextOptions: NullableContextOptions.Enable)
        .WithSpecificDiagnosticOptions(RuleSet.Descriptors.ToDictionary(d => d.Id, _ => ReportDiagnostic.Warn));

    /// <summary>Everything the holder rules report on files that must compile without errors.</summary>
    public static async Task<ImmutableArray<Diagnostic>> AnalyzeAsync(string[] files)
    {
        var options = new CSharpParseOptions(LanguageVersion.Preview);
        var trees = files.Select(file => CSharpSyntaxTree.ParseText(File.ReadAllText(file), options, file))
            .Append(CSharpSyntaxTree.ParseText(Usings, options, "Usings.cs"));
        var compilation = CSharpCompilation.Create("Sources", trees, FrameworkReferences.Current, Settings);
        var errors = compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error).ToList();
        if (errors.Count > 0)
            throw new InvalidOperationException(string.Join(Environment.NewLine, errors.Take(10)));
        return await compilation.WithAnalyzers([new HolderAnalyzer()]).GetAnalyzerDiagnosticsAsync();
    }

    private static IEnumerable<(string File, int Line, string Id)> Marks(string file, HashSet<string> ids)
    {
        var number = 0;
        foreach (var line in File.ReadLines(file))
        {
            number++;
            foreach (Match mark in Mark().Matches(line.Contains("//! ", StringComparison.Ordinal) ? line[line.IndexOf("//! ", StringComparison.Ordinal)..] : string.Empty))
            {
                if (ids.Contains(mark.Value))
                    yield return (file, number, mark.Value);
            }
        }
    }

    [GeneratedRegex("LEAK[0-9]{4}")]
    private static partial Regex Mark();
}
