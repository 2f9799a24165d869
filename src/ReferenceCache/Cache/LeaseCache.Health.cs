using System;
using System.Threading;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    /// <summary>The state of the cache now. It looks at counts only, whatever the number of entries, and creates nothing.</summary>
    /// <returns>The state.</returns>
    public CacheHealth GetHealth()
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            var oldest = _retiring.First is { } first ? _time.GetElapsedTime(first.Value.RemovedAt, now) : TimeSpan.Zero;
            var issues = CacheIssues.None;
            if (IsOverBudget(oldest))
                issues |= CacheIssues.RetiringOverBudget;
            if (_lostLeases > 0)
                issues |= CacheIssues.LostLeases;
            if (_sweepFailed)
                issues |= CacheIssues.SweepFailed;
            foreach (var ending in _ending.Values)
            {
                if (IsOverBudget(_time.GetElapsedTime(ending.RemovedAt, now)))
                    issues |= CacheIssues.StuckCreations;
            }

            return new CacheHealth(issues, _closed, _byUse.Count, _builds.Count, _retiring.Count, oldest, _lostLeases);
        }
    }

    /// <summary>Counts by looking at every entry. For the metrics.</summary>
    internal CacheCount Count()
    {
        lock (_gate)
        {
            var count = new CacheCount { Retiring = _retiring.Count, Uses = Counters.UsesOfRemoved };
            foreach (var entry in _byUse)
            {
                var leases = entry.Leases;
                count.Uses += entry.Uses;
                count.Leases += leases;
                if (entry.State == EntryState.Creating)
                    count.Creating++;
                else if (leases > 0)
                    count.Leased++;
                else
                    count.Idle++;
            }

            return count;
        }
    }

    /// <summary>What is kept beside the entries themselves. For tests.</summary>
    internal (int Remembered, int Ending, int Retiring, int Working, int Building) Auxiliary
    {
        get
        {
            lock (_gate)
                return (_memory.Count, _ending.Count, _retiring.Count, _work.Count, _builds.Count);
        }
    }

    /// <summary>For tests.</summary>
    internal bool Contains(TKey key) => _map.ContainsKey(key);

    private bool IsOverBudget(TimeSpan age) => _options.DrainBudget != Timeout.InfiniteTimeSpan && age > _options.DrainBudget;
}

/// <summary>How many of what there is at one moment.</summary>
internal struct CacheCount
{
    public int Idle;
    public int Leased;
    public int Creating;
    public int Retiring;
    public int Leases;
    public long Uses;
}
