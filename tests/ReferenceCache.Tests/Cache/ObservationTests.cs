namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>Metrics and health.</summary>
public sealed class ObservationTests
{
    [Fact]
    public async Task I36_MetricsSayWhatHappened()
    {
        var failing = true;
        await using var test = new TestCache((test, request, _) => failing && request.Key == "bad" ? throw new InvalidOperationException() : Task.FromResult(test.Ledger.Create(request.Key)));
        using var read = new Readings("leakguard.cache.name", test.Name);
        var lease = await test.Acquire("a");
        await test.Touch("a");
        await test.Touch("b");
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Acquire("bad"));
        failing = false;
        test.Cache.Remove("none");
        read.Collect();
        Assert.Equal(1, read["leakguard.cache.entries", "idle"]);
        Assert.Equal(1, read["leakguard.cache.entries", "leased"]);
        Assert.Equal(0, read["leakguard.cache.entries", "retiring"]);
        Assert.Equal(1, read["leakguard.cache.leases"]);
        Assert.Equal(1, read["leakguard.cache.requests", "hit"]);
        Assert.Equal(3, read["leakguard.cache.requests", "miss"]);
        Assert.Equal(2, read["leakguard.cache.creations", "created"]);
        Assert.Equal(1, read["leakguard.cache.creations", "failed"]);
        Assert.Equal(1, read["leakguard.cache.removals.missed"]);

        test.Cache.Remove("a");
        read.Collect();
        Assert.Equal(1, read["leakguard.cache.entries", "retiring"]);
        Assert.Equal(1, read["leakguard.cache.requests", "hit"]);
        await lease.DisposeAsync();
        await lease.DisposeAsync();
        await test.Quiet();
        read.Collect();
        Assert.Equal(0, read["leakguard.cache.entries", "retiring"]);
        Assert.Equal(1, read["leakguard.cache.disposals", "disposed"]);
        Assert.Equal(1, read["leakguard.cache.leases.released_again"]);
        Assert.Equal(read["leakguard.cache.creations", "created"], read["leakguard.cache.disposals", "disposed"] + read["leakguard.cache.entries", "idle"]);

        await test.Close();
        read.Collect();
    }

    [Fact]
    public async Task I36_AnEventHookThatThrows_IsCountedAndHarmless()
    {
        var ledger = new Ledger();
        var cache = new LeaseCache<string, Resource>((key, _) => Task.FromResult(ledger.Create(key)), new LeaseCacheOptions<string, Resource>
        {
            OnEvent = _ => throw new InvalidOperationException(),
        });
        await (await cache.AcquireAsync("k")).DisposeAsync();
        await cache.DisposeAsync();
        ledger.AssertClean();

        // Created, removed, disposed, closed.
        Assert.Equal(4, cache.Counters.EventFailures);
    }

    [Fact]
    public async Task I37_HealthFollowsWhatIsWrongNow()
    {
        var hangs = new TaskCompletionSource();
        await using var test = new TestCache((test, request, _) => Task.FromResult(new Resource(test.Ledger, request.Key) { Disposing = () => hangs.Task }));
        Assert.True(test.Cache.GetHealth().IsHealthy);
        Assert.Equal(0, test.Ledger.Created);
        await test.Touch();
        test.Cache.Remove("k");
        Assert.True(test.Cache.GetHealth().IsHealthy);
        await Wait.Until(() => test.Time.ArmedFor(TestCache.DisposalTimeout) == 1);
        test.Time.Advance(TestCache.Budget + TimeSpan.FromTicks(1));
        var health = test.Cache.GetHealth();
        Assert.Equal(CacheIssues.RetiringOverBudget, health.Issues);
        Assert.Equal(1, health.Retiring);
        Assert.Equal(TestCache.Budget + TimeSpan.FromTicks(1), health.OldestRetiring);
        hangs.SetResult();
        await test.Quiet();
        Assert.True(test.Cache.GetHealth().IsHealthy);
    }

    [Fact]
    public async Task I37_ALostLeaseCountsAsLongAsItsEntryIsThere()
    {
        await using var test = new TestCache();
        await ((Func<Task>)(async () => (await test.Acquire()).Value.Use()))();
        await Wait.Until(() =>
        {
            GC.Collect();
            GC.WaitForPendingFinalizers();
            return test.Cache.GetHealth().Issues == CacheIssues.LostLeases;
        });
        test.Cache.Remove("k");
        await Wait.Until(() => test.Time.ArmedFor(TestCache.Budget) == 1);
        test.Time.Advance(TestCache.Budget);
        await test.Quiet();
        Assert.True(test.Cache.GetHealth().IsHealthy);
    }

    [Fact]
    public async Task I37_AFactoryThatDoesNotEnd_IsSeen()
    {
        var deaf = new Blockable();
        await using var test = new TestCache((test, request, token) => deaf.CreateAsync(test, request.Key, token, listens: false));
        var caller = test.AcquireElsewhere();
        await deaf.Started;
        test.Time.Advance(TestCache.CreationTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => caller);
        test.Time.Advance(TestCache.Budget + TimeSpan.FromTicks(1));
        Assert.Equal(CacheIssues.StuckCreations, test.Cache.GetHealth().Issues);
        Assert.Equal(1, test.Cache.GetHealth().Creating);
        deaf.Open();
        await test.Quiet();
        Assert.True(test.Cache.GetHealth().IsHealthy);
    }

    [Fact]
    public async Task I37_ASweepThatFails_IsSeenUntilOneSucceeds()
    {
        await using var test = new TestCache();
        await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        test.Traps.Run(CachePoint.Expiring, () => throw new InvalidOperationException());
        test.Time.Advance(TestCache.Idle);
        Assert.Equal(CacheIssues.SweepFailed, test.Cache.GetHealth().Issues);
        Assert.Equal(1, test.Count(CacheEventKind.SweepFailed));
        test.Time.Advance(TestCache.Sweep);
        Assert.True(test.Cache.GetHealth().IsHealthy);
        Assert.Equal(0, test.Cache.GetHealth().Entries);
        await test.Quiet();
    }
}
