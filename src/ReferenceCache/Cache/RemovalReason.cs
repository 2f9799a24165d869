namespace LeakGuard.ReferenceCache;

/// <summary>Why an entry was removed.</summary>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum RemovalReason
{
    /// <summary>It was not.</summary>
    None,

    /// <summary>By <c>Remove</c>.</summary>
    Removed,

    /// <summary>A newer generation or another identity took its place.</summary>
    Replaced,

    /// <summary>By <c>Advance</c>.</summary>
    Advanced,

    /// <summary>It was idle for too long.</summary>
    Expired,

    /// <summary>It made room for another one.</summary>
    Evicted,

    /// <summary>A sweep found that its owner is gone.</summary>
    Orphaned,

    /// <summary>All callers left while it was being created.</summary>
    Abandoned,

    /// <summary>Its creation failed.</summary>
    Failed,

    /// <summary>The cache was closed.</summary>
    Closed,
}
