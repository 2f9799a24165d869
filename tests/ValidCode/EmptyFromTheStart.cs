using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;

namespace LeakGuard.ValidCode.EmptyFromTheStart;

/// <summary>A helper that says that it throws is told that the key is absent.</summary>
public sealed class Submissions : IDisposable
{
    private readonly Dictionary<int, ManualResetEvent> _events = new();
    private readonly object _gate = new();
    private bool _disposed;

    public void Register(int id)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            Claim.False(_events.ContainsKey(id), "twice");
            _events[id] = new ManualResetEvent(false);
        }
    }

    public void Unregister(int id)
    {
        lock (_gate)
        {
            Claim.True(_events.ContainsKey(id), "never");
            _events[id].Dispose();
            _events.Remove(id);
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var handle in _events.Values)
                handle.Dispose();
            _events.Clear();
        }
    }
}

public static class Claim
{
    public static void True([DoesNotReturnIf(false)] bool condition, string text)
    {
        if (!condition)
            throw new InvalidOperationException(text);
    }

    public static void False([DoesNotReturnIf(true)] bool condition, string text)
    {
        if (condition)
            throw new InvalidOperationException(text);
    }
}

/// <summary>Put back from a saved state into a table that is said to be empty.</summary>
public static class Saved
{
    private static readonly Dictionary<string, Timer> Timers = new();

    internal static void Restore(Dictionary<string, Timer> saved)
    {
        Debug.Assert(Timers.Count == 0);
        foreach (var pair in saved)
            Timers[pair.Key] = pair.Value;
    }

    public static void Remove()
    {
        foreach (var timer in Timers.Values)
            timer.Dispose();
        Timers.Clear();
    }
}

/// <summary>What an inner table held has left it before: the empty table goes.</summary>
public sealed class Grouped : IDisposable
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<string, Timer>> _groups = new();
    private bool _ended;

    public void Add(string group, string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var timer = new Timer(_ => Console.WriteLine(name));
        var inner = _groups.GetOrAdd(group, _ => new ConcurrentDictionary<string, Timer>());
        if (!inner.TryAdd(name, timer))
            timer.Dispose();
    }

    public void Drop(string group, string name)
    {
        if (!string.IsNullOrEmpty(group) && _groups.TryGetValue(group, out var inner) && inner.TryRemove(name, out var timer))
        {
            _ = Task.Run(() => End(timer));
            if (inner.IsEmpty)
                _groups.TryRemove(group, out _);
        }
    }

    private static void End(Timer timer) => timer.Dispose();

    public void Dispose()
    {
        _ended = true;
        foreach (var timer in _groups.Values.SelectMany(g => g.Values))
            timer.Dispose();
        _groups.Clear();
    }
}

/// <summary>Asserted to be empty before it is filled from names.</summary>
public static class Interned
{
    private static readonly Dictionary<string, Timer> Timers = new();

    public static void Initialize(string[] names)
    {
        Debug.Assert(Timers.Count == 0);
        foreach (var name in names)
            Set(name, new Timer(_ => Console.WriteLine(name)));
    }

    public static void Shutdown()
    {
        foreach (var timer in Timers.Values)
            timer.Dispose();
        Timers.Clear();
    }

    private static void Set(string name, Timer timer) => Timers.Add(name, timer);
}

public static class SavedAgain
{
    private static readonly Dictionary<string, Timer> Timers = new();

    internal static void PutBack(Dictionary<string, Timer> saved)
    {
        Debug.Assert(Timers == null || Timers.Count == 0);
        foreach (var pair in saved)
            Timers![pair.Key] = pair.Value;
    }

    public static void Remove()
    {
        foreach (var timer in Timers.Values)
            timer.Dispose();
        Timers.Clear();
    }
}

/// <summary>A bag without members: who gets it deals with what is in it.</summary>
public static class Reflected
{
    public static void Fill(Type type, Action<string, FileStream> use)
    {
        var bag = Collect(type);
        foreach (var pair in bag.Parts)
            use(pair.Key, pair.Value);
    }

    private static Bag Collect(Type type)
    {
        var bag = new Bag();
        foreach (var field in type.GetFields())
            bag.Parts[field.Name] = new FileStream(field.Name, FileMode.Open);
        return bag;
    }

    private class Bag
    {
        public int? Rank;
        public readonly Dictionary<string, FileStream> Parts = new();

        internal Bag()
        {
            Rank = null;
        }
    }
}

/// <summary>The name of an entry is made with it.</summary>
public sealed class Inboxes : IDisposable
{
    private readonly Dictionary<string, Inbox> _inboxes = new();
    private readonly object _gate = new();
    private bool _disposed;

    public string Open()
    {
        var inbox = new Inbox();
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            _inboxes[inbox.Name] = inbox;
        }

        return inbox.Name;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _disposed = true;
            foreach (var inbox in _inboxes.Values)
                inbox.Dispose();
            _inboxes.Clear();
        }
    }

    private sealed class Inbox : IDisposable
    {
        private readonly string _name;
        private readonly Timer _timer;

        public Inbox()
        {
            _name = NewName();
            _timer = new Timer(_ => Console.WriteLine(_name));
        }

        public string Name => _name;

        public void Dispose() => _timer.Dispose();

        private static string NewName() => "_IN." + Ids.NewGUID();
    }
}

public static class Ids
{
    public static string NewGUID() => Convert.ToHexString(System.Security.Cryptography.RandomNumberGenerator.GetBytes(16));
}

/// <summary>A saved value is put back at the beginning; signals are registered once.</summary>
public static class Start
{
    private static readonly Dictionary<int, Timer> Signals = new();
    private static readonly int[] Supported = [2, 15];
    private static FileStream? _file;

    public static void Main() => Init();

    private static void Init()
    {
        foreach (var signal in Supported)
            Signals[signal] = new Timer(_ => Console.WriteLine(signal));
    }

    public static void Release()
    {
        foreach (var timer in Signals.Values)
            timer.Dispose();
        Signals.Clear();
        _file?.Dispose();
    }

    public static void RestoreRuntime(Queue<FileStream> saved) => _file = saved.Dequeue();
}
