using System;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    /// <summary>
    /// Lock held, entry in the map. The only way out of the map: from here on the entry gives no lease. The caller owes it a
    /// <see cref="LetGo"/> after the lock.
    /// </summary>
    private void Detach(CacheEntry<TKey, TValue> entry, RemovalReason reason)
    {
        var now = _time.GetTimestamp();
        _map.TryRemove(entry.Key, out _);
        _byUse.Remove(entry.Node);
        _memory.Remember(entry.Key, entry.Identity, entry.Generation, now);
        entry.Reason = reason;
        entry.RemovedAt = now;
        Counters.Removals[(int)reason]++;
        if (entry.State == EntryState.Creating)
        {
            entry.State = EntryState.Dropped;
            _ending[entry.Key] = entry;
            return;
        }

        entry.State = EntryState.Retired;
        entry.Retire();
        Counters.UsesOfRemoved += entry.Uses;
        _retiring.AddLast(entry.Node);
        _work.Add();
    }

    /// <summary>After the lock: what may take time, or calls others.</summary>
    private void LetGo(CacheEntry<TKey, TValue> entry)
    {
        _hooks?.Reach(CachePoint.Detached);
        if (entry.State == EntryState.Dropped)
        {
            entry.Creation.Settle();
            _ = entry.Creation.CancelAsync();
            return;
        }

        Raise(CacheEventKind.Removed, entry, entry.Reason);
        ThreadPool.UnsafeQueueUserWorkItem(static e => _ = e.Cache.RetireAsync(e), entry, preferLocal: false);
    }

    /// <summary>Waits for the leases, within the budget, and disposes the value. Never fails.</summary>
    private async Task RetireAsync(CacheEntry<TKey, TValue> entry)
    {
        try
        {
            await entry.Drained.WaitAsync(_options.DrainBudget, _time).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Revoke(entry);
        }

        await DisposeValueAsync(entry, entry.Value).ConfigureAwait(false);
        lock (_gate)
        {
            _retiring.Remove(entry.Node);
            _lostLeases -= entry.Lost;
            entry.State = EntryState.Disposed;
        }

        entry.Forget();
        _work.Done();
    }

    private void Revoke(CacheEntry<TKey, TValue> entry)
    {
        var (leases, site) = entry.Revoke();
        if (leases == 0)
            return;
        Interlocked.Add(ref Counters.LeasesRevoked, leases);
        Raise(new CacheEvent<TKey>(CacheEventKind.LeasesRevoked, entry.Key, entry.Generation, entry.Reason, leases, site));
    }

    /// <summary>With a time limit of its own, and apart from everybody else's: nothing that happens here reaches another entry. Never fails.</summary>
    private async Task DisposeValueAsync(CacheEntry<TKey, TValue> entry, TValue value)
    {
        using var limit = new CancellationTokenSource(_options.DisposalTimeout, _time);
        var token = limit.Token;
        try
        {
            _hooks?.Reach(CachePoint.Disposing);
            await Task.Run(() => _options.Disposer?.Invoke(value, token) ?? Disposal.DisposeAsync(value).AsTask(), CancellationToken.None).WaitAsync(token).ConfigureAwait(false);
            Interlocked.Increment(ref Counters.Disposed);
            Raise(CacheEventKind.Disposed, entry, entry.Reason);
        }
        catch (OperationCanceledException) when (token.IsCancellationRequested)
        {
            Interlocked.Increment(ref Counters.DisposalTimeouts);
            Raise(CacheEventKind.DisposalTimedOut, entry, entry.Reason);
        }
        catch (Exception exception)
        {
            Interlocked.Increment(ref Counters.DisposalFailures);
            Raise(CacheEventKind.DisposalFailed, entry, entry.Reason, exception);
        }
    }

    /// <summary>On the pool, long after the fact: the lease is garbage, and nobody can release it.</summary>
    internal void ReportLost(CacheEntry<TKey, TValue> entry, LeaseTicket<TValue> ticket)
    {
        Interlocked.Increment(ref Counters.LeasesLost);
        lock (_gate)
        {
            if (!_options.ReleaseLostLeases && entry.State != EntryState.Disposed)
            {
                entry.Lost++;
                _lostLeases++;
            }
        }

        Raise(new CacheEvent<TKey>(CacheEventKind.LeaseLost, entry.Key, entry.Generation, Leases: 1, Site: ticket.Slot.Site));
        if (_options.ReleaseLostLeases)
            ticket.ReleaseLost();
    }
}
