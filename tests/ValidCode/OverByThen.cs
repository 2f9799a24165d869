namespace LeakGuard.ValidCode.OverByThen;

/// <summary>The next sequence begins when the one before has completed.</summary>
internal sealed class Playlist(IReadOnlyList<IObservable<int>> tracks, IObserver<int> speaker) : IObserver<int>, IDisposable
{
    private int _index;
    private IDisposable? _playing;

    public void OnNext(int value) => speaker.OnNext(value);

    public void OnError(Exception error) => speaker.OnError(error);

    public void OnCompleted() => Next();

    public void Dispose() => Interlocked.Exchange(ref _playing, null)?.Dispose();

    internal void Next()
    {
        if (_index < tracks.Count)
        {
            var track = tracks[_index++].Subscribe(this);
            Interlocked.Exchange(ref _playing, track);
            return;
        }

        speaker.OnCompleted();
    }
}

internal sealed class GateEventArgs(bool isOpen) : EventArgs
{
    public bool IsOpen => isOpen;
}

internal sealed class Gate
{
    public event EventHandler<GateEventArgs>? Changed;

    public void Move(bool open) => Changed?.Invoke(this, new GateEventArgs(open));
}

/// <summary>A gate that opens was closed before, and then the picture went.</summary>
internal sealed class Camera : IDisposable
{
    private readonly Gate _gate;
    private FileStream? _film;

    public Camera(Gate gate)
    {
        _gate = gate;
        _gate.Changed += OnChanged;
    }

    private void OnChanged(object? sender, GateEventArgs args)
    {
        if (args.IsOpen)
            Record();
        else
            Stop();
    }

    private void Record() => _film = new FileStream("film", FileMode.Append);

    private void Stop()
    {
        _film?.Dispose();
        _film = null;
    }

    public void Dispose()
    {
        _gate.Changed -= OnChanged;
        Stop();
    }
}

/// <summary>A dive is under way for one call, which surfaces whatever happens.</summary>
internal sealed class Dives
{
    private readonly Dictionary<int, FileStream> _logs = [];

    public int Run(int diver, Func<Stream, int> dive)
    {
        try
        {
            Begin(diver);
            return dive(_logs[diver]);
        }
        finally
        {
            Surface(diver);
        }
    }

    private void Begin(int diver) => _logs[diver] = File.OpenRead($"dive{diver}");

    private void Surface(int diver)
    {
        if (!_logs.TryGetValue(diver, out var log))
            return;
        _logs.Remove(diver);
        log.Dispose();
    }
}

/// <summary>A line that went away by itself.</summary>
internal sealed class Line(string name) : IDisposable
{
    private readonly FileStream _file = File.OpenRead(name);

    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        _file.Dispose();
    }
}

internal sealed class Switchboard : IDisposable
{
    private readonly Line?[] _lines = new Line?[8];

    public void Connect(int place)
    {
        if (_lines[place] == null)
            _lines[place] = new Line($"line{place}");
    }

    public void Gone(Line line)
    {
        for (var i = 0; i < _lines.Length; i++)
        {
            if (_lines[i] == line && line.IsDisposed)
                _lines[i] = null;
        }
    }

    public void Dispose()
    {
        foreach (var line in _lines)
        {
            try
            {
                line?.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

/// <summary>Only one of the two is opened, however often it is asked which.</summary>
internal sealed class Display : IDisposable
{
    private FileStream? _frame;

    public void Start(bool isWindows)
    {
        if (isWindows)
            _frame = File.OpenRead("screen");
        else
            Console.WriteLine("no screen");
        Console.WriteLine(isWindows);
        if (isWindows)
            Console.WriteLine("no frame");
        else
            _frame = File.OpenRead("frame");
    }

    public int Read() => _frame?.ReadByte() ?? -1;

    public void Dispose() => _frame?.Dispose();
}

/// <summary>A probe that is unregistered is at its end, and its file with it.</summary>
internal sealed class Probe(string path) : IDisposable
{
    private readonly FileStream _file = File.OpenRead(path);

    public string Path => path;

    public void Unregister() => _file.Dispose();

    public Task WatchAsync() => _file.FlushAsync();

    public void Dispose() => _file.Dispose();
}

internal sealed class Reef
{
    private readonly Dictionary<string, Probe> _probes = [];

    public async Task SinkAsync(IEnumerable<string> paths)
    {
        var sunk = new List<Probe>();
        foreach (var path in paths)
            sunk.Add(new Probe(path));
        foreach (var probe in sunk)
            _probes.Add(probe.Path, probe);
        try
        {
            foreach (var probe in sunk)
                await probe.WatchAsync();
        }
        catch
        {
            foreach (var probe in sunk)
            {
                probe.Unregister();
                _probes.Remove(probe.Path);
            }

            throw;
        }
    }

    public void Raise()
    {
        foreach (var probe in _probes.Values)
            probe.Dispose();
        _probes.Clear();
    }
}

/// <summary>The stream of a parcel that leaves goes on with whoever asked for it.</summary>
internal sealed class Parcel(string path) : IDisposable
{
    private FileStream? _stream = File.OpenRead(path);

    public FileStream? MoveStream()
    {
        var moved = _stream;
        _stream = null;
        return moved;
    }

    public void Dispose() => _stream?.Dispose();
}

internal sealed class Depot
{
    private readonly Dictionary<string, Parcel> _parcels = [];

    public void Store(string path)
    {
        if (!_parcels.ContainsKey(path))
            _parcels.Add(path, new Parcel(path));
    }

    public Stream? Collect(string path) => _parcels.Remove(path, out var parcel) ? parcel.MoveStream() : null;

    public void Close()
    {
        foreach (var parcel in _parcels.Values)
        {
            try
            {
                parcel.Dispose();
            }
            catch (IOException)
            {
            }
        }

        _parcels.Clear();
    }
}
