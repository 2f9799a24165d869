using System;

namespace LeakGuard.ReferenceCache;

/// <summary>The state of a cache at one moment.</summary>
/// <param name="Issues">What is wrong; nothing if the cache is healthy.</param>
/// <param name="Closed">Whether the cache is closed, or closing.</param>
/// <param name="Entries">Entries that callers can get, those in creation included.</param>
/// <param name="Creating">Factories that run, those included whose entry is gone.</param>
/// <param name="Retiring">Removed entries whose value is not disposed yet.</param>
/// <param name="OldestRetiring">For how long the oldest of these has been removed.</param>
/// <param name="LostLeases">Leases of entries that are still there which were garbage collected without a release.</param>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
readonly record struct CacheHealth(
    CacheIssues Issues,
    bool Closed,
    int Entries,
    int Creating,
    int Retiring,
    TimeSpan OldestRetiring,
    int LostLeases)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => Issues == CacheIssues.None;
}
