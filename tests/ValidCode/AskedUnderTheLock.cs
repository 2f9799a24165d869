namespace LeakGuard.ValidCode.AskedUnderTheLock;

/// <summary>The lock is held, and the state asked, at the top of it all; the answer may send the call around once more.</summary>
public sealed class Caller
{
    private readonly object _gate = new();
    private State _state;
    private Stream? _line;

    private enum State
    {
        Closed,
        Open,
        Closing,
    }

    public bool Connect(string address)
    {
        lock (_gate)
        {
            if (_state is State.Open or State.Closing)
                return false;
            if (!Greet(address))
                return false;
            _state = State.Open;
            return true;
        }
    }

    private bool Greet(string address)
    {
        Dial(address);
        return Ask(address);
    }

    private bool Ask(string address)
    {
        var answer = _line!.ReadByte();
        if (answer != 'R')
            return answer == 'A';
        Release();
        Dial(address + "/");
        return Ask(address + "/");
    }

    private void Dial(string address)
    {
        _line = File.OpenRead(address);
        if (address.Length > 9)
            _line = new BufferedStream(_line);
    }

    public void Close()
    {
        lock (_gate)
        {
            if (_state is State.Closing or State.Closed)
                return;
            _state = State.Closing;
        }

        Release();
        _state = State.Closed;
    }

    private void Release()
    {
        if (_line != null)
        {
            _line.Dispose();
            _line = null;
        }
    }
}

public sealed class Chip(string path) : IDisposable
{
    private readonly FileStream _device = File.OpenRead(path);

    public Timer Request(int line)
    {
        ObjectDisposedException.ThrowIf(!_device.CanRead, this);
        return new Timer(_ => Console.WriteLine(_device.Name + line));
    }

    public void Dispose() => _device.Dispose();
}

/// <summary>Lines are requested from the chip, which ends under the lock that the request takes; a line found there is put back with other settings.</summary>
public sealed class Lines(string path) : IDisposable
{
    private readonly Chip _chip = new(path);
    private readonly Dictionary<int, Requested> _lines = [];
    private readonly Lock _gate = new();

    public Timer Read(int line)
    {
        lock (_gate)
        {
            if (_lines.TryGetValue(line, out var known))
                return Configure(known, line, "read");
            return Request(line);
        }
    }

    private Timer Request(int line)
    {
        lock (_gate)
        {
            var timer = _chip.Request(line);
            _lines.TryAdd(line, new Requested(timer, "new"));
            return timer;
        }
    }

    private Timer Configure(Requested known, int line, string settings)
    {
        var timer = known.Timer;
        if (_lines.Remove(line, out var old))
            _lines.Add(line, new Requested(timer, old.Settings + settings));
        return old?.Timer ?? timer;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var known in _lines.Values)
                known.Timer.Dispose();
            _lines.Clear();
            _chip.Dispose();
        }
    }

    private sealed record Requested(Timer Timer, string Settings);
}

public sealed class Uses(Action end)
{
    private int _count = 1;

    public void Increment() => Interlocked.Increment(ref _count);

    public void Decrement()
    {
        var left = Interlocked.Decrement(ref _count);
        if (left == 0)
            end();
    }
}

/// <summary>The drain runs when the last user has gone, and what is under way is one.</summary>
public sealed class Recorder : IDisposable
{
    private readonly List<Timer> _spare = [];
    private readonly Lock _gate = new();
    private readonly Uses _uses;
    private bool _ended;

    public Recorder() => _uses = new Uses(DisposeCore);

    public void Submitted() => _uses.Increment();

    public void Completed(Timer timer)
    {
        lock (_gate)
            _spare.Add(timer);
        _uses.Decrement();
    }

    public void Dispose() => _uses.Decrement();

    private void DisposeCore()
    {
        if (_ended)
            return;
        _ended = true;
        foreach (var timer in _spare)
            timer.Dispose();
    }
}
