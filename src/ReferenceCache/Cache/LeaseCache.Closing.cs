using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    /// <summary>
    /// Closes the cache for good: no caller gets a lease from here on, creations are cancelled, and every value is disposed when its
    /// leases are back or the drain budget is over. All who close wait for the same end. It takes no longer than the drain budget and the
    /// disposal timeout together, and once more the drain budget if a factory does not listen to its token.
    /// </summary>
    /// <returns>Complete when everything is disposed. It does not fail: what went wrong is told by events and counters.</returns>
    public ValueTask DisposeAsync()
    {
        List<CacheEntry<TKey, TValue>>? entries = null;
        TaskCompletionSource closing;
        lock (_gate)
        {
            if (_closing is null)
            {
                _closed = true;
                _closing = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                entries = [.. _byUse];
                foreach (var entry in entries)
                    Detach(entry, RemovalReason.Closed);
                _memory.Clear();
            }

            closing = _closing;
        }

        if (entries is not null)
            _ = CloseAsync(entries, closing);
        return new ValueTask(closing.Task);
    }

    private async Task CloseAsync(List<CacheEntry<TKey, TValue>> entries, TaskCompletionSource closing)
    {
        _hooks?.Reach(CachePoint.Closing);
        await _sweepTimer.DisposeAsync().ConfigureAwait(false);
        _hooks?.Reach(CachePoint.TimersStopped);
        foreach (var entry in entries)
            LetGo(entry);
        await _work.WhenZero().ConfigureAwait(false);
        try
        {
            await _builds.WhenZero().WaitAsync(_options.DrainBudget, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Raise(new CacheEvent<TKey>(CacheEventKind.CreationStuck, default, Leases: _builds.Count));
        }

        Raise(new CacheEvent<TKey>(CacheEventKind.Closed, default));
        _metrics.Dispose();
        closing.TrySetResult();
    }
}
