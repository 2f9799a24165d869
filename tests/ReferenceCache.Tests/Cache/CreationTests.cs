namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>How values come to be.</summary>
public sealed class CreationTests
{
    [Fact]
    [Interleaving("build-build")]
    public async Task I03_CallersAtTheSameTime_ShareOneCreation()
    {
        var factory = new Blockable();
        await using var test = new TestCache((test, request, token) => factory.CreateAsync(test, request.Key, token));
        var callers = Enumerable.Range(0, 50).Select(_ => test.AcquireElsewhere()).ToArray();
        await factory.Started;
        await Wait.Until(() => test.Cache.Counters.Joined == 49);
        factory.Open();
        var leases = await Task.WhenAll(callers).WaitAsync(Wait.Limit);
        Assert.Equal(1, factory.Calls);
        Assert.Single(leases.Select(l => l.Value).Distinct());
        foreach (var lease in leases)
            await lease.DisposeAsync();
    }

    [Fact]
    public async Task I03_ACreationGivenUp_EndsBeforeTheNextOfTheSameEntryBegins()
    {
        var deaf = new Blockable();
        var calls = 0;
        await using var test = new TestCache((test, request, token) => Interlocked.Increment(ref calls) == 1
            ? deaf.CreateAsync(test, request.Key, token, listens: false)
            : Task.FromResult(test.Ledger.Create("second")));
        var caller = test.AcquireElsewhere();
        await deaf.Started;
        test.Cache.Remove("k");
        await Wait.Until(() => test.Cache.Counters.Misses == 2 && test.Time.ArmedFor(TestCache.Budget) == 1);
        Assert.Equal(1, calls);
        deaf.Open();
        await using var lease = await caller.WaitAsync(Wait.Limit);
        Assert.Equal("second", lease.Value.Name);
        Assert.Equal(2, calls);
        Assert.Equal(0, test.Cache.Counters.Overlapping);
    }

    [Fact]
    public async Task I03_ACreationThatNeverEnds_HoldsUpTheNextForTheBudgetOnly()
    {
        var deaf = new Blockable();
        var calls = 0;
        await using var test = new TestCache((test, request, token) => Interlocked.Increment(ref calls) == 1
            ? deaf.CreateAsync(test, request.Key, token, listens: false)
            : Task.FromResult(test.Ledger.Create("second")));
        var caller = test.AcquireElsewhere();
        await deaf.Started;
        test.Cache.Remove("k");
        await Wait.Until(() => test.Time.ArmedFor(TestCache.Budget) == 1);
        test.Time.Advance(TestCache.Budget);
        await using var lease = await caller.WaitAsync(Wait.Limit);
        Assert.Equal("second", lease.Value.Name);
        Assert.Equal(1, test.Cache.Counters.Overlapping);
        deaf.Open();
    }

    [Fact]
    public async Task I04_AFailureReachesAllWhoWait_AndIsNotKept()
    {
        var open = new TaskCompletionSource();
        var calls = 0;
        await using var test = new TestCache(async (test, request, _) =>
        {
            if (Interlocked.Increment(ref calls) > 1)
                return test.Ledger.Create();
            await open.Task;
            throw new InvalidOperationException("no route");
        });
        var callers = Enumerable.Range(0, 3).Select(_ => test.AcquireElsewhere()).ToArray();
        await Wait.Until(() => test.Cache.Counters.Joined == 2);
        open.SetResult();
        foreach (var caller in callers)
            Assert.Equal("no route", (await Assert.ThrowsAsync<InvalidOperationException>(() => caller.WaitAsync(Wait.Limit))).Message);
        Assert.Equal(0, test.Cache.GetHealth().Entries);
        await test.Touch();
        Assert.Equal(2, calls);
        Assert.Equal(1, test.Cache.Counters.CreationFailures);
    }

    [Fact]
    public async Task I04_PartsOfAValueThatFailed_AreDisposedLastFirst()
    {
        await using var test = new TestCache(static (test, request, _) =>
        {
            request.Track(test.Ledger.Create("socket"));
            request.Track(new Resource(test.Ledger, "session") { Disposing = () => throw new InvalidOperationException() });
            request.Track(test.Ledger.Create("channel"));
            throw new InvalidOperationException("refused");
        });
        await Assert.ThrowsAsync<InvalidOperationException>(() => test.Acquire());
        await test.Quiet();
        Assert.Equal(["channel", "session", "socket"], test.Ledger.Order);
    }

    [Fact]
    public async Task I04_ACreationThatTakesTooLong_FailsForItsCallersAndLeavesNothing()
    {
        var deaf = new Blockable();
        await using var test = new TestCache((test, request, token) => deaf.CreateAsync(test, request.Key, token, listens: false));
        var caller = test.AcquireElsewhere();
        await deaf.Started;
        test.Time.Advance(TestCache.CreationTimeout);
        await Assert.ThrowsAsync<TimeoutException>(() => caller.WaitAsync(Wait.Limit));
        deaf.Open();
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
        Assert.Equal(1, test.Cache.Counters.Discarded);
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    [Interleaving("build-remove")]
    public async Task I05_AValueWhoseEntryWasRemovedMeanwhile_IsDisposedAndTheCallerGetsAnother(bool advance)
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.Built);
        var caller = test.AcquireElsewhere();
        await trap.Caught;
        if (advance)
            test.Cache.Advance("k");
        else
            Assert.True(test.Cache.Remove("k"));
        trap.Release();
        await using var lease = await caller.WaitAsync(Wait.Limit);
        Assert.False(lease.Value.IsDisposed);
        await test.Quiet();
        Assert.Equal(2, test.Ledger.Created);
        Assert.Equal(1, test.Ledger.Disposed);
        Assert.Equal(1, test.Cache.Counters.Discarded);
    }

    [Fact]
    [Interleaving("build-close")]
    public async Task I05_AValueWhoseCacheWasClosedMeanwhile_IsDisposedAndTheCallerIsTold()
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.Built);
        var caller = test.AcquireElsewhere();
        await trap.Caught;
        var closing = test.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => caller.WaitAsync(Wait.Limit));
        Assert.False(closing.IsCompleted);
        trap.Release();
        await closing;
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I06_OneCallerThatLeaves_TakesNothingFromTheOthers()
    {
        using var leaving = new CancellationTokenSource();
        var factory = new Blockable();
        await using var test = new TestCache((test, request, token) => factory.CreateAsync(test, request.Key, token));
        var first = test.AcquireElsewhere(token: leaving.Token);
        await factory.Started;
        var second = test.AcquireElsewhere();
        await Wait.Until(() => test.Cache.Counters.Joined == 1);
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.False(factory.Token.IsCancellationRequested);
        factory.Open();
        await using var lease = await second.WaitAsync(Wait.Limit);
        Assert.Equal(1, factory.Calls);
    }

    [Fact]
    public async Task I06_TheLastCallerThatLeaves_CancelsTheCreation_AndTheNextStartsAnew()
    {
        using var leaving = new CancellationTokenSource();
        var factory = new Blockable();
        await using var test = new TestCache((test, request, token) => factory.CreateAsync(test, request.Key, token));
        var first = test.AcquireElsewhere(token: leaving.Token);
        await factory.Started;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        Assert.Equal(0, test.Cache.GetHealth().Entries);
        await Wait.Until(() => factory.Token.IsCancellationRequested);
        factory.Open();
        await test.Touch();
        Assert.Equal(2, factory.Calls);
        Assert.Equal(1, test.Cache.Counters.Removals[(int)RemovalReason.Abandoned]);
    }

    [Fact]
    public async Task I06_WhereAskedFor_AnAbandonedCreationIsKept()
    {
        using var leaving = new CancellationTokenSource();
        var factory = new Blockable();
        await using var test = new TestCache((test, request, token) => factory.CreateAsync(test, request.Key, token), cancelAbandoned: false);
        var first = test.AcquireElsewhere(token: leaving.Token);
        await factory.Started;
        await leaving.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => first);
        factory.Open();
        await test.Touch();
        Assert.Equal(1, factory.Calls);
    }

    [Fact]
    public async Task I07_AFactoryThatBlocksItsThread_HoldsUpNoOtherKey()
    {
        using var open = new ManualResetEventSlim();
        await using var test = new TestCache((test, request, _) =>
        {
            if (request.Key == "slow")
                open.Wait(Wait.Limit);
            return Task.FromResult(test.Ledger.Create(request.Key));
        });
        var slow = test.AcquireElsewhere("slow");
        await Wait.Until(() => !test.Requests.IsEmpty);
        await test.Touch("other");
        Assert.True(test.Cache.Remove("other"));
        Assert.Equal(1, test.Cache.GetHealth().Entries);
        open.Set();
        await (await slow.WaitAsync(Wait.Limit)).DisposeAsync();
    }

    [Fact]
    public async Task I07_EventsAndDisposals_RunOutsideOfTheLock()
    {
        var ledger = new Ledger();
        LeaseCache<string, Resource>? cache = null;

        // Under the lock this would wait for itself.
        void UseFromElsewhere() => Assert.True(Task.Run(() => cache!.GetHealth()).Wait(Wait.Limit));
        var kinds = new List<CacheEventKind>();
        await using (cache = new LeaseCache<string, Resource>(
            (key, _) => Task.FromResult(new Resource(ledger, key) { Disposing = () => Task.Run(UseFromElsewhere) }),
            new LeaseCacheOptions<string, Resource>
            {
                Capacity = 1,
                OnEvent = e =>
                {
                    UseFromElsewhere();
                    lock (kinds)
                        kinds.Add(e.Kind);
                },
            }))
        {
            var lease = await cache.AcquireAsync("a");
            await Assert.ThrowsAsync<CacheFullException>(() => cache.AcquireAsync("b").AsTask());
            await lease.DisposeAsync();
            await using var next = await cache.AcquireAsync("b");
        }

        ledger.AssertClean();
        foreach (var kind in new[] { CacheEventKind.Created, CacheEventKind.Refused, CacheEventKind.Removed, CacheEventKind.Disposed, CacheEventKind.Closed })
            Assert.Contains(kind, kinds);
    }
}
