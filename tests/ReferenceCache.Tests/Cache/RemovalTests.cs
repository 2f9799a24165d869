namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>How entries go before the cache does.</summary>
public sealed class RemovalTests
{
    [Theory]
    [InlineData("success")]
    [InlineData("failure")]
    [InlineData("cancelled")]
    [InlineData("killed")]
    public async Task I18_AfterAnOperationThatOwnsItsEntry_NothingIsLeft(string outcome)
    {
        await using var test = new TestCache();
        using var kill = new CancellationTokenSource();
        var running = OperateAsync();
        if (outcome == "killed")
            test.Cache.Remove("job");
        if (outcome is "killed" or "cancelled")
            await kill.CancelAsync();
        var failure = await Record.ExceptionAsync(() => running);
        Assert.Equal(outcome != "success", failure is not null);
        await test.Quiet();
        Assert.Equal(0, test.Ledger.Live);
        Assert.Equal(0, test.Cache.GetHealth().Entries);

        async Task OperateAsync()
        {
            try
            {
                await using var lease = await test.Acquire("job");
                lease.Value.Use();
                if (outcome == "failure")
                    throw new InvalidOperationException();
                if (outcome is "killed" or "cancelled")
                    await Task.Delay(Timeout.Infinite, kill.Token);
            }
            finally
            {
                test.Cache.Remove("job");
            }
        }
    }

    [Fact]
    public async Task I19_AnExpiryThatComesAfterAReplacement_LeavesTheNewEntry()
    {
        await using var test = new TestCache();
        var old = await test.Touch();
        test.Time.Advance(TestCache.Sweep);
        test.Traps.Run(CachePoint.Expiring, () =>
        {
            test.Cache.Remove("k");
            test.Touch().Wait();
        });
        test.Time.Advance(TestCache.Idle);
        await test.Quiet();
        Assert.True(old.IsDisposed);
        Assert.Equal(1, test.Ledger.Live);
        Assert.Equal(0, test.Cache.Counters.Removals[(int)RemovalReason.Expired]);
    }

    [Fact]
    public async Task I19_RemovalByLease_LeavesANewerEntry()
    {
        await using var test = new TestCache();
        var broken = await test.Acquire();
        Assert.True(test.Cache.Remove(broken));
        await using var fresh = await test.Acquire();
        Assert.False(test.Cache.Remove(broken));
        await broken.DisposeAsync();
        await using var again = await test.Acquire();
        Assert.Same(fresh.Value, again.Value);
        await using var other = new TestCache();
        Assert.False(other.Cache.Remove(again));
    }

    [Fact]
    public async Task I20_WhenRemoveReturns_NobodyGetsTheOldEntry_AndNothingHitsTheNew()
    {
        await using var test = new TestCache();
        for (var i = 0; i < 50; i++)
        {
            var old = await test.Acquire();
            Assert.True(test.Cache.Remove("k"));
            await using var fresh = await test.Acquire();
            Assert.NotSame(old.Value, fresh.Value);
            await old.DisposeAsync();
            await test.Quiet();
            Assert.False(fresh.Value.IsDisposed);
            Assert.Same(fresh.Value, await test.Touch());
        }
    }

    [Fact]
    public async Task I23_AFullCacheRefusesBeforeAnythingIsCreated()
    {
        await using var test = new TestCache(capacity: 2);
        var a = await test.Acquire("a");
        await using var b = await test.Acquire("b");
        await Assert.ThrowsAsync<CacheFullException>(() => test.Acquire("c"));
        Assert.Equal(2, test.Ledger.Created);
        Assert.Equal(1, test.Cache.Counters.Refused);
        Assert.Equal("c", Assert.Single(test.Events, e => e.Kind == CacheEventKind.Refused).Key);
        await a.DisposeAsync();
        await test.Touch("c");
        Assert.Equal(3, test.Ledger.Created);
    }

    [Fact]
    public async Task I27_TheEntryThatWasUsedLongestAgo_MakesRoom()
    {
        await using var test = new TestCache(capacity: 3);
        foreach (var key in new[] { "a", "b", "c" })
            await test.Touch(key);
        await test.Touch("a");
        await test.Touch("d");
        await test.Quiet();
        Assert.Equal(["b"], test.Ledger.Order);
        await using var used = await test.Acquire("c");
        await test.Touch("e");
        await test.Touch("f");
        await test.Quiet();
        Assert.DoesNotContain("c", test.Ledger.Order);
    }

    [Fact]
    public async Task I27_ManyKeys_LeaveNothingBehind()
    {
        await using var test = new TestCache(capacity: 50);
        for (var i = 0; i < 1000; i++)
        {
            await (await test.Acquire("uid", 1, $"key {i}")).DisposeAsync();
            Assert.InRange(test.Cache.GetHealth().Entries, 1, 50);
            Assert.InRange(test.Cache.Auxiliary.Remembered, 0, 50);
        }

        for (var i = 0; i < 1000; i++)
            test.Cache.Remove($"key {i}");
        await test.Quiet();
        Assert.Equal(50, test.Cache.Auxiliary.Remembered);
        test.Time.Advance(TimeSpan.FromMinutes(10) + TestCache.Sweep);
        Assert.Equal((0, 0, 0, 0, 0), test.Cache.Auxiliary);
        Assert.Equal(0, test.Cache.GetHealth().Entries);
        Assert.Equal(0, test.Ledger.Live);
    }

    [Fact]
    public async Task I38_ASweepRemovesEntriesWhoseOwnerIsGone()
    {
        await using var test = new TestCache();
        foreach (var key in new[] { "a", "b", "c" })
            await test.Touch(key);
        var used = await test.Acquire("b");
        Assert.Equal(2, await test.Cache.SweepAsync((key, _) => new ValueTask<bool>(key == "c")));
        Assert.Equal(1, test.Cache.GetHealth().Entries);
        Assert.False(used.Value.IsDisposed);
        await used.DisposeAsync();
        await test.Quiet();
        Assert.Equal(2, test.Ledger.Disposed);
        Assert.Equal(2, test.Cache.Counters.Removals[(int)RemovalReason.Orphaned]);
    }

    [Fact]
    public async Task I38_AnEntryThatIsReplacedDuringTheSweep_Stays()
    {
        await using var test = new TestCache();
        await test.Touch();
        test.Traps.Run(CachePoint.Orphaned, () =>
        {
            test.Cache.Remove("k");
            test.Touch().Wait();
        });
        Assert.Equal(0, await test.Cache.SweepAsync((_, _) => new ValueTask<bool>(false)));
        Assert.Equal(1, test.Cache.GetHealth().Entries);
    }
}
