namespace LeakGuard.ReferenceCache.Tests.Whole;

/// <summary>Random operations, one after the other, against a model that is too simple to be wrong.</summary>
public sealed class ModelTests
{
    private const int Capacity = 6;

    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public async Task I01_CreatedIsDisposedPlusLive_AtEveryQuietPoint(int seed)
    {
        var random = new Random(seed);
        var model = new Model();
        await using var test = new TestCache(
            (test, request, _) => model.Fails ? throw new InvalidOperationException() : Task.FromResult(test.Ledger.Create(request.Key)),
            capacity: Capacity);
        for (var step = 0; step < 300; step++)
        {
            await StepAsync(test, model, random);
            await Wait.Until(() => test.Cache.Auxiliary is { Working: var working, Building: 0, Retiring: var retiring } && working == model.Retired.Count && retiring == working);
            Assert.Equal(model.Current.Count, test.Cache.GetHealth().Entries);
            Assert.Equal(model.Current.Count + model.Retired.Count, test.Ledger.Live);
            Assert.Equal(test.Ledger.Created, test.Ledger.Disposed + test.Ledger.Live);
            Assert.Equal(model.Leases.Count(l => model.Current.Values.Contains(l.Value)), test.Cache.Count().Leases);
            Assert.All(model.Leases, l => Assert.False(l.Value.IsDisposed));
        }

        foreach (var lease in model.Leases)
            await lease.DisposeAsync();
    }

    private static async Task StepAsync(TestCache test, Model model, Random random)
    {
        var key = $"key {random.Next(9)}";
        switch (random.Next(10))
        {
            case < 4:
                await AcquireAsync(test, model, key, generation: 0);
                break;
            case 4:
                await AcquireAsync(test, model, key, generation: random.Next(1, 50));
                break;
            case < 8 when model.Leases.Count > 0:
                var released = model.Leases[random.Next(model.Leases.Count)];
                model.Leases.Remove(released);
                await released.DisposeAsync();
                model.Settle();
                break;
            case 8:
                Assert.Equal(model.Current.ContainsKey(key), test.Cache.Remove(key));
                model.Retire(key);
                break;
            default:
                if (random.Next(4) == 0)
                {
                    // Time would revoke leases of removed entries; other tests are about that.
                    foreach (var held in model.Leases.Where(l => model.Retired.Contains(l.Value)).ToList())
                    {
                        model.Leases.Remove(held);
                        await held.DisposeAsync();
                    }

                    model.Settle();
                    await test.Quiet();
                    test.Time.Advance(TestCache.Idle + TestCache.Sweep);
                    foreach (var idle in model.Current.Where(e => model.Leases.All(l => l.Value != e.Value)).Select(e => e.Key).ToList())
                        model.Retire(idle);
                }

                break;
        }
    }

    private static async Task AcquireAsync(TestCache test, Model model, string key, long generation)
    {
        var there = model.Current.TryGetValue(key, out var value) && model.Generations.GetValueOrDefault(key) >= generation;
        if (!there && value is null && model.Current.Count == Capacity && model.Current.Values.All(v => model.Leases.Any(l => l.Value == v)))
        {
            await Assert.ThrowsAsync<CacheFullException>(() => test.Acquire(null, generation, key));
            return;
        }

        model.Fails = !there && generation % 7 == 3;
        var evicted = test.Cache.Counters.Removals[(int)RemovalReason.Evicted];
        Lease<Resource>? lease = null;
        var failure = await Record.ExceptionAsync(async () => lease = await test.Acquire(null, generation, key));
        Assert.Equal(model.Fails, failure is InvalidOperationException);
        if (!there)
        {
            model.Retire(key);
            if (test.Cache.Counters.Removals[(int)RemovalReason.Evicted] > evicted)
                model.Retire(model.Current.Single(e => !test.Cache.Contains(e.Key)).Key);
            model.Generations[key] = test.Requests.Last(r => r.Key == key).Generation;
        }

        if (lease is not { } got)
            return;
        if (there)
            Assert.Same(value, got.Value);
        else
            Assert.NotSame(value, got.Value);
        model.Current[key] = got.Value;
        model.Leases.Add(got);
        model.Settle();
    }

    private sealed class Model
    {
        public Dictionary<string, Resource> Current { get; } = [];

        public Dictionary<string, long> Generations { get; } = [];

        public List<Lease<Resource>> Leases { get; } = [];

        /// <summary>Removed, but leased.</summary>
        public List<Resource> Retired { get; } = [];

        public bool Fails { get; set; }

        public void Retire(string key)
        {
            if (Current.Remove(key, out var value))
                Retired.Add(value);
            Settle();
        }

        public void Settle() => Retired.RemoveAll(value => Leases.All(l => l.Value != value));
    }
}
