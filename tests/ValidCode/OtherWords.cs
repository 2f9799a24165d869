using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.OtherWords;

internal sealed class Gauge(string name) : IDisposable
{
    private readonly Timer _timer = new(_ => { }, null, 0, 15_000);

    public string Name { get; } = name;

    public void Dispose() => _timer.Dispose();
}

/// <summary>Helpers say whether something is there: by an answer, or by coming back at all.</summary>
internal sealed class Asked : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Gauge> _gauges = new();
    private Gauge? _main;
    private bool _closed;

    private bool IsOpen => _main is not null;

    public bool Ensure(string name)
    {
        lock (_gate)
        {
            if (_closed || Has(name))
                return false;
            _gauges[name] = new Gauge(name);
            return true;
        }
    }

    public void EnsureNew(string name)
    {
        lock (_gate)
        {
            if (!_closed && IsNew(name))
                _gauges[name] = new Gauge(name);
        }
    }

    public void Put(string name)
    {
        lock (_gate)
        {
            if (_closed)
                return;
            EnsureAbsent(name);
            _gauges[name] = new Gauge(name);
        }
    }

    public Gauge? Get(string name)
    {
        lock (_gate)
        {
            if (_closed)
                return null;
            return _gauges.TryGetValue(name, out var gauge) ? gauge : Make();
        }

        Gauge Make()
        {
            var made = new Gauge(name);
            _gauges[name] = made;
            return made;
        }
    }

    public void Refresh()
    {
        lock (_gate)
        {
            if (_closed || IsOpen)
                return;
            _main = new Gauge("main");
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var gauge in _gauges.Values)
                gauge.Dispose();
            _gauges.Clear();
            _main?.Dispose();
            _main = null;
        }
    }

    private bool Has(string name) => _gauges.ContainsKey(name);

    private bool IsNew(string name) => !Has(name);

    private void EnsureAbsent(string name)
    {
        if (_gauges.ContainsKey(name))
            throw new InvalidOperationException(name);
    }
}

/// <summary>Entries that only change their place.</summary>
internal sealed class Recent : IDisposable
{
    private readonly LinkedList<Gauge> _order = new();
    private readonly List<Gauge> _list = [];

    public void Open(string name)
    {
        _order.AddLast(new Gauge(name));
        _list.Add(new Gauge(name));
    }

    public void Touch()
    {
        if (_order.Last is not { } node)
            return;
        _order.Remove(node);
        _order.AddFirst(node);
    }

    public void Turn()
    {
        var gauge = _order.First!.Value;
        _order.RemoveFirst();
        _order.AddLast(gauge);
    }

    public void Move(int from, int to)
    {
        var gauge = _list[from];
        _list.RemoveAt(from);
        _list.Insert(to, gauge);
    }

    public void Bump(string name)
    {
        var gauge = _list.Find(g => g.Name == name);
        if (gauge is null)
            return;
        _list.Remove(gauge);
        _list.Add(gauge);
    }

    public void Dispose()
    {
        foreach (var gauge in _order)
            gauge.Dispose();
        _order.Clear();
        using var all = _list.GetEnumerator();
        while (all.MoveNext())
            all.Current.Dispose();
    }
}

/// <summary>The caller gets the old one, by a parameter.</summary>
internal sealed class Handed : IDisposable
{
    private readonly Dictionary<string, Gauge?> _gauges = new();
    private Gauge? _gauge;

    public void Refresh(out Gauge? old)
    {
        old = _gauge;
        _gauge = new Gauge("next");
    }

    public void Replace(string name, out Gauge? old)
    {
        _gauges.TryGetValue(name, out old);
        _gauges[name] = new Gauge(name);
    }

    public void Dispose()
    {
        _gauge?.Dispose();
        foreach (var gauge in _gauges.Values)
            gauge?.Dispose();
    }
}

/// <summary>A loop finds the place that is free.</summary>
internal static class Places
{
    private static readonly Lock Gate = new();
    private static readonly Gauge?[] Slots = new Gauge?[16];

    public static int Open(string name)
    {
        lock (Gate)
        {
            int i;
            for (i = 0; i < Slots.Length; i++)
            {
                if (Slots[i] == null)
                    break;
            }

            if (i == Slots.Length)
                return -1;
            Slots[i] = new Gauge(name);
            return i;
        }
    }

    public static int OpenNext(string name)
    {
        lock (Gate)
        {
            var i = 0;
            while (i < Slots.Length && Slots[i] is not null)
                i++;
            if (i == Slots.Length)
                return -1;
            Slots[i] = new Gauge(name);
            return i;
        }
    }

    public static void Close(int place)
    {
        lock (Gate)
        {
            Slots[place]?.Dispose();
            Slots[place] = null;
        }
    }
}

/// <summary>The newcomer was made before, and both delegates give it back.</summary>
internal static class Kept
{
    private static readonly ConcurrentDictionary<string, Gauge> Gauges = new();

    public static Gauge Get(string name)
    {
        var mine = new Gauge(name);
        var won = Gauges.GetOrAdd(name, mine);
        if (won != mine)
            mine.Dispose();
        return won;
    }

    public static void Drop(string name)
    {
        if (Gauges.TryRemove(name, out var gauge))
            gauge.Dispose();
    }
}

/// <summary>The request is refused where the call says that it was not registered, and taken back in the end.</summary>
internal sealed class Calls
{
    private readonly ConcurrentDictionary<string, Action> _open = new();

    public bool TryRegister(string id, Action call) => _open.TryAdd(id, call);

    public void Unregister(string id) => _open.TryRemove(id, out _);
}

internal static class Serving
{
    public static async Task ServeAsync(Calls calls, string id, Func<Task> work)
    {
        if (!calls.TryRegister(id, () => { }))
            return;
        try
        {
            await work().ConfigureAwait(false);
        }
        finally
        {
            calls.Unregister(id);
        }
    }
}
