using System;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class KeyedWorkQueue<TKey>
{
    /// <summary>Ends when the channel is completed and empty, or the stop token is cancelled. A worker that dies closes the queue.</summary>
    private async Task WorkAsync()
    {
        try
        {
            await foreach (var item in _ready.Reader.ReadAllAsync(_stopToken).ConfigureAwait(false))
            {
                _options.Hooks?.Reach(QueuePoint.Taken);
                await HandleAsync(item).ConfigureAwait(false);
            }
        }
        catch (OperationCanceledException) when (_stopToken.IsCancellationRequested)
        {
            // The grace of the stop is over.
        }
        catch (Exception exception)
        {
            Die(exception);
        }
    }

    private async Task HandleAsync(WorkItem<TKey> item)
    {
        do
        {
            _stopToken.ThrowIfCancellationRequested();
            Begin(item);
            Exception? failure = null;
            var started = _time.GetTimestamp();
            try
            {
                await _handler(item.Key, _stopToken).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failure = exception;
            }

            _metrics.Handled(_time.GetElapsedTime(item.QueuedAt, started), _time.GetElapsedTime(started), failure is null);
            _options.Hooks?.Reach(QueuePoint.Handled);
            if (failure is null)
                Interlocked.Increment(ref Counters.Succeeded);
            else if (Failed(item, failure))
                return;
        }
        while (!TryFinish(item));
    }

    private void Begin(WorkItem<TKey> item)
    {
        lock (_gate)
        {
            item.State = WorkState.Running;
            item.Dirty = false;
            _running++;
        }
    }

    /// <summary>Forgets the key, or puts it back if it is dirty. False: the channel is completed, so it has to be done here and now.</summary>
    private bool TryFinish(WorkItem<TKey> item)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            _running--;
            item.Failures = 0;
            if (!item.Dirty)
            {
                _items.Remove(item.Key);
                return true;
            }

            item.State = WorkState.Queued;
            item.QueuedAt = now;
            return _ready.Writer.TryWrite(item);
        }
    }

    /// <summary>True: the key waits for its next attempt. False: it is given up, and counts as finished.</summary>
    private bool Failed(WorkItem<TKey> item, Exception failure)
    {
        int attempts;
        bool again;
        lock (_gate)
        {
            attempts = ++item.Failures;
            again = attempts < _options.MaxAttempts && !_closed;
            if (again)
            {
                item.State = WorkState.Delayed;
                item.Dirty = false;
                _running--;
                _delayed++;
            }
        }

        Interlocked.Increment(ref again ? ref Counters.Retried : ref Counters.GivenUp);
        Raise(new QueueEvent<TKey>(again ? QueueEventKind.Retried : QueueEventKind.GivenUp, item.Key, attempts, failure));
        if (again)
            Delay(item, _options.DelayAfter(attempts));
        return again;
    }

    /// <summary>The timer is made outside the lock and belongs to the item only if that still waits when it is there.</summary>
    private void Delay(WorkItem<TKey> item, TimeSpan delay)
    {
        var timer = _time.CreateTimer(static state =>
        {
            var (queue, delayed) = ((KeyedWorkQueue<TKey>, WorkItem<TKey>))state!;
            queue.Ready(delayed);
        }, (this, item), Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
        bool waits;
        lock (_gate)
        {
            waits = item.State == WorkState.Delayed && !_closed;
            if (waits)
                item.Retry = timer;
        }

        if (waits)
        {
            timer.Change(delay, Timeout.InfiniteTimeSpan);
            return;
        }

        timer.Dispose();
        Ready(item);
    }

    private void Ready(WorkItem<TKey> item)
    {
        ITimer? timer;
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            timer = Promote(item, now);
        }

        timer?.Dispose();
    }

    /// <summary>Lock held. Only one of the timer and the stop gets the item.</summary>
    private ITimer? Promote(WorkItem<TKey> item, long now)
    {
        if (item.State != WorkState.Delayed)
            return null;
        var timer = item.Retry;
        item.Retry = null;
        item.State = WorkState.Queued;
        item.QueuedAt = now;
        _delayed--;
        if (!_ready.Writer.TryWrite(item))
        {
            _items.Remove(item.Key);
            Interlocked.Increment(ref Counters.Dropped);
        }

        return timer;
    }

    private void Die(Exception exception)
    {
        lock (_gate)
        {
            _closed = true;
            if (_death is not null)
                return;
            _death = exception;
        }

        _ready.Writer.TryComplete(exception);
        Raise(new QueueEvent<TKey>(QueueEventKind.WorkerDied, default, Exception: exception));
    }
}
