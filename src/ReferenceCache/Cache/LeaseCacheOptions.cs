using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>How a <see cref="LeaseCache{TKey, TValue}"/> behaves. It is read once, by the constructor.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <typeparam name="TValue">The type of the values.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed class LeaseCacheOptions<TKey, TValue>
    where TKey : notnull
{
    /// <summary>
    /// Creates the value of an entry, on a pool thread and without the caller's execution context. The token belongs to the creation: it is
    /// cancelled by <see cref="CreationTimeout"/>, when nobody waits any more, and when the entry is removed or the cache closed.
    /// </summary>
    public Func<CreationRequest<TKey>, CancellationToken, Task<TValue>>? Factory { get; init; }

    /// <summary>
    /// Disposes a value. The token is cancelled after <see cref="DisposalTimeout"/>. Without it values are disposed by
    /// <see cref="IAsyncDisposable"/>, or else by <see cref="IDisposable"/>.
    /// </summary>
    public Func<TValue, CancellationToken, Task>? Disposer { get; init; }

    /// <summary>The name of the cache in metrics, and in texts.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The most entries there are at one time, those in creation included. Default: 1024.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>
    /// How long an entry stays after its last lease was released. It goes with the first sweep after that. Default: 10 minutes;
    /// <see cref="Timeout.InfiniteTimeSpan"/>: for ever.
    /// </summary>
    public TimeSpan IdleTimeout { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Time between two looks for idle entries. Default: a quarter of <see cref="IdleTimeout"/>, or one minute if that is infinite.</summary>
    public TimeSpan? SweepInterval { get; init; }

    /// <summary>
    /// How long an entry that was removed waits for its leases. After that the leases are revoked and counted, and the value is disposed.
    /// Default: 30 seconds; <see cref="Timeout.InfiniteTimeSpan"/>: for ever, and then closing may take for ever too.
    /// </summary>
    public TimeSpan DrainBudget { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long the disposal of one value may take before the cache stops waiting for it. Default: 30 seconds.</summary>
    public TimeSpan DisposalTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a creation may take before its callers get a <see cref="TimeoutException"/>. Default: 100 seconds.</summary>
    public TimeSpan CreationTimeout { get; init; } = TimeSpan.FromSeconds(100);

    /// <summary>Whether a creation is cancelled when its last caller has gone. Default: true. If false, the value is cached all the same.</summary>
    public bool CancelAbandonedCreations { get; init; } = true;

    /// <summary>
    /// How long the generation of a removed key is remembered, so that it does not go back when the key returns. At most
    /// <see cref="Capacity"/> of them are kept. Default: 10 minutes.
    /// </summary>
    public TimeSpan GenerationMemory { get; init; } = TimeSpan.FromMinutes(10);

    /// <summary>Whether leases record where they were acquired. Costs a stack trace for each lease. Default: false.</summary>
    public bool RecordAcquisitionSites { get; init; }

    /// <summary>
    /// Whether a lease that was garbage collected without a release counts as released. Default: false, because who lost the lease may
    /// still use the value; the entry then drains by <see cref="DrainBudget"/>.
    /// </summary>
    public bool ReleaseLostLeases { get; init; }

    /// <summary>How keys are compared. Default: by their own equality.</summary>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>The clock and the timers. Default: those of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the meter comes from. Default: a meter of its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>
    /// Told what happens, outside of all locks, on the thread where it happens. It should return quickly. What it throws is counted and
    /// otherwise ignored.
    /// </summary>
    public Action<CacheEvent<TKey>>? OnEvent { get; init; }

    internal CacheHooks? Hooks { get; init; }

    internal TimeSpan EffectiveSweepInterval =>
        SweepInterval ?? (IdleTimeout == Timeout.InfiniteTimeSpan ? TimeSpan.FromMinutes(1) : TimeSpan.FromTicks(Math.Max(TimeSpan.TicksPerMillisecond, IdleTimeout.Ticks / 4)));

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name, nameof(Name));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        RequireSpan(IdleTimeout, nameof(IdleTimeout));
        RequireSpan(DrainBudget, nameof(DrainBudget));
        RequireSpan(DisposalTimeout, nameof(DisposalTimeout));
        RequireSpan(CreationTimeout, nameof(CreationTimeout));
        RequireSpan(GenerationMemory, nameof(GenerationMemory));
        ArgumentOutOfRangeException.ThrowIfLessThanOrEqual(EffectiveSweepInterval, TimeSpan.Zero, nameof(SweepInterval));
    }

    private static void RequireSpan(TimeSpan span, string name)
    {
        if (span != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(span, TimeSpan.Zero, name);
    }
}
