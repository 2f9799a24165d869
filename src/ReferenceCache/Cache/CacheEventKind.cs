namespace LeakGuard.ReferenceCache;

/// <summary>What a <see cref="CacheEvent{TKey}"/> is about.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum CacheEventKind
{
    /// <summary>Nothing.</summary>
    None,

    /// <summary>A value was created and published.</summary>
    Created,

    /// <summary>A factory failed or took too long; its callers have the exception.</summary>
    CreationFailed,

    /// <summary>A value was created for an entry that was gone by then, and is disposed.</summary>
    CreationDiscarded,

    /// <summary>A factory did not end although the cache was closed; its value will be disposed if it ever comes.</summary>
    CreationStuck,

    /// <summary>An entry was removed; its value is disposed when its leases are back.</summary>
    Removed,

    /// <summary>A value was disposed.</summary>
    Disposed,

    /// <summary>The disposal of a value, or of a part of it, failed.</summary>
    DisposalFailed,

    /// <summary>The disposal of a value took longer than allowed; the cache no longer waits for it.</summary>
    DisposalTimedOut,

    /// <summary>Leases were out for longer than the drain budget and were revoked.</summary>
    LeasesRevoked,

    /// <summary>A lease was garbage collected without having been released.</summary>
    LeaseLost,

    /// <summary>The cache was full of entries in use, and a caller was refused.</summary>
    Refused,

    /// <summary>The look for idle entries failed.</summary>
    SweepFailed,

    /// <summary>The cache is closed, and everything in it is disposed.</summary>
    Closed,
}
