using System.Collections.Concurrent;

namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>A cache of resources with everything in the hands of the test: time, hooks, events, factory.</summary>
internal sealed class TestCache : IAsyncDisposable
{
    public static readonly TimeSpan Budget = TimeSpan.FromSeconds(7);
    public static readonly TimeSpan DisposalTimeout = TimeSpan.FromSeconds(11);
    public static readonly TimeSpan CreationTimeout = TimeSpan.FromSeconds(13);
    public static readonly TimeSpan Idle = TimeSpan.FromMinutes(4);
    public static readonly TimeSpan Sweep = TimeSpan.FromMinutes(1);

    public TestCache(
        Func<TestCache, CreationRequest<string>, CancellationToken, Task<Resource>>? factory = null,
        int capacity = 100,
        bool cancelAbandoned = true,
        bool sites = false,
        bool releaseLost = false,
        IEqualityComparer<string>? comparer = null,
        TimeSpan? idle = null,
        Func<Resource, CancellationToken, Task>? disposer = null)
    {
        factory ??= static (test, request, _) => Task.FromResult(test.Ledger.Create(request.Key));
        Cache = new LeaseCache<string, Resource>(new LeaseCacheOptions<string, Resource>
        {
            Factory = (request, token) =>
            {
                Requests.Enqueue(request);
                return factory(this, request, token);
            },
            Disposer = disposer,
            Name = Name,
            Capacity = capacity,
            IdleTimeout = idle ?? Idle,
            SweepInterval = Sweep,
            DrainBudget = Budget,
            DisposalTimeout = DisposalTimeout,
            CreationTimeout = CreationTimeout,
            CancelAbandonedCreations = cancelAbandoned,
            RecordAcquisitionSites = sites,
            ReleaseLostLeases = releaseLost,
            Comparer = comparer,
            TimeProvider = Time,
            OnEvent = Events.Enqueue,
            Hooks = new CacheHooks(Traps.Reach),
        });
    }

    public LeaseCache<string, Resource> Cache { get; }

    public string Name { get; } = Guid.NewGuid().ToString();

    public Ledger Ledger { get; } = new();

    public ManualTime Time { get; } = new();

    public Traps<CachePoint> Traps { get; } = new();

    public ConcurrentQueue<CacheEvent<string>> Events { get; } = new();

    public ConcurrentQueue<CreationRequest<string>> Requests { get; } = new();

    public Task<Lease<Resource>> Acquire(string key = "k") => Cache.AcquireAsync(key).AsTask().WaitAsync(Wait.Limit);

    public Task<Lease<Resource>> Acquire(string? identity, long generation, string key = "k") => Cache.AcquireAsync(key, identity, generation).AsTask().WaitAsync(Wait.Limit);

    /// <summary>On another thread, for a call that a trap will stop.</summary>
    public Task<Lease<Resource>> AcquireElsewhere(string key = "k", CancellationToken token = default) =>
        Task.Run(() => Cache.AcquireAsync(key, token).AsTask(), CancellationToken.None);

    /// <summary>Leases and gives back.</summary>
    public async Task<Resource> Touch(string key = "k")
    {
        await using var lease = await Acquire(key);
        return lease.Value;
    }

    public int Count(CacheEventKind kind) => Events.Count(e => e.Kind == kind);

    /// <summary>No creation, drain or disposal is under way.</summary>
    public Task Quiet() => Wait.Until(() => Cache.Auxiliary is { Working: 0, Building: 0, Retiring: 0 });

    public async Task Close() => await Cache.DisposeAsync().AsTask().WaitAsync(Wait.Limit);

    public async ValueTask DisposeAsync()
    {
        // A test that failed may hold leases: they must not hide why it failed.
        var closing = Cache.DisposeAsync().AsTask();
        for (var tries = 0; tries < 10 && await Task.WhenAny(closing, Task.Delay(TimeSpan.FromSeconds(5))) != closing; tries++)
            Time.Advance(Budget);
        await Close();
        Ledger.AssertClean();
    }
}
