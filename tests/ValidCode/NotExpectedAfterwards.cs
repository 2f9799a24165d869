using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.NotExpectedAfterwards;

public static class Singletons
{
    public static Services AddSingleton<T>(this Services services) => services;

    public static void Register(Services services) => services.AddSingleton<EndOfProgram>().AddSingleton<Definitions>();

    public sealed class Services;
}

/// <summary>Dispose ends the semaphore that whoever connects has to take.</summary>
public sealed class Link : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private Timer? _timer;

    public async Task ConnectAsync()
    {
        await _lock.WaitAsync();
        try
        {
            _timer?.Dispose();
            _timer = new Timer(_ => Console.WriteLine("alive"));
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _lock.Dispose();
    }
}

/// <summary>Filled by the program at its start, without any lock; emptied at its end.</summary>
public sealed class EndOfProgram : IDisposable
{
    private readonly List<IDisposable> _all = [];

    public void Register(IDisposable one) => _all.Add(one);

    public void Dispose()
    {
        foreach (var one in _all)
            one.Dispose();
    }
}

/// <summary>Filled in a row, definitions.Add(a).Add(b), before anybody reads.</summary>
public sealed class Definitions
{
    private readonly Dictionary<string, List<string>> _bySpace = [];

    public Definitions Add(string space, string name)
    {
        if (!_bySpace.TryGetValue(space, out var names))
        {
            names = [];
            _bySpace[space] = names;
        }

        names.Add(name);
        return this;
    }
}

/// <summary>How many there may be is asked, not whether there is one.</summary>
public sealed class Spans(int limit)
{
    private readonly ConcurrentQueue<Span2> _spans = new();

    public Span2 Start()
    {
        var span = new Span2();
        var isFull = _spans.Count >= limit;
        if (!isFull)
            _spans.Enqueue(span);
        return span;
    }

    public sealed class Span2
    {
        private readonly List<string> _tags = [];

        public void Tag(string tag) => _tags.Add(tag);
    }
}

public sealed class NameTable<T> : ConcurrentDictionary<string, T>;

/// <summary>The dictionary is taken for its keys; the type is not meant for several threads.</summary>
public sealed class References
{
    private readonly NameTable<Targets> _byType = new();

    public int Version { get; private set; }

    public void Add(string type, string target)
    {
        Version++;
        if (!_byType.TryGetValue(type, out var targets))
        {
            targets = new Targets();
            _byType[type] = targets;
        }

        targets.Add(target);
    }

    private sealed class Targets
    {
        private readonly List<string> _all = [];

        public void Add(string target) => _all.Add(target);
    }
}

/// <summary>Registered to stay, and taken back when the second step fails.</summary>
public sealed class Sources(Action<string> announce) : IDisposable
{
    private readonly Dictionary<string, Timer> _sources = [];
    private readonly Lock _gate = new();
    private bool _closed;

    public void Publish(string name)
    {
        lock (_gate)
        {
            if (_closed || _sources.ContainsKey(name))
                throw new InvalidOperationException(name);
            _sources[name] = new Timer(_ => Console.WriteLine(name));
        }

        try
        {
            announce(name);
        }
        catch (Exception e)
        {
            lock (_gate)
            {
                if (_sources.Remove(name, out var source))
                    source.Dispose();
            }

            throw new InvalidOperationException(name, e);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var source in _sources.Values)
                source.Dispose();
            _sources.Clear();
        }
    }
}
