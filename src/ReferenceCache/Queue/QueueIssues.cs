using System;

namespace LeakGuard.ReferenceCache;

/// <summary>What can be wrong with a queue.</summary>
[Flags]
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
enum QueueIssues
{
    /// <summary>Nothing.</summary>
    None = 0,

    /// <summary>The queue is full.</summary>
    Full = 1,

    /// <summary>The first key has been queued for too long.</summary>
    TooOld = 2,

    /// <summary>A worker died.</summary>
    WorkerDied = 4,

    /// <summary>A key was refused, and nobody has resynchronised since.</summary>
    ResyncNeeded = 8,
}
