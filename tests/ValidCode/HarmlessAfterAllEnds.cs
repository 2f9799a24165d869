using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.HarmlessAfterAll;

/// <summary>An ended enumerator has no next frame, and the one who goes over the frames asks it again.</summary>
internal sealed class Reel(Func<IAsyncEnumerator<byte[]>> open, Func<Task> pause)
{
    private IAsyncEnumerator<byte[]> _frames = open();

    public async Task<byte[]?> NextAsync() => await _frames.MoveNextAsync() ? _frames.Current : null;

    public async Task RewindAsync()
    {
        await _frames.DisposeAsync();
        await pause();
        _frames = open();
    }
}

/// <summary>Nobody wants anything of the watcher but its end, of which switching it off is the first step.</summary>
internal sealed class Den : IDisposable
{
    private FileSystemWatcher _eyes = new("den");

    public void Move(string path)
    {
        _eyes.EnableRaisingEvents = false;
        _eyes.Dispose();
        File.Delete("old den");
        _eyes = new FileSystemWatcher(path) { EnableRaisingEvents = true };
    }

    public void Dispose() => _eyes.Dispose();
}

/// <summary>Rows of stitches.</summary>
internal sealed class Row(int length)
{
    public int[] Stitches { get; } = new int[length];
}

/// <summary>All of the loop is done when the factory comes back.</summary>
internal sealed class Quilt
{
    private readonly ConcurrentDictionary<int, Row> _rows = new();

    public Row this[int number] => _rows.GetOrAdd(number, n =>
    {
        var row = new Row(n);
        Parallel.For(0, n, i =>
        {
            for (var at = i; at > 0; at /= 2)
                row.Stitches[i]++;
        });
        return row;
    });
}

/// <summary>A moment is a question; a gate that is opened once and for all soon keeps nobody.</summary>
internal sealed class Porter : IDisposable
{
    private readonly FileSystemWatcher _street = new("street");
    private readonly ManualResetEventSlim _awake = new();
    private readonly TaskCompletionSource _open = new();
    private TaskCompletionSource<int> _floor = new();

    public Porter()
    {
        _street.Created += OnCreated;
        _street.Deleted += OnDeleted;
    }

    public void Wake(int floor)
    {
        _awake.Set();
        _floor.TrySetResult(floor);
        _open.TrySetResult();
    }

    private void OnCreated(object sender, FileSystemEventArgs e)
    {
        if (_awake.Wait(50))
            Console.WriteLine(e.Name);
    }

    private void OnDeleted(object sender, FileSystemEventArgs e)
    {
        _open.Task.Wait();
        Console.WriteLine($"{_floor.Task.Result} {e.Name}");
    }

    public void Dispose()
    {
        _street.Created -= OnCreated;
        _street.Deleted -= OnDeleted;
        _street.Dispose();
        _awake.Dispose();
    }
}

/// <summary>A lamp; the dark one burns nothing.</summary>
internal sealed class Lamp(Stream? oil) : IDisposable
{
    public static readonly Lamp Dark = new(null);

    public bool Burns => oil?.ReadByte() > 0;

    public void Dispose() => oil?.Dispose();
}

/// <summary>What may come after the end is the dark lamp, which all towers have.</summary>
internal sealed class Tower : IDisposable
{
    private readonly Lock _gate = new();
    private Lamp _lamp = new(File.OpenRead("oil"));

    public void PutOut()
    {
        lock (_gate)
        {
            _lamp.Dispose();
            _lamp = Lamp.Dark;
        }
    }

    public void Dispose() => PutOut();
}

/// <summary>A place on the way; its gate is let go by whoever walked through.</summary>
internal sealed class Place(Stream map, Gate gate) : IDisposable
{
    public Gate Gate { get; } = gate;

    public long Size => map.Length;

    public void Dispose() => map.Dispose();
}

/// <summary>A gate between two places.</summary>
internal sealed class Gate(Stream key) : IDisposable
{
    public void Release() => key.Flush();

    public void Dispose() => key.Dispose();
}

/// <summary>Knows all places and ends them.</summary>
internal interface IGarden
{
    Place Next(string name);
}

/// <summary>To let go of a gate of the place says nothing about whose the place is.</summary>
internal sealed class Stroll(IGarden garden)
{
    private Place _at = garden.Next("door");

    public long Size => _at.Size;

    public void Refresh(string name) => _at = garden.Next(name);

    public void Rest() => _at.Gate.Release();
}

/// <summary>Ends what has come to it.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly Stack<IDisposable> _parts = new();

    public void Keep(IDisposable part) => _parts.Push(part);

    public void Dispose()
    {
        while (_parts.TryPop(out var part))
            part.Dispose();
    }
}

/// <summary>Goes to the workshop by itself.</summary>
internal sealed class Wheel : IDisposable
{
    private readonly FileStream _plan = File.OpenRead("wheel");

    public Wheel(Workshop workshop) => workshop.Keep(this);

    public long Size => _plan.Length;

    public void Dispose() => _plan.Dispose();
}

/// <summary>The wheel that is taken off is still the workshop's.</summary>
internal sealed class Cart(Workshop workshop) : IDisposable
{
    private readonly Dictionary<string, Wheel> _wheels = [];

    public void Fit(string side) => _wheels[side] = new Wheel(workshop);

    public long Size(string side) => _wheels[side].Size;

    public void Dispose() => Console.WriteLine("parked");
}

/// <summary>Says when it is given back.</summary>
internal sealed class Ticket(int seat, Action<Ticket> back) : IDisposable
{
    private readonly Action<Ticket> _back = back;

    public int Seat => seat;

    public void Dispose() => _back(this);
}

/// <summary>Tickets hold nothing: a dispose tells the hall what it knows when it drops one.</summary>
internal sealed class Hall : IDisposable
{
    private readonly Dictionary<int, Ticket> _tickets = [];

    public void Sell(int seat) => _tickets[seat] = new Ticket(seat, OnBack);

    private static void OnBack(Ticket ticket) => Console.WriteLine($"{ticket.Seat} is free");

    public void Dispose()
    {
        foreach (var ticket in _tickets.Values)
            ticket.Dispose();
        _tickets.Clear();
    }
}

/// <summary>Has a stream, and gives buffers around it.</summary>
internal sealed class Pipe : IDisposable
{
    private readonly FileStream _water = File.OpenRead("water");

    public BufferedStream Tap() => new(_water, 512);

    public void Dispose() => _water.Dispose();
}

/// <summary>A buffer around what another has, or around memory, holds nothing.</summary>
internal sealed class Basin : IDisposable
{
    private readonly Pipe _pipe = new();
    private readonly MemoryStream _rain = new();
    private BufferedStream? _tap;
    private BufferedStream? _drops;

    public void Refresh()
    {
        _tap = _pipe.Tap();
        _drops = new BufferedStream(_rain);
    }

    public int Take() => _tap!.ReadByte() + _drops!.ReadByte();

    public void Dispose()
    {
        _tap?.Dispose();
        _drops?.Dispose();
        _pipe.Dispose();
    }
}

/// <summary>Does something when it is due, once.</summary>
internal interface IClockwork
{
    IDisposable Schedule(TimeSpan due, Action work);
}

/// <summary>When the bell rings, what was planned has been done.</summary>
internal sealed class Alarm(IClockwork clock) : IDisposable
{
    private IDisposable? _next;

    public void Set()
    {
        if (_next != null)
            return;
        _next = clock.Schedule(TimeSpan.FromSeconds(1), () => Ring());
    }

    private void Ring()
    {
        if (_next == null)
            return;
        _next = null;
        Console.WriteLine("ring");
    }

    public void Dispose()
    {
        _next?.Dispose();
        _next = null;
    }
}
