using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.SaysSoByItself;

/// <summary>One command, one thread; its one lock is for what all commands share.</summary>
public sealed class Import
{
    private static readonly object Shared = new();
    private static int _count;

    private readonly Dictionary<string, object> _marks = new();

    public static void Count()
    {
        lock (Shared)
            _count++;
    }

    public object Mark(string name)
    {
        if (_marks.TryGetValue(name, out var mark))
            return mark;
        mark = new object();
        _marks[name] = mark;
        return mark;
    }
}

/// <summary>What could not be loaded stays in the set: that is what the set is for.</summary>
public sealed class Loader
{
    private readonly ConcurrentDictionary<string, bool> _failedNames = new();

    public System.Reflection.Assembly? Load(string name)
    {
        if (!_failedNames.TryAdd(name, true))
            return null;
        var loaded = System.Reflection.Assembly.Load(name);
        _failedNames.TryRemove(name, out _);
        Console.WriteLine(name);
        return loaded;
    }
}

/// <summary>The caller brings the successor and knows how long the holder lives.</summary>
public sealed class Writers(Stream first) : IDisposable
{
    private readonly object _gate = new();
    private Stream _inner = first;

    public void Upgrade(Stream next)
    {
        lock (_gate)
        {
            _inner.Dispose();
            _inner = next;
        }
    }

    public void Dispose() => _inner.Dispose();
}

public sealed class Talk : IDisposable
{
    private readonly FileStream _log = new("talk", FileMode.Append);

    public event EventHandler? Closed;

    public void Close()
    {
        _log.Dispose();
        Closed?.Invoke(this, EventArgs.Empty);
    }

    public void Dispose() => Close();
}

/// <summary>A talk that has closed says so, and a helper takes it out.</summary>
public sealed class Talks
{
    private readonly Dictionary<object, Talk> _open = new();
    private bool _closed;

    public void Begin()
    {
        var talk = new Talk();
        talk.Closed += OnTalkClosed;
        lock (_open)
        {
            if (_closed)
                talk.Dispose();
            else
                _open.Add(talk, talk);
        }
    }

    public void Close()
    {
        lock (_open)
        {
            _closed = true;
            foreach (var talk in _open.Values)
                talk.Close();
            _open.Clear();
        }
    }

    private void OnTalkClosed(object? sender, EventArgs e) => Forget(sender!);

    private void Forget(object key)
    {
        lock (_open)
            _open.Remove(key);
    }
}

public sealed class Rules
{
    private int _version;

    public int Version => _version;

    public void InvalidateCache() => _version++;
}

/// <summary>Its dispose only tells the rules, which all pages were given.</summary>
public sealed class Page : IDisposable
{
    private readonly Rules _rules;
    private readonly List<string> _lines = new();

    public Page(Rules rules) => _rules = rules;

    public void Write(string line) => _lines.Add(line);

    public void Dispose() => _rules.InvalidateCache();
}

public sealed class Pages : IDisposable
{
    private readonly ConcurrentDictionary<string, Page> _pages = new();

    public Page GetOrAdd(string name, Func<string, Page> pageFactory) => _pages.GetOrAdd(name, pageFactory);

    public void Dispose()
    {
        foreach (var page in _pages.Values)
            page.Dispose();
    }
}

/// <summary>A scope inside a scope ends nothing but what the outer one ends.</summary>
public class Scope : IDisposable
{
    private readonly Dictionary<string, InnerScope> _inner = new();
    private readonly FileStream _file;

    public Scope(FileStream file) => _file = file;

    protected FileStream File => _file;

    public Scope For(string tenant)
    {
        if (!_inner.TryGetValue(tenant, out var scope))
            _inner[tenant] = scope = new InnerScope(this);
        return scope;
    }

    public void Dispose() => _file.Dispose();

    private sealed class InnerScope(Scope outer) : Scope(outer._file);
}

/// <summary>Each order is its buyer's, who ends it; the table is for finding it.</summary>
public sealed class Orders : IDisposable
{
    private readonly Dictionary<Guid, FileStream> _orders = new();
    private readonly Timer _timer = new(_ => { });

    public FileStream CreateOrder(Guid id)
    {
        var order = new FileStream(id.ToString(), FileMode.CreateNew);
        _orders.Add(id, order);
        return order;
    }

    public FileStream? Find(Guid id) => _orders.GetValueOrDefault(id);

    public void Forget(Guid id) => _orders.Remove(id);

    public void Dispose() => _timer.Dispose();
}

public static class Makers
{
    public static Scope MakeScope(FileStream file) => new(file);
}
