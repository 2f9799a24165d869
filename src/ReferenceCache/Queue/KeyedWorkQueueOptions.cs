using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>How a <see cref="KeyedWorkQueue{TKey}"/> behaves. It is read once, by the constructor.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed class KeyedWorkQueueOptions<TKey>
    where TKey : notnull
{
    /// <summary>The name of the queue in metrics.</summary>
    public string Name { get; init; } = "default";

    /// <summary>The most keys that are queued, worked on, or wait for their next attempt, together. Default: 1024.</summary>
    public int Capacity { get; init; } = 1024;

    /// <summary>How many keys are worked on at a time. Default: 1.</summary>
    public int Workers { get; init; } = 1;

    /// <summary>How often a key is tried before it is given up. Default: 5.</summary>
    public int MaxAttempts { get; init; } = 5;

    /// <summary>The wait before the second attempt; it doubles with every further one. Default: 1 second.</summary>
    public TimeSpan RetryDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest wait between two attempts. Default: 1 minute.</summary>
    public TimeSpan MaxRetryDelay { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a stop waits for queued work before it cancels what runs, and again for that to end. Default: 30 seconds.</summary>
    public TimeSpan StopGrace { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>A key that is queued for longer makes the queue unhealthy. Default: 1 minute.</summary>
    public TimeSpan MaxAge { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How keys are compared. Default: by their own equality.</summary>
    public IEqualityComparer<TKey>? Comparer { get; init; }

    /// <summary>The clock and the timers. Default: those of the system.</summary>
    public TimeProvider TimeProvider { get; init; } = TimeProvider.System;

    /// <summary>Where the meter comes from. Default: a meter of its own.</summary>
    public IMeterFactory? MeterFactory { get; init; }

    /// <summary>Told about failures, outside of all locks. What it throws is counted and otherwise ignored.</summary>
    public Action<QueueEvent<TKey>>? OnEvent { get; init; }

    internal QueueHooks? Hooks { get; init; }

    internal void Validate()
    {
        ArgumentNullException.ThrowIfNull(Name, nameof(Name));
        ArgumentNullException.ThrowIfNull(TimeProvider, nameof(TimeProvider));
        ArgumentOutOfRangeException.ThrowIfLessThan(Capacity, 1, nameof(Capacity));
        ArgumentOutOfRangeException.ThrowIfLessThan(Workers, 1, nameof(Workers));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxAttempts, 1, nameof(MaxAttempts));
        ArgumentOutOfRangeException.ThrowIfLessThan(RetryDelay, TimeSpan.Zero, nameof(RetryDelay));
        ArgumentOutOfRangeException.ThrowIfLessThan(MaxRetryDelay, RetryDelay, nameof(MaxRetryDelay));
        if (StopGrace != Timeout.InfiniteTimeSpan)
            ArgumentOutOfRangeException.ThrowIfLessThan(StopGrace, TimeSpan.Zero, nameof(StopGrace));
    }

    internal TimeSpan DelayAfter(int failures)
    {
        var ticks = RetryDelay.Ticks * Math.Pow(2, Math.Min(failures - 1, 40));
        return ticks < MaxRetryDelay.Ticks ? TimeSpan.FromTicks((long)ticks) : MaxRetryDelay;
    }
}
