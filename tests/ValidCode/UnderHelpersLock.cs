using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.UnderHelpersLock;

internal sealed class Feed : IDisposable
{
    private readonly Timer _timer = new(_ => Console.Beep());

    public int Interval { get; set; }

    public void Dispose() => _timer.Dispose();
}

/// <summary>Helpers take the lock and give it back: between them nobody else is at the list.</summary>
internal sealed class Sessions : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Feed> _feeds = [];
    private readonly CancellationTokenSource _stop = new();
    private bool _closed;

    public Sessions() => Task.Run(RunAsync);

    public async Task<int> AddAsync(int interval)
    {
        var isLocked = false;
        try
        {
            isLocked = await LockAsync();
            if (!isLocked || _closed)
                return 0;
            var feed = _feeds.FirstOrDefault(f => f.Interval == interval);
            if (feed == null)
            {
                feed = new Feed { Interval = interval };
                _feeds.Add(feed);
            }

            return _feeds.Count;
        }
        finally
        {
            if (isLocked)
                Unlock();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _gate.Wait();
        _closed = true;
        foreach (var feed in _feeds)
            feed.Dispose();
        _feeds.Clear();
        _gate.Release();
    }

    private async Task RunAsync()
    {
        while (await LockAsync())
        {
            Console.WriteLine(_feeds.Count);
            Unlock();
            await Task.Delay(100);
        }
    }

    private async Task<bool> LockAsync()
    {
        try
        {
            await _gate.WaitAsync(_stop.Token).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            return false;
        }

        return true;
    }

    private void Unlock() => _gate?.Release();
}

/// <summary>The one in use is retired only while there is one, and the end empties both places together.</summary>
internal sealed class Repository : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Feed> _retired = [];
    private Feed? _current;
    private bool _closed;

    public void Reset()
    {
        lock (_gate)
        {
            if (_current is { } current)
                _retired.Add(current);
            _current = _closed ? null : new Feed();
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _current?.Dispose();
            _current = null;
            foreach (var feed in _retired)
                feed.Dispose();
            _retired.Clear();
        }
    }
}

/// <summary>Puts it in, looks whether the pool is closed, and takes it back then: who comes to the end has failed.</summary>
internal sealed class Pool
{
    private readonly ConcurrentDictionary<Feed, bool> _open = new();
    private volatile bool _closed;

    public async Task AddAsync(Feed feed, Func<Feed, Task> reset)
    {
        await reset(feed);
        _open.TryAdd(feed, true);
        if (!_closed)
            return;
        _open.TryRemove(feed, out _);
        throw new ObjectDisposedException(nameof(Pool));
    }

    public bool Return(Feed feed) => _open.TryRemove(feed, out _);

    public void Close() => _closed = true;
}

internal sealed class JobRunner : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(".");

    public void StopJob() => Dispose();

    public void Dispose() => _watcher.Dispose();
}

/// <summary>Stops the job of each runner, which ends it.</summary>
internal sealed class Jobs : IDisposable
{
    private readonly Dictionary<string, JobRunner> _runners = [];

    public void Add(string name)
    {
        if (!_runners.ContainsKey(name))
            _runners[name] = new JobRunner();
    }

    public void Remove(string name)
    {
        if (_runners.Remove(name, out var runner))
            runner.Dispose();
    }

    public void Dispose()
    {
        foreach (var runner in _runners.Values)
            runner.StopJob();
    }
}
