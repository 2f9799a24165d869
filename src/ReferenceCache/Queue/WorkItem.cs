using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>One key on its way through the queue. Belongs to the lock of the queue.</summary>
internal sealed class WorkItem<TKey>(TKey key)
{
    public TKey Key { get; } = key;

    public WorkState State { get; set; }

    /// <summary>Enqueued again while it was running.</summary>
    public bool Dirty { get; set; }

    public int Failures { get; set; }

    public long QueuedAt { get; set; }

    public ITimer? Retry { get; set; }
}

internal enum WorkState
{
    /// <summary>In the channel, once.</summary>
    Queued,

    /// <summary>With one worker.</summary>
    Running,

    /// <summary>Waits for its timer.</summary>
    Delayed,
}
