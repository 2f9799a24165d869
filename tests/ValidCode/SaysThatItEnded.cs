using System.Net;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.SaysThatItEnded;

public sealed class Pane : IDisposable
{
    private readonly FileStream _surface = File.OpenRead("surface");

    public event Action? Destroyed;

    public void Dispose()
    {
        _surface.Dispose();
        Destroyed?.Invoke();
    }
}

public sealed class Root(Pane pane) : IDisposable
{
    public Pane Pane { get; } = pane;

    public void Dispose() => Pane.Dispose();
}

/// <summary>The pane tells that it was destroyed, and with it goes what was made on it.</summary>
public sealed class View
{
    private Pane? _pane;
    private Root? _root;

    public void Open()
    {
        if (_pane != null)
            return;
        _pane = new Pane();
        _pane.Destroyed += OnDestroyed;
        _root = new Root(_pane);
    }

    public void Close() => _pane?.Dispose();

    public string Show() => _root?.ToString() ?? string.Empty;

    private void OnDestroyed() => LetGo();

    private void LetGo()
    {
        _pane = null;
        _root = null;
    }
}

/// <summary>Every listener is stopped by the thread that was started for it.</summary>
public sealed class Gate
{
    private readonly List<TcpListener> _listeners = new();
    private volatile bool _open = true;

    public Gate(IEnumerable<IPEndPoint> places)
    {
        foreach (var place in places)
        {
            var listener = new TcpListener(place);
            listener.Start();
            _listeners.Add(listener);
            new Thread(() =>
            {
                while (true)
                {
                    if (!_open)
                    {
                        listener.Stop();
                        return;
                    }

                    if (listener.Server.Poll(1_000_000, SelectMode.SelectRead))
                        listener.AcceptSocket().Dispose();
                }
            })
            { IsBackground = true }.Start();
        }
    }

    public int Count => _listeners.Count;

    public void Shutdown() => _open = false;
}

public static class Gates
{
    public static Gate Open() => new(new[] { new IPEndPoint(IPAddress.Loopback, 0) });
}

/// <summary>Handles as a library asks for them: who opened a file closes it by its number.</summary>
public sealed class Handles
{
    private readonly Dictionary<int, Stream> _open = new();
    private int _next = 1;

    public IntPtr Open(string name)
    {
        var stream = File.OpenRead(name);
        var id = _next++;
        _open.Add(id, stream);
        return id;
    }

    public long Tell(IntPtr handle) => _open[(int)handle].Position;

    public int Close(IntPtr handle)
    {
        if (!_open.Remove((int)handle, out var stream))
            return -1;
        stream.Dispose();
        return 0;
    }
}

public static class Library
{
    public static Handles Use() => new();
}

/// <summary>A window that tells its owner when it is closed.</summary>
public abstract class Window : IDisposable
{
    public virtual void Close()
    {
    }

    public void Dispose() => GC.SuppressFinalize(this);
}

public sealed class Consoles : IDisposable
{
    private readonly Dictionary<int, Console> _consoles = new();

    public void Started(int session) => _consoles.Add(session, new Console(this, session));

    public void Received(int session, string text)
    {
        if (_consoles.TryGetValue(session, out var console))
            console.Show(text);
    }

    public void Dispose() => GC.SuppressFinalize(this);

    private void Closed(int session) => _consoles.Remove(session);

    private sealed class Console(Consoles owner, int session) : Window
    {
        private readonly FileStream _log = File.OpenWrite("log");

        public void Show(string text) => _log.WriteByte((byte)text.Length);

        public override void Close()
        {
            base.Close();
            _log.Dispose();
            owner.Closed(session);
        }
    }
}

public sealed class Crate : IDisposable
{
    private readonly FileStream _content = File.OpenRead("crate");

    public bool Fits(int room) => _content.Length < room;

    public void Dispose() => _content.Dispose();
}

public enum Stage
{
    Idle,
    Reserved,
    Carrying,
}

/// <summary>A crate is the carrier's only while it is carried; otherwise it stands where it was.</summary>
public sealed class Carrier
{
    private Crate? _crate;
    private Stage _stage;

    public void OnAsked(Crate crate)
    {
        if (_stage == Stage.Reserved)
            LetGo();
        if (_stage != Stage.Idle)
            return;
        _crate = crate;
        _stage = Stage.Reserved;
    }

    public bool Reload(Crate crate)
    {
        if (_crate?.Fits(3) == true && _stage == Stage.Carrying)
            return false;
        _crate = crate;
        _stage = Stage.Carrying;
        return true;
    }

    public void Disposing()
    {
        if (_stage == Stage.Carrying)
        {
            _crate!.Dispose();
            _crate = null;
        }

        LetGo();
    }

    private void LetGo()
    {
        _crate = null;
        _stage = Stage.Idle;
    }
}

/// <summary>What cannot be written any more has been closed.</summary>
public sealed class Notes(Func<Stream> open) : IDisposable
{
    private StreamWriter? _text;

    public async Task WriteAsync(string line)
    {
        if (_text is null || !_text.BaseStream.CanWrite)
        {
            _text = new StreamWriter(open());
            await _text.WriteLineAsync("notes");
        }

        await _text.WriteLineAsync(line);
    }

    public void Dispose() => _text?.Dispose();
}
