using System.Collections.Concurrent;
using System.Collections.Immutable;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>
/// Two projects made of one sample: a document with two holders and a type that is left, one with a single holder, and documents with
/// nothing to fix; the second project has one holder and one type that is left.
/// </summary>
internal sealed class FixAllSolution
{
    private static readonly ConcurrentDictionary<string, FixAllSolution> Made = new();

    private readonly Dictionary<string, ImmutableDictionary<string, ImmutableArray<TextSpan>>> spans = [];

    private readonly Lazy<Task<Report>> report;

    private FixAllSolution(FixAllSample sample)
    {
        var solution = new AdhocWorkspace().CurrentSolution;
        foreach (var (project, documents) in new[] { ("One", new[] { Two(sample), Single(sample) }), ("Two", [Other(sample)]) })
        {
            var texts = documents.Select(d => (d.Name, Text: Read(project, d.Name, d.Text)))
                .Prepend(("Prelude.cs", Sources.Prelude)).Append(("Shared.cs", sample.Shared)).Append(("Clean.cs", Clean));
            solution = TestProjects.Add(solution, project, new Sources { Nullable = NullableContextOptions.Enable, Packages = sample.Packages }, [.. texts]);
        }

        Before = solution;
        report = new(() => Workspaces.Report.OfAsync(solution));
    }

    private const string Clean =
        """
        static class Clean
        {
            public static int Length(string name) => name.Length;
        }
        """;

    public static FixAllSolution Of(string sample) => Made.GetOrAdd(sample, name => new FixAllSolution(FixAllSamples.Of(name)));

    public Solution Before { get; }

    public Task<Report> Report => report.Value;

    public IEnumerable<Document> Documents => Before.Projects.SelectMany(p => p.Documents);

    /// <summary>Where fix all is asked for.</summary>
    public Document Start => TestProjects.Find(Before, "One", "Two.cs");

    public static Func<Document, bool> In(FixAllScope scope) => scope switch
    {
        FixAllScope.Document => d => d.Name == "Two.cs",
        FixAllScope.Project => d => d.Project.Name == "One",
        _ => _ => true,
    };

    /// <summary>What is marked in a document, in order.</summary>
    public IEnumerable<TextSpan> Marked(Document document, params string[] marks) =>
        !spans.TryGetValue(document.Project.Name + document.Name, out var found) ? []
            : marks.SelectMany(mark => found.TryGetValue(mark, out var places) ? places : []).OrderBy(span => span.Start);

    private static (string Name, string Text) Two(FixAllSample sample) =>
        ("Two.cs", $"{Named(sample.Holder, "First")}\n\n{Named(sample.Left, "Kept")}\n\n{Named(sample.Holder, "Second")}\n");

    private static (string Name, string Text) Single(FixAllSample sample) => ("Single.cs", Named(sample.Holder, "Third"));

    private static (string Name, string Text) Other(FixAllSample sample) => ("Other.cs", $"{Named(sample.Left, "Kept")}\n\n{Named(sample.Holder, "Fourth")}\n");

    private static string Named(string text, string name) => text.Replace("HOLDER", name, StringComparison.Ordinal);

    private string Read(string project, string document, string text)
    {
        TestFileMarkupParser.GetSpans(text, out var plain, out var found);
        spans.Add(project + document, found);
        return plain;
    }
}
