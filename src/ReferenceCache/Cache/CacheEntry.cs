using System.Collections.Generic;
using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// One key, one value. Fields that say so belong to the lock of the cache. <see cref="EntryState"/> says what may become of it.
/// </summary>
internal sealed class CacheEntry<TKey, TValue> : LeaseHolder<TValue>
    where TKey : notnull
{
    private readonly LeaseCache<TKey, TValue> _cache;
    private volatile EntryState _state = EntryState.Creating;
    private int _waiters;

    public CacheEntry(LeaseCache<TKey, TValue> cache, TKey key, string? identity, long generation, Creation creation, UseClock clock, LeaseProbe? probe)
        : base(clock, probe)
    {
        _cache = cache;
        Key = key;
        Identity = identity;
        Generation = generation;
        Creation = creation;
        Node = new LinkedListNode<CacheEntry<TKey, TValue>>(this);
    }

    public LeaseCache<TKey, TValue> Cache => _cache;

    public TKey Key { get; }

    public string? Identity { get; }

    public long Generation { get; }

    public Creation Creation { get; }

    /// <summary>Its place in the order of use, later in that of removal. Lock.</summary>
    public LinkedListNode<CacheEntry<TKey, TValue>> Node { get; }

    /// <summary>Written under the lock only.</summary>
    public EntryState State
    {
        get => _state;
        set => _state = value;
    }

    /// <summary>Why it was removed. Lock.</summary>
    public RemovalReason Reason { get; set; }

    /// <summary>When it was removed, as a timestamp. Lock.</summary>
    public long RemovedAt { get; set; }

    /// <summary>Another incarnation of the key took its place. Lock; does not change after the removal.</summary>
    public bool Superseded { get; set; }

    /// <summary>Leases that were lost. Lock.</summary>
    public int Lost { get; set; }

    /// <summary>The last use that eviction knows of. Lock.</summary>
    public long KnownUse { get; set; }

    /// <summary>What the last sweep saw. Only the sweep uses these, and there is one at a time.</summary>
    public long SweptUses { get; set; } = -1;

    /// <summary>Since when it has been idle, at the latest.</summary>
    public long IdleSince { get; set; }

    /// <summary>Callers that wait for the value and have no lease yet. They keep the entry from being idle. Joining needs the lock.</summary>
    public int Waiters => Volatile.Read(ref _waiters);

    public void Join() => Interlocked.Increment(ref _waiters);

    public int Leave() => Interlocked.Decrement(ref _waiters);

    public bool Matches(string? identity, long generation) =>
        Generation >= generation && (identity is null || string.Equals(identity, Identity, System.StringComparison.Ordinal));

    public override void OnShared() => _cache.Spread(this);

    public override void OnReleasedAgain() => Interlocked.Increment(ref _cache.Counters.ReleasedAgain);

    public override void OnLost(LeaseTicket<TValue> ticket) => _cache.ReportLost(this, ticket);
}

/// <summary>Changes only under the lock, and only to what is written here.</summary>
internal enum EntryState
{
    /// <summary>In the map, without a value. To: Ready, Dropped.</summary>
    Creating,

    /// <summary>In the map, with a value. To: Retired.</summary>
    Ready,

    /// <summary>Out of the map before it had a value. Final: a value that comes nevertheless is disposed.</summary>
    Dropped,

    /// <summary>Out of the map, waiting for leases and for the disposal. To: Disposed.</summary>
    Retired,

    /// <summary>The value is disposed. Final.</summary>
    Disposed,
}
