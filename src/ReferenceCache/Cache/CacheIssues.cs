using System;

namespace LeakGuard.ReferenceCache;

/// <summary>What can be wrong with a cache.</summary>
[Flags]
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum CacheIssues
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>A removed entry is older than the drain budget and still not disposed: its disposal hangs.</summary>
    RetiringOverBudget = 1,

    /// <summary>A lease was lost, and its entry is still there.</summary>
    LostLeases = 2,

    /// <summary>The last look for idle entries failed.</summary>
    SweepFailed = 4,

    /// <summary>Factories of entries that are gone have been running for longer than the drain budget.</summary>
    StuckCreations = 8,
}
