using LeakGuard.ReferenceCache;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>
/// The cache against what it replaces. Prints ratios; times depend on the machine.
/// </summary>
internal static class CacheBenchmarks
{
    private const int Count = 20_000;
    private const int Turns = 6;

    public static async Task RunAsync()
    {
        await using var contenders = new Contenders();
        await contenders.FillAsync();
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}");
        Hits(contenders);
        await AllocationAsync(contenders);
        Scaling(contenders, "64 keys", Contenders.KeyCount);
        Scaling(contenders, "one key", 1);
        await StormAsync();
    }

    private static void Hits(Contenders contenders)
    {
        var times = Timing.Compare(
            Count,
            1,
            (n, thread) => contenders.LeaseAsync(n, Contenders.KeyCount, thread),
            (n, thread) => contenders.DictionaryAsync(n, Contenders.KeyCount, thread),
            (n, thread) => contenders.MemoryAsync(n, Contenders.KeyCount, thread),
            (n, thread) => contenders.MemoryTryGetAsync(n, Contenders.KeyCount, thread));
        Console.WriteLine($"hit, use and release:  {times[0]}, {times[0].Rounds}");
        Console.WriteLine($"  against ConcurrentDictionary + Lazy<Task>  {times[1]}: {times[0].Median / times[1].Median:F2} times as long (goal: at most 2)");
        Console.WriteLine($"  against MemoryCache.GetOrCreateAsync       {times[2]}: {times[0].Median / times[2].Median:F2} times as long (goal: below 1)");
        Console.WriteLine($"  against MemoryCache.TryGetValue            {times[3]}: {times[0].Median / times[3].Median:F2} times as long");
    }

    private static async Task AllocationAsync(Contenders contenders)
    {
        var bytes = await Timing.AllocatedAsync((n, thread) => contenders.LeaseAsync(n, Contenders.KeyCount, thread), 100 * Count);
        Console.WriteLine($"allocated per hit:     {bytes:F4} bytes (goal: 0; what is left is the loop's own task)");
    }

    /// <summary>
    /// Threads come and go in turns, because where a thread starts its search for a free slot depends on its number, and what lies at one
    /// place is a little nearer than what lies at another.
    /// </summary>
    private static void Scaling(Contenders contenders, string keys, int count)
    {
        Func<int, int, Task<long>> lease = (n, thread) => contenders.LeaseAsync(n, count, thread);
        Func<int, int, Task<long>> dictionary = (n, thread) => contenders.DictionaryAsync(n, count, thread);
        var before = Timing.Compare(Count, 1, lease, dictionary);
        Timing.Compare(Count, 2, lease, dictionary);
        var turns = Enumerable.Range(0, Turns).Select(_ => (One: Timing.Compare(Count, 1, lease, dictionary), Two: Timing.Compare(Count, 2, lease, dictionary))).ToList();
        Console.WriteLine($"throughput of two threads against one, {keys}, {Turns} turns (goal: as the dictionary's):");
        Console.WriteLine($"  leases            {Rise(0)}; one {before[0]} before a second thread came");
        Console.WriteLine($"  dictionary reads  {Rise(1)}");

        string Rise(int contender)
        {
            var (one, two) = (turns.Average(t => t.One[contender].Median), turns.Average(t => t.Two[contender].Median));
            var rises = turns.Select(t => 2 * t.One[contender].Median / t.Two[contender].Median).ToList();
            return $"{2 * one / two:F2} ({rises.Min():F2} to {rises.Max():F2}): one {one:F1} ns, two {two:F1} ns";
        }
    }

    private static async Task StormAsync()
    {
        const int Callers = 1000;
        var before = Connection.Created;
        await using var cache = new LeaseCache<string, Connection>(async (_, token) =>
        {
            await Task.Delay(20, token);
            return new Connection();
        });
        var leases = await Task.WhenAll(Enumerable.Range(0, Callers).Select(_ => Task.Run(() => cache.AcquireAsync("one").AsTask())));
        Console.WriteLine($"miss storm:            {Callers} callers on one key, {Connection.Created - before} created, {leases.Select(l => l.Value).Distinct().Count()} seen (goal: 1 and 1)");
        foreach (var lease in leases)
            await lease.DisposeAsync();
    }
}
