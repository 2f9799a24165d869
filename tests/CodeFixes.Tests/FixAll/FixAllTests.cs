using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>Fix all of every fix, in a document, a project and a solution.</summary>
public sealed class FixAllTests
{
    public static TheoryData<string, FixAllScope> Runs
    {
        get
        {
            var runs = new TheoryData<string, FixAllScope>();
            foreach (var sample in FixAllSamples.All)
            {
                runs.Add(sample.ToString(), FixAllScope.Document);
                runs.Add(sample.ToString(), FixAllScope.Project);
                runs.Add(sample.ToString(), FixAllScope.Solution);
            }

            return runs;
        }
    }

    public static TheoryData<string> Samples => [.. FixAllSamples.All.Select(s => s.ToString())];

    [Fact]
    public void EveryFix_HasASampleOfEveryKey()
    {
        var fixes = typeof(LeakFix).Assembly.GetTypes().Where(t => !t.IsAbstract && t.IsSubclassOf(typeof(LeakFix)));
        var keys = fixes.SelectMany(t => t.GetFields().Where(f => f.IsLiteral).Select(f => $"{t.Name} {f.GetRawConstantValue()}"));
        Assert.Equal(keys.Order(StringComparer.Ordinal), FixAllSamples.All.Select(s => s.ToString()).Order(StringComparer.Ordinal));
    }

    /// <summary>The premise of the other tests.</summary>
    [Theory]
    [MemberData(nameof(Samples))]
    public async Task Sample_IsReportedAndOfferedWhereItIsMarked(string name)
    {
        var sample = FixAllSamples.Of(name);
        var solution = FixAllSolution.Of(name);
        var report = await solution.Report;
        foreach (var document in solution.Documents)
        {
            var reported = report.In(document.Id);
            Assert.Equal(solution.Marked(document, "fix", "left"), reported.Where(d => d.Id == sample.Id).Select(d => d.Location.SourceSpan));
            var offered = new List<Diagnostic>();
            foreach (var diagnostic in reported.Where(d => d.Id == sample.Id))
            {
                if (await Offers.ForAsync(sample.Fix, document, diagnostic, sample.Key) != null)
                    offered.Add(diagnostic);
            }

            Assert.Equal(solution.Marked(document, "fix"), offered.Select(d => d.Location.SourceSpan));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task FixAll_EndsAllDiagnosticsWithAnOfferAndAddsNone(string name, FixAllScope scope)
    {
        var (solution, run) = await FixAllOutcome.OfAsync(name, scope);
        var id = FixAllSamples.Of(name).Id;
        foreach (var document in solution.Documents)
        {
            var marks = FixAllSolution.In(scope)(document) ? new[] { "left" } : ["fix", "left"];
            var source = await document.GetTextAsync();
            var left = run.Report.In(document.Id).Where(d => d.Id == id).Select(d => d.Location.SourceTree!.GetText().ToString(d.Location.SourceSpan));
            Assert.Equal(solution.Marked(document, marks).Select(source.ToString), left);
            Assert.Empty(run.Report.In(document.Id).Where(d => d.Id != id).Select(d => d.Id).Except((await solution.Report).In(document.Id).Select(d => d.Id)));
        }
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task FixAll_ChangesOnlyDocumentsWithAnOffer(string name, FixAllScope scope)
    {
        var (solution, run) = await FixAllOutcome.OfAsync(name, scope);
        var changes = run.After.GetChanges(solution.Before).GetProjectChanges().SelectMany(p => p.GetChangedDocuments(onlyGetDocumentsWithTextChanges: true)).ToHashSet();
        foreach (var document in solution.Documents)
            Assert.Equal(FixAllSolution.In(scope)(document) && solution.Marked(document, "fix").Any(), changes.Contains(document.Id));
    }

    [Theory]
    [MemberData(nameof(Runs))]
    public async Task FixAll_AppliedAgainChangesNothing(string name, FixAllScope scope)
    {
        var (solution, run) = await FixAllOutcome.OfAsync(name, scope);
        var sample = FixAllSamples.Of(name);
        var again = await FixAllRun.ApplyAsync(sample.Fix, sample.Key, run.After.GetDocument(solution.Start.Id)!, scope, run.Report);
        Assert.NotSame(solution.Before, run.After);
        Assert.Empty(again.GetChanges(run.After).GetProjectChanges());
    }

    [Theory]
    [MemberData(nameof(Samples))]
    public async Task FixAll_GivesWhatOneFixAfterTheOtherGives(string name)
    {
        var (solution, run) = await FixAllOutcome.OfAsync(name, FixAllScope.Document);
        var sample = FixAllSamples.Of(name);
        var oneByOne = await FixAllRun.OneByOneAsync(sample.Fix, sample.Key, solution.Start);
        Assert.Equal((await oneByOne.GetTextAsync()).ToString(), (await run.After.GetDocument(oneByOne.Id)!.GetTextAsync()).ToString());
    }
}
