namespace LeakGuard.ReferenceCache;

/// <summary>What has happened so far. Changed by Interlocked only, and never on a hit.</summary>
internal sealed class CacheCounters
{
    public long Created;
    public long CreationFailures;
    public long Discarded;
    public long Overlapping;
    public long Misses;
    public long Joined;
    public long LeasedAfterWait;
    public long UsesOfRemoved;
    public long Disposed;
    public long DisposalFailures;
    public long DisposalTimeouts;
    public long LeasesRevoked;
    public long LeasesLost;
    public long ReleasedAgain;
    public long Refused;
    public long RemovalsMissed;
    public long EventFailures;

    /// <summary>By <see cref="RemovalReason"/>.</summary>
    public long[] Removals { get; } = new long[(int)RemovalReason.Closed + 1];

    /// <summary>Disposals that have ended one way or the other.</summary>
    public long DisposalsEnded => Disposed + DisposalFailures + DisposalTimeouts;
}
