using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.NothingAcquiredYet;

internal interface IFilter
{
    int Apply(int sample);
}

/// <summary>An effect is made when somebody listens: one that was refused has made nothing.</summary>
internal sealed class Effect(string name, int order, Lazy<IFilter> filter) : IDisposable
{
    public string Name => name;

    public int Order => order;

    public IFilter Filter => filter.Value;

    public void Dispose()
    {
        if (filter.IsValueCreated)
            (filter.Value as IDisposable)?.Dispose();
    }
}

internal sealed class Mixer
{
    private readonly ConcurrentDictionary<string, Effect> _effects = new();

    public void Plug(string name, int order, Func<Mixer, IFilter> make)
    {
        Unplug(name);
        var effect = new Effect(name, order, new Lazy<IFilter>(() => make(this)));
        if (!_effects.TryAdd(name, effect))
            Console.Error.WriteLine(name);
    }

    public void Unplug(string name)
    {
        if (_effects.TryRemove(name, out var effect))
            effect.Dispose();
    }

    public IEnumerable<Effect> InOrder() => _effects.Values.ToList().OrderBy(e => e.Order);
}

/// <summary>A level with nobody at it yet: both parts are plain objects until somebody subscribes.</summary>
internal sealed class Level<T>(T first) : IDisposable
{
    private readonly Lock _gate = new();
    private IObserver<T>[] _watching = [];
    private T _now = first;

    public IDisposable Watch(IObserver<T> observer)
    {
        lock (_gate)
            _watching = [.. _watching, observer];
        observer.OnNext(_now);
        return new Leave(this, observer);
    }

    public void Set(T value)
    {
        _now = value;
        foreach (var observer in _watching)
            observer.OnNext(value);
    }

    public void Dispose()
    {
        IObserver<T>[] all;
        lock (_gate)
        {
            all = _watching;
            _watching = [];
        }

        foreach (var observer in all)
            observer.OnCompleted();
    }

    private sealed class Leave(Level<T> from, IObserver<T> who) : IDisposable
    {
        public void Dispose()
        {
            lock (from._gate)
                from._watching = from._watching.Where(o => o != who).ToArray();
        }
    }
}

internal sealed class Gauge(string tank, double first) : IDisposable
{
    private readonly Level<double> _level = new(first);

    public string Tank => tank;

    public void Fill(double to) => _level.Set(to);

    public IDisposable Watch(IObserver<double> observer) => _level.Watch(observer);

    public void Dispose() => _level.Dispose();
}

internal sealed class Tanks
{
    private readonly ConcurrentDictionary<string, Gauge> _gauges = new();

    public Gauge Of(string tank) => _gauges.GetOrAdd(tank, name => new Gauge(name, 0));

    public void Drop(string tank)
    {
        if (_gauges.TryRemove(tank, out var gauge))
            gauge.Dispose();
    }
}

/// <summary>A chore is a plan only, and gets its timer when the day starts.</summary>
internal sealed class Chores : IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Chore> _chores = [];

    private sealed class Chore(TimeSpan every)
    {
        public TimeSpan Every { get; } = every;

        public Timer? Timer { get; set; }
    }

    public void Plan(string name, TimeSpan every)
    {
        var chore = new Chore(every);
        lock (_lock)
        {
            if (!_chores.ContainsKey(name))
                _chores.Add(name, chore);
        }
    }

    public void Begin()
    {
        lock (_lock)
        {
            foreach (var chore in _chores.Values)
                chore.Timer ??= new Timer(_ => { }, null, chore.Every, chore.Every);
        }
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var chore in _chores.Values)
                chore.Timer?.Dispose();
            _chores.Clear();
        }
    }
}

internal interface IDesk : IDisposable
{
    string Name { get; }
}

internal interface ILibrary
{
    IDesk Open(string name);
}

internal interface IDesks
{
    void Closed(string name);
}

/// <summary>To close a desk is to tell the library, which is seen through another interface.</summary>
internal sealed class Desk(string name, ILibrary library) : IDesk
{
    private readonly Dictionary<string, string> _notes = [];
    private bool _closed;

    public string Name => name;

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        var desks = library as IDesks;
        desks!.Closed(Name);
        _notes.Clear();
    }
}

internal sealed class Library : ILibrary, IDesks, IDisposable
{
    private readonly ConcurrentDictionary<string, IDesk> _desks = new();
    private IDesk? _first;
    private bool _closed;

    public IDesk Open(string name)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        return _desks.GetOrAdd(name, new Desk(name, this));
    }

    public void Rename(string name) => _desks[name] = new Desk(name, this);

    public void Reset() => _first = new Desk("first", this);

    public string? First => _first?.Name;

    void IDesks.Closed(string name) => _desks.TryRemove(name, out _);

    public void Dispose()
    {
        if (_closed)
            return;
        _closed = true;
        _first?.Dispose();
        foreach (var desk in _desks.Values)
            desk.Dispose();
    }
}
