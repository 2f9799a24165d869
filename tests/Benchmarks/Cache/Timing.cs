using System.Diagnostics;

namespace LeakGuard.Benchmarks.Cache;

internal static class Timing
{
    private const int Rounds = 11;

    /// <summary>
    /// Nanoseconds of one operation of each contender: the contenders take turns, so that what disturbs the machine disturbs all of them;
    /// the median of the rounds counts.
    /// </summary>
    public static async Task<double[]> CompareAsync(int count, int threads, params Func<int, int, Task<long>>[] contenders)
    {
        var times = contenders.Select(_ => new List<double>()).ToArray();
        for (var round = -3; round < Rounds; round++)
        {
            for (var i = 0; i < contenders.Length; i++)
            {
                var nanoseconds = await MeasureAsync(contenders[i], count, threads);
                if (round >= 0)
                    times[i].Add(nanoseconds);
            }
        }

        return [.. times.Select(t => t.Order().ElementAt(Rounds / 2))];
    }

    public static async Task<double> AllocatedAsync(Func<int, int, Task<long>> contender, int count)
    {
        await contender(count, 0);
        var before = GC.GetAllocatedBytesForCurrentThread();
        await contender(count, 0);
        return (GC.GetAllocatedBytesForCurrentThread() - before) / (double)count;
    }

    private static async Task<double> MeasureAsync(Func<int, int, Task<long>> contender, int count, int threads)
    {
        using var start = new Barrier(threads + 1);
        var running = Enumerable.Range(0, threads).Select(thread => Task.Factory.StartNew(
            () =>
            {
                start.SignalAndWait();
                return contender(count, thread * Contenders.KeyCount / 2).GetAwaiter().GetResult();
            },
            CancellationToken.None,
            TaskCreationOptions.LongRunning,
            TaskScheduler.Default)).ToArray();
        start.SignalAndWait();
        var watch = Stopwatch.StartNew();
        var sums = await Task.WhenAll(running);
        var elapsed = watch.Elapsed;
        if (sums.Any(sum => sum != count))
            throw new InvalidOperationException("A contender did not use every value.");
        return elapsed.TotalNanoseconds / count;
    }
}
