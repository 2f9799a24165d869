namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>Who disposes a value, and when.</summary>
public sealed class OwnershipTests
{
    [Fact]
    public async Task I01_EveryValueIsDisposedOnce_WhateverTheWayOut()
    {
        await using var test = new TestCache(capacity: 2);
        await test.Touch("removed");
        test.Cache.Remove("removed");
        await test.Touch("advanced");
        test.Cache.Advance("advanced");
        await test.Touch("expired");
        test.Time.Advance(TestCache.Idle + (2 * TestCache.Sweep));
        await test.Quiet();
        Assert.Equal(3, test.Ledger.Disposed);

        await (await test.Acquire(null, 1, "replaced")).DisposeAsync();
        await (await test.Acquire(null, 2, "replaced")).DisposeAsync();
        await test.Touch("evicts 1");
        await test.Touch("evicts 2");
        await test.Quiet();
        Assert.Equal(2, test.Ledger.Live);
        Assert.Equal(7, test.Ledger.Created);

        await test.Close();
        Assert.Equal(0, test.Ledger.Live);
        foreach (var reason in new[] { RemovalReason.Removed, RemovalReason.Advanced, RemovalReason.Expired, RemovalReason.Replaced })
            Assert.Equal(1, test.Cache.Counters.Removals[(int)reason]);
        Assert.Equal(2, test.Cache.Counters.Removals[(int)RemovalReason.Closed]);
    }

    [Fact]
    [Interleaving("replace-lease")]
    public async Task I02_ReplacementRetiresTheOldEntryInTheStepThatPublishesTheNew()
    {
        await using var test = new TestCache();
        var old = await test.Acquire(null, 1);
        var trap = test.Traps.Set(CachePoint.Entered);
        var replacing = Task.Run(() => test.Acquire(null, 2));
        await trap.Caught;

        Assert.Equal(1, test.Cache.Count().Retiring);
        var third = test.AcquireElsewhere();
        await Wait.Until(() => test.Cache.Counters.Joined == 1);
        trap.Release();

        await using var fresh = await replacing;
        await using var joined = await third.WaitAsync(Wait.Limit);
        Assert.NotSame(old.Value, fresh.Value);
        Assert.Same(fresh.Value, joined.Value);
        Assert.False(old.Value.IsDisposed);
        await old.DisposeAsync();
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I02_ReplacementsByManyThreads_LeaveOneEntry()
    {
        await using var test = new TestCache();
        var generation = 0L;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(_ => Task.Run(async () =>
        {
            for (var i = 0; i < 50; i++)
            {
                await using var lease = await test.Acquire(null, Interlocked.Increment(ref generation));
                lease.Value.Use();
            }
        })));
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Live);
        Assert.Equal(1, test.Cache.GetHealth().Entries);
    }

    [Fact]
    public async Task I08_AValueIsNotDisposedWhileALeaseIsOut()
    {
        await using var test = new TestCache();
        var first = await test.Acquire();
        var second = await test.Acquire();
        test.Cache.Remove("k");
        first.Value.Use();
        await first.DisposeAsync();
        await Wait.Until(() => test.Count(CacheEventKind.Removed) == 1);
        Assert.Equal(1, test.Cache.Auxiliary.Retiring);
        Assert.False(second.Value.IsDisposed);
        await second.DisposeAsync();
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I12_DisposalHasTheTokenOfTheCache_NotThatOfACaller()
    {
        using var caller = new CancellationTokenSource();
        var seen = new TaskCompletionSource<CancellationToken>();
        await using var test = new TestCache(disposer: async (resource, token) =>
        {
            await resource.DisposeAsync();
            seen.TrySetResult(token);
            await Task.Delay(Timeout.Infinite, token);
        });
        await using (await test.AcquireElsewhere(token: caller.Token))
        {
        }

        await caller.CancelAsync();
        test.Cache.Remove("k");
        var token = await seen.Task.WaitAsync(Wait.Limit);
        Assert.False(token.IsCancellationRequested);

        await Wait.Until(() => test.Time.ArmedFor(TestCache.DisposalTimeout) == 1);
        test.Time.Advance(TestCache.DisposalTimeout);
        await test.Quiet();
        Assert.True(token.IsCancellationRequested);
        Assert.Equal(1, test.Cache.Counters.DisposalTimeouts);
    }

    [Fact]
    public async Task I13_ADisposalThatFails_SkipsNoOther()
    {
        await using var test = new TestCache(static (test, request, _) => Task.FromResult(new Resource(test.Ledger, request.Key)
        {
            Disposing = () => request.Key == "b" ? throw new InvalidOperationException("broken") : Task.CompletedTask,
        }));
        foreach (var key in new[] { "a", "b", "c" })
            await test.Touch(key);
        await test.Close();
        Assert.Equal(3, test.Ledger.Disposed);
        Assert.Equal(1, test.Cache.Counters.DisposalFailures);
        Assert.Equal("b", Assert.Single(test.Events, e => e.Kind == CacheEventKind.DisposalFailed).Key);
    }

    [Fact]
    public async Task I13_ADisposalThatHangs_HoldsUpNoOtherAndNotTheClose()
    {
        await using var test = new TestCache(static (test, request, _) => Task.FromResult(new Resource(test.Ledger, request.Key)
        {
            Disposing = () => request.Key == "b" ? new TaskCompletionSource().Task : Task.CompletedTask,
        }));
        foreach (var key in new[] { "a", "b", "c" })
            await test.Touch(key);
        var closing = test.Close();
        await Wait.Until(() => test.Count(CacheEventKind.Disposed) == 2 && test.Ledger.Disposed == 3);
        Assert.False(closing.IsCompleted);
        test.Time.Advance(TestCache.DisposalTimeout);
        await closing;
        Assert.Equal(1, test.Cache.Counters.DisposalTimeouts);
    }

    [Fact]
    public async Task I24_ValuesThatHoldLeasesOfOthers_AreDisposedBeforeThem()
    {
        await using var test = new TestCache(static async (test, request, token) =>
        {
            if (request.Key == "parent")
                return test.Ledger.Create(request.Key);
            var parent = await test.Cache.AcquireAsync("parent", token);
            return new Resource(test.Ledger, request.Key) { Disposing = () => parent.DisposeAsync().AsTask() };
        });
        await test.Touch("child 1");
        await test.Touch("child 2");
        await test.Close();
        Assert.Equal("parent", test.Ledger.Order.Last());
        Assert.Equal(0, test.Cache.Counters.LeasesRevoked);
    }

    [Fact]
    public async Task I39_CloseDoesNotCallTheFactoryOfAnEntryThatIsNotStarted()
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.Entered);
        var acquiring = test.AcquireElsewhere();
        await trap.Caught;
        var closing = test.Close();
        trap.Release();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => acquiring);
        await closing;
        Assert.Empty(test.Requests);
        Assert.Equal(0, test.Ledger.Created);
    }
}
