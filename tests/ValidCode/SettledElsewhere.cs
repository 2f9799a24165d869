using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.SettledElsewhere;

/// <summary>Sounds until somebody stops it.</summary>
internal sealed class Drum : IDisposable
{
    private readonly Timer _sticks;
    private int _beats;

    public Drum(string name)
    {
        Name = name;
        _sticks = new Timer(_ => Interlocked.Increment(ref _beats), null, 0, 500);
    }

    public string Name { get; }

    public int Pitch { get; set; }

    public int Beats => _beats;

    public void Dispose() => _sticks.Dispose();
}

/// <summary>Only the bandmaster asks for drums, with the baton in hand.</summary>
internal sealed class DrumRoom : IDisposable
{
    private readonly ConcurrentDictionary<string, Drum> _drums = new();

    internal Drum Of(string name)
    {
        if (!_drums.TryGetValue(name, out var drum))
        {
            drum = new Drum(name);
            _drums[name] = drum;
        }

        return drum;
    }

    public void Dispose()
    {
        foreach (var drum in _drums.Values)
            drum.Dispose();
    }
}

/// <summary>Holds the baton whenever the room is asked.</summary>
internal sealed class Bandmaster : IDisposable
{
    private readonly object _baton = new();
    private readonly DrumRoom _room = new();

    public int Strike(string name)
    {
        lock (_baton)
            return _room.Of(name).Beats;
    }

    public int Roll(string name, int times)
    {
        var sum = 0;
        lock (_baton)
        {
            for (var i = 0; i < times; i++)
                sum += _room.Of(name).Beats;
        }

        return sum;
    }

    public void Dispose() => _room.Dispose();
}

/// <summary>How many drums play and wait together is a limit, and no question whether one is there.</summary>
internal sealed class Parade(int places)
{
    private readonly ConcurrentQueue<Drum> _playing = new();
    private readonly ConcurrentQueue<string> _waiting = new();

    public bool Enter(string name)
    {
        var taken = _playing.Count + _waiting.Count;
        if (taken >= places)
            return false;
        _playing.Enqueue(new Drum(name));
        return true;
    }

    public void Wait(string name) => _waiting.Enqueue(name);

    public bool Knows(string name) => _waiting.Contains(name);
}

/// <summary>The lock is there for the last piece; the drums are the drummer's alone.</summary>
internal sealed class Drummer
{
    private readonly object _gate = new();
    private readonly Dictionary<string, Drum> _drums = [];
    private string? _last;

    public int Play(string name)
    {
        if (!_drums.TryGetValue(name, out var drum))
        {
            drum = new Drum(name);
            _drums.Add(name, drum);
        }

        lock (_gate)
            _last = name;
        return drum.Beats;
    }

    public string? Last()
    {
        lock (_gate)
            return _last;
    }
}

/// <summary>What is taken out comes back from the tuner, and goes on the other list.</summary>
internal sealed class Workshop : IDisposable
{
    private readonly Queue<Drum> _idle = new();
    private readonly List<Drum> _tuned = [];

    public void Bring(string name) => _idle.Enqueue(new Drum(name));

    public void TuneNext()
    {
        var drum = _idle.Dequeue();
        Tune(ref drum);
        _tuned.Add(drum);
    }

    private static void Tune(ref Drum drum)
    {
        if (drum.Pitch == 0)
            drum.Pitch = 440;
    }

    public void Dispose()
    {
        foreach (var drum in _idle)
            drum.Dispose();
        foreach (var drum in _tuned)
            drum.Dispose();
    }
}

/// <summary>A drum goes from the stage to the cellar in one grip; when all is closed there is none to go.</summary>
internal sealed class Stage : IDisposable
{
    private readonly object _gate = new();
    private readonly List<Drum> _used = [];
    private readonly Queue<Drum> _kept = new();
    private bool _closed;

    public void Bring(string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _used.Add(new Drum(name));
        }
    }

    public bool Clear()
    {
        lock (_gate)
        {
            if (_used.Count == 0)
                return false;
            var first = _used[0];
            _used.RemoveAt(0);
            _kept.Enqueue(first);
            return true;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var drum in _used)
                drum.Dispose();
            _used.Clear();
            while (_kept.TryDequeue(out var drum))
                drum.Dispose();
        }
    }
}

/// <summary>Each drum is on the list while it is played, and whoever has put it there takes it off.</summary>
internal sealed class Rehearsal : IDisposable
{
    private readonly Dictionary<string, Drum> _open = [];
    private readonly Timer _clock = new(_ => Console.Out.WriteLine("tick"), null, 0, 500);

    public int Play(string name)
    {
        var drum = new Drum(name);
        Enter(drum);
        try
        {
            return drum.Beats;
        }
        finally
        {
            if (_open.Remove(name, out var played))
                played.Dispose();
        }
    }

    private void Enter(Drum drum) => _open.Add(drum.Name, drum);

    public void Dispose() => _clock.Dispose();
}

/// <summary>The last hour ends the drums; Dispose only stops the clock.</summary>
internal sealed class Concert : IDisposable
{
    private readonly Timer _clock = new(_ => Console.Out.WriteLine("tick"), null, 0, 500);
    private readonly List<Drum> _drums = [];

    public void Strike(int hour)
    {
        if (hour == 24)
            CloseAll("the night");
        else
            _drums.Add(new Drum("hour" + hour));
    }

    private void CloseAll(string why)
    {
        foreach (var drum in _drums)
            drum.Dispose();
        _drums.Clear();
        Console.Out.WriteLine(why);
    }

    public void Dispose() => _clock.Dispose();
}

/// <summary>One rehearsal and one concert a day.</summary>
internal static class Programme
{
    public static void Day()
    {
        using var rehearsal = new Rehearsal();
        rehearsal.Play("side");
        using var concert = new Concert();
        for (var hour = 20; hour <= 24; hour++)
            concert.Strike(hour);
    }
}
