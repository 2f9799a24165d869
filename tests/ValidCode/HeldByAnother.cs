using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;

namespace LeakGuard.ValidCode.HeldByAnother;

/// <summary>A link that makes its own successor: the old one holds nothing that the new one does not.</summary>
public interface ILink : IDisposable
{
    void Send(byte[] data);
}

public interface IStarter : ILink
{
    ILink Start();
}

public sealed class Session(ILink link) : IDisposable
{
    private ILink _link = link;

    public void Reset()
    {
        if (_link is IStarter starter)
        {
            var started = starter.Start();
            _link = started;
        }
    }

    public void Send(byte[] data) => _link.Send(data);

    public void Dispose() => _link.Dispose();
}

public sealed class Room
{
    public StreamWriter? Log { get; set; }
}

/// <summary>The last log seen is kept for when the room has gone; it stays the room's.</summary>
public sealed class Reporter
{
    private StreamWriter? _last;

    public StreamWriter? Refresh(Room? room)
    {
        if (room != null)
            _last = room.Log;
        return _last;
    }

    public void StopAll()
    {
        _last?.Dispose();
        _last = null;
    }
}

/// <summary>The reader is only a view of the stream, which is closed before it is opened again.</summary>
public sealed class Tail(string path) : IDisposable
{
    private FileStream? _stream;
    private StreamReader? _reader;

    public void Reopen()
    {
        _stream?.Dispose();
        _stream = null;
        Open();
    }

    public string? Next() => _reader?.ReadLine();

    public void Dispose()
    {
        _reader?.Dispose();
        _stream?.Dispose();
    }

    private void Open()
    {
        _stream = new FileStream(path, FileMode.Open);
        _reader = new StreamReader(_stream);
    }
}

/// <summary>Set once, as the assertion says, and ended by the callback of the operation it belongs to.</summary>
public sealed class Peer : IDisposable
{
    private Timer? _watch;
    private Timer? _call;

    public void Reconnect()
    {
        Debug.Assert(_watch == null, "watched already");
        _watch = new Timer(_ => { });
    }

    public void ReconnectAsync() => _call = new Timer(_ => OnReconnectCompleted());

    public void Dispose()
    {
        _watch?.Dispose();
        _call?.Dispose();
    }

    private void OnReconnectCompleted()
    {
        _call?.Dispose();
        _call = null;
    }
}

public sealed class Visit(Stream guest)
{
    public Stream Guest => guest;

    public Timer? Watch { get; set; }
}

/// <summary>The guest is the visitor's; the watch is made when there is none, and ends with its stage.</summary>
public sealed class Lobby : IDisposable
{
    private readonly Dictionary<int, Visit> _visits = new();

    public void Enter(int number, Stream guest) => _visits.Add(number, new Visit(guest));

    public void Guard(int number)
    {
        _visits.TryGetValue(number, out var visit);
        if (visit != null && visit.Watch == null)
            visit.Watch = new Timer(_ => { });
    }

    public void Leave(int number)
    {
        if (_visits.Remove(number, out var visit))
            visit.Watch?.Dispose();
    }

    public void Dispose() => Console.WriteLine(_visits.Count);
}

public sealed class Source : SafeHandle
{
    public Source()
        : base(IntPtr.Zero, true)
    {
    }

    public override bool IsInvalid => handle == IntPtr.Zero;

    protected override bool ReleaseHandle() => true;
}

/// <summary>Native code fills the slot and returns a number; it throws nothing.</summary>
public sealed class Counters : IDisposable
{
    private Source? _source;

    public int Connect()
    {
        _source?.Dispose();
        return Bind(out _source);
    }

    public void Dispose() => _source?.Dispose();

    [DllImport("counters")]
    private static extern int Bind(out Source source);
}

/// <summary>A listener that has ended is known to be in the slot; everybody asks.</summary>
public sealed class Listener : IDisposable
{
    private readonly FileStream _pipe;

    public Listener(string name) => _pipe = new FileStream(name, FileMode.Open);

    public bool IsDisposed { get; private set; }

    public void Dispose()
    {
        IsDisposed = true;
        _pipe.Dispose();
    }
}

public sealed class Listeners
{
    private readonly object _gate = new();
    private Listener? _listener;

    public void Change(string name)
    {
        lock (_gate)
        {
            if (_listener != null && !_listener.IsDisposed)
                _listener.Dispose();
            _listener = new Listener(name);
        }
    }
}

public sealed class Shift(FileStream worker)
{
    public FileStream Worker => worker;
}

/// <summary>Idle workers are in two tables; the one of all workers is drained.</summary>
public sealed class Crew : IDisposable
{
    private readonly ConcurrentQueue<FileStream> _idle = new();
    private readonly ConcurrentDictionary<int, FileStream> _all = new();
    private int _last;
    private bool _ended;

    public FileStream Take()
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        if (_idle.TryDequeue(out var worker))
        {
            if (worker.CanRead)
                return worker;
            Fire(_last, worker);
        }

        var fresh = new FileStream("crew", FileMode.Open);
        _all[Interlocked.Increment(ref _last)] = fresh;
        return fresh;
    }

    public void Return(Shift shift) => _idle.Enqueue(shift.Worker);

    public void Dispose()
    {
        _ended = true;
        foreach (var worker in _all.Values)
        {
            try
            {
                worker.Dispose();
            }
            catch (IOException)
            {
            }
        }

        _all.Clear();
    }

    private void Fire(int number, FileStream worker)
    {
        worker.Dispose();
        _all.TryRemove(number, out _);
    }
}

public static class Makers
{
    public static Crew MakeCrew() => new();

    public static Lobby MakeLobby() => new();
}

/// <summary>Whoever gives the streams says whether they end here: AutoDispose is an order, like leaveOpen.</summary>
public sealed class Answer(Func<Stream> next) : IDisposable
{
    private Stream? _body;

    public bool AutoDisposeBody { get; set; }

    public void Reset() => _body = next();

    public void CopyTo(Stream other) => _body?.CopyTo(other);

    public void Dispose()
    {
        if (AutoDisposeBody && _body != null)
            _body.Dispose();
    }
}

/// <summary>The factory gives what it makes to a helper that notes it for the end, and gives it back.</summary>
public sealed class Workspace : IDisposable
{
    private readonly Stack<IDisposable> _ends = new();
    private readonly Lazy<Settings> _settings;

    public Workspace(string path)
    {
        _settings = new Lazy<Settings>(() => Track(new Settings(this, path)));
    }

    public Settings Settings => _settings.Value;

    public static long SizeOf(string path)
    {
        using var workspace = new Workspace(path);
        return workspace.Settings.Size;
    }

    public void Dispose()
    {
        while (_ends.Count > 0)
            _ends.Pop().SafeDispose();
    }

    internal T Track<T>(T part)
        where T : IDisposable
    {
        _ends.Push(part);
        return part;
    }
}

public class Settings : IDisposable
{
    private readonly Workspace _of;
    private readonly FileStream _file;

    internal Settings(Workspace of, string path)
    {
        _of = of;
        _file = File.OpenRead(path);
    }

    public long Size => _file.Length;

    public Workspace Of => _of;

    public void Dispose()
    {
        Dispose(true);
        GC.SuppressFinalize(this);
    }

    protected virtual void Dispose(bool disposing) => _file.Dispose();
}

internal static class SafeEnds
{
    public static void SafeDispose(this IDisposable? part)
    {
        if (part == null)
            return;
        try
        {
            part.Dispose();
        }
        catch (IOException e)
        {
            Console.WriteLine(e);
        }
    }
}
