using System;

namespace LeakGuard.ReferenceCache;

/// <summary>Lets tests stop a worker between two steps, or make it die. Null in every other queue.</summary>
internal sealed class QueueHooks(Action<QueuePoint> reached)
{
    public void Reach(QueuePoint point) => reached(point);
}

/// <summary>The places between two steps of the queue where another thread may come in between.</summary>
internal enum QueuePoint
{
    /// <summary>A worker has taken a key out and not yet marked it as running.</summary>
    Taken,

    /// <summary>The handler has returned; the key still counts as running.</summary>
    Handled,

    /// <summary>A stop has begun: nothing is accepted, the channel is not completed.</summary>
    Stopping,
}
