using System;
using System.Collections.Generic;
using System.Threading;
using System.Threading.Channels;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// A bounded queue of keys and the workers that handle them. A key is in it once, is never handled twice at the same time, and is handled
/// again if it was enqueued meanwhile. Events put in keys, which never waits; the handler looks up what the key means now. All members
/// are thread-safe.
/// </summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed partial class KeyedWorkQueue<TKey> : IAsyncDisposable
    where TKey : notnull
{
    private readonly KeyedWorkQueueOptions<TKey> _options;
    private readonly Func<TKey, CancellationToken, Task> _handler;
    private readonly TimeProvider _time;
    private readonly QueueMetrics<TKey> _metrics;
    private readonly CancellationTokenSource _stop = new();
    private readonly CancellationToken _stopToken;
    private readonly Task _workers;

    // One place for each key, so that a write is refused only when the channel is completed.
    private readonly Channel<WorkItem<TKey>> _ready;

    // Everything below belongs to the lock.
    private readonly object _gate = new();
    private readonly Dictionary<TKey, WorkItem<TKey>> _items;
    private bool _closed;
    private bool _resync;
    private int _running;
    private int _delayed;
    private Exception? _death;
    private TaskCompletionSource? _stopping;

    /// <summary>Makes a queue and starts its workers.</summary>
    /// <param name="handler">
    /// Handles a key, on a pool thread. It should read the present state of what the key names, since that may have changed after the key
    /// was enqueued. What it throws makes the key tried again.
    /// </param>
    /// <param name="options">How the queue behaves.</param>
    /// <exception cref="ArgumentException">An option has no meaning.</exception>
    public KeyedWorkQueue(Func<TKey, CancellationToken, Task> handler, KeyedWorkQueueOptions<TKey>? options = null)
    {
        ArgumentNullException.ThrowIfNull(handler);
        _options = options ?? new KeyedWorkQueueOptions<TKey>();
        _options.Validate();
        _handler = handler;
        _time = _options.TimeProvider;
        _items = new Dictionary<TKey, WorkItem<TKey>>(_options.Comparer);
        _ready = Channel.CreateBounded<WorkItem<TKey>>(_options.Capacity);
        _stopToken = _stop.Token;
        _metrics = new QueueMetrics<TKey>(this, _options);
        var workers = new Task[_options.Workers];
        for (var i = 0; i < workers.Length; i++)
            workers[i] = Task.Run(WorkAsync);
        _workers = Task.WhenAll(workers);
    }

    internal QueueCounters Counters { get; } = new();

    /// <summary>Puts a key in. Never waits and never calls foreign code, so it may be called from any event.</summary>
    /// <param name="key">The key.</param>
    /// <returns>What became of it. After <see cref="EnqueueOutcome.Full"/> the caller has to come back, or to resynchronise later.</returns>
    public EnqueueOutcome TryEnqueue(TKey key)
    {
        var outcome = Enqueue(key);
        Interlocked.Increment(ref Counters.Enqueued[(int)outcome]);
        if (outcome == EnqueueOutcome.Full)
            Raise(new QueueEvent<TKey>(QueueEventKind.Overflow, key));
        return outcome;
    }

    /// <summary>
    /// Whether a key was refused since this was last asked. Then whoever feeds the queue lists its source again, and nothing is lost.
    /// </summary>
    /// <returns>True once after each run of refusals.</returns>
    public bool TakeResync()
    {
        lock (_gate)
        {
            var resync = _resync;
            _resync = false;
            return resync;
        }
    }

    /// <summary>The state of the queue now.</summary>
    /// <returns>The state.</returns>
    public QueueHealth GetHealth()
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            var queued = _items.Count - _running - _delayed;
            var age = queued > 0 && _ready.Reader.TryPeek(out var first) ? _time.GetElapsedTime(first.QueuedAt, now) : TimeSpan.Zero;
            var issues = QueueIssues.None;
            if (_items.Count >= _options.Capacity)
                issues |= QueueIssues.Full;
            if (age > _options.MaxAge)
                issues |= QueueIssues.TooOld;
            if (_death is not null)
                issues |= QueueIssues.WorkerDied;
            if (_resync)
                issues |= QueueIssues.ResyncNeeded;
            return new QueueHealth(issues, queued, _running, _delayed, age, _resync);
        }
    }

    private EnqueueOutcome Enqueue(TKey key)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            if (_closed)
                return EnqueueOutcome.Closed;
            if (_items.TryGetValue(key, out var item))
            {
                if (item.State != WorkState.Running)
                    return EnqueueOutcome.Coalesced;
                item.Dirty = true;
                return EnqueueOutcome.Dirtied;
            }

            if (_items.Count >= _options.Capacity)
            {
                _resync = true;
                return EnqueueOutcome.Full;
            }

            item = new WorkItem<TKey>(key) { QueuedAt = now };
            if (!_ready.Writer.TryWrite(item))
                return EnqueueOutcome.Closed;
            _items.Add(key, item);
            return EnqueueOutcome.Queued;
        }
    }

    private void Raise(QueueEvent<TKey> happened)
    {
        try
        {
            _options.OnEvent?.Invoke(happened);
        }
        catch (Exception)
        {
            Interlocked.Increment(ref Counters.EventFailures);
        }
    }
}
