using System.Diagnostics;
using Xunit.Abstractions;

namespace LeakGuard.ReferenceCache.Tests.Whole;

/// <summary>Everything at once, in real time.</summary>
public sealed class StressTests(ITestOutputHelper output)
{
    private const int Workers = 8;
    private const int Operations = 1_000_000;
    private const int Keys = 64;

    [Fact]
    public async Task I01_AMillionOperations_LeakNothing()
    {
        var ledger = new Ledger();
        var watch = Stopwatch.StartNew();
        var cache = NewCache(ledger);
        var stuck = new List<Lease<Resource>>();
        var refused = 0;
        await Task.WhenAll(Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
        {
            var random = new Random(worker);
            for (var i = 0; i < Operations / Workers; i++)
            {
                if (!await OperateAsync(cache, random, stuck))
                    Interlocked.Increment(ref refused);
            }
        })));
        await Task.WhenAll(cache.DisposeAsync().AsTask(), cache.DisposeAsync().AsTask());
        foreach (var lease in stuck)
            await lease.DisposeAsync();
        output.WriteLine($"{watch.Elapsed.TotalSeconds:F1} s; created {ledger.Created}, refused {refused}, revoked {cache.Counters.LeasesRevoked}, joined {cache.Counters.Joined}, discarded {cache.Counters.Discarded}");
        ledger.AssertClean();
        Assert.True(ledger.Created > 1000);
        Assert.InRange(cache.Counters.LeasesRevoked, 1, stuck.Count);
        Assert.Equal(ledger.Created, cache.Counters.Created);
        Assert.Equal(ledger.Created, cache.Counters.DisposalsEnded);
        Assert.Equal(0, cache.Counters.ReleasedAgain);
        Assert.Equal((0, 0, 0, 0, 0), cache.Auxiliary);
    }

    [Fact]
    public async Task I22_ClosingInTheMiddleOfEverything_LeaksNothing()
    {
        for (var round = 0; round < 20; round++)
        {
            var ledger = new Ledger();
            var cache = NewCache(ledger);
            var stuck = new List<Lease<Resource>>();
            var turns = 0;
            var users = Enumerable.Range(0, Workers).Select(worker => Task.Run(async () =>
            {
                var random = new Random(worker);
                try
                {
                    while (true)
                    {
                        Interlocked.Increment(ref turns);
                        await OperateAsync(cache, random, stuck);
                    }
                }
                catch (ObjectDisposedException)
                {
                }
            })).ToArray();
            await Wait.Until(() => Volatile.Read(ref turns) > 2000);
            var closing = cache.DisposeAsync().AsTask();
            await Task.WhenAll(users).WaitAsync(Wait.Limit);
            foreach (var lease in stuck)
                await lease.DisposeAsync();
            await closing.WaitAsync(Wait.Limit);
            ledger.AssertClean();
            Assert.Equal((0, 0, 0, 0, 0), cache.Auxiliary);
        }
    }

    private static LeaseCache<int, Resource> NewCache(Ledger ledger) => new(new LeaseCacheOptions<int, Resource>
    {
        Factory = async (request, token) =>
        {
            var luck = Random.Shared.Next(100);
            if (luck < 3)
                throw new InvalidOperationException("unlucky");
            if (luck < 6)
                await Task.Delay(1, token);
            else if (luck < 30)
                await Task.Yield();
            return ledger.Create();
        },
        Capacity = Keys - 8,
        IdleTimeout = TimeSpan.FromMilliseconds(30),
        SweepInterval = TimeSpan.FromMilliseconds(5),
        DrainBudget = TimeSpan.FromSeconds(4),
    });

    /// <summary>False if the cache was full or the factory failed.</summary>
    private static async Task<bool> OperateAsync(LeaseCache<int, Resource> cache, Random random, List<Lease<Resource>> stuck)
    {
        var key = random.Next(Keys);
        try
        {
            switch (random.Next(1000))
            {
                case < 10:
                    cache.Remove(key);
                    return true;
                case < 13:
                    cache.Advance(key);
                    return true;
                case < 20:
                    using (var caller = new CancellationTokenSource())
                    {
                        var acquiring = cache.AcquireAsync(key, "uid", 1, caller.Token);
                        caller.Cancel();
                        await using var late = await acquiring;
                        return true;
                    }

                case 20 when random.Next(50) == 0:
                    var kept = await cache.AcquireAsync(key);
                    lock (stuck)
                        stuck.Add(kept);
                    return true;
                case < 60:
                    await using (var first = await cache.AcquireAsync(key))
                    {
                        await Task.Yield();
                        first.Value.Use();
                        return true;
                    }

                default:
                    await using (var lease = await cache.AcquireAsync(key))
                        lease.Value.Use();
                    return true;
            }
        }
        catch (Exception exception) when (exception is CacheFullException or OperationCanceledException or InvalidOperationException { Message: "unlucky" })
        {
            return false;
        }
    }
}
