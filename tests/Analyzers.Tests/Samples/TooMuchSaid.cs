using System.Collections.Concurrent;
using System.Net.Sockets;
namespace Samples.TooMuchSaid;

// What the first form of an exemption took for harmless. The comment says what it went by.
public interface IFormatter { void Format(string record, Stream to); }
public sealed class Journal(IFormatter formatter) : IDisposable // a formatter writes to the stream, and keeps it not
{
    private readonly Dictionary<string, FileStream> _files = [];
    public void Open(string name)
    {
        var file = File.Create(name);
        formatter.Format("start", file);
        _files[name] = file; //! LEAK1001
    }
    public void Drop(string name) => _files.Remove(name); //! LEAK1002
    public void Dispose() { foreach (var file in _files.Values) { try { file.Dispose(); } catch (IOException) { } } }
}
public sealed class Guest { public string Name { get; set; } = ""; }
public sealed class GuestVisit(Guest guest) : IDisposable { private readonly Timer _bell = new(_ => Console.Beep(), null, 0, 500); public Guest Guest { get; } = guest; public void Dispose() => _bell.Dispose(); }
public sealed class Hotel : IDisposable // a guest comes twice, whatever the visit is called
{
    private readonly Dictionary<Guest, GuestVisit> _visits = [];
    public void Enter(GuestVisit visit) => _visits[visit.Guest] = visit; //! LEAK1001
    public void Dispose() { foreach (var visit in _visits.Values) visit.Dispose(); _visits.Clear(); }
}
public enum PodPhase { Running, Terminating }
public sealed class PodEvent { public PodPhase Phase { get; set; } public string Name { get; set; } = ""; }
public interface IPods { event Action<PodEvent> Changed; }
public sealed class Archiver : IDisposable // one of many ends, and the next ones wait
{
    private readonly IPods _pods;
    private readonly HttpClient _archive = new();
    public Archiver(IPods pods) { _pods = pods; _pods.Changed += OnChanged; }
    private void OnChanged(PodEvent pod)
    {
        if (pod.Phase == PodPhase.Terminating) _archive.GetAsync(pod.Name).Wait(); //! LEAK3001
    }
    public void Dispose() { _pods.Changed -= OnChanged; _archive.Dispose(); }
}
public sealed class ReportBuilder { public void Build(string name) { if (name.Length > 9) throw new IOException(name); } }
public sealed class Reports(ReportBuilder builder) // it builds, and fails
{
    private readonly ConcurrentDictionary<string, bool> _busy = new();
    public async Task RunAsync(string name)
    {
        _busy[name] = true; //! LEAK4001
        builder.Build(name);
        await Task.Delay(10);
        _busy.TryRemove(name, out _);
    }
}
public sealed class Dial // the task is waited for on the spot
{
    private readonly ConcurrentDictionary<string, bool> _busy = new();
    public async Task RunAsync(string name)
    {
        _busy[name] = true; //! LEAK4001
        Console.WriteLine(ReadAsync(name).Result);
        await Task.Delay(10);
        _busy.TryRemove(name, out _);
    }
    private static async Task<int> ReadAsync(string name) => (await File.ReadAllBytesAsync(name)).Length;
}
public sealed class Remote(HttpClient client) { public string InvokeSync(string request) => client.GetStringAsync(request).Result; }
public interface ILimits { Task<T> LoadAsync<T>(); }
public sealed class Sensor : IDisposable // a remote call by a name of the user interface; a value that is loaded each time
{
    private readonly Remote _remote;
    private readonly ILimits _limits;
    private readonly FileSystemWatcher _watcher = new(".");
    public Sensor(Remote remote, ILimits limits) { _remote = remote; _limits = limits; _watcher.Changed += OnChanged; _watcher.Created += OnCreated; }
    private string Limit => _limits.LoadAsync<string>().Result; //! LEAK3001
    private void OnChanged(object sender, FileSystemEventArgs e) => Console.WriteLine(_remote.InvokeSync(e.FullPath)); //! LEAK3001
    private void OnCreated(object sender, FileSystemEventArgs e) => Console.WriteLine(Limit);
    public void Dispose() { _watcher.Changed -= OnChanged; _watcher.Created -= OnCreated; _watcher.Dispose(); }
}
public sealed class Choir(string name) { private readonly List<string> _singers = []; private string _song = name; public void SetSong(string song) => _song = song; public bool Join(string singer) { _singers.Add(singer); return _song.Length > 0; } }
public sealed class Choirs // told its song, and joined by others ever after
{
    private readonly ConcurrentDictionary<string, Choir> _choirs = new();
    public bool Join(string name, string singer)
    {
        if (!_choirs.TryGetValue(name, out var choir))
        {
            choir = new Choir(name);
            choir.SetSong(name);
            _choirs[name] = choir; //! LEAK2001
        }
        return choir.Join(singer);
    }
}
public static class Steps // others add to what they get
{
    private static readonly ConcurrentDictionary<Type, List<string>> s_steps = new();
    public static IList<string> Of(Type type)
    {
        if (s_steps.TryGetValue(type, out var known)) return known;
        var steps = new List<string>();
        steps.Add(type.Name);
        s_steps[type] = steps; //! LEAK2001
        return steps;
    }
}
public sealed class Mail // what waited is gone with the list of the loser
{
    private readonly ConcurrentDictionary<string, List<string>> _boxes = new();
    private readonly List<string> _waiting = [];
    public void Wait(string letter) { lock (_waiting) _waiting.Add(letter); }
    public int Open(string name)
    {
        if (_boxes.ContainsKey(name)) return 0;
        var box = new List<string>();
        lock (_waiting)
        {
            foreach (var letter in _waiting) box.Add(letter);
            _waiting.Clear();
        }
        _boxes[name] = box; //! LEAK2001
        return box.Count;
    }
}
public sealed class Wires : IDisposable // a helper takes them out of the other table
{
    private readonly Dictionary<string, Timer> _cold = [];
    private readonly Dictionary<string, Timer> _hot = [];
    public void Lay(string name) { if (!_cold.ContainsKey(name)) _cold.Add(name, new Timer(_ => Console.Beep())); }
    public void Heat(string name)
    {
        if (!_cold.ContainsKey(name)) return;
        _hot["main"] = _cold[name]; //! LEAK1001
        Forget(name);
    }
    private void Forget(string name) => _cold.Remove(name);
    public void Dispose() { foreach (var wire in _cold.Values.Concat(_hot.Values)) wire.Dispose(); _cold.Clear(); _hot.Clear(); }
}
public sealed class Line : IDisposable { private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp); public event Action? Closed; public void Dispose() { _socket.Dispose(); Closed?.Invoke(); } }
public sealed class Exchange // knows how many there are, and ends none
{
    private readonly Dictionary<int, Line> _live = [];
    private int _last;
    public int Count => _live.Count;
    public Line Connect()
    {
        var line = new Line();
        var id = ++_last;
        _live[id] = line;
        line.Closed += () => _live.Remove(id);
        return line;
    }
}
public sealed class Phone(Exchange exchange) : IDisposable
{
    private readonly Dictionary<string, Line> _lines = [];
    public void Dial(string name) => _lines[name] = exchange.Connect(); //! LEAK1001
    public void Dispose() { foreach (var line in _lines.Values) { try { line.Dispose(); } catch (SocketException) { } } }
}
public abstract class Poll : IDisposable // only the end sets the flag
{
    private readonly System.Timers.Timer _timer = new(1000);
    private volatile bool _disposing;
    protected Poll() => _timer.Elapsed += OnElapsed;
    public void Dispose() { _disposing = true; _timer.Dispose(); }
    protected abstract void Sync();
    private void OnElapsed(object? sender, System.Timers.ElapsedEventArgs e) { if (_disposing) return; Sync(); }
}
public sealed class WebPoll(Func<Task> fetch) : Poll { protected override void Sync() => fetch().Wait(); } //! LEAK3001
public sealed class Scanner : IDisposable // leaves in between, and the file is open
{
    private FileStream? _file;
    public int ReloadHeader(string path)
    {
        _file = File.OpenRead(path); //! LEAK1001
        if (_file.Length == 0) return -1;
        var header = _file.ReadByte();
        _file.Close();
        return header;
    }
    public void Dispose() => _file?.Dispose();
}
public sealed class Leases(Func<string, Task> run) // taken out, and put in again only sometimes
{
    private readonly ConcurrentDictionary<string, int> _leases = new();
    public async Task RunAsync(string name, bool again)
    {
        _leases[name] = 1; //! LEAK4001
        await run(name);
        Release(name, again);
    }
    private void Release(string name, bool again)
    {
        _leases.TryRemove(name, out _);
        if (again) _leases[name] = 2;
    }
}
public sealed class Later(Func<Task> work) // runs on, whatever is not enabled yet
{
    public void Start()
    {
        var timer = new System.Timers.Timer(100) { Enabled = false };
        timer.Elapsed += (_, _) => work().Wait(); //! LEAK3001
        timer.Start();
    }
}
public static class Leaves // the parent's entry is another's
{
    private static readonly ConcurrentDictionary<string, Leaf> s_leaves = new();
    public static Leaf Grow(string name, string parent) { var leaf = new Leaf(parent); if (!s_leaves.TryAdd(name, leaf)) leaf.Dispose(); return leaf; }
    public static void CloseAll() { foreach (var leaf in s_leaves.Values) leaf.Dispose(); s_leaves.Clear(); }
    public sealed class Leaf(string parentName) : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500);
        public void CutParent() => s_leaves.TryRemove(parentName, out _); //! LEAK1002
        public void Dispose() => _timer.Dispose();
    }
}
public sealed class Queue : IDisposable // handlers of messages that nobody handled
{
    private readonly IMessages _messages;
    private readonly HttpClient _client = new();
    public Queue(IMessages messages) { _messages = messages; _messages.MessageUnhandledException += OnFailed; }
    private void OnFailed(Exception e) => _client.GetAsync(e.Message).Wait(); //! LEAK3001
    public void Dispose() { _messages.MessageUnhandledException -= OnFailed; _client.Dispose(); }
}
public interface IMessages { event Action<Exception> MessageUnhandledException; }
