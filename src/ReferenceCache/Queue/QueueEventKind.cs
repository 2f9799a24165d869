namespace LeakGuard.ReferenceCache;

/// <summary>What a <see cref="QueueEvent{TKey}"/> is about.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum QueueEventKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>The handler failed; the key is tried again.</summary>
    Retried,

    /// <summary>The handler failed too often; the key is forgotten.</summary>
    GivenUp,

    /// <summary>The queue was full; a key was refused.</summary>
    Overflow,

    /// <summary>A worker died; the queue takes no more keys.</summary>
    WorkerDied,

    /// <summary>Keys that were still queued when the grace of a stop was over are dropped.</summary>
    Dropped,
}
