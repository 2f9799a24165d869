using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeakGuard.ValidCode.NothingToFree;

public interface IMeter : IDisposable
{
    long Read(string place);
}

/// <summary>The interface asks for a Dispose, and there is nothing to do in it.</summary>
public sealed class Meters : IDisposable
{
    private readonly ConcurrentDictionary<string, IMeter> _meters = new();

    public long Read(string drive, string place) => _meters.GetOrAdd(drive, _ => new Counting()).Read(place);

    public void Forget(string drive) => _meters.TryRemove(drive, out _);

    public void Restart() => _meters.Clear();

    public void Dispose()
    {
        foreach (var meter in _meters.Values)
            meter.Dispose();
    }

    private sealed class Counting : IMeter
    {
        private readonly ConcurrentDictionary<string, long> _seen = new();

        public long Read(string place) => _seen.AddOrUpdate(place, 1, (_, old) => old + 1);

        public void Dispose()
        {
        }
    }
}

public abstract class Line : MarshalByRefObject, IDisposable
{
    public abstract void Write(byte value);

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
    }
}

/// <summary>A line is the caller's; its dispose only takes it out of the bus, or ends the bus that was opened for it alone.</summary>
public sealed class Bus : IDisposable
{
    private readonly ConcurrentDictionary<int, Line> _lines = new();
    private readonly Stream _device = File.OpenWrite("/dev/bus");

    public static Bus Create() => new();

    public Line Open(int address) => _lines.AddOrUpdate(address, a => new BusLine(this, a, false), (a, _) => throw new ArgumentException($"{a} is open"));

    public void Remove(int address) => _lines.TryRemove(address, out _);

    internal void Write(int address, byte value)
    {
        _device.WriteByte((byte)address);
        _device.WriteByte(value);
    }

    public void Dispose()
    {
        _device.Dispose();
        _lines.Clear();
    }

    private sealed class BusLine(Bus bus, int address, bool alone) : Line
    {
        private Bus? _bus = bus;

        public override void Write(byte value) => _bus!.Write(address, value);

        protected override void Dispose(bool disposing)
        {
            if (_bus != null)
            {
                if (alone)
                    _bus.Dispose();
                else
                    _bus.Remove(address);
                _bus = null;
            }

            base.Dispose(disposing);
        }
    }
}

public class Panel : IDisposable
{
    private List<Panel>? _children;

    private IList<Panel> Children => _children ??= [];

    public Panel Add(Panel child) => AddAt(Children.Count, child);

    public Panel AddAt(int index, Panel child)
    {
        Children.Insert(index, child);
        return child;
    }

    public void Take(Panel child) => Children.Remove(child);

    public void Dispose() => Dispose(true);

    protected virtual void Dispose(bool disposing)
    {
        for (var i = Children.Count - 1; i >= 0; i--)
        {
            var child = Children[i];
            Take(child);
            child.Dispose();
        }
    }
}

/// <summary>The panels are also children of the page, which the base type disposes.</summary>
public sealed class Page : Panel
{
    private readonly List<Panel> _rows = [];
    private Timer? _blink = new(_ => Console.WriteLine("blink"));

    public static Page Create() => new();

    public void Show(IEnumerable<string> rows)
    {
        RemoveRows();
        foreach (var _ in rows)
        {
            var row = new Panel();
            _rows.Add(row);
            Add(row);
        }
    }

    private void RemoveRows()
    {
        foreach (var row in _rows)
        {
            Take(row);
            row.Dispose();
        }

        _rows.Clear();
    }

    protected override void Dispose(bool disposing)
    {
        _blink?.Dispose();
        _blink = null;
        base.Dispose(disposing);
    }
}

/// <summary>What is under way has come back by then, and the end says so.</summary>
public sealed class Staging : IDisposable
{
    private readonly Dictionary<int, Timer> _submitted = [];
    private readonly Timer _tick = new(_ => Console.WriteLine("tick"));

    public static Staging Create() => new();

    public void Submit(int number) => _submitted.Add(number, new Timer(_ => Console.WriteLine(number)));

    public void Done(int number)
    {
        if (_submitted.Remove(number, out var timer))
            timer.Dispose();
    }

    public void Dispose()
    {
        Debug.Assert(_submitted.Count == 0);
        _tick.Dispose();
    }
}

/// <summary>New rules have no timers yet; the base type of another assembly has nothing to end.</summary>
public sealed class Rules : MarshalByRefObject, IDisposable
{
    private static readonly ConcurrentDictionary<string, Rules> All = new();

    private readonly List<Timer> _timers = [];

    public static Rules Of(string name) => All.GetOrAdd(name, _ => new Rules());

    public void Add(Timer timer) => _timers.Add(timer);

    public void Dispose()
    {
        foreach (var timer in _timers)
            timer.Dispose();
    }
}

public interface IProxy : IDisposable
{
    void Raise(string text);
}

/// <summary>Dispose lets go of handlers only: a proxy that is lost, dropped or late holds nothing.</summary>
public sealed class Proxies : IDisposable
{
    private readonly ConcurrentDictionary<string, IProxy> _proxies = new();

    public void Add(string name, Action<string> handler) => ((Proxy)_proxies.GetOrAdd(name, _ => new Proxy())).Raised += handler;

    public bool Remove(string name, Action<string> handler)
    {
        if (!_proxies.TryGetValue(name, out var proxy))
            return false;
        ((Proxy)proxy).Raised -= handler;
        return _proxies.TryRemove(name, out _);
    }

    public void Dispose()
    {
        var all = _proxies.Values;
        _proxies.Clear();
        foreach (var proxy in all)
            proxy.Dispose();
    }

    private sealed class Proxy : IProxy
    {
        private List<string>? _seen = [];

        public event Action<string>? Raised;

        public void Raise(string text)
        {
            _seen?.Add(text);
            Raised?.Invoke(text);
        }

        public void Dispose()
        {
            Raised = null;
            _seen = null;
        }
    }
}

/// <summary>A fresh one has nothing that its dispose could end, and what the factory puts in goes to the winner too.</summary>
public sealed class Waiting<T>
{
    private readonly ConcurrentDictionary<string, Group> _groups = new();

    public void Add(string name, long id, TaskCompletionSource<T> source) => _groups.AddOrUpdate(
        name,
        _ =>
        {
            var group = new Group();
            group.Sources.TryAdd(id, source);
            return group;
        },
        (_, group) =>
        {
            group.Sources.TryAdd(id, source);
            return group;
        });

    public void Cancel(string name)
    {
        if (_groups.TryRemove(name, out var group))
            group.Dispose();
    }

    private sealed class Group : IDisposable
    {
        public ConcurrentDictionary<long, TaskCompletionSource<T>> Sources { get; } = new();

        public void Dispose()
        {
            foreach (var source in Sources.Values)
                source.TrySetCanceled();
            Sources.Clear();
        }
    }
}

/// <summary>A watcher that nobody asks for anything: where the next one cannot be made, the old one is only disposed again.</summary>
public sealed class Monitored : IDisposable
{
    private FileSystemWatcher? _watcher;

    public string Path { get; set; } = ".";

    public void Update()
    {
        if (_watcher != null)
        {
            _watcher.Changed -= OnChanged;
            _watcher.Dispose();
        }

        if (File.Exists(Path))
        {
            _watcher = new FileSystemWatcher(Folder(), Path);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
    }

    private string Folder() => Path.Length == 0 ? throw new InvalidOperationException() : Path;

    private void OnChanged(object sender, FileSystemEventArgs e) => Console.WriteLine(e.FullPath);

    public void Dispose() => _watcher?.Dispose();
}
