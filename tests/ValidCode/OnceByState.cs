using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.OnceByState;

internal interface ISignals
{
    event EventHandler<int> Came;
}

/// <summary>The first signal starts the timer; the flag never comes back.</summary>
internal sealed class FirstSignal(ISignals signals) : IDisposable
{
    private Timer? _retry;
    private bool _isOn;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose() => _retry?.Dispose();

    private void OnSignal(object? sender, int kind)
    {
        if (_isOn)
            return;
        _isOn = true;
        _retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }
}

/// <summary>The same over several threads.</summary>
internal sealed class FirstOfMany(ISignals signals) : IDisposable
{
    private Timer? _retry;
    private int _isOn;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose() => _retry?.Dispose();

    private void OnSignal(object? sender, int kind)
    {
        if (Interlocked.Exchange(ref _isOn, 1) != 0)
            return;
        _retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }
}

/// <summary>The flag comes back with the end of the timer, or when there was none to be had.</summary>
internal sealed class OnAndOff(ISignals signals, Func<TimerCallback, Timer> makeTimer) : IDisposable
{
    private Timer? _retry;
    private bool _isOn;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose() => _retry?.Dispose();

    private void OnSignal(object? sender, int kind)
    {
        if (!_isOn)
        {
            _isOn = true;
            try
            {
                _retry = makeTimer(_ => Console.WriteLine(kind));
            }
            catch (InvalidOperationException)
            {
                _isOn = false;
            }
        }
        else if (kind == 2)
        {
            Off();
        }
    }

    private void Off()
    {
        _retry?.Dispose();
        _retry = null;
        _isOn = false;
    }
}

internal enum Phase
{
    Closed,
    Waiting,
    Echoed,
    Open,
}

/// <summary>A handshake: every step needs a phase and leaves it, and only the start brings the first one.</summary>
internal sealed class Handshake(ISignals signals) : IDisposable
{
    private Timer? _retry;
    private Phase _phase;

    public void Start()
    {
        signals.Came += OnSignal;
        Enter(Phase.Waiting);
    }

    public void Dispose() => _retry?.Dispose();

    private void OnSignal(object? sender, int kind)
    {
        switch (kind)
        {
            case 1 when _phase == Phase.Waiting:
                Enter(Phase.Echoed);
                _retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
                break;
            case 2 when _phase == Phase.Echoed:
                _retry?.Dispose();
                _retry = null;
                Enter(Phase.Open);
                break;
        }
    }

    private void Enter(Phase phase)
    {
        Console.WriteLine(phase);
        _phase = phase;
    }
}

/// <summary>A table that the first signal fills.</summary>
internal sealed class Beats(ISignals signals, string[] names) : IDisposable
{
    private readonly Dictionary<string, Timer> _beats = new();
    private bool _isFilled;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose()
    {
        foreach (var beat in _beats.Values)
            beat.Dispose();
    }

    private void OnSignal(object? sender, int kind)
    {
        if (_isFilled)
            return;
        _isFilled = true;
        foreach (var name in names)
            _beats[name] = new Timer(_ => Console.WriteLine(name), null, kind, kind);
    }
}

internal sealed class Server(string url)
{
    public event EventHandler? Changed;

    public bool IsFound { get; private set; }

    public void Found()
    {
        IsFound = true;
        Console.WriteLine(url);
        Changed?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>Filled at the beginning by one; the table is concurrent for what the look-ups find later.</summary>
internal sealed class Servers
{
    private readonly ConcurrentDictionary<string, Server> _servers = new();

    public void InitialiseServers(List<string> urls)
    {
        foreach (var url in urls)
        {
            if (_servers.ContainsKey(url))
                continue;
            var server = new Server(url);
            _servers[url] = server;
            _ = Task.Run(async () =>
            {
                await Task.Delay(1);
                server.Found();
            });
        }
    }

    public bool IsFound(string url) => _servers.TryGetValue(url, out var server) && server.IsFound;
}
