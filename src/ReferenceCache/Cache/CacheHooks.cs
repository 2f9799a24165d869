using System;

namespace LeakGuard.ReferenceCache;

/// <summary>Lets tests stop a thread between two steps. Null in every other cache.</summary>
internal sealed class CacheHooks(Action<CachePoint> reached)
{
    public void Reach(CachePoint point) => reached(point);
}

/// <summary>The places between two steps of the cache where another thread may come in between.</summary>
internal enum CachePoint
{
    /// <summary>An entry was found without the lock; its lease is not taken yet.</summary>
    Found,

    /// <summary>There was nothing to lease; the lock is not taken yet.</summary>
    BeforeEnter,

    /// <summary>The new entry is in, the old one out; the factory is not started.</summary>
    Entered,

    /// <summary>The factory is about to be called.</summary>
    BeforeBuild,

    /// <summary>The factory has returned; nothing is published.</summary>
    Built,

    /// <summary>A caller that waited for a creation goes on; it has no lease yet.</summary>
    Joined,

    /// <summary>A lease is about to be given back.</summary>
    Releasing,

    /// <summary>An entry was taken out under the lock; its drain is not started.</summary>
    Detached,

    /// <summary>An entry looks idle for long enough; the lock is not taken yet.</summary>
    Expiring,

    /// <summary>A sweep is about to remove an entry whose owner is gone.</summary>
    Orphaned,

    /// <summary>The value is about to be disposed.</summary>
    Disposing,

    /// <summary>The cache is marked closed and emptied; timers are not stopped.</summary>
    Closing,

    /// <summary>Timers are stopped; nothing is drained.</summary>
    TimersStopped,
}
