namespace LeakGuard.ReferenceCache;

/// <summary>What became of a key that was given to a <see cref="KeyedWorkQueue{TKey}"/>.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum EnqueueOutcome
{
    /// <summary>It is queued.</summary>
    Queued,

    /// <summary>It was queued already, or waits for its next attempt: it will be worked on once.</summary>
    Coalesced,

    /// <summary>It is being worked on; it will be worked on once more after that.</summary>
    Dirtied,

    /// <summary>The queue is full; the key is not in it. <see cref="KeyedWorkQueue{TKey}.TakeResync"/> says so once.</summary>
    Full,

    /// <summary>The queue is stopped, or its worker died; the key is not in it.</summary>
    Closed,
}
