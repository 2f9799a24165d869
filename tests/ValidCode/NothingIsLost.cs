using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.NothingIsLost;

/// <summary>Dispose of an entry ends a token source without timer or link, and no more.</summary>
public sealed class Partitions : IDisposable
{
    private readonly ConcurrentDictionary<string, Partition> _all = new();
    private readonly Timer _report = new(_ => Console.WriteLine("alive"));

    public Partitions(IEnumerable<string> names)
    {
        foreach (var name in names)
            _all.TryAdd(name, new Partition(name));
    }

    public void Acquired(string name) => _all[name] = new Partition(name);

    public void LetGo(string name)
    {
        if (_all.TryGetValue(name, out var partition))
            partition.LetGo();
    }

    public void Dispose() => _report.Dispose();

    private sealed class Partition : IDisposable
    {
        private readonly CancellationTokenSource _released = new();
        private readonly Uri _address;

        public Partition(string name) => _address = new Uri("queue://" + name);

        public void LetGo()
        {
            _released.Cancel();
            Console.WriteLine(_address);
        }

        public void Dispose() => _released.Dispose();
    }
}

public abstract class Collector
{
    internal abstract void Remove(string label);
}

public abstract class Child(Collector parent, string label) : IDisposable
{
    public void Dispose() => parent.Remove(label);
}

/// <summary>The dispose of a refused child would take out the accepted one.</summary>
public sealed class Collector<T>(Func<string, T> create) : Collector
    where T : Child
{
    private readonly Dictionary<string, T> _children = [];
    private readonly Lock _gate = new();

    public T Labelled(string label)
    {
        var fresh = Create(label);
        lock (_gate)
            return _children.TryAdd(label, fresh) ? fresh : _children[label];
    }

    internal override void Remove(string label)
    {
        lock (_gate)
            _children.Remove(label);
    }

    private T Create(string label) => create(label);
}

/// <summary>A copy starts with what the original has, and gets a part of its own.</summary>
public sealed class Cursor(Stream input) : IDisposable
{
    private Stream _input = new BufferedStream(input);

    public Cursor Clone()
    {
        _input.Flush();
        var copy = (Cursor)MemberwiseClone();
        copy._input = new BufferedStream(input);
        return copy;
    }

    public int Read() => _input.ReadByte();

    public void Dispose() => _input.Dispose();
}

/// <summary>The writer is put aside for a while, and then put back.</summary>
public sealed class Envelope(string path) : IDisposable
{
    private TextWriter _writer = new StreamWriter(path);
    private TextWriter? _outer;

    public void BeginAttribute()
    {
        _writer.Flush();
        _outer = _writer;
        _writer = new StringWriter();
    }

    public void EndAttribute()
    {
        var text = _writer.ToString();
        _writer.Flush();
        _writer = _outer!;
        _outer = null;
        _writer.Write(text);
    }

    public void Dispose() => _writer.Dispose();
}

/// <summary>Its work has failed, so there is nothing to dispose; another index keeps what leaves the first.</summary>
public sealed class Sessions(Func<string, Task<Timer>> connect) : IDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<Timer>>> _sessions = new();
    private bool _ended;

    public Task<Timer> GetAsync(string key)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        return _sessions.GetOrAdd(key, k => new Lazy<Task<Timer>>(() => ConnectAsync(k))).Value;
    }

    public void Dispose()
    {
        _ended = true;
        foreach (var session in _sessions.Values)
        {
            if (session is { IsValueCreated: true, Value.IsCompletedSuccessfully: true })
                session.Value.Result.Dispose();
        }
    }

    private async Task<Timer> ConnectAsync(string key)
    {
        try
        {
            return await connect(key);
        }
        catch
        {
            _sessions.TryRemove(key, out _);
            throw;
        }
    }
}

/// <summary>Two indexes over the same items: what leaves both goes to the list of deleted ones.</summary>
public sealed class Items : IDisposable
{
    private readonly Dictionary<int, Item> _byHandle = [];
    private readonly Dictionary<string, Item> _byName = [];
    private readonly List<Item> _deleted = [];

    public void Add(int handle, string name)
    {
        var item = new Item(name);
        _byHandle.Add(handle, item);
        _byName.Add(name, item);
    }

    public bool Remove(int handle)
    {
        if (!_byHandle.Remove(handle, out var item))
            return false;
        _byName.Remove(item.Name);
        _deleted.Add(item);
        return true;
    }

    public void Dispose()
    {
        foreach (var item in _byHandle.Values)
            item.Dispose();
        foreach (var item in _deleted)
            item.Dispose();
    }

    private sealed class Item(string name) : IDisposable
    {
        private readonly Timer _sampling = new(_ => Console.WriteLine(name), null, 1000, 1000);

        public string Name { get; } = name;

        public void Dispose() => _sampling.Dispose();
    }
}

/// <summary>Where two make a list for the pool at once, both are in the pool.</summary>
public sealed class Handlers
{
    private static readonly Queue<List<Action>> s_pool = new();
    private readonly List<Action> _handlers = [];

    public void Add(Action handler) => _handlers.Add(handler);

    public void Raise()
    {
        if (s_pool.Count == 0)
            s_pool.Enqueue([]);
        var copy = s_pool.Dequeue();
        copy.AddRange(_handlers);
        foreach (var handler in copy)
            handler();
        copy.Clear();
        s_pool.Enqueue(copy);
    }
}
