using System.Collections.Concurrent;

namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>Idle entries, and what else depends on time.</summary>
public sealed class ExpiryTests
{
    [Fact]
    [Interleaving("expiry-reuse")]
    public async Task I25_AnEntryThatIsUsedAgainJustBeforeItsExpiry_Stays()
    {
        await using var test = new TestCache();
        var value = await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        test.Traps.Run(CachePoint.Expiring, () => Assert.Same(value, test.Touch().Result));
        test.Time.Advance(TestCache.Idle);
        Assert.Same(value, await test.Touch());
        Assert.Equal(0, test.Cache.Counters.Removals[(int)RemovalReason.Expired]);
    }

    [Fact]
    [Interleaving("expiry-reuse")]
    public async Task I25_AnEntryThatIsLeasedJustBeforeItsExpiry_Stays()
    {
        await using var test = new TestCache();
        await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        Lease<Resource> lease = default;
        test.Traps.Run(CachePoint.Expiring, () => lease = test.Acquire().Result);
        test.Time.Advance(TestCache.Idle);
        Assert.False(lease.Value.IsDisposed);
        await lease.DisposeAsync();
        Assert.Equal(1, test.Cache.GetHealth().Entries);
    }

    [Fact]
    [Interleaving("expiry-reuse")]
    public async Task I25_WhoComesAfterTheExpiry_GetsANewValue()
    {
        await using var test = new TestCache();
        var value = await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        var trap = test.Traps.Set(CachePoint.Detached);
        var ticking = Task.Run(() => test.Time.Advance(TestCache.Idle));
        await trap.Caught;
        Assert.NotSame(value, await test.Touch());
        trap.Release();
        await ticking;
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    [Interleaving("expiry-close")]
    public async Task I25_OfExpiryAndClose_OneDisposes()
    {
        await using var test = new TestCache();
        await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        var trap = test.Traps.Set(CachePoint.Expiring);
        var ticking = Task.Run(() => test.Time.Advance(TestCache.Idle));
        await trap.Caught;
        await test.Close();
        trap.Release();
        await ticking;
        Assert.Equal(1, test.Ledger.Disposed);
        Assert.Equal(0, test.Cache.Counters.Removals[(int)RemovalReason.Expired]);
    }

    [Fact]
    public async Task I26_IdleTimeCountsFromTheLastRelease_AndALeasedEntryNeverExpires()
    {
        await using var test = new TestCache();
        var lease = await test.Acquire();
        test.Time.Advance(TimeSpan.FromDays(1));
        Assert.False(lease.Value.IsDisposed);
        await lease.DisposeAsync();

        // Released between two sweeps; the next one starts the idle time.
        test.Time.Advance(TestCache.Idle);
        Assert.Equal(1, test.Cache.GetHealth().Entries);
        test.Time.Advance(TestCache.Sweep);
        Assert.Equal(0, test.Cache.GetHealth().Entries);
        await test.Quiet();
        Assert.Equal(1, test.Cache.Counters.Removals[(int)RemovalReason.Expired]);
    }

    [Fact]
    public async Task I26_EveryUseStartsTheIdleTimeAnew()
    {
        await using var test = new TestCache();
        for (var i = 0; i < 20; i++)
        {
            await test.Touch();
            test.Time.Advance(TestCache.Idle);
        }

        Assert.Equal(1, test.Ledger.Created);
        Assert.Equal(0, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I26_WithoutIdleTimeout_NothingExpires()
    {
        await using var test = new TestCache(idle: Timeout.InfiniteTimeSpan);
        await test.Touch();
        test.Time.Advance(TimeSpan.FromDays(30));
        Assert.Equal(0, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I40_EveryPointAndEveryTimer_IsInTheHandsOfTheTest()
    {
        var reached = new ConcurrentDictionary<CachePoint, bool>();
        var time = new ManualTime();
        var ledger = new Ledger();
        await using (var cache = new LeaseCache<string, Resource>((key, _) => Task.FromResult(ledger.Create(key)), new LeaseCacheOptions<string, Resource>
        {
            TimeProvider = time,
            IdleTimeout = TestCache.Idle,
            SweepInterval = TestCache.Sweep,
            Hooks = new CacheHooks(point => reached[point] = true),
        }))
        {
            Assert.Equal(1, time.Armed);
            for (var i = 0; i < 2; i++)
                await (await cache.AcquireAsync("k")).DisposeAsync();
            time.Advance(TestCache.Idle + (2 * TestCache.Sweep));
            await Wait.Until(() => ledger.Disposed == 1);
            await (await cache.AcquireAsync("k")).DisposeAsync();
            Assert.Equal(1, await cache.SweepAsync((_, _) => new ValueTask<bool>(false)));
        }

        Assert.Equal(Enum.GetValues<CachePoint>(), reached.Keys.Order());
        Assert.Equal(0, time.Armed);
        ledger.AssertClean();
    }

    [Fact]
    public void I40_OptionsWithoutMeaning_AreRefused()
    {
        static Task<Resource> Create(string key, CancellationToken token) => throw new InvalidOperationException();
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeaseCache<string, Resource>(Create, new LeaseCacheOptions<string, Resource> { Capacity = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeaseCache<string, Resource>(Create, new LeaseCacheOptions<string, Resource> { DrainBudget = TimeSpan.FromSeconds(-2) }));
        Assert.Throws<ArgumentOutOfRangeException>(() => new LeaseCache<string, Resource>(Create, new LeaseCacheOptions<string, Resource> { SweepInterval = TimeSpan.Zero }));
        Assert.Throws<ArgumentException>(() => new LeaseCache<string, Resource>(new LeaseCacheOptions<string, Resource>()));
        Assert.Throws<ArgumentException>(() => new LeaseCache<string, Resource>(Create, new LeaseCacheOptions<string, Resource> { Factory = (_, _) => throw new InvalidOperationException() }));
    }
}
