namespace LeakGuard.ReferenceCache;

/// <summary>What has happened so far. Changed by Interlocked only.</summary>
internal sealed class QueueCounters
{
    public long Succeeded;
    public long Retried;
    public long GivenUp;
    public long Dropped;
    public long EventFailures;

    /// <summary>By <see cref="EnqueueOutcome"/>.</summary>
    public long[] Enqueued { get; } = new long[(int)EnqueueOutcome.Closed + 1];
}
