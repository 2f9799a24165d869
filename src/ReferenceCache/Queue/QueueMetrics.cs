using System;
using System.Collections.Generic;
using System.Diagnostics.Metrics;
using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>The instruments of one queue.</summary>
internal sealed class QueueMetrics<TKey> : IDisposable
    where TKey : notnull
{
    private readonly KeyedWorkQueue<TKey> _queue;
    private readonly Meter _meter;
    private readonly KeyValuePair<string, object?> _name;
    private readonly Histogram<double> _wait;
    private readonly Histogram<double> _work;

    public QueueMetrics(KeyedWorkQueue<TKey> queue, KeyedWorkQueueOptions<TKey> options)
    {
        _queue = queue;
        _name = new("leakguard.queue.name", options.Name);
        var meter = new MeterOptions("LeakGuard.ReferenceCache");
        _meter = options.MeterFactory?.Create(meter) ?? new Meter(meter);
        var counters = queue.Counters;
        _wait = _meter.CreateHistogram<double>("leakguard.queue.wait.duration", "s", "Time from the queueing of a key to its handling.");
        _work = _meter.CreateHistogram<double>("leakguard.queue.handling.duration", "s", "Time to handle a key.");
        _meter.CreateObservableUpDownCounter("leakguard.queue.keys", Keys, "{key}", "Keys by state.");
        _meter.CreateObservableGauge("leakguard.queue.oldest.age", () => new Measurement<double>(_queue.GetHealth().OldestAge.TotalSeconds, _name), "s", "How long the first key has waited.");
        _meter.CreateObservableCounter("leakguard.queue.enqueued", Enqueued, "{key}", "Keys by what became of them.");
        Counter("leakguard.queue.retries", () => counters.Retried, "{attempt}", "Attempts that failed and are repeated.");
        Counter("leakguard.queue.given_up", () => counters.GivenUp, "{key}", "Keys that failed too often.");
        Counter("leakguard.queue.dropped", () => counters.Dropped, "{key}", "Keys that were left when the queue stopped.");
        Counter("leakguard.queue.event_failures", () => counters.EventFailures, "{event}", "Exceptions from the event hook.");
    }

    /// <summary>Whoever listens runs here, and must not kill the worker.</summary>
    public void Handled(TimeSpan waited, TimeSpan worked, bool succeeded)
    {
        try
        {
            _wait.Record(waited.TotalSeconds, _name);
            _work.Record(worked.TotalSeconds, _name, new KeyValuePair<string, object?>("leakguard.queue.outcome", succeeded ? "succeeded" : "failed"));
        }
        catch (Exception)
        {
            Interlocked.Increment(ref _queue.Counters.EventFailures);
        }
    }

    public void Dispose() => _meter.Dispose();

    private void Counter(string name, Func<long> value, string unit, string description) =>
        _meter.CreateObservableCounter(name, () => new Measurement<long>(value(), _name), unit, description);

    private IEnumerable<Measurement<int>> Keys()
    {
        var health = _queue.GetHealth();
        return [With(health.Queued, "queued"), With(health.Running, "running"), With(health.Delayed, "delayed")];
    }

    private Measurement<int> With(int count, string state) => new(count, _name, new KeyValuePair<string, object?>("leakguard.queue.key.state", state));

    private IEnumerable<Measurement<long>> Enqueued()
    {
        for (var outcome = EnqueueOutcome.Queued; outcome <= EnqueueOutcome.Closed; outcome++)
            yield return new(Volatile.Read(ref _queue.Counters.Enqueued[(int)outcome]), _name, new KeyValuePair<string, object?>("leakguard.queue.outcome", outcome.ToString()));
    }
}
