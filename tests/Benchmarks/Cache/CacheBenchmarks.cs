using LeakGuard.ReferenceCache;

namespace LeakGuard.Benchmarks.Cache;

/// <summary>
/// The cache against what it replaces. Prints ratios; times depend on the machine.
/// </summary>
internal static class CacheBenchmarks
{
    private const int Count = 2_000_000;

    public static async Task RunAsync()
    {
        await using var contenders = new Contenders();
        await contenders.FillAsync();
        Console.WriteLine($"{Environment.ProcessorCount} processors, .NET {Environment.Version}");
        await HitsAsync(contenders);
        await AllocationAsync(contenders);
        await ScalingAsync(contenders, "64 keys", Contenders.KeyCount);
        await ScalingAsync(contenders, "one key", 1);
        await StormAsync();
    }

    private static async Task HitsAsync(Contenders contenders)
    {
        var times = await Timing.CompareAsync(
            Count,
            1,
            (n, first) => contenders.LeaseAsync(n, Contenders.KeyCount, first),
            (n, first) => contenders.DictionaryAsync(n, Contenders.KeyCount, first),
            (n, first) => contenders.MemoryAsync(n, Contenders.KeyCount, first),
            (n, first) => contenders.MemoryTryGetAsync(n, Contenders.KeyCount, first));
        Console.WriteLine($"hit, use and release:  {times[0]:F1} ns");
        Console.WriteLine($"  against ConcurrentDictionary + Lazy<Task>  {times[1]:F1} ns: {times[0] / times[1]:F2} times as long (goal: at most 2)");
        Console.WriteLine($"  against MemoryCache.GetOrCreateAsync       {times[2]:F1} ns: {times[0] / times[2]:F2} times as long (goal: below 1)");
        Console.WriteLine($"  against MemoryCache.TryGetValue            {times[3]:F1} ns: {times[0] / times[3]:F2} times as long");
    }

    private static async Task AllocationAsync(Contenders contenders)
    {
        var bytes = await Timing.AllocatedAsync((n, first) => contenders.LeaseAsync(n, Contenders.KeyCount, first), Count);
        Console.WriteLine($"allocated per hit:     {bytes:F4} bytes (goal: 0; what is left is the loop's own task)");
    }

    private static async Task ScalingAsync(Contenders contenders, string keys, int count)
    {
        Func<int, int, Task<long>> lease = (n, first) => contenders.LeaseAsync(n, count, first);
        Func<int, int, Task<long>> dictionary = (n, first) => contenders.DictionaryAsync(n, count, first);
        var one = await Timing.CompareAsync(Count, 1, lease, dictionary);
        var two = await Timing.CompareAsync(Count, 2, lease, dictionary);
        Console.WriteLine($"throughput of two threads against one, {keys}: leases {2 * one[0] / two[0]:F2}, dictionary reads {2 * one[1] / two[1]:F2}");
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
