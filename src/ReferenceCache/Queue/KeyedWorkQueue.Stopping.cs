using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class KeyedWorkQueue<TKey>
{
    /// <summary>
    /// Stops the queue for good: takes no more keys, lets the workers finish what is queued within the grace, then cancels what still
    /// runs and waits for that for the grace again. Keys that wait for a next attempt get it at once. All who stop wait for the same end.
    /// </summary>
    /// <returns>Complete when no worker runs any more, or the last grace is over. It does not fail.</returns>
    public Task StopAsync()
    {
        TaskCompletionSource stopping;
        var first = false;
        lock (_gate)
        {
            _closed = true;
            if (_stopping is null)
            {
                _stopping = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                first = true;
            }

            stopping = _stopping;
        }

        if (first)
            _ = StopWorkersAsync(stopping);
        return stopping.Task;
    }

    /// <summary>Stops the queue as <see cref="StopAsync"/> does, and ends its metrics.</summary>
    /// <returns>Complete when the queue is stopped.</returns>
    public async ValueTask DisposeAsync()
    {
        await StopAsync().ConfigureAwait(false);
        _metrics.Dispose();
        _stop.Dispose();
    }

    private async Task StopWorkersAsync(TaskCompletionSource stopping)
    {
        _options.Hooks?.Reach(QueuePoint.Stopping);
        PromoteDelayed();
        _ready.Writer.TryComplete();
        if (!await EndAsync(_workers).ConfigureAwait(false))
        {
            _ = CancelAsync();
            await EndAsync(_workers).ConfigureAwait(false);
        }

        DropRest();
        stopping.TrySetResult();
    }

    /// <summary>Callbacks that handlers registered run elsewhere, and what they throw is theirs: the token is cancelled all the same.</summary>
    private async Task CancelAsync()
    {
        try
        {
            await _stop.CancelAsync().ConfigureAwait(false);
        }
        catch (AggregateException)
        {
            Interlocked.Increment(ref Counters.EventFailures);
        }
    }

    /// <summary>Whether the workers end within the grace. They never fail.</summary>
    private async Task<bool> EndAsync(Task workers)
    {
        try
        {
            await workers.WaitAsync(_options.StopGrace, _time).ConfigureAwait(false);
            return true;
        }
        catch (TimeoutException)
        {
            return false;
        }
    }

    private void PromoteDelayed()
    {
        var timers = new List<ITimer>();
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            foreach (var item in _items.Values)
            {
                if (Promote(item, now) is { } timer)
                    timers.Add(timer);
            }
        }

        foreach (var timer in timers)
            timer.Dispose();
    }

    private void DropRest()
    {
        int dropped;
        lock (_gate)
        {
            dropped = _items.Count;
            _items.Clear();
        }

        if (dropped == 0)
            return;
        Interlocked.Add(ref Counters.Dropped, dropped);
        Raise(new QueueEvent<TKey>(QueueEventKind.Dropped, default, Attempts: dropped));
    }
}
