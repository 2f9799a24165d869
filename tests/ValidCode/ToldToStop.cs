using System.Collections.Concurrent;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.ToldToStop;

internal enum SystemState
{
    Running,
    ShuttingDown,
}

internal interface ISystem
{
    event Action<SystemState> StateChanged;

    event EventHandler SettingsChanged;
}

/// <summary>Waits for its timer when the system tells that it goes down, and nothing comes after that.</summary>
internal sealed class Statistics : IDisposable
{
    private readonly ISystem _system;
    private readonly ManualResetEvent _done = new(false);

    public Statistics(ISystem system)
    {
        _system = system;
        _system.StateChanged += OnStateChanged;
    }

    public void Dispose()
    {
        _system.StateChanged -= OnStateChanged;
        _done.Dispose();
    }

    private void OnStateChanged(SystemState state)
    {
        if (state == SystemState.ShuttingDown)
            Finish();
    }

    private void Finish() => _done.WaitOne();
}

/// <summary>A worker that is told to go, and then waited for.</summary>
internal sealed class Updater
{
    private readonly AutoResetEvent _signal = new(false);
    private readonly Thread _thread;
    private volatile bool _stop;

    public Updater() => _thread = new Thread(Run);

    public void Start() => _thread.Start();

    public void Stop()
    {
        _stop = true;
        _signal.Set();
        _thread.Join();
        _signal.Dispose();
    }

    private void Run()
    {
        while (!_stop)
            _signal.WaitOne(1000);
    }
}

internal sealed class Plugin : IDisposable
{
    private readonly ISystem _system;
    private readonly Updater _updater = new();

    public Plugin(ISystem system)
    {
        _system = system;
        _system.SettingsChanged += OnSettingsChanged;
    }

    public void Dispose() => _system.SettingsChanged -= OnSettingsChanged;

    private void OnSettingsChanged(object? sender, EventArgs e) => _updater.Stop();
}

/// <summary>A timer for one call, which only hops to another thread.</summary>
internal sealed class Rebuilder(Func<Task> rebuild)
{
    public void RebuildLater()
    {
        var later = new System.Timers.Timer(100) { AutoReset = false };
        later.Elapsed += (_, _) =>
        {
            rebuild().Wait();
            later.Dispose();
        };
        later.Start();
    }
}

internal sealed class Brush(string name) : IDisposable
{
    private readonly Socket _link = new(SocketType.Stream, ProtocolType.Tcp);

    public string Name => name;

    public void Dispose() => _link.Dispose();
}

/// <summary>Keeps what it makes, and ends it.</summary>
internal sealed class Brushes : IDisposable
{
    private readonly Lock _gate = new();
    private readonly List<Brush> _brushes = [];
    private bool _closed;

    public Brush Get(string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            foreach (var known in _brushes)
            {
                if (known.Name == name)
                    return known;
            }

            var brush = new Brush(name);
            _brushes.Add(brush);
            return brush;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var brush in _brushes)
            {
                try
                {
                    brush.Dispose();
                }
                catch (SocketException)
                {
                }
            }

            _brushes.Clear();
        }
    }
}

/// <summary>Has what the brushes lend.</summary>
internal sealed class Shape(Brushes brushes) : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(".");
    private readonly ConcurrentDictionary<string, Brush> _used = new();
    private Brush? _brush;

    public void Start() => _watcher.Changed += (_, e) => Refresh(e.FullPath);

    public void Refresh(string name)
    {
        _brush = brushes.Get(name);
        _used[name] = brushes.Get(name);
    }

    public override string ToString() => _brush?.Name ?? "none";

    public void Dispose() => _watcher.Dispose();
}

/// <summary>Each member that opens the file closes it before it leaves.</summary>
internal sealed class Album : IDisposable
{
    private FileStream? _file;

    public int ReloadHeader(string path)
    {
        _file = File.OpenRead(path);
        var header = _file.ReadByte();
        _file.Close();
        return header;
    }

    public long ReloadLength(string path)
    {
        _file = File.OpenRead(path);
        var length = _file.Length;
        _file.Close();
        return length;
    }

    public void Dispose() => _file?.Dispose();
}

/// <summary>A watcher goes when the last who listens has gone.</summary>
internal sealed class Watched(string path) : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(path);

    public List<Action<string>> Listeners { get; } = [];

    public void Start() => _watcher.EnableRaisingEvents = true;

    public void Dispose() => _watcher.Dispose();
}

internal sealed class Watchers
{
    private readonly Dictionary<string, Watched> _watchers = [];

    public void Subscribe(string path, Action<string> listener)
    {
        if (!_watchers.TryGetValue(path, out var watched))
        {
            _watchers[path] = watched = new Watched(path);
            watched.Start();
        }

        watched.Listeners.Add(listener);
    }

    public void Unsubscribe(string path, Action<string> listener)
    {
        if (_watchers.TryGetValue(path, out var watched) && watched.Listeners.Remove(listener) && !watched.Listeners.Any())
        {
            _watchers.Remove(path);
            watched.Dispose();
        }
    }

    public static Watchers Create() => new();
}
