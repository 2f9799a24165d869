using System;

namespace LeakGuard.ReferenceCache;

/// <summary>The state of a queue at one moment.</summary>
/// <param name="Issues">What is wrong; nothing if the queue is healthy.</param>
/// <param name="Queued">Keys that wait for a worker.</param>
/// <param name="Running">Keys that are worked on.</param>
/// <param name="Delayed">Keys that wait for their next attempt.</param>
/// <param name="OldestAge">For how long the first key in the queue has waited.</param>
/// <param name="ResyncNeeded">Whether a key was refused since <c>TakeResync</c> was last asked.</param>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
readonly record struct QueueHealth(QueueIssues Issues, int Queued, int Running, int Delayed, TimeSpan OldestAge, bool ResyncNeeded)
{
    /// <summary>Whether nothing is wrong.</summary>
    public bool IsHealthy => Issues == QueueIssues.None;
}
