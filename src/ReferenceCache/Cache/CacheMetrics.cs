using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>The instruments of one cache. All but the histogram are read only when somebody collects them.</summary>
internal sealed class CacheMetrics<TKey, TValue> : IDisposable
    where TKey : notnull
{
    private readonly LeaseCache<TKey, TValue> _cache;
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _name;
    private readonly Histogram<double> _creation;

    public CacheMetrics(LeaseCache<TKey, TValue> cache, LeaseCacheOptions<TKey, TValue> options)
    {
        _cache = cache;
        _name = new("leakguard.cache.name", options.Name);
        var meter = new MeterOptions("LeakGuard.ReferenceCache");
        _meter = options.MeterFactory?.Create(meter) ?? new Meter(meter);
        var counters = cache.Counters;
        _creation = _meter.CreateHistogram<double>("leakguard.cache.creation.duration", "s", "Time to create a value.");
        _meter.CreateObservableUpDownCounter("leakguard.cache.entries", Entries, "{entry}", "Entries by state.");
        _meter.CreateObservableUpDownCounter("leakguard.cache.leases", () => With(_cache.Count().Leases), "{lease}", "Leases that are out, those of removed entries left out.");
        _meter.CreateObservableCounter("leakguard.cache.requests", Requests, "{request}", "Requests by what was found.");
        _meter.CreateObservableCounter("leakguard.cache.creations", Creations, "{creation}", "Creations by outcome.");
        _meter.CreateObservableCounter("leakguard.cache.removals", Removals, "{entry}", "Removed entries by reason.");
        _meter.CreateObservableCounter("leakguard.cache.disposals", Disposals, "{value}", "Disposed values by outcome.");
        Counter("leakguard.cache.removals.missed", () => counters.RemovalsMissed, "{removal}", "Removals that found nothing.");
        Counter("leakguard.cache.leases.revoked", () => counters.LeasesRevoked, "{lease}", "Leases that outlasted the drain budget.");
        Counter("leakguard.cache.leases.lost", () => counters.LeasesLost, "{lease}", "Leases that were collected without a release.");
        Counter("leakguard.cache.leases.released_again", () => counters.ReleasedAgain, "{release}", "Releases of leases that had been released.");
        Counter("leakguard.cache.event_failures", () => counters.EventFailures, "{event}", "Exceptions from the event hook.");
    }

    /// <summary>Whoever listens runs here, and must not come between a value and its callers.</summary>
    public void Created(TimeSpan duration)
    {
        try
        {
            _creation.Record(duration.TotalSeconds, _name);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _cache.Counters.EventFailures);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, Func<long> value, string unit, string description) =>
        _meter.CreateObservableCounter(name, () => With(value()), unit, description);

    private IEnumerable<Measurement<int>> Entries()
    {
        var count = _cache.Count();
        return
        [
            With(count.Idle, "leakguard.cache.entry.state", "idle"),
            With(count.Leased, "leakguard.cache.entry.state", "leased"),
            With(count.Creating, "leakguard.cache.entry.state", "creating"),
            With(count.Retiring, "leakguard.cache.entry.state", "retiring"),
        ];
    }

    private IEnumerable<Measurement<long>> Requests()
    {
        var counters = _cache.Counters;
        var (misses, joined) = (Volatile.Read(ref counters.Misses), Volatile.Read(ref counters.Joined));
        return
        [
            With(Math.Max(0, _cache.Count().Uses - Volatile.Read(ref counters.LeasedAfterWait)), "leakguard.cache.result", "hit"),
            With(misses, "leakguard.cache.result", "miss"),
            With(joined, "leakguard.cache.result", "joined"),
            With(Volatile.Read(ref counters.Refused), "leakguard.cache.result", "refused"),
        ];
    }

    private IEnumerable<Measurement<long>> Creations()
    {
        var counters = _cache.Counters;
        return
        [
            With(Volatile.Read(ref counters.Created), "leakguard.cache.outcome", "created"),
            With(Volatile.Read(ref counters.CreationFailures), "leakguard.cache.outcome", "failed"),
            With(Volatile.Read(ref counters.Discarded), "leakguard.cache.outcome", "discarded"),
            With(Volatile.Read(ref counters.Overlapping), "leakguard.cache.outcome", "overlapping"),
        ];
    }

    private IEnumerable<Measurement<long>> Removals()
    {
        for (var reason = RemovalReason.Removed; reason <= RemovalReason.Closed; reason++)
            yield return With(Volatile.Read(ref _cache.Counters.Removals[(int)reason]), "leakguard.cache.reason", reason.ToString());
    }

    private IEnumerable<Measurement<long>> Disposals()
    {
        var counters = _cache.Counters;
        return
        [
            With(Volatile.Read(ref counters.Disposed), "leakguard.cache.outcome", "disposed"),
            With(Volatile.Read(ref counters.DisposalFailures), "leakguard.cache.outcome", "failed"),
            With(Volatile.Read(ref counters.DisposalTimeouts), "leakguard.cache.outcome", "timed_out"),
        ];
    }

    private Measurement<T> With<T>(T value)
        where T : struct => new(value, _name);

    private Measurement<T> With<T>(T value, string tag, string text)
        where T : struct => new(value, _name, new KeyValuePair<string, object?>(tag, text));
}
