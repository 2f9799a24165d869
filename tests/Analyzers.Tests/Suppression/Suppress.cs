using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using LeakGuard.Testing;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;
using Microsoft.Extensions.Caching.Memory;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

/// <summary>
/// Runs the peers' real analyzers over a source, together with the suppressor. Each line they report something on ends with a comment
/// that names it: <c>// CA2000 IDISP004</c>.
/// </summary>
internal static class Suppress
{
    public static readonly ImmutableHashSet<string> Watched = ["CA2000", "IDISP004", "IDISP007"];

    private const string Shared =
        """
        global using Microsoft.Extensions.Caching.Memory;
        global using System.Threading.Channels;

        public class Link(string name) : IDisposable
        {
            public string Name { get; } = name;

            public bool IsBusy { get; set; }

            public void Use() => Console.WriteLine(Name);

            public void Dispose() => GC.SuppressFinalize(this);
        }

        public sealed class Other : IDisposable
        {
            public void Dispose()
            {
            }
        }
        """;

    private static readonly CSharpParseOptions Parsing = CSharpParseOptions.Default.WithLanguageVersion(LanguageVersion.Latest);

    private static readonly ImmutableArray<MetadataReference> References =
    [
        .. FrameworkReferences.Current,
        .. new[] { typeof(MemoryCache), typeof(IMemoryCache), typeof(IOptions<>), typeof(IChangeToken) }.Select(t => MetadataReference.CreateFromFile(t.Assembly.Location)),
    ];

    /// <summary>What the comments name is reported, nothing else is, and all of it is suppressed.</summary>
    public static Task SuppressesAsync([StringSyntax("C#-test")] string source, string? options = null) => RunAsync(source, options, isSuppressed: true);

    /// <summary>What the comments name is reported, nothing else is, and all of it stays.</summary>
    /// <param name="options">A line of .editorconfig.</param>
    /// <param name="off">A suppression that is turned off.</param>
    public static Task KeepsAsync([StringSyntax("C#-test")] string source, string? options = null, string? off = null) => RunAsync(source, options, isSuppressed: false, off);

    private static async Task RunAsync(string source, string? options, bool isSuppressed, string? off = null)
    {
        var text = SourceText.From(source);
        var found = await DiagnosticsAsync(source, options, off);
        var marked = text.Lines.SelectMany(line => Marks(line.ToString()).Select(id => (Id: id, Line: line.LineNumber))).ToList();

        Assert.NotEmpty(marked);
        Assert.Equal(marked.Order(), found.Select(d => (d.Id, LineOf(d))).Distinct().Order());
        Assert.All(found, d => Assert.True(d.IsSuppressed == isSuppressed, $"{d} is {(d.IsSuppressed ? "suppressed" : "not suppressed")}"));
    }

    private static async Task<ImmutableArray<Diagnostic>> DiagnosticsAsync(string source, string? editorConfig, string? off)
    {
        var trees = new[] { Verify.Prelude, Shared, source }.Select((text, i) => CSharpSyntaxTree.ParseText(text, Parsing, path: $"/0/Test{i}.cs"));
        var options = new CSharpCompilationOptions(
            OutputKind.DynamicallyLinkedLibrary,
            nullableContextOptions: NullableContextOptions.Enable,
            specificDiagnosticOptions: Watched.ToDictionary(id => id, _ => ReportDiagnostic.Warn));
        if (off != null)
            options = options.WithSpecificDiagnosticOptions(options.SpecificDiagnosticOptions.Add(off, ReportDiagnostic.Suppress));
        var compilation = CSharpCompilation.Create("Test", trees, References, options);
        Assert.Empty(compilation.GetDiagnostics().Where(d => d.Severity == DiagnosticSeverity.Error));

        var failures = new List<string>();
        var run = compilation.WithAnalyzers([.. Peers.All, new LifetimeSuppressor()], new CompilationWithAnalyzersOptions(
            new AnalyzerOptions([], ConfigOptions.Of(editorConfig)),
            onAnalyzerException: (exception, analyzer, _) => failures.Add($"{analyzer}: {exception}"),
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: false,
            reportSuppressedDiagnostics: true));
        var diagnostics = await run.GetAnalyzerDiagnosticsAsync();
        Assert.Empty(failures);
        return [.. diagnostics.Where(d => Watched.Contains(d.Id))];
    }

    private static IEnumerable<string> Marks(string line)
    {
        var comment = line.LastIndexOf("// ", StringComparison.Ordinal);
        return comment < 0 ? [] : line[(comment + 3)..].Split(' ').Where(Watched.Contains);
    }

    private static int LineOf(Diagnostic diagnostic) => diagnostic.Location.GetLineSpan().StartLinePosition.Line;
}
