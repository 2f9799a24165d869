using System.Net.Sockets;

namespace LeakGuard.ValidCode.WaitsItsTurn;

/// <summary>What is fatal closes the world for good, and the wait is a part of that.</summary>
public sealed class World
{
    private readonly Physics _physics;
    private volatile bool _ended;

    public World(Physics physics)
    {
        _physics = physics;
        _physics.Crashed += () =>
        {
            Console.WriteLine("crashed");
            Close();
        };
    }

    public void Close()
    {
        _ended = true;
        Thread.Sleep(500);
        Console.WriteLine(_ended);
    }
}

public sealed class Physics
{
    public event Action? Crashed;

    public void Run() => Task.Run(() => Crashed?.Invoke());
}

/// <summary>The table is filled by the one queue alone; the lock is for starting and stopping.</summary>
public sealed class Statistics
{
    private readonly object _startStop = new();
    private readonly Dictionary<string, Figure> _figures = new();
    private readonly IQueues _queues;
    private IDisposable? _queue;

    public Statistics(IQueues queues) => _queues = queues;

    public void Begin()
    {
        lock (_startStop)
        {
            _figures.Clear();
            _queue = _queues.CreateQueue<string>("figures", Take);
        }
    }

    public void End()
    {
        lock (_startStop)
            _queue?.Dispose();
    }

    private Task Take(string item)
    {
        Of(item).Add();
        return Task.CompletedTask;
    }

    private Figure Of(string item)
    {
        if (!_figures.TryGetValue(item, out var figure))
        {
            figure = new Figure();
            _figures.Add(item, figure);
        }

        return figure;
    }
}

public sealed class Figure
{
    private int _count;

    public void Add() => _count++;
}

public interface IQueues
{
    IDisposable CreateQueue<T>(string name, Func<T, Task> take);
}

/// <summary>Who brings peers is stopped, and waited for, before they are closed.</summary>
public sealed class Peers : IDisposable
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Socket> _connected = new();

    public void Add(int id, Socket peer) => _connected.TryAdd(id, peer);

    public void Dispose()
    {
        foreach (var peer in _connected.Values)
        {
            try
            {
                peer.Dispose();
            }
            catch (SocketException error)
            {
                Console.WriteLine(error.Message);
            }
        }

        _connected.Clear();
    }
}

public sealed class PeerServer : IDisposable
{
    private readonly Peers _peers = new();
    private readonly CancellationTokenSource _end = new();
    private Task _accepting = Task.CompletedTask;

    public void Listen(Socket listener) => _accepting = Accept(listener);

    private async Task Accept(Socket listener)
    {
        for (var id = 0; !_end.IsCancellationRequested; id++)
        {
            var peer = await listener.AcceptAsync(_end.Token);
            _peers.Add(id, peer);
        }
    }

    public void Dispose()
    {
        _end.Cancel();
        _accepting.Wait();
        _peers.Dispose();
    }
}

/// <summary>The table is made and filled at the beginning, by a helper.</summary>
public sealed class Wallets
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, List<int>> _wallets = new();

    public void Initialize(bool perWallet)
    {
        foreach (var file in Directory.GetFiles("."))
            Load(file, perWallet);
    }

    private void Load(string name, bool perWallet)
    {
        var entries = new List<int>();
        if (perWallet && _wallets.ContainsKey(name))
            return;
        _wallets[name] = entries;
        entries.Add(1);
    }
}

/// <summary>The stream is the client's, and that is closed before the next one comes.</summary>
public sealed class Chat
{
    private readonly object _gate = new();
    private readonly System.Timers.Timer _watch = new(1000);
    private TcpClient? _client;
    private NetworkStream? _stream;
    private bool _connected;
    private bool _ended;

    public void Open()
    {
        _watch.Elapsed += (_, _) => Connect();
        _watch.Start();
    }

    private void Connect()
    {
        lock (_gate)
        {
            if (_connected || _ended)
                return;
            _connected = true;
            _client?.Close();
            _client = new TcpClient("host", 6667);
            _stream = _client.GetStream();
        }
    }

    public void Reconnect()
    {
        lock (_gate)
        {
            _client?.Close();
            _client = null;
            _connected = false;
        }

        Connect();
    }

    public void Close()
    {
        _watch.Dispose();
        lock (_gate)
        {
            _ended = true;
            _stream?.Close();
            _client?.Close();
        }
    }
}

/// <summary>The device of a state is brought by a setter: the state itself holds nothing.</summary>
public sealed class States
{
    private readonly Dictionary<int, DrawState> _states = new();
    private readonly Device _device = new();

    public void Apply(int code)
    {
        if (!_states.TryGetValue(code, out var state))
        {
            state = new DrawState { Code = code };
            _states.Add(code, state);
        }

        _device.Current = state;
    }

    public static States Make() => new();
}

public sealed class DrawState : IDisposable
{
    private Device? _device;

    public int Code { get; set; }

    public Device? Device
    {
        get => _device;
        set => _device = value;
    }

    public void Dispose() => Console.WriteLine(_device);
}

public sealed class Device : IDisposable
{
    private readonly IntPtr _handle = Marshal();

    public DrawState? Current { get; set; }

    private static IntPtr Marshal() => System.Runtime.InteropServices.Marshal.AllocHGlobal(8);

    public void Dispose() => System.Runtime.InteropServices.Marshal.FreeHGlobal(_handle);
}

/// <summary>The tick stops its timer before it waits: no other comes.</summary>
public sealed class Download
{
    private readonly System.Timers.Timer _timer = new(500);
    private readonly Timer _check;
    private readonly Lock _gate = new();
    private Task? _task;
    private bool _done;

    public Download()
    {
        _check = new Timer(OnCheck, null, 1000, 1000);
        _timer.Elapsed += OnElapsed;
        _timer.Start();
    }

    public void Begin(Task task) => _task = task;

    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e)
    {
        lock (_gate)
        {
            if (_done)
                return;
            if (_task is { IsCompletedSuccessfully: true })
            {
                _timer.Stop();
                _done = true;
                if (File.Exists("tool"))
                    MakeExecutable("tool");
            }
        }
    }

    private static void MakeExecutable(string file)
    {
        using var process = System.Diagnostics.Process.Start("chmod", file);
        process.WaitForExit();
    }

    private void OnCheck(object? state)
    {
        _check.Change(Timeout.Infinite, Timeout.Infinite);
        MakeExecutable("check");
        _check.Change(1000, 1000);
    }

    public void End()
    {
        _timer.Dispose();
        _check.Dispose();
    }
}
