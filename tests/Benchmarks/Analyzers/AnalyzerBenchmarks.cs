using System.Collections.Immutable;
using System.Diagnostics;
using LeakGuard;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Benchmarks.Analyzers;

/// <summary>
/// What the rules cost on a folder of sources: processor time of an analysis with them, as a ratio to the same analysis with an analyzer
/// that registers the same actions and does nothing, and to any peers given. All in one run, round by round, so that a busy machine slows
/// all of them alike.
/// </summary>
internal static class AnalyzerBenchmarks
{
    private const int Rounds = 7;

    /// <param name="folder">Sources, taken as one compilation against the framework that runs this.</param>
    /// <param name="peers">Assemblies of other analyzers.</param>
    public static async Task<int> RunAsync(string folder, string[] peers)
    {
        if (!Directory.Exists(folder))
        {
            Console.Error.WriteLine($"There is no folder {folder}.");
            return 1;
        }

        var trees = Sources.Parse(folder);
        var sets = new List<(string Name, ImmutableArray<DiagnosticAnalyzer> Analyzers)>
        {
            ("empty", [new EmptyAnalyzer()]),
            ("LeakGuard", [new HolderAnalyzer()]),
        };
        foreach (var peer in peers)
            sets.Add((Path.GetFileNameWithoutExtension(peer), Peers.Load(peer)));
        var times = sets.ToDictionary(s => s.Name, _ => new List<double>());
        for (var round = 0; round <= Rounds; round++)
        {
            foreach (var (name, analyzers) in sets)
            {
                var time = await MeasureAsync(trees, analyzers);
                if (round > 0)
                    times[name].Add(time);
            }
        }

        var empty = Median(times["empty"]);
        Console.WriteLine($"{trees.Length} files, {trees.Sum(t => t.GetText().Lines.Count)} lines, {Rounds} rounds, processor time in milliseconds, median");
        foreach (var (name, _) in sets)
            Console.WriteLine($"  {name,-40} {Median(times[name]),8:F0}   {Median(times[name]) / empty,5:F2} × empty");
        return 0;
    }

    private static async Task<double> MeasureAsync(ImmutableArray<SyntaxTree> trees, ImmutableArray<DiagnosticAnalyzer> analyzers)
    {
        var compilation = Sources.Compile(trees);
        GC.Collect();
        var before = Process.GetCurrentProcess().TotalProcessorTime;
        await compilation.WithAnalyzers(analyzers).GetAllDiagnosticsAsync();
        return (Process.GetCurrentProcess().TotalProcessorTime - before).TotalMilliseconds;
    }

    private static double Median(List<double> values) => values.Order().ElementAt(values.Count / 2);
}
