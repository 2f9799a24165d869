using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.PartsOfAnother;

/// <summary>What the entry carries is ended by who serves it.</summary>
public sealed class Sse
{
    private readonly ConcurrentDictionary<string, Session> _sessions = new();

    public async Task HandleAsync(string id, Stream body)
    {
        await using var transport = new FileStream(id, FileMode.Open);
        var session = new Session(transport, "me");
        if (!_sessions.TryAdd(id, session))
            throw new InvalidOperationException(id);
        try
        {
            await transport.CopyToAsync(body);
        }
        finally
        {
            _sessions.TryRemove(id, out _);
        }
    }

    private record Session(FileStream Transport, string User);
}

/// <summary>Two parts go together when what holds them is cleared.</summary>
public sealed class Binding
{
    private Timer? _target = new(_ => Console.WriteLine("target"));
    private readonly Part _kind = new();

    public void OnClear()
    {
        _target?.Dispose();
        _kind.Dispose();
        _target = null;
    }
}

public sealed class Part : IDisposable
{
    private readonly FileStream _file = File.OpenRead("part");

    public void Dispose()
    {
        if (!_file.CanRead)
            throw new InvalidOperationException();
        _file.Dispose();
    }
}

/// <summary>One writer under two keys: the second goes without it.</summary>
public sealed class Writers : IDisposable
{
    private readonly ConcurrentDictionary<int, StreamWriter> _writers = new();
    private bool _ended;

    public StreamWriter Own(int id, string path)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var writer = new StreamWriter(path);
        if (_writers.TryAdd(id, writer))
            return writer;
        writer.Dispose();
        return _writers[id];
    }

    public Action Borrow(int from, int to)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_writers.TryGetValue(from, out var writer))
        {
            _writers[to] = writer;
            return () => _writers.TryRemove(to, out _);
        }

        return () => { };
    }

    public void Dispose()
    {
        _ended = true;
        foreach (var writer in _writers.Values.Distinct())
        {
            try
            {
                writer.Dispose();
            }
            catch (IOException)
            {
            }
        }

        _writers.Clear();
    }
}

/// <summary>The lock is about another table; this one is used on one thread.</summary>
public sealed class Realm
{
    private readonly Dictionary<Func<int, IDisposable?>, IDisposable?> _custom = new();
    private readonly Dictionary<Func<int, IDisposable?>, Action> _resets = new();

    public void Watch(Func<int, IDisposable?> action)
    {
        lock (_resets)
            _resets.Add(action, () => action(1));
        Register(action);
    }

    public Action Register(Func<int, IDisposable?> action)
    {
        _custom[action] = action(1);
        return () =>
        {
            Unsubscribe();

            void Unsubscribe()
            {
                if (_custom.TryGetValue(action, out var token))
                {
                    token?.Dispose();
                    _custom.Remove(action);
                    lock (_resets)
                        _resets.Remove(action);
                }
            }
        };
    }

    public void Block()
    {
        foreach (var action in _custom.ToArray())
        {
            action.Value?.Dispose();
            _custom[action.Key] = null;
        }
    }
}

/// <summary>A table of its own kind, whose removal disposes.</summary>
public class Universes : Table<Timer>
{
    public override bool Remove(string key)
    {
        if (!Inner.TryRemove(key, out var timer))
            return false;
        timer.Dispose();
        return true;
    }
}

public abstract class Table<TValue> : IDictionary<string, TValue>
{
    protected ConcurrentDictionary<string, TValue> Inner { get; } = new();

    public ICollection<string> Keys => Inner.Keys;

    public ICollection<TValue> Values => Inner.Values;

    public int Count => Inner.Count;

    public bool IsReadOnly => false;

    public virtual TValue this[string key]
    {
        get => Inner[key];
        set => Inner[key] = value;
    }

    public virtual void Add(string key, TValue value) => Inner.TryAdd(key, value);

    public void Add(KeyValuePair<string, TValue> item) => Add(item.Key, item.Value);

    public void Clear() => Inner.Clear();

    public bool Contains(KeyValuePair<string, TValue> item) => Inner.Contains(item);

    public bool ContainsKey(string key) => Inner.ContainsKey(key);

    public void CopyTo(KeyValuePair<string, TValue>[] array, int arrayIndex) => Inner.ToArray().CopyTo(array, arrayIndex);

    public virtual bool Remove(string key) => Inner.TryRemove(key, out _);

    public bool Remove(KeyValuePair<string, TValue> item) => Remove(item.Key);

    public bool TryGetValue(string key, out TValue value) => Inner.TryGetValue(key, out value!);

    public IEnumerator<KeyValuePair<string, TValue>> GetEnumerator() => Inner.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();
}

public sealed class Algorithm
{
    public Universes Universes { get; } = new();

    public void Add(string name) => Universes.Add(name, new Timer(_ => Console.WriteLine(name)));

    public void Deselect(string name) => Universes[name].Dispose();

    public void Forget(string name)
    {
        foreach (var pair in Universes.Where(u => u.Key == name))
            Universes.Remove(pair.Key);
    }
}

/// <summary>A view exchanges a handle and a subscription: making the next ones does not fail.</summary>
public sealed class View(Repository repository) : IDisposable
{
    private Subscription? _traces;

    public void Refresh()
    {
        _traces?.Dispose();
        _traces = repository.OnNewTraces("key", () => Console.WriteLine("traces"));
    }

    public void Dispose()
    {
        _traces?.Dispose();
    }
}

public sealed class Repository
{
    private readonly List<Subscription> _subscriptions = [];
    private readonly object _gate = new();

    public Subscription OnNewTraces(string key, Action callback)
    {
        lock (_gate)
        {
            if (_subscriptions.Count > 1000)
                throw new InvalidOperationException(key);
            var subscription = new Subscription(callback);
            _subscriptions.Add(subscription);
            return subscription;
        }
    }
}

public sealed class Subscription(Action callback) : IDisposable
{
    private readonly Timer _timer = new(_ => callback());

    public void Dispose() => _timer.Dispose();
}

/// <summary>The handle is a part of the file, and the file is closed by what was put around it.</summary>
public sealed class Tunnel : IDisposable
{
    private Stream? _stream;
    private Microsoft.Win32.SafeHandles.SafeFileHandle? _handle;

    public bool IsOpen => _handle is { IsInvalid: false };

    public void Open(string path)
    {
        if (_stream != null)
            return;
        var file = OpenFile(path);
        _stream = Stream.Synchronized(file);
        _handle = file.SafeFileHandle;
    }

    private static FileStream OpenFile(string path) => new(path, FileMode.Open);

    public void Close()
    {
        _stream?.Close();
        _stream = null;
        _handle = null;
    }

    public void Dispose() => Close();
}
