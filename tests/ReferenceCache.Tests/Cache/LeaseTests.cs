using System.Runtime.CompilerServices;

namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>Leases by themselves.</summary>
public sealed class LeaseTests
{
    [Fact]
    public async Task I09_NothingIsLeasedOnceRetired_AndTheCountNeverRisesFromZero()
    {
        for (var round = 0; round < 200; round++)
        {
            var holder = new Holder();
            holder.Publish("value");
            var retired = 0;
            var violations = 0;
            var leased = 0;
            using var start = new Barrier(4);
            var users = Enumerable.Range(0, 3).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                for (var i = 0; i < 200; i++)
                {
                    var late = Volatile.Read(ref retired) == 1;
                    if (!holder.TryLease(out var lease))
                        continue;
                    Interlocked.Increment(ref leased);
                    if (late || holder.Drained.IsCompleted)
                        Interlocked.Increment(ref violations);
                    lease.Dispose();
                }
            })).ToArray();
            start.SignalAndWait();
            Thread.SpinWait(round * 20);
            holder.Retire();
            Volatile.Write(ref retired, 1);
            await Task.WhenAll(users);
            Assert.Equal(0, violations);
            Assert.True(holder.Drained.IsCompletedSuccessfully);
            Assert.False(holder.TryLease(out _));
            Assert.Equal(leased, holder.Uses);
        }
    }

    [Fact]
    public void I08_SlotsAddedWhileLeasesAreOut_CountLikeTheFirst()
    {
        var holder = new Holder();
        holder.Publish("value");
        var leases = new List<Lease<string>>();
        for (var i = 0; i < 3; i++)
        {
            Assert.True(holder.TryLease(out var lease));
            leases.Add(lease);
            holder.Spread();
        }

        Assert.Equal(3, holder.Leases);
        holder.Retire();
        foreach (var lease in leases)
        {
            Assert.False(holder.Drained.IsCompleted);
            Assert.Equal("value", lease.Value);
            lease.Dispose();
        }

        Assert.True(holder.Drained.IsCompletedSuccessfully);
        Assert.Equal(3, holder.Uses);
    }

    [Fact]
    public void I08_ProcessorsThatTakeTurns_AreSeen()
    {
        var slot = new SlotState();
        Assert.Equal([false, false, false, true], Enumerable.Range(0, 4).Select(i => slot.IsShared(i % 2)).ToArray());
    }

    [Fact]
    public void I08_AThreadThatIsMovedNowAndThen_IsNoTurn()
    {
        var slot = new SlotState();
        for (var move = 0; move < 20; move++)
        {
            Assert.False(slot.IsShared(move));
            Assert.False(slot.IsShared(move));
        }
    }

    [Fact]
    [Interleaving("replace-lease")]
    public async Task I09_AnEntryRemovedBetweenLookupAndLease_GivesNoLease()
    {
        await using var test = new TestCache();
        var first = await test.Touch();
        test.Traps.Run(CachePoint.Found, () => test.Cache.Remove("k"));
        await using var lease = await test.Acquire();
        Assert.NotSame(first, lease.Value);
    }

    [Fact]
    [Interleaving("release-retire")]
    public async Task I09_AReleaseDuringARemoval_DisposesOnce()
    {
        await using var test = new TestCache();
        var lease = await test.Acquire();
        var trap = test.Traps.Set(CachePoint.Releasing);
        var releasing = Task.Run(lease.Dispose);
        await trap.Caught;
        test.Cache.Remove("k");
        Assert.Equal(1, test.Cache.Auxiliary.Retiring);
        trap.Release();
        await releasing;
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I10_ReleasingAgain_DoesNothingAndIsCounted()
    {
        await using var test = new TestCache();
        var lease = await test.Acquire();
        var copy = lease;
        await lease.DisposeAsync();
        await lease.DisposeAsync();
        copy.Dispose();
        Assert.Equal(2, test.Cache.Counters.ReleasedAgain);
        Assert.Throws<ObjectDisposedException>(() => copy.Value);
        default(Lease<Resource>).Dispose();
        Assert.Throws<InvalidOperationException>(() => default(Lease<Resource>).Value);
    }

    [Fact]
    public async Task I10_AnOldCopy_DoesNotReleaseTheLeaseThatTookItsPlace()
    {
        await using var test = new TestCache();
        var old = await test.Acquire();
        await old.DisposeAsync();
        for (var i = 0; i < 20; i++)
        {
            var next = await test.Acquire();
            await old.DisposeAsync();
            test.Cache.Remove("k");
            next.Value.Use();
            Assert.Equal(1, test.Cache.Auxiliary.Retiring);
            await next.DisposeAsync();
            await test.Quiet();
            old = await test.Acquire();
            await old.DisposeAsync();
        }
    }

    [Fact]
    public async Task I10_OfManyReleasesAtOnce_OneCounts()
    {
        await using var test = new TestCache();
        for (var round = 0; round < 100; round++)
        {
            var keeps = await test.Acquire();
            var lease = await test.Acquire();
            var before = test.Cache.Counters.ReleasedAgain;
            using var start = new Barrier(4);
            await Task.WhenAll(Enumerable.Range(0, 4).Select(_ => Task.Run(() =>
            {
                start.SignalAndWait();
                lease.Dispose();
            })));
            Assert.Equal(3, test.Cache.Counters.ReleasedAgain - before);
            Assert.Equal(1, test.Cache.Count().Leases);
            await keeps.DisposeAsync();
        }
    }

    [Fact]
    public async Task I10_ManyLeasesOfOneEntry_AreCountedOneByOne()
    {
        await using var test = new TestCache();
        var leases = new List<Lease<Resource>>();
        for (var i = 0; i < 500; i++)
            leases.Add(await test.Acquire());
        Assert.Equal(500, test.Cache.Count().Leases);
        test.Cache.Remove("k");
        foreach (var lease in leases)
        {
            lease.Value.Use();
            await lease.DisposeAsync();
        }

        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I11_ALeaseBeyondTheBudget_IsRevokedAndReported_AndCloseEnds()
    {
        await using var test = new TestCache(sites: true);
        var stuck = await test.Acquire();
        var closing = test.Close();
        await Wait.Until(() => test.Time.ArmedFor(TestCache.Budget) == 1);
        test.Time.Advance(TestCache.Budget - TimeSpan.FromTicks(1));
        Assert.False(stuck.Value.IsDisposed);
        Assert.False(closing.IsCompleted);
        test.Time.Advance(TimeSpan.FromTicks(1));
        await closing;
        Assert.Equal(1, test.Cache.Counters.LeasesRevoked);
        var told = Assert.Single(test.Events, e => e.Kind == CacheEventKind.LeasesRevoked);
        Assert.Equal(1, told.Leases);
        Assert.Contains(nameof(I11_ALeaseBeyondTheBudget_IsRevokedAndReported_AndCloseEnds), told.Site, StringComparison.Ordinal);
        Assert.Contains("drain budget", Assert.Throws<ObjectDisposedException>(() => stuck.Value).Message, StringComparison.Ordinal);
        await stuck.DisposeAsync();
        Assert.Equal(0, test.Cache.Counters.ReleasedAgain);
    }

    [Fact]
    public async Task I35_ALeaseThatIsCollected_IsReportedWithItsSite()
    {
        await using var test = new TestCache(sites: true);
        await LoseAsync(test);
        await Collected(() => test.Cache.Counters.LeasesLost == 1);
        await Wait.Until(() => test.Count(CacheEventKind.LeaseLost) == 1);
        Assert.Contains(nameof(LoseAsync), test.Events.Single(e => e.Kind == CacheEventKind.LeaseLost).Site, StringComparison.Ordinal);

        // It is not taken for a release: whoever lost the lease may have kept the value.
        Assert.Equal(1, test.Cache.Count().Leases);
        var closing = test.Close();
        await Wait.Until(() => test.Time.ArmedFor(TestCache.Budget) == 1);
        test.Time.Advance(TestCache.Budget);
        await closing;
    }

    [Fact]
    public async Task I35_WhereAskedFor_ALostLeaseIsReleased()
    {
        await using var test = new TestCache(releaseLost: true);
        await LoseAsync(test);
        await Collected(() => test.Cache.Counters.LeasesLost == 1 && test.Cache.Count().Leases == 0);
        await test.Touch();
        Assert.Equal(0, test.Cache.Counters.ReleasedAgain);
    }

    [Fact]
    public async Task I35_LeasesAndTheirTracking_KeepNothingAlive()
    {
        var ended = await UseAndCloseAsync();
        await Collected(() => !ended.TryGetTarget(out _));
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task LoseAsync(TestCache test) => (await test.Acquire()).Value.Use();

    [MethodImpl(MethodImplOptions.NoInlining)]
    private static async Task<WeakReference<Resource>> UseAndCloseAsync()
    {
        await using var test = new TestCache();
        return new WeakReference<Resource>(await test.Touch());
    }

    private static Task Collected(Func<bool> condition) => Wait.Until(() =>
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        return condition();
    });

    private sealed class Holder() : LeaseHolder<string>(new UseClock(), null)
    {
        public override void OnShared()
        {
        }

        public override void OnReleasedAgain() => throw new InvalidOperationException("Nobody releases twice here.");

        public override void OnLost(LeaseTicket<string> ticket) => throw new InvalidOperationException("Nobody loses leases here.");
    }
}
