using System.Net;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.SettledBeforehand;

/// <summary>Blinks until somebody turns it off.</summary>
internal sealed class Lamp : IDisposable
{
    private readonly Timer _switch;
    private int _blinks;

    public Lamp(string name)
    {
        Name = name;
        _switch = new Timer(_ => Interlocked.Increment(ref _blinks), null, 0, 500);
    }

    public string Name { get; }

    public int Blinks => _blinks;

    public void Dispose() => _switch.Dispose();
}

/// <summary>The line is cut before the next call, and the reader has nothing but the line.</summary>
internal sealed class Telegraph : IDisposable
{
    private Socket? _line;
    private StreamReader? _reader;

    public async Task ReconnectAsync(EndPoint station)
    {
        _line?.Dispose();
        _line = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await _line.ConnectAsync(station);
        var stream = new NetworkStream(_line);
        _reader = new StreamReader(stream);
    }

    public Task<string?> NextAsync() => _reader!.ReadLineAsync();

    public void Dispose()
    {
        _reader?.Dispose();
        _line?.Dispose();
    }
}

/// <summary>The wire is in the coat, and goes with the coat before.</summary>
internal sealed class Cable(Func<Socket, Task<Stream>> coat) : IDisposable
{
    private Socket? _wire;
    private Stream? _coat;

    public async Task ReconnectAsync(Func<Task<Socket>> dial)
    {
        _coat?.Dispose();
        var wire = await dial();
        _wire = wire;
        _coat = await coat(wire);
    }

    public int Waiting => _wire?.Available ?? 0;

    public void Dispose()
    {
        _coat?.Dispose();
        _wire?.Dispose();
    }
}

/// <summary>Asked whether it is a film, which is all there ever is; where it is none, nothing is there.</summary>
internal sealed class Projector : IDisposable
{
    private Stream? _film;

    public long Show(string name)
    {
        if (_film is FileStream film)
            film.Position = 0;
        else
            _film = File.OpenRead(name);
        return _film.Length;
    }

    public void Dispose() => _film?.Dispose();
}

/// <summary>Says what it finds, and null where there is nothing.</summary>
internal static class Shelves
{
    public static Lamp? Find(this Dictionary<string, Lamp> shelf, string name) => shelf.TryGetValue(name, out var lamp) ? lamp : null;
}

/// <summary>Asks the shelf by its extension before anything is put there.</summary>
internal sealed class Store : IDisposable
{
    private readonly Dictionary<string, Lamp> _lamps = [];

    public int Blinks(string name)
    {
        var lamp = _lamps.Find(name);
        if (lamp == null)
            _lamps[name] = lamp = new Lamp(name);
        return lamp.Blinks;
    }

    public void Dispose()
    {
        foreach (var lamp in _lamps.Values)
            lamp.Dispose();
    }
}

/// <summary>A print with the number that the press gave it.</summary>
internal sealed record Print(int Id, string Plate);

/// <summary>Each print that it makes has the next number.</summary>
internal interface IPress
{
    Task<Print> CreatePrintAsync(CancellationToken token);
}

/// <summary>A frame around one print, lit for as long as it hangs.</summary>
internal sealed class Frame(Print print) : IDisposable
{
    private readonly Timer _light = new(_ => Console.Out.WriteLine(print.Plate), null, 0, 500);

    public void Dispose() => _light.Dispose();
}

/// <summary>No two prints have one number.</summary>
internal sealed class PrintGallery(IPress press) : IDisposable
{
    private readonly Dictionary<int, Frame> _frames = [];

    public async Task<int> HangAsync(CancellationToken token)
    {
        var print = await press.CreatePrintAsync(token);
        _frames[print.Id] = new Frame(print);
        return print.Id;
    }

    public void Dispose()
    {
        foreach (var frame in _frames.Values)
            frame.Dispose();
    }
}

/// <summary>Whether the lamps are there already is asked once, and answers twice.</summary>
internal sealed class Chandelier : IDisposable
{
    private Lamp[] _lamps = [];

    public int Light(int arms)
    {
        var again = _lamps.Length == arms;
        if (!again)
        {
            Dispose();
            _lamps = new Lamp[arms];
        }

        var blinks = 0;
        for (var i = 0; i < arms; i++)
        {
            if (again)
                blinks += _lamps[i].Blinks;
            else
                _lamps[i] = new Lamp("arm" + i);
        }

        return blinks;
    }

    public void Dispose()
    {
        foreach (var lamp in _lamps)
            lamp.Dispose();
    }
}

/// <summary>The arguments are made for one call, end with it, and call nobody again.</summary>
internal sealed class Switchboard(EndPoint station) : IDisposable
{
    private readonly Socket _line = new(SocketType.Stream, ProtocolType.Tcp);
    private NetworkStream? _voice;

    public bool Call()
    {
        var call = new SocketAsyncEventArgs { RemoteEndPoint = station };
        call.Completed += Answered;
        return _line.ConnectAsync(call);
    }

    public int Hear() => _voice?.ReadByte() ?? -1;

    private void Answered(object? sender, SocketAsyncEventArgs call)
    {
        _voice = new NetworkStream(_line);
        call.Dispose();
    }

    public void Dispose()
    {
        _voice?.Dispose();
        _line.Dispose();
    }
}

/// <summary>What a lift is doing.</summary>
internal enum LiftState
{
    Moving,
    Waiting,
    Closed,
}

/// <summary>A lift closes by itself when nobody has come for an hour.</summary>
internal sealed class Lift : IDisposable
{
    private readonly Timer _bell;

    public Lift(int floor) => _bell = new Timer(_ => Changed?.Invoke(this, floor > 0 ? LiftState.Waiting : LiftState.Moving), null, 0, 500);

    public event Action<object, LiftState>? Changed;

    public void Idle(int minutes)
    {
        if (minutes < 60)
            return;
        Dispose();
        Changed?.Invoke(this, LiftState.Closed);
    }

    public void Dispose() => _bell.Dispose();
}

/// <summary>A lift that says that it is closed is taken off the board.</summary>
internal sealed class LiftBoard : IDisposable
{
    private readonly Dictionary<int, Lift> _lifts = [];

    public void Build(int shaft)
    {
        if (_lifts.ContainsKey(shaft))
            return;
        var lift = new Lift(shaft);
        lift.Changed += (_, state) =>
        {
            if (state == LiftState.Closed)
                _lifts.Remove(shaft);
        };
        _lifts.Add(shaft, lift);
    }

    public void Open(int shaft)
    {
        if (_lifts.ContainsKey(shaft))
            return;
        var lift = new Lift(shaft);
        lift.Changed += (_, state) =>
        {
            if (state != LiftState.Closed)
                return;
            _lifts.Remove(shaft);
        };
        _lifts.Add(shaft, lift);
    }

    public void Dispose()
    {
        foreach (var lift in _lifts.Values)
            lift.Dispose();
    }
}
