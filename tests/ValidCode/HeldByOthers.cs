using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.HeldByOthers;

internal sealed class Lane : IDisposable
{
    private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500);

    public long Length { get; set; } = Timer.ActiveCount;

    public void Dispose() => _timer.Dispose();
}

/// <summary>What is merged next stays in the lanes meanwhile: the array only points to it.</summary>
internal sealed class Merger : IDisposable
{
    private readonly List<Lane> _lanes = [];
    private Lane?[] _merging = new Lane?[4];

    public void Open() => _lanes.Add(new Lane());

    public long Merge()
    {
        if (_lanes.Count > _merging.Length)
            _merging = new Lane?[_lanes.Count * 2];
        var n = 0;
        for (var i = 0; i < _lanes.Count; i++)
        {
            if (_lanes[i].Length > 0)
                _merging[n++] = _lanes[i];
        }

        return _merging.Take(n).Sum(lane => lane!.Length);
    }

    public void Dispose()
    {
        foreach (var lane in _merging)
            lane?.Dispose();
        foreach (var lane in _lanes)
            lane.Dispose();
    }
}

/// <summary>The local function notes by size what its caller keeps by type.</summary>
internal sealed class Arenas : IDisposable
{
    private readonly Dictionary<int, Lane> _bySize = [];
    private readonly Dictionary<Type, Lane> _byType = [];

    public Lane Of(Type type, int size)
    {
        if (_byType.TryGetValue(type, out var known))
            return known;
        var lane = Make();
        _byType.Add(type, lane);
        return lane;

        Lane Make()
        {
            var made = new Lane();
            if (!_bySize.ContainsKey(size))
                _bySize.Add(size, made);
            return made;
        }
    }

    public void Dispose()
    {
        foreach (var lane in _byType.Values)
            lane.Dispose();
        _byType.Clear();
        _bySize.Clear();
    }
}

/// <summary>After a disconnect comes the next connect: the end is only the end of one connection.</summary>
internal sealed class Line(string host) : IDisposable
{
    private readonly Lock _gate = new();
    private TcpClient? _tcp;
    private bool _connected;

    public void Connect()
    {
        lock (_gate)
        {
            if (_connected)
                return;
            var tcp = new TcpClient(host, 80);
            _connected = true;
            _tcp?.Dispose();
            _tcp = tcp;
        }
    }

    public void Disconnect()
    {
        lock (_gate)
        {
            _connected = false;
            _tcp?.Dispose();
            _tcp = null;
        }
    }

    public void Dispose() => Disconnect();
}

/// <summary>The feed ends its link before it makes the next one, whatever the memory stream does.</summary>
internal sealed class Feed(Func<TcpClient> make, string host) : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private TcpClient _link = make();

    public async Task RunAsync()
    {
        while (!_stop.IsCancellationRequested)
        {
            var page = new MemoryStream();
            try
            {
                await _link.ConnectAsync(host, 80, _stop.Token);
                await _link.GetStream().CopyToAsync(page);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e);
            }

            try
            {
                page.Close();
                _link.Dispose();
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine(e);
            }

            Renew();
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _link.Dispose();
    }

    private void Renew() => _link = make();
}

/// <summary>The schema is fetched anew after a change: what is taken out comes in again, and nothing is given back.</summary>
internal sealed class Schemas(Func<string, int> load, Func<string, int, int> write)
{
    private readonly ConcurrentDictionary<string, int[]> _schemas = new();

    public bool Store(string name, int value)
    {
        var schema = Ensure(name);
        if (value < 0)
            return false;
        if (schema.Length > 0 && write(name, value) == 1)
            Refresh(name);
        return true;
    }

    private int[] Ensure(string name) => _schemas.TryGetValue(name, out var known) ? known : Load(name);

    private int[] Load(string name)
    {
        var schema = new[] { load(name) };
        _schemas[name] = schema;
        return schema;
    }

    private void Refresh(string name)
    {
        _schemas.TryRemove(name, out _);
        _ = Load(name);
    }
}

internal interface IDevice : IDisposable
{
    void Open();

    void Close();
}

internal sealed class Devices : ReadOnlyCollection<IDevice>
{
    private Devices(IList<IDevice> all)
        : base(all)
    {
    }

    public static Devices All { get; } = new([]);
}

/// <summary>The list of devices has them; the capture closes the one it used.</summary>
internal sealed class Capture
{
    private readonly FileSystemWatcher _watcher = new(".");
    private IDevice? _device;

    public Capture() => _watcher.Changed += (_, _) => Start(1);

    public void Stop()
    {
        if (_device != null)
        {
            _device.Close();
            _device = null;
        }
    }

    private void Start(int index)
    {
        _device = Devices.All[index];
        _device.Open();
    }
}

/// <summary>A tick that comes while one is at work leaves at once.</summary>
internal abstract class Poller : IDisposable
{
    private readonly System.Timers.Timer _timer = new(1000);
    private volatile bool _syncing;

    protected Poller() => _timer.Elapsed += OnElapsed;

    public void Dispose() => _timer.Dispose();

    protected abstract void Sync();

    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
    {
        if (_syncing)
            return;
        _syncing = true;
        Sync();
        _syncing = false;
    }
}

internal sealed class FilePoller(Func<Task> fetch) : Poller
{
    protected override void Sync() => fetch().Wait();
}
