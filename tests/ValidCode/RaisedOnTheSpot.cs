using System.ComponentModel;

namespace LeakGuard.ValidCode.RaisedOnTheSpot;

/// <summary>Its events come on the stack of who adds or completes: a handler that waits makes that one wait, and no event behind it.</summary>
public sealed class Tray<T> : ICollection<T>
{
    private readonly List<T> _items = new();

    public event Action<T>? Added;

    public event EventHandler? Filled
    {
        add => FilledInside += value;
        remove => FilledInside -= value;
    }

    private event EventHandler? FilledInside;

    public int Count => _items.Count;

    public bool IsReadOnly => false;

    public static implicit operator Tray<T>(T item)
    {
        var tray = new Tray<T>();
        tray.Put(item);
        return tray;
    }

    void ICollection<T>.Add(T item) => Put(item);

    public void AddAll(IEnumerable<T> items)
    {
        foreach (var item in items)
            Put(item);
    }

    public void Clear() => _items.Clear();

    public bool Contains(T item) => _items.Contains(item);

    public void CopyTo(T[] array, int arrayIndex) => _items.CopyTo(array, arrayIndex);

    public bool Remove(T item) => _items.Remove(item);

    public IEnumerator<T> GetEnumerator() => _items.GetEnumerator();

    System.Collections.IEnumerator System.Collections.IEnumerable.GetEnumerator() => GetEnumerator();

    private void Put(T item)
    {
        _items.Add(item);
        if (Added != null)
            Added(item);
        if (_items.Count > 100)
            FilledInside?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>Flow control: who adds shall wait until there is room.</summary>
public sealed class Throttle
{
    private readonly SemaphoreSlim _room = new(10);
    private readonly ManualResetEventSlim _open = new(true);

    public void Watch(Tray<string> tray)
    {
        tray.Added += OnAdded;
        tray.Filled += (_, _) => _open.Wait();
    }

    public void Make() => _room.Release();

    private void OnAdded(string item) => _room.Wait();
}

/// <summary>A tick that finds the one before it at work leaves at once: at most one waits.</summary>
public sealed class Refresher : IDisposable
{
    private readonly object _turn = new();
    private readonly Timer _settings;
    private readonly Timer _keys;
    private readonly Func<Task> _load;
    private int _loading;

    public Refresher(Func<Task> load)
    {
        _load = load;
        _settings = new Timer(_ => Tick(), null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
        _keys = new Timer(LoadKeys, null, TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(5));
    }

    public void Dispose()
    {
        _settings.Dispose();
        _keys.Dispose();
    }

    private void Tick()
    {
        var mine = Monitor.TryEnter(_turn);
        try
        {
            if (mine)
                _load().GetAwaiter().GetResult();
        }
        finally
        {
            if (mine)
                Monitor.Exit(_turn);
        }
    }

    private void LoadKeys(object? state)
    {
        if (Interlocked.CompareExchange(ref _loading, 1, 0) != 0)
            return;
        try
        {
            _load().Wait();
        }
        finally
        {
            Volatile.Write(ref _loading, 0);
        }
    }
}

public interface IHost
{
    event Action<int>? StopRequested;

    event EventHandler<AsyncCompletedEventArgs>? StartCompleted;
}

/// <summary>The last request there is, and the answer to the only start there was.</summary>
public sealed class Guest
{
    private readonly ManualResetEventSlim _idle = new(true);

    public void Attach(IHost host)
    {
        host.StopRequested += _ => _idle.Wait();
        host.StartCompleted += (_, _) => _idle.Wait();
    }

    public void Busy(bool busy)
    {
        if (busy)
            _idle.Reset();
        else
            _idle.Set();
    }
}
