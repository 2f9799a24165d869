using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
namespace Samples.LeftBehind;

// Twins of ValidCode/LeftInHand.cs and NobodyElses.cs: the one thing that makes those right is missing here.
public sealed class Row(string path) : IDisposable
{
    private readonly FileStream _file = File.OpenRead(path);
    public Row? Above { get; set; }
    public static Row Read(string[] paths) // one row, which gets a neighbour after the other
    {
        var row = new Row(paths[0]);
        foreach (var path in paths) row.Above = new Row(path); //! LEAK1001
        return row;
    }
    public void Dispose() { _file.Dispose(); Above?.Dispose(); }
}
public sealed class Yard // the picker takes out the one whose name it is told
{
    private readonly Dictionary<string, Picker> _pickers = [];
    public void Hire(string row) { lock (_pickers) { if (!_pickers.ContainsKey(row)) _pickers.Add(row, new Picker(this)); } }
    public sealed class Picker(Yard yard) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500);
        public void Chase(string other) { lock (yard._pickers) yard._pickers.Remove(other); } //! LEAK1002
        public void Dispose() => _timer.Dispose();
    }
}
public sealed class Seals(byte[] raw) : IDisposable // what was disposed stays when the next one cannot be loaded
{
    private readonly Lock _gate = new();
    private X509Certificate2? _seal;
    private bool _closed;
    public void Renew(string pin)
    {
        lock (_gate)
        {
            if (_closed) return;
            try
            {
                _seal?.Dispose(); //! LEAK1008
                _seal = X509CertificateLoader.LoadPkcs12(raw, pin);
            }
            catch (IOException e) { Console.Error.WriteLine(e); }
        }
    }
    public string? Name() { lock (_gate) return _seal?.Subject; }
    public void Dispose() { lock (_gate) { _closed = true; _seal?.Dispose(); } }
}
public sealed class Picture : IDisposable { private readonly Socket _link = new(SocketType.Stream, ProtocolType.Tcp); public int Port => _link.Available; public void Dispose() => _link.Dispose(); }
public sealed class Gallery { public int Seen { get; private set; } public void Look(Picture picture) => Seen += picture.Port; }
public sealed class Painter(Gallery gallery) // the gallery only looks at it
{
    private readonly Dictionary<string, Picture> _last = [];
    public void Paint(string motif)
    {
        var picture = new Picture();
        gallery.Look(picture);
        _last[motif] = picture; //! LEAK1001
    }
}
public sealed class Owner { public string Name { get; set; } = ""; }
public sealed class Stall(Owner owner) : IDisposable { private readonly Timer _bell = new(_ => Console.Beep(), null, 0, 500); public Owner Owner { get; } = owner; public void Dispose() => _bell.Dispose(); }
public sealed class Market : IDisposable // an owner may have several
{
    private readonly Dictionary<Owner, Stall> _stalls = [];
    public void Open(Stall stall) => _stalls[stall.Owner] = stall; //! LEAK1001
    public void Dispose() { foreach (var stall in _stalls.Values) stall.Dispose(); _stalls.Clear(); }
}
public class Snapping : IDisposable // always a new one
{
    private Timer? _snap;
    public void Refresh()
    {
        _snap?.Change(-1, -1);
        _snap = Make(); //! LEAK1001
    }
    public void Dispose() => _snap?.Dispose();
    protected virtual Timer Make() => new(_ => Console.Beep(), null, 0, 100);
}
public sealed class Cellar : IDisposable // retired when the lock has been given back
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, FileStream> _shelf = [];
    private readonly List<FileStream> _cellar = [];
    public void Put(string name) { lock (_gate) { if (!_shelf.ContainsKey(name)) _shelf.Add(name, File.OpenRead(name)); } } //! LEAK4002
    public void Withdraw(string name)
    {
        FileStream? old;
        lock (_gate) _shelf.Remove(name, out old);
        if (old != null) Retire(old);
    }
    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var file in _shelf.Values.Concat(_cellar)) { try { file.Dispose(); } catch (IOException) { } }
            _shelf.Clear();
            _cellar.Clear();
        }
    }
    private void Retire(FileStream file) { lock (_gate) _cellar.Add(file); } //! LEAK4002
}
public sealed class Runs(Func<long, CancellationToken, Task> run) // waits for the first beat before the try
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _running = new();
    public async Task RunAsync(long id, CancellationToken stopping)
    {
        using var source = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        _running[id] = source; //! LEAK4001
        await BeatAsync(id, source.Token);
        try { await run(id, source.Token); }
        finally { _running.TryRemove(id, out _); }
    }
    private static async Task BeatAsync(long id, CancellationToken stopping) { await Task.Delay(10, stopping); Console.WriteLine(id); }
}
public sealed class Blade : IDisposable { private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500); public void Dispose() => _timer.Dispose(); }
public sealed class Saw(Blade?[] blades) // fills the place that is empty
{
    private readonly Blade?[] _blades = blades;
    public int Count() { lock (_blades) return _blades.Length; }
    public void Fit(int place)
    {
        if (_blades[place] == null) _blades[place] = new Blade(); //! LEAK2001
    }
}
public static class Upgrades // the table is there for all, and anybody registers
{
    private static readonly Dictionary<int, List<string>> s_steps = [];
    public static void Plan(IEnumerable<int> steps) { foreach (var major in steps) Register(major, "step"); }
    private static void Register(int major, string step)
    {
        if (!s_steps.TryGetValue(major, out var known)) s_steps[major] = known = new List<string>(); //! LEAK2001
        known.Add(step);
    }
}
public sealed class Crew // the lock is its own, and one member forgets it
{
    private readonly Dictionary<Type, List<string>> _tables = [];
    private readonly Lock _gate = new();
    public void Set(Type type, string name)
    {
        if (_tables.ContainsKey(type)) throw new ArgumentException(type.Name);
        var names = new List<string>();
        _tables[type] = names; //! LEAK2001
        names.Add(name);
    }
    public int Count() { lock (_gate) return _tables.Count; }
}
public sealed class Layout(Type type) { private readonly List<string> _notes = []; public Type Type => type; public int Count => _notes.Count; public void Add(string note) => _notes.Add(note); }
public static class Layouts // told more when it is in the table
{
    private static readonly ConcurrentDictionary<Type, Layout> s_layouts = new();
    public static void Note(Type type, string note)
    {
        if (!s_layouts.TryGetValue(type, out var layout)) s_layouts[type] = layout = new Layout(type); //! LEAK2001
        layout.Add(note);
    }
}
public interface IRuntime { Task<T> GetAsync<T>(); Task<string> AskAsync(string question); }
public sealed class Desk : IDisposable // no service that is made once, but an answer that is waited for
{
    private readonly IRuntime _runtime;
    private readonly FileSystemWatcher _watcher = new(".");
    public Desk(IRuntime runtime) { _runtime = runtime; _watcher.Changed += OnChanged; }
    private string Answer => _runtime.AskAsync("what").Result; //! LEAK3001
    private void OnChanged(object sender, FileSystemEventArgs e) => Console.WriteLine(Answer);
    public void Dispose() { _watcher.Changed -= OnChanged; _watcher.Dispose(); }
}
public sealed class Lane : IDisposable { private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500); public long Length { get; set; } = Timer.ActiveCount; public void Dispose() => _timer.Dispose(); }
public sealed class Merger : IDisposable // takes them out of the lanes, and a new array forgets them
{
    private readonly Queue<Lane> _lanes = new();
    private Lane?[] _merging = new Lane?[4];
    public void Open() => _lanes.Enqueue(new Lane());
    public void Next(int place)
    {
        if (place >= _merging.Length) _merging = new Lane?[place * 2]; //! LEAK1003
        _merging[place] = _lanes.Dequeue(); //! LEAK1001
    }
    public void Dispose()
    {
        foreach (var lane in _merging) lane?.Dispose();
        while (_lanes.TryDequeue(out var lane)) lane.Dispose();
    }
}
public sealed class Arenas : IDisposable // what the helper notes goes nowhere else
{
    private readonly Dictionary<int, Lane> _bySize = []; //! LEAK1004
    private readonly Dictionary<Type, long> _byType = [];
    public long Of(Type type, int size)
    {
        var lane = Make();
        _byType[type] = lane.Length;
        return lane.Length;
        Lane Make()
        {
            if (_bySize.TryGetValue(size, out var known)) return known;
            var made = new Lane();
            _bySize.Add(size, made);
            return made;
        }
    }
    public void Dispose() => _byType.Clear();
    public static void Main() { using var arenas = new Arenas(); arenas.Of(typeof(int), 4); }
}
public sealed class Line(string host) : IDisposable // closed for good, and connected again all the same
{
    private readonly Lock _gate = new();
    private TcpClient _tcp = new();
    private bool _closed;
    public void Renew()
    {
        var tcp = new TcpClient(host, 80);
        lock (_gate)
        {
            _tcp.Dispose();
            _tcp = tcp; //! LEAK4002
        }
    }
    public bool IsClosed { get { lock (_gate) return _closed; } }
    public void Dispose() { lock (_gate) { _closed = true; _tcp.Dispose(); } }
}
public abstract class Poller : IDisposable // every tick waits
{
    private readonly System.Timers.Timer _timer = new(1000);
    protected Poller() => _timer.Elapsed += (_, _) => Sync();
    public void Dispose() => _timer.Dispose();
    protected abstract void Sync();
}
public sealed class FilePoller(Func<Task> fetch) : Poller { protected override void Sync() => fetch().Wait(); } //! LEAK3001
public enum Mode { Running, Paused, ShuttingDown }
public interface IHost { event Action<Mode> ModeChanged; }
public sealed class Meter : IDisposable // the pause is no end
{
    private readonly IHost _host;
    private readonly ManualResetEvent _done = new(false);
    public Meter(IHost host) { _host = host; _host.ModeChanged += OnModeChanged; }
    private void OnModeChanged(Mode mode)
    {
        if (mode == Mode.Paused) _done.WaitOne(); //! LEAK3001
        else if (mode != Mode.ShuttingDown) Thread.Sleep(2000); //! LEAK3001
    }
    public void Dispose() { _host.ModeChanged -= OnModeChanged; _done.Dispose(); }
}
public sealed class Brush : IDisposable { private readonly Socket _link = new(SocketType.Stream, ProtocolType.Tcp); public void Dispose() => _link.Dispose(); }
public sealed class Brushes { private int _made; public Brush Get() { _made++; return new Brush(); } public int Made => _made; } // counts what it makes, and keeps none
public sealed class Shape(Brushes brushes) : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(".");
    private Brush _brush = brushes.Get();
    public void Start() => _watcher.Changed += (_, _) => Refresh();
    public void Refresh() => _brush = brushes.Get(); //! LEAK1001
    public void Dispose() { _watcher.Dispose(); _brush.Dispose(); }
}
public sealed class Album : IDisposable // one of the two leaves it open
{
    private FileStream? _file;
    public int ReloadHeader(string path)
    {
        _file = File.OpenRead(path); //! LEAK1001
        var header = _file.ReadByte();
        _file.Close();
        return header;
    }
    public void ReloadAll(string path) => _file = File.OpenRead(path); //! LEAK1001
    public void Dispose() => _file?.Dispose();
}
public sealed class Sub : IDisposable { private readonly Timer _timer = new(_ => Console.Beep()); public int Interval { get; set; } public void Dispose() => _timer.Dispose(); }
public sealed class Subs // gives the lock back before it looks
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<Sub> _subs = [];
    public async Task<int> CountAsync() { await LockAsync(); try { return _subs.Count; } finally { Unlock(); } }
    public async Task<int> AddAsync(int interval)
    {
        await LockAsync();
        Unlock();
        var sub = _subs.FirstOrDefault(s => s.Interval == interval);
        if (sub == null)
        {
            sub = new Sub { Interval = interval };
            _subs.Add(sub); //! LEAK2001
        }
        return _subs.Count;
    }
    private Task LockAsync() => _gate.WaitAsync();
    private void Unlock() => _gate.Release();
}
public sealed class Guide : IDisposable // called with a name, the helper waits
{
    private readonly FileSystemWatcher _watcher = new(".");
    private readonly Func<string, Task<string>>? _ask;
    public Guide(Func<string, Task<string>> ask) { _ask = ask; _watcher.Changed += OnChanged; }
    private void OnChanged(object sender, FileSystemEventArgs e) => Update(e.Name);
    private void Update(string? name)
    {
        if (name == null || _ask == null) return;
        Console.WriteLine(_ask(name).Result); //! LEAK3001
    }
    public void Dispose() { _watcher.Changed -= OnChanged; _watcher.Dispose(); }
}
