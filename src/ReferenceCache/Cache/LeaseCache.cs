using System;
using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// A cache of values that must be disposed. A value is created once however many callers ask for it, is seen through leases only, and is
/// disposed exactly once: after it was removed, replaced, expired, evicted, or the cache closed, and its last lease is back. All members
/// are thread-safe.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values: <see cref="IAsyncDisposable"/>, <see cref="IDisposable"/>, or disposed by <see cref="LeaseCacheOptions{TKey, TValue}.Disposer"/>.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed partial class LeaseCache<TKey, TValue> : IAsyncDisposable
    where TKey : notnull
{
    private readonly LeaseCacheOptions<TKey, TValue> _options;
    private readonly Func<CreationRequest<TKey>, CancellationToken, Task<TValue>> _factory;
    private readonly TimeProvider _time;
    private readonly CacheHooks? _hooks;
    private readonly LeaseProbe? _probe;
    private readonly UseClock _clock = new();
    private readonly CacheMetrics<TKey, TValue> _metrics;
    private readonly InFlight _work = new();
    private readonly InFlight _builds = new();
    private readonly ITimer _sweepTimer;

    // Read without the lock, changed under it only.
    private readonly ConcurrentDictionary<TKey, CacheEntry<TKey, TValue>> _map;

    // Everything below belongs to the lock.
    private readonly object _gate = new();
    private readonly LinkedList<CacheEntry<TKey, TValue>> _byUse = new();
    private readonly LinkedList<CacheEntry<TKey, TValue>> _retiring = new();
    private readonly Dictionary<TKey, CacheEntry<TKey, TValue>> _ending;
    private readonly GenerationMemory<TKey> _memory;
    private bool _closed;
    private TaskCompletionSource? _closing;
    private int _lostLeases;

    /// <summary>Makes a cache whose factory needs only the key.</summary>
    /// <param name="factory">Creates the value of a key; see <see cref="LeaseCacheOptions{TKey, TValue}.Factory"/>.</param>
    /// <param name="options">How the cache behaves; its own factory must not be set.</param>
    /// <exception cref="ArgumentException">An option has no meaning, or there are two factories.</exception>
    public LeaseCache(Func<TKey, CancellationToken, Task<TValue>> factory, LeaseCacheOptions<TKey, TValue>? options = null)
        : this(options ?? new LeaseCacheOptions<TKey, TValue>(), Wrap(factory))
    {
        if (options?.Factory is not null)
            throw new ArgumentException("There are two factories.", nameof(options));
    }

    /// <summary>Makes a cache.</summary>
    /// <param name="options">How it behaves; <see cref="LeaseCacheOptions{TKey, TValue}.Factory"/> must be set.</param>
    /// <exception cref="ArgumentException">An option has no meaning, or there is no factory.</exception>
    public LeaseCache(LeaseCacheOptions<TKey, TValue> options)
        : this(options, options?.Factory ?? throw new ArgumentException("There is no factory.", nameof(options)))
    {
    }

    private LeaseCache(LeaseCacheOptions<TKey, TValue> options, Func<CreationRequest<TKey>, CancellationToken, Task<TValue>> factory)
    {
        options.Validate();
        _options = options;
        _factory = factory;
        _time = options.TimeProvider;
        _hooks = options.Hooks;
        _probe = options.Hooks is not null || options.RecordAcquisitionSites ? new LeaseProbe(options.Hooks, options.RecordAcquisitionSites) : null;
        _map = new ConcurrentDictionary<TKey, CacheEntry<TKey, TValue>>(options.Comparer);
        _ending = new Dictionary<TKey, CacheEntry<TKey, TValue>>(options.Comparer);
        _memory = new GenerationMemory<TKey>(options.Capacity, options.Comparer);
        _metrics = new CacheMetrics<TKey, TValue>(this, options);
        _sweepTimer = StartSweeping();
    }

    internal CacheCounters Counters { get; } = new();

    /// <summary>Leases the value of a key, which is created if it is not there.</summary>
    /// <param name="key">The key.</param>
    /// <param name="cancellationToken">Ends the wait of this caller. A creation goes on as long as another caller waits for it.</param>
    /// <returns>The lease. Dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    /// <exception cref="CacheFullException">The cache is full and every entry is in use.</exception>
    /// <exception cref="TimeoutException">The creation took too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    /// <remarks>What the factory throws reaches all callers that wait for it, and is not kept: the next call tries again.</remarks>
    public ValueTask<Lease<TValue>> AcquireAsync(TKey key, CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.IsCancellationRequested && _map.TryGetValue(key, out var entry)
            && (_probe is null ? entry.TryLease(out var lease) : TryLeaseProbed(entry, _probe, out lease)))
            return new ValueTask<Lease<TValue>>(lease);

        return EnterAsync(key, identity: null, generation: 0, cancellationToken);
    }

    /// <summary>Leases the value of a key in a generation that is not older than the given one. An older value is replaced.</summary>
    /// <param name="key">The key.</param>
    /// <param name="identity">
    /// The incarnation of what the key names, for example its UID. A value of another incarnation is replaced, and those who ask for that
    /// one later get a <see cref="StaleIdentityException"/>. Null: any.
    /// </param>
    /// <param name="generation">The lowest generation that will do. A caller with an older one gets the newer value.</param>
    /// <param name="cancellationToken">Ends the wait of this caller. A creation goes on as long as another caller waits for it.</param>
    /// <returns>The lease. Dispose it.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    /// <exception cref="CacheFullException">The cache is full and every entry is in use.</exception>
    /// <exception cref="StaleIdentityException">Another incarnation has taken the place of <paramref name="identity"/>.</exception>
    /// <exception cref="TimeoutException">The creation took too long.</exception>
    /// <exception cref="OperationCanceledException"><paramref name="cancellationToken"/> was cancelled.</exception>
    public ValueTask<Lease<TValue>> AcquireAsync(TKey key, string? identity, long generation, CancellationToken cancellationToken = default)
    {
        if (!cancellationToken.IsCancellationRequested && _map.TryGetValue(key, out var entry) && entry.Matches(identity, generation)
            && (_probe is null ? entry.TryLease(out var lease) : TryLeaseProbed(entry, _probe, out lease)))
            return new ValueTask<Lease<TValue>>(lease);

        return EnterAsync(key, identity, generation, cancellationToken);
    }

    private static bool TryLeaseProbed(CacheEntry<TKey, TValue> entry, LeaseProbe probe, out Lease<TValue> lease)
    {
        probe.Hooks?.Reach(CachePoint.Found);
        if (!entry.TryLease(out lease))
            return false;
        if (probe.RecordsSites)
            lease = lease.From(Environment.StackTrace);
        return true;
    }

    private static Func<CreationRequest<TKey>, CancellationToken, Task<TValue>> Wrap(Func<TKey, CancellationToken, Task<TValue>> factory)
    {
        ArgumentNullException.ThrowIfNull(factory);
        return (request, token) => factory(request.Key, token);
    }

    private void Raise(CacheEventKind kind, CacheEntry<TKey, TValue> entry, RemovalReason reason = RemovalReason.None, Exception? exception = null) =>
        Raise(new CacheEvent<TKey>(kind, entry.Key, entry.Generation, reason, Exception: exception));

    /// <summary>Never called under the lock.</summary>
    private void Raise(CacheEvent<TKey> happened)
    {
        try
        {
            _options.OnEvent?.Invoke(happened);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref Counters.EventFailures);
        }
    }
}
