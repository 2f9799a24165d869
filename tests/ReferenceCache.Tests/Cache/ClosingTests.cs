namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>The end of a cache.</summary>
public sealed class ClosingTests
{
    [Fact]
    public async Task I21_AllWhoClose_WaitForTheSameEnd()
    {
        await using var test = new TestCache();
        var lease = await test.Acquire();
        var closers = Enumerable.Range(0, 4).Select(_ => Task.Run(test.Close)).ToArray();
        await Wait.Until(() => test.Cache.GetHealth().Closed);
        var late = test.Close();
        Assert.DoesNotContain(closers.Append(late), c => c.IsCompleted);
        await lease.DisposeAsync();
        await Task.WhenAll(closers.Append(late));
        Assert.Equal(1, test.Ledger.Disposed);
        Assert.Equal(1, test.Count(CacheEventKind.Closed));
        await test.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Acquire());
        Assert.Throws<ObjectDisposedException>(() => test.Cache.Advance("k"));
        Assert.False(test.Cache.Remove("k"));
    }

    [Theory]
    [InlineData(CachePoint.Closing)]
    [InlineData(CachePoint.TimersStopped)]
    [Interleaving("remove-idleadd-close")]
    public async Task I22_BetweenTheStepsOfAClose_NothingGetsIn(object point)
    {
        await using var test = new TestCache();
        await test.Touch("idle");
        var lease = await test.Acquire("leased");
        var trap = test.Traps.Set((CachePoint)point);
        var closing = Task.Run(test.Close);
        await trap.Caught;

        // Closed already, and no value is disposed: timers stop first.
        Assert.Equal(0, test.Ledger.Disposed);
        Assert.Equal((CachePoint)point == CachePoint.Closing ? 1 : 0, test.Time.ArmedFor(TestCache.Sweep));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Acquire("new"));
        await Assert.ThrowsAsync<ObjectDisposedException>(() => test.Acquire("idle"));
        Assert.False(test.Cache.Remove("idle"));
        await lease.DisposeAsync();
        Assert.Equal(0, await test.Cache.SweepAsync((_, _) => new ValueTask<bool>(false)));
        test.Time.Advance(TestCache.Idle * 2);
        Assert.Equal(0, test.Ledger.Disposed);

        trap.Release();
        await closing;
        Assert.Equal(2, test.Ledger.Disposed);
        Assert.Equal(2, test.Ledger.Created);
    }

    [Fact]
    [Interleaving("remove-idleadd-close")]
    public async Task I22_ARemovalThatIsUnderWay_IsWaitedFor()
    {
        await using var test = new TestCache();
        await test.Touch();
        var trap = test.Traps.Set(CachePoint.Detached);
        var removing = Task.Run(() => test.Cache.Remove("k"));
        await trap.Caught;
        var closing = test.Close();
        await Wait.Until(() => test.Time.Armed == 0);
        Assert.False(closing.IsCompleted);
        trap.Release();
        Assert.True(await removing);
        await closing;
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I23_ACallerWhoComesToAClosedCache_CreatesNothing()
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.BeforeEnter);
        var caller = test.AcquireElsewhere();
        await trap.Caught;
        await test.Close();
        trap.Release();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
        Assert.Equal(0, test.Ledger.Created);
    }

    [Fact]
    public async Task I24_CreationsAreCancelledAndTimersStopped_BeforeValuesAreDisposed()
    {
        var factory = new Blockable();
        var log = new List<string>();
        TestCache? shown = null;
        await using var test = shown = new TestCache((test, request, token) => request.Key == "slow"
            ? factory.CreateAsync(test, request.Key, token)
            : Task.FromResult(new Resource(test.Ledger, request.Key)
            {
                Disposing = () =>
                {
                    log.Add($"armed sweeps {shown!.Time.ArmedFor(TestCache.Sweep)}");
                    return Task.CompletedTask;
                },
            }));
        await test.Touch();
        var caller = test.AcquireElsewhere("slow");
        await factory.Started;
        await test.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
        Assert.Equal(["armed sweeps 0"], log);
        Assert.True(factory.Token.IsCancellationRequested);
    }

    [Fact]
    public async Task I34_AfterClose_NothingRunsAndNothingHappens()
    {
        await using var test = new TestCache();
        for (var i = 0; i < 20; i++)
            await test.Touch($"key {i}");
        var lease = await test.Acquire("key 1");
        test.Cache.Remove("key 1");
        await lease.DisposeAsync();
        await test.Close();
        Assert.Equal(0, test.Time.Armed);
        Assert.Equal((0, 0, 0, 0, 0), test.Cache.Auxiliary);
        Assert.Equal(CacheEventKind.Closed, test.Events.Last().Kind);
        var events = test.Events.Count;
        test.Time.Advance(TimeSpan.FromDays(1));
        await lease.DisposeAsync();
        Assert.Equal(events, test.Events.Count);
    }

    [Fact]
    public async Task I34_AFactoryThatDoesNotListen_IsReportedAndItsValueDisposedWhenItComes()
    {
        var deaf = new Blockable();
        await using var test = new TestCache((test, request, token) => deaf.CreateAsync(test, request.Key, token, listens: false));
        var caller = test.AcquireElsewhere();
        await deaf.Started;
        var closing = test.Close();
        await Assert.ThrowsAsync<ObjectDisposedException>(() => caller);
        await Wait.Until(() => test.Time.ArmedFor(TestCache.Budget) == 1);
        test.Time.Advance(TestCache.Budget);
        await closing;
        Assert.Equal(1, test.Count(CacheEventKind.CreationStuck));
        deaf.Open();
        await Wait.Until(() => test.Ledger.Disposed == 1);
        Assert.Equal(1, test.Ledger.Created);
    }
}
