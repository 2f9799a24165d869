using System;
using System.Threading;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    private int _sweeping;
    private volatile bool _sweepFailed;

    /// <summary>The timer does not keep the cache alive: one that nobody closed can be collected.</summary>
    private ITimer StartSweeping()
    {
        var interval = _options.EffectiveSweepInterval;
        return _time.CreateTimer(
            static state =>
            {
                if (((WeakReference<LeaseCache<TKey, TValue>>)state!).TryGetTarget(out var cache))
                    cache.Expire();
            },
            new WeakReference<LeaseCache<TKey, TValue>>(this),
            interval,
            interval);
    }

    /// <summary>One at a time; a tick that comes too early is skipped.</summary>
    private void Expire()
    {
        if (Interlocked.Exchange(ref _sweeping, 1) == 1)
            return;
        try
        {
            var now = _time.GetTimestamp();
            if (_options.IdleTimeout != Timeout.InfiniteTimeSpan)
            {
                foreach (var (_, entry) in _map)
                {
                    if (LooksExpired(entry, now))
                        ExpireIfIdle(entry);
                }
            }

            ForgetGenerations(now);
            _sweepFailed = false;
        }
        catch (Exception exception)
        {
            _sweepFailed = true;
            Raise(new CacheEvent<TKey>(CacheEventKind.SweepFailed, default, Exception: exception));
        }
        finally
        {
            Volatile.Write(ref _sweeping, 0);
        }
    }

    /// <summary>
    /// Idle time counts from the sweep that first finds all leases back and unused since the sweep before. That is never earlier than the
    /// last release.
    /// </summary>
    private bool LooksExpired(CacheEntry<TKey, TValue> entry, long now)
    {
        if (entry.State != EntryState.Ready)
            return false;
        var uses = entry.Uses;
        if (uses != entry.SweptUses || entry.Waiters > 0 || entry.Leases > 0)
        {
            entry.SweptUses = entry.Leases > 0 ? -1 : uses;
            entry.IdleSince = now;
        }

        return _time.GetElapsedTime(entry.IdleSince, now) >= _options.IdleTimeout;
    }

    /// <summary>Whoever leased the entry since it was looked at has won.</summary>
    private void ExpireIfIdle(CacheEntry<TKey, TValue> entry)
    {
        _hooks?.Reach(CachePoint.Expiring);
        lock (_gate)
        {
            if (entry.State != EntryState.Ready || entry.Waiters > 0 || !entry.TryRetireIdle(entry.SweptUses))
                return;
            Detach(entry, RemovalReason.Expired);
        }

        LetGo(entry);
    }

    private void ForgetGenerations(long now)
    {
        if (_options.GenerationMemory == Timeout.InfiniteTimeSpan)
            return;
        var until = now - (long)(_options.GenerationMemory.TotalSeconds * _time.TimestampFrequency);
        lock (_gate)
            _memory.ForgetUntil(until);
    }
}
