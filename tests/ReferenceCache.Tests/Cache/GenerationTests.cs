namespace LeakGuard.ReferenceCache.Tests.Cache;

/// <summary>Generations and identities.</summary>
public sealed class GenerationTests
{
    [Fact]
    public async Task I14_RaisedByManyThreads_EveryGenerationIsGivenOnce()
    {
        await using var test = new TestCache();
        var seen = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Task.Run(() =>
        {
            var mine = new List<long>();
            for (var i = 0; i < 200; i++)
                mine.Add(test.Cache.Advance("k"));
            Assert.Equal(mine.Order(), mine);
            return mine;
        })));
        Assert.Equal(Enumerable.Range(1, 1600).Select(i => (long)i), seen.SelectMany(s => s).Order());
        await test.Touch();
        Assert.Equal(1600, test.Requests.Last().Generation);
    }

    [Fact]
    public async Task I14_AGenerationDoesNotGoBack_WhenTheKeyReturns()
    {
        await using var test = new TestCache();
        var high = (long)int.MaxValue + 5;
        await (await test.Acquire("uid", high)).DisposeAsync();
        test.Cache.Remove("k");
        await (await test.Acquire("uid", 3)).DisposeAsync();
        Assert.Equal([high, high], test.Requests.Select(r => r.Generation));
    }

    [Fact]
    [Interleaving("old-new")]
    public async Task I15_AnOlderCreationThatEndsLater_DoesNotReplaceTheNewer()
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.Built);
        var older = Task.Run(() => test.Acquire("uid", 1));
        await trap.Caught;
        await using var newer = await test.Acquire("uid", 2);
        trap.Release();
        await using var late = await older;
        Assert.Same(newer.Value, late.Value);
        await test.Quiet();
        Assert.Equal(1, test.Cache.Counters.Discarded);
        Assert.Equal([1, 2], test.Requests.Select(r => r.Generation));
    }

    [Fact]
    public async Task I15_ACallerWithAnOlderGeneration_GetsTheNewerValue()
    {
        await using var test = new TestCache();
        await using var newer = await test.Acquire("uid", 2);
        await using var same = await test.Acquire("uid", 1);
        await using var any = await test.Acquire();
        Assert.Same(newer.Value, same.Value);
        Assert.Same(newer.Value, any.Value);
        Assert.Equal(1, test.Ledger.Created);
    }

    [Fact]
    [Interleaving("delete-recreate")]
    public async Task I16_ANewIncarnationInTheSameGeneration_GetsAValueOfItsOwn()
    {
        await using var test = new TestCache();
        var trap = test.Traps.Set(CachePoint.Built);
        var deleted = Task.Run(() => test.Acquire("uid 1", 1));
        await trap.Caught;
        await using var recreated = await test.Acquire("uid 2", 1);
        trap.Release();

        // The caller for the deleted object gets nothing of the new one, and does not take its place again.
        await Assert.ThrowsAsync<StaleIdentityException>(() => deleted);
        await Assert.ThrowsAsync<StaleIdentityException>(() => test.Acquire("uid 1", 5));
        await using var any = await test.Acquire();
        Assert.Same(recreated.Value, any.Value);
        Assert.Equal(["uid 1", "uid 2"], test.Requests.Select(r => r.Identity));
        await test.Quiet();
        Assert.Equal(1, test.Ledger.Disposed);
    }

    [Fact]
    public async Task I16_TheGenerationOfADeletedIncarnation_DoesNotBindTheNext()
    {
        await using var test = new TestCache();
        await (await test.Acquire("uid 1", 9)).DisposeAsync();
        test.Cache.Remove("k");
        await (await test.Acquire("uid 2", 1)).DisposeAsync();
        Assert.Equal(1, test.Requests.Last().Generation);
    }

    [Fact]
    public async Task I17_RemovalComparesKeysAsInsertionDoes_AndSaysWhenItFindsNothing()
    {
        await using var test = new TestCache(comparer: StringComparer.OrdinalIgnoreCase);
        await test.Touch("Tenant");
        Assert.True(test.Cache.Remove("tENANT"));
        Assert.Equal(0, test.Cache.Counters.RemovalsMissed);
        Assert.False(test.Cache.Remove("tenant"));
        Assert.Equal(1, test.Cache.Counters.RemovalsMissed);
    }
}
