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

/// <summary>The flag is asked and set under a lock, the timer is made after it.</summary>
internal sealed class FirstUnderLock(ISignals signals) : IDisposable
{
    private readonly object _gate = new();
    private Timer? _retry;
    private bool _isOn;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose() => _retry?.Dispose();

    private void OnSignal(object? sender, int kind)
    {
        lock (_gate)
        {
            if (_isOn)
                return;
            _isOn = true;
        }

        _retry = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }
}

/// <summary>The first number counted, the first completion, the first moment noted: each comes once.</summary>
internal sealed class Firsts(ISignals signals) : IDisposable
{
    private readonly TaskCompletionSource _first = new();
    private Timer? _counted;
    private Timer? _completed;
    private Timer? _noted;
    private int _count;
    private DateTime? _since;

    public Task First => _first.Task;

    public void Listen()
    {
        signals.Came += OnCounted;
        signals.Came += OnCompleted;
        signals.Came += OnNoted;
    }

    public void Dispose()
    {
        _counted?.Dispose();
        _completed?.Dispose();
        _noted?.Dispose();
    }

    private void OnCounted(object? sender, int kind)
    {
        if (Interlocked.Increment(ref _count) > 1)
            return;
        _counted = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }

    private void OnCompleted(object? sender, int kind)
    {
        if (!_first.TrySetResult())
            return;
        _completed = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }

    private void OnNoted(object? sender, int kind)
    {
        if (_since.HasValue)
            return;
        _since = DateTime.UtcNow;
        _noted = new Timer(_ => Console.WriteLine(kind), null, 1000, 1000);
    }
}

/// <summary>The handler takes itself away; the timer ticks once.</summary>
internal sealed class Alarm : IDisposable
{
    private readonly ISignals _signals;
    private readonly Timer _once;
    private FileStream? _log;
    private FileStream? _late;

    public Alarm(ISignals signals, int due)
    {
        _signals = signals;
        signals.Came += OnSignal;
        _once = new Timer(_ => _late = File.Create("late"), null, due, -1);
    }

    public void Dispose()
    {
        _once.Dispose();
        _log?.Dispose();
        _late?.Dispose();
    }

    private void OnSignal(object? sender, int kind)
    {
        _signals.Came -= OnSignal;
        _log = File.Create("log" + kind);
    }
}

/// <summary>The table itself is made by the first signal, instead of the empty one.</summary>
internal sealed class Lines(ISignals signals) : IDisposable
{
    private Dictionary<int, Timer> _lines = new();
    private bool _isFilled;

    public void Listen() => signals.Came += OnSignal;

    public void Dispose()
    {
        foreach (var line in _lines.Values)
            line.Dispose();
    }

    private void OnSignal(object? sender, int count)
    {
        if (_isFilled)
            return;
        _isFilled = true;
        _lines = new Dictionary<int, Timer>(count);
        for (var i = 0; i < count; i++)
            _lines[i] = new Timer(_ => Console.WriteLine(count), null, 1000, 1000);
    }
}

/// <summary>Places come back to the free ones when what was there has ended.</summary>
internal sealed class Places
{
    private readonly Timer?[] _timers = new Timer?[4];
    private readonly Queue<int> _free = new([0, 1, 2, 3]);

    public int Open(int period)
    {
        lock (_free)
        {
            var place = _free.Dequeue();
            _timers[place] = new Timer(_ => Console.WriteLine(place), null, period, period);
            return place;
        }
    }

    public void Close(int place)
    {
        lock (_free)
        {
            _timers[place]?.Dispose();
            _timers[place] = null;
            _free.Enqueue(place);
        }
    }
}
