using System.Collections.Concurrent;
using LeakGuard.CodeFixes.Callbacks;
using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Tests.FixAll;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Every fix keeps line ends, indentation and whatever is around the type it works in.</summary>
public sealed class LayoutTests
{
    private static readonly ConcurrentDictionary<string, Lazy<Task<(string Before, string After)>>> PlainTexts = new();

    /// <summary>All but two that are refused: a queue and a worker would be copied with a record, and under a condition there may be other uses.</summary>
    public static TheoryData<string, string> Cases
    {
        get
        {
            var cases = new TheoryData<string, string>();
            foreach (var layout in Layout.All)
            {
                foreach (var sample in FixAllSamples.All.Where(s => (layout.Name, s.Key) is not (("record", MoveWaitOutOfCallbackFix.QueueKey) or ("condition", DisposeLoserFix.EquivalenceKey))))
                    cases.Add(layout.Name, sample.ToString());
            }

            return cases;
        }
    }

    [Theory]
    [MemberData(nameof(Cases))]
    public async Task Fix_WritesAsTheFileIsWritten(string name, string sample)
    {
        var layout = Layout.All.Single(l => l.Name == name);
        var (before, after) = await PlainTexts.GetOrAdd(sample, _ => new(() => PlainAsync(sample))).Value;
        Assert.NotEqual(before, after);
        Assert.Equal(layout.Write(after), await FixedAsync(sample, layout.Write(before), layout.Sources));
    }

    private static async Task<(string Before, string After)> PlainAsync(string name)
    {
        TestFileMarkupParser.GetSpans(FixAllSamples.Of(name).Holder.Replace("HOLDER", "First", StringComparison.Ordinal), out var text, out _);
        return (text, await FixedAsync(name, text, new Sources { Nullable = NullableContextOptions.Enable }));
    }

    private static async Task<string> FixedAsync(string name, string text, Sources sources)
    {
        var sample = FixAllSamples.Of(name);
        using var workspace = new AdhocWorkspace();
        var solution = TestProjects.Add(workspace.CurrentSolution, "One", sources with { Packages = sample.Packages }, ("Prelude.cs", Sources.Prelude), ("Shared.cs", sample.Shared), ("First.cs", text));
        var after = await FixAllRun.ApplyAsync(sample.Fix, sample.Key, TestProjects.Find(solution, "One", "First.cs"), FixAllScope.Document, await Report.OfAsync(solution));
        return (await TestProjects.Find(after, "One", "First.cs").GetTextAsync()).ToString();
    }
}
