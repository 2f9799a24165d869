using LeakGuard.ReferenceCache;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>
/// The cache against what it replaces. Prints ratios; times depend on the machine.
/// </summary>
internal static class CacheBenchmarks
{
    private const int Count = 20_000;

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

    private static void Scaling(Contenders contenders, string keys, int count)
    {
        Func<int, int, Task<long>> lease = (n, thread) => contenders.LeaseAsync(n, count, thread);
        Func<int, int, Task<long>> dictionary = (n, thread) => contenders.DictionaryAsync(n, count, thread);
        var alone = Timing.Compare(Count, 1, lease, dictionary);
        var two = Timing.Compare(Count, 2, lease, dictionary);
        var one = Timing.Compare(Count, 1, lease, dictionary);
        Console.WriteLine($"throughput of two threads against one, {keys} (goal: as the dictionary's):");
        Console.WriteLine($"  leases            {2 * one[0].Median / two[0].Median:F2}: one {one[0]}, two {two[0]}, {two[0].Rounds}; {alone[0]} before a second thread came");
        Console.WriteLine($"  dictionary reads  {2 * one[1].Median / two[1].Median:F2}: one {one[1]}, two {two[1]}, {two[1].Rounds}");
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
