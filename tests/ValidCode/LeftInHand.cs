using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;

namespace LeakGuard.ValidCode.LeftInHand;

/// <summary>Takes itself out of the yard's table, and ends itself when it was the last who left.</summary>
internal sealed class Yard
{
    private readonly Dictionary<(string, TimeSpan), Picker> _pickers = [];
    private bool _closed;

    public Picker Hire(string row, TimeSpan pace)
    {
        lock (_pickers)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_pickers.TryGetValue((row, pace), out var picker))
                _pickers.Add((row, pace), picker = new Picker(this, row, pace));
            picker.AddRef();
            return picker;
        }
    }

    public void CloseAll()
    {
        lock (_pickers)
        {
            _closed = true;
            foreach (var picker in _pickers.Values)
                picker.Dispose();
            _pickers.Clear();
        }
    }

    internal sealed class Picker(Yard yard, string row, TimeSpan pace) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.Write(row), null, pace, pace);
        private int _refs;

        public void AddRef() => _refs++;

        public void Leave()
        {
            if (Release())
                Dispose();
        }

        public void Dispose() => _timer.Dispose();

        private bool Release()
        {
            lock (yard._pickers)
                return --_refs == 0 && yard._pickers.Remove((row, pace));
        }
    }
}

/// <summary>What could not be loaded is replaced all the same.</summary>
internal sealed class Seals(byte[] raw) : IDisposable
{
    private readonly Lock _gate = new();
    private X509Certificate2? _seal;
    private bool _closed;

    public bool Renew(string pin)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            try
            {
                _seal?.Dispose();
                _seal = X509CertificateLoader.LoadPkcs12(raw, pin);
                if (_seal.HasPrivateKey)
                    return true;
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e);
            }

            _seal?.Dispose();
            _seal = null;
            return false;
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            _seal?.Dispose();
        }
    }
}

/// <summary>Each row is new when it gets its neighbour.</summary>
internal sealed class Row : IDisposable
{
    private readonly FileStream _file;

    public Row(string path) => _file = File.OpenRead(path);

    public Row? Above { get; set; }

    public static List<Row> ReadAll(IEnumerable<string> paths)
    {
        var rows = new List<Row>();
        Row? last = null;
        foreach (var path in paths)
        {
            var row = new Row(path);
            row.Above = last;
            rows.Add(row);
            last = row;
        }

        return rows;
    }

    public void Dispose()
    {
        _file.Dispose();
        Above?.Dispose();
    }
}

internal interface IGallery
{
    void Show(Picture picture);
}

internal sealed class Picture : IDisposable
{
    private readonly Socket _link = new(SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _link.Dispose();
}

/// <summary>The gallery has the picture; the painter only remembers which one it was.</summary>
internal sealed class Painter(IGallery gallery)
{
    private readonly Dictionary<string, Picture> _last = [];

    public void Paint(string motif)
    {
        var picture = new Picture();
        gallery.Show(picture);
        _last[motif] = picture;
    }
}

internal sealed class Session : IDisposable
{
    private readonly Socket _link = new(SocketType.Stream, ProtocolType.Tcp);

    public void Dispose() => _link.Dispose();
}

/// <summary>A manager for each session, and the session is its own.</summary>
internal sealed class SessionManager(Session session) : IDisposable
{
    public Session Session { get; } = session;

    public void Dispose() => Session.Dispose();
}

internal sealed class Debugging : IDisposable
{
    private readonly Dictionary<Session, SessionManager> _managers = [];

    public void Setup(SessionManager manager) => _managers[manager.Session] = manager;

    public void Dispose()
    {
        foreach (var manager in _managers.Values)
            manager.Dispose();
        _managers.Clear();
    }
}

/// <summary>Asks the virtual maker, which gives what there is.</summary>
internal class Snapping : IDisposable
{
    private Timer? _snap;

    public void Refresh()
    {
        _snap = Make();
        _snap.Change(0, 100);
    }

    public void Dispose() => _snap?.Dispose();

    protected virtual Timer Make() => _snap ?? new Timer(_ => Console.Beep());
}

/// <summary>What the shelf had goes to the cellar in the section that finds it, by a helper too; both are emptied together.</summary>
internal sealed class Cellar(TimeProvider time) : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileStream> _shelf = [];
    private readonly List<(FileStream File, DateTimeOffset Since)> _cellar = [];
    private bool _closed;

    public void Put(string name)
    {
        var fresh = File.OpenRead(name);
        lock (_gate)
        {
            if (!_closed)
            {
                if (_shelf.TryGetValue(name, out var old))
                    Retire(old);
                _shelf[name] = fresh;
                return;
            }
        }

        fresh.Dispose();
    }

    public void Withdraw(string name)
    {
        lock (_gate)
        {
            if (_shelf.Remove(name, out var old))
                Retire(old);
        }
    }

    public void WithdrawAll()
    {
        lock (_gate)
        {
            foreach (var old in _shelf.Values)
                Retire(old);
            _shelf.Clear();
        }
    }

    public void Dispose()
    {
        List<FileStream> all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _shelf.Values, .. _cellar.Select(c => c.File)];
            _shelf.Clear();
            _cellar.Clear();
        }

        foreach (var file in all)
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    private void Retire(FileStream file) => _cellar.Add((file, time.GetUtcNow()));
}

/// <summary>Nothing between the acquisition and the try can fail: a started method keeps what fails in its task, and a name is only written down.</summary>
internal sealed class Runs(Func<long, CancellationToken, Task> run)
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();

    public async Task RunAsync(long id, CancellationToken stopping)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[id] = source;
        var heartbeat = BeatAsync(id, source.Token);
        try
        {
            await run(id, source.Token);
        }
        finally
        {
            _running.TryRemove(id, out _);
            source.Cancel();
            await heartbeat;
        }
    }

    public int Count => _running.Count;

    private static async Task BeatAsync(long id, CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            await Task.Delay(1000, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            Console.WriteLine(id);
        }
    }
}

/// <summary>The next tick is asked for by this one: no other comes while the seal is renewed.</summary>
internal sealed class Renewer : IDisposable
{
    private readonly Timer _timer;
    private readonly byte[] _raw;

    public Renewer(byte[] raw)
    {
        _raw = raw;
        _timer = new Timer(_ => Renew());
    }

    public X509Certificate2? Seal { get; private set; }

    public void Start() => _timer.Change(0, Timeout.Infinite);

    public void Dispose()
    {
        _timer.Dispose();
        Seal?.Dispose();
    }

    private void Renew()
    {
        try
        {
            Seal?.Dispose();
            Seal = X509CertificateLoader.LoadPkcs12(_raw, null);
            if (Seal.HasPrivateKey)
            {
                _timer.Change(1000, Timeout.Infinite);
                return;
            }
        }
        catch (IOException e)
        {
            Console.Error.WriteLine(e);
        }

        Seal?.Dispose();
        Seal = null;
    }
}
