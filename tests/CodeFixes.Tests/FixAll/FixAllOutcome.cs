using System.Collections.Concurrent;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>What fix all made of a sample, run once for all tests that look at it.</summary>
/// <param name="After">The solution afterwards.</param>
/// <param name="Report">What is reported on it.</param>
internal sealed record FixAllOutcome(Solution After, Report Report)
{
    private static readonly ConcurrentDictionary<(string Sample, FixAllScope Scope), Lazy<Task<FixAllOutcome>>> Runs = new();

    public static async Task<(FixAllSolution Solution, FixAllOutcome Run)> OfAsync(string sample, FixAllScope scope)
    {
        var solution = FixAllSolution.Of(sample);
        return (solution, await Runs.GetOrAdd((sample, scope), _ => new(() => RunAsync(solution, FixAllSamples.Of(sample), scope))).Value);
    }

    private static async Task<FixAllOutcome> RunAsync(FixAllSolution solution, FixAllSample sample, FixAllScope scope)
    {
        var after = await FixAllRun.ApplyAsync(sample.Fix, sample.Key, solution.Start, scope, await solution.Report);
        return new FixAllOutcome(after, await Report.OfAsync(after));
    }
}
