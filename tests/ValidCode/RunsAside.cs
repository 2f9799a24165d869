using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakGuard.ValidCode.RunsAside;

internal sealed class Rented : IDisposable
{
    private readonly Timer _owner = new(_ => { });

    public void Dispose() => _owner.Dispose();
}

/// <summary>Only work with a body has something to dispose; a notice has none.</summary>
internal readonly struct Work : IDisposable
{
    private readonly Rented? _body;

    public Work(string name) : this() => Name = name;

    public Work(string name, Rented body)
    {
        Name = name;
        _body = body;
    }

    public string Name { get; }

    public void Dispose() => _body?.Dispose();
}

internal sealed class Dispatcher
{
    private readonly Channel<Work> _work = Channel.CreateUnbounded<Work>();
    private readonly ConcurrentDictionary<string, string> _consumers = new();

    public ValueTask DeliverAsync(string name, Rented body) => _work.Writer.WriteAsync(new Work(name, body));

    public void Notice(string name) => _work.Writer.TryWrite(new Work(name));

    /// <summary>Registered, and taken back only when telling of it fails: it is meant to stay.</summary>
    public async ValueTask HandleConsumeAsync(string tag, string consumer)
    {
        try
        {
            _consumers[tag] = consumer;
            await _work.Writer.WriteAsync(new Work(tag)).ConfigureAwait(false);
        }
        catch
        {
            _consumers.TryRemove(tag, out _);
            throw;
        }
    }

    public async ValueTask HandleCancelAsync(string tag)
    {
        if (_consumers.TryRemove(tag, out var consumer))
            await _work.Writer.WriteAsync(new Work(consumer)).ConfigureAwait(false);
    }

    public void Complete() => _work.Writer.Complete();
}

internal static class Watch
{
    private static readonly ConcurrentDictionary<object, byte> Watched = new();

    public static void Register(object one) => Watched[one] = 1;

    public static void Unregister(object one) => Watched.TryRemove(one, out _);
}

internal sealed class Statistics
{
    private long _ended;

    public void Stop() => Interlocked.Increment(ref _ended);
}

/// <summary>A step of the same finally, and the body of a thread, which no exception leaves without ending the process.</summary>
internal sealed class Worker
{
    private readonly Statistics _statistics = new();
    private readonly Thread _thread;
    private volatile bool _stop;

    public Worker()
    {
        _thread = new Thread(Loop);
        _thread.Start();
    }

    public async Task RunAsync(Func<Task> turn)
    {
        try
        {
            Watch.Register(this);
            await turn().ConfigureAwait(false);
        }
        finally
        {
            _statistics.Stop();
            Watch.Unregister(this);
        }
    }

    public void Stop()
    {
        _stop = true;
        _thread.Join();
    }

    private void Loop()
    {
        Watch.Register(this);
        while (!_stop)
            Thread.Sleep(100);
        _statistics.Stop();
        Watch.Unregister(this);
    }
}

/// <summary>The lock on the tracked objects says nothing about the table, which is filled before anybody reads it.</summary>
internal sealed class Resolver
{
    private readonly HashSet<object> _tracked = new();
    private readonly Dictionary<Type, List<Func<object>>> _factories = new();

    public void Register(Type type, Func<object> factory)
    {
        if (!_factories.TryGetValue(type, out var factories))
        {
            factories = new List<Func<object>>();
            _factories.Add(type, factories);
        }

        factories.Add(factory);
    }

    public object Resolve(Type type)
    {
        var made = _factories[type][0]();
        lock (_tracked)
            _tracked.Add(made);
        return made;
    }
}

/// <summary>Taken and given back by one call: while it runs, its caller is not done with the pool.</summary>
internal sealed class Readers : IDisposable
{
    private readonly ConcurrentBag<Rented> _readers = new();

    public async Task<int> CountAsync(Func<Rented, Task<int>> count)
    {
        if (!_readers.TryTake(out var reader))
            reader = new Rented();
        try
        {
            return await count(reader).ConfigureAwait(false);
        }
        finally
        {
            _readers.Add(reader);
        }
    }

    public void Dispose()
    {
        foreach (var reader in _readers)
            reader.Dispose();
        _readers.Clear();
    }
}
