using System.Collections.Concurrent;

namespace LeakGuard.ReferenceCache.Tests.Queue;

/// <summary>A queue with everything in the hands of the test.</summary>
internal sealed class TestQueue : IAsyncDisposable
{
    public static readonly TimeSpan Grace = TimeSpan.FromSeconds(7);

    public TestQueue(Func<string, CancellationToken, Task> handler, int capacity = 100, int workers = 1, int attempts = 3)
    {
        Queue = new KeyedWorkQueue<string>(
            (key, token) =>
            {
                Handled.Enqueue(key);
                return handler(key, token);
            },
            new KeyedWorkQueueOptions<string>
            {
                Name = Name,
                Capacity = capacity,
                Workers = workers,
                MaxAttempts = attempts,
                RetryDelay = TimeSpan.FromSeconds(1),
                MaxRetryDelay = TimeSpan.FromSeconds(3),
                StopGrace = Grace,
                TimeProvider = Time,
                OnEvent = Events.Enqueue,
                Hooks = new QueueHooks(Traps.Reach),
            });
    }

    public string Name { get; } = Guid.NewGuid().ToString();

    public KeyedWorkQueue<string> Queue { get; }

    public ManualTime Time { get; } = new();

    public Traps<QueuePoint> Traps { get; } = new();

    public ConcurrentQueue<QueueEvent<string>> Events { get; } = new();

    /// <summary>Keys in the order in which the handler got them.</summary>
    public ConcurrentQueue<string> Handled { get; } = new();

    public int Count(QueueEventKind kind) => Events.Count(e => e.Kind == kind);

    public Task Empty() => Wait.Until(() => Queue.GetHealth() is { Queued: 0, Running: 0, Delayed: 0 });

    public Task Stop() => Queue.StopAsync().WaitAsync(Wait.Limit);

    public async ValueTask DisposeAsync() => await Queue.DisposeAsync().AsTask().WaitAsync(Wait.Limit);
}

/// <summary>Work that the test lets go on.</summary>
internal sealed class Job
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public Task Started => _started.Task.WaitAsync(Wait.Limit);

    public void Open() => _open.TrySetResult();

    public async Task RunAsync(CancellationToken token)
    {
        _started.TrySetResult();
        await _open.Task.WaitAsync(token);
    }
}
