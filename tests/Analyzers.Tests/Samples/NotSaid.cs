using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
namespace Samples.NotSaid;

// Beside each look-alike of KnownFromElsewhere: the same without what makes it harmless.
public static class Shops // the lock of one object does not keep others out of a static
{
    private static readonly Dictionary<string, HttpClient> s_clients = [];
    public static HttpClient Of(string name)
    {
        if (!s_clients.TryGetValue(name, out var client))
        {
            client = new HttpClient();
            s_clients[name] = client; //! LEAK2001
        }
        return client;
    }
    [MethodImpl(MethodImplOptions.Synchronized)]
    public static int Count() => s_clients.Count;
}
public sealed class Log(string path) : IDisposable // it closes the stream
{
    private BinaryWriter _writer = new(File.Create(path));
    public void Roll(string next) { _writer.Flush(); _writer = new BinaryWriter(File.Create(next)); } //! LEAK1001
    public void Write(int x) => _writer.Write(x);
    public void Dispose() => _writer.Dispose();
}
public static class Tally // it is held for as long as the file takes
{
    private static SemaphoreSlim Gate { get; } = new(1, 1);
    public static void Update(CancellationToken token) { Gate.Wait(token); }
    public static void Done() => Gate.Release();
}
public sealed class Meter
{
    public Meter(FileSystemWatcher watcher) => watcher.Changed += (_, e) => { Tally.Update(default); Console.WriteLine(e.Name); Tally.Done(); }; //! LEAK3001
}
public sealed class Net // the method awaits on one of its ways
{
    public Net(FileSystemWatcher watcher) => watcher.Changed += (_, e) => CloseAsync(e.Name).GetAwaiter().GetResult(); //! LEAK3001
    private async Task CloseAsync(string? why) { if (why != null) await File.WriteAllTextAsync("log", why); }
}
public sealed class Ticker : IDisposable // the helper only makes it slower
{
    private readonly Timer _timer;
    private readonly Func<Task> _tick;
    public Ticker(Func<Task> tick) { _tick = tick; _timer = new Timer(OnTick, null, 1000, 1000); }
    private void Slow() => _timer.Change(5000, 5000);
    private void OnTick(object? state)
    {
        Slow();
        _tick().Wait(); //! LEAK3001
    }
    public void Dispose() => _timer.Dispose();
}
public sealed class Game(Func<TcpClient> open) : IDisposable // the catch only tells
{
    private TcpClient _client = open();
    public void Move(string host)
    {
        try
        {
            _client.Close(); //! LEAK1008
            Console.WriteLine(host);
            _client = open();
            Login();
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
        }
    }
    private void Login() => _client.GetStream().WriteByte(1);
    public void Dispose() => _client.Dispose();
}
public sealed class Receiver : IDisposable // something else is tried first
{
    private FileStream? _file;
    public void Begin(string name) { CloseFile(); _file = File.Create(name); }
    public void End(Action<string> told)
    {
        if (_file == null) return;
        try { told(_file.Name); CloseFile(); }
        finally { _file = null; } //! LEAK1001
    }
    private void CloseFile() { _file?.Dispose(); _file = null; }
    public void Dispose() => CloseFile();
}
public sealed class StoreArgs(string id) : EventArgs { public string Id => id; }
public sealed class ImapSession(Socket socket) // nobody looks at the arguments afterwards
{
    public event EventHandler<StoreArgs>? Stored;
    public void Start() => socket.BeginReceive(new byte[1], 0, 1, SocketFlags.None, OnData, null);
    private void OnData(IAsyncResult result) { var e = new StoreArgs("x"); Stored?.Invoke(this, e); Start(); }
}
public sealed class Mails(ImapSession session, HttpClient http)
{
    public void Attach() => session.Stored += OnStored;
    private void OnStored(object? sender, StoreArgs e) => http.GetAsync(e.Id).Wait(); //! LEAK3001
}
public interface IDevices { void Drop(string id); }
public sealed class Device(string id) : IDisposable { private readonly Timer _beat = new(_ => Console.Write(id), null, 0, 50); public long Length => id.Length; public void Dispose() => _beat.Dispose(); }
public sealed class User(IDevices devices) { public void Leave(string id) => devices.Drop(id); }
public sealed class Devices : IDevices, IDisposable // who calls it through the interface ends nothing
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Device> _devices = [];
    private bool _closed;
    public long Open(string id) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); if (!_devices.TryGetValue(id, out var d)) { d = new Device(id); _devices.Add(id, d); } return d.Length; } }
    public void Drop(string id) { lock (_gate) _devices.Remove(id); } //! LEAK1002
    public void Dispose() { Device[] all; lock (_gate) { _closed = true; all = [.. _devices.Values]; } foreach (var d in all) d.Dispose(); }
}
public sealed class Job { public Guid Id { get; init; } public Guid Group { get; init; } }
public sealed class Jobs : IDisposable // the group is not new
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<Guid, Timer> _running = new();
    public void Run(Guid group)
    {
        var id = Guid.NewGuid();
        var job = new Job { Id = id, Group = group };
        _running.TryAdd(job.Group, new Timer(_ => Console.Write(id), null, 0, 50)); //! LEAK1006
    }
    public void Stop(Guid group) { if (_running.TryRemove(group, out var timer)) timer.Dispose(); }
    public void Dispose() { foreach (var timer in _running.Values) timer.Dispose(); }
}
public sealed class PartWriter(string path) : IDisposable // its Dispose looks at another flag
{
    private readonly FileStream _file = File.Create(path);
    private bool _full, _disposed;
    public bool IsFull => _full;
    public int Seal() { _file.WriteByte(0); _full = true; return 1; }
    public void Dispose() { if (_disposed) return; _disposed = true; _file.Dispose(); }
}
public sealed class Parts : IDisposable
{
    private int _parts;
    private PartWriter _next = new("0");
    public void Roll()
    {
        _parts += _next.Seal();
        _next = new PartWriter("n" + _parts); //! LEAK1001
    }
    public void Dispose() => _next.Dispose();
}
internal sealed class Pulse(string name) : IDisposable // its construction starts something
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Timer _beat = new(_ => Console.Write(name), null, 0, 50);
    public bool Try() => _gate.Wait(0);
    public void Dispose() { _gate.Dispose(); _beat.Dispose(); }
}
internal sealed class Pulses
{
    private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Pulse> _all = new();
    public Pulse Of(string name) => _all.GetOrAdd(name, static n => new Pulse(n)); //! LEAK1005
    public void End(string name) { if (_all.TryRemove(name, out var pulse)) pulse.Dispose(); }
    public void Dispose() { foreach (var pulse in _all.Values) pulse.Dispose(); }
}
internal sealed class Dispatchers // what it waits for under the gate takes its time
{
    private readonly SemaphoreSlim _gate = new(1);
    public void Load(string name)
    {
        _gate.Wait();
        File.ReadAllTextAsync(name).Wait();
        _gate.Release();
    }
}
internal sealed class Executor(Dispatchers dispatchers)
{
    public void Attach(FileSystemWatcher watcher) => watcher.Created += (_, e) => dispatchers.Load(e.Name ?? ""); //! LEAK3001
}
public enum LineState { Open, Draining, Disposed }
public sealed class Line(string name) : IDisposable { private readonly Timer _beat = new(_ => Console.Write(name), null, 0, 50); public LineState State { get; set; } public void Dispose() => _beat.Dispose(); }
public sealed class Lines : IDisposable // what drains still has to be disposed
{
    private readonly List<Line> _all = [];
    private bool _closed;
    public void Open(string name) { lock (_all) { ObjectDisposedException.ThrowIf(_closed, this); _all.Add(new Line(name)); } }
    public void Sweep()
    {
        lock (_all)
        {
            for (var i = _all.Count - 1; i >= 0; i--)
            {
                var line = _all[i];
                if (line.State != LineState.Draining)
                    continue;
                _all.RemoveAt(i); //! LEAK1002
            }
        }
    }
    public void Dispose() { lock (_all) { _closed = true; foreach (var line in _all) line.Dispose(); _all.Clear(); } }
}
internal sealed class Checks : IDisposable // the exchange turns nobody away
{
    private readonly Timer _timer;
    private int _runs;
    public Checks() => _timer = new Timer(_ => Check(), null, 1000, 1000);
    private void Check()
    {
        Interlocked.Exchange(ref _runs, 1);
        Heal();
    }
    private void Heal() => Thread.Sleep(200); //! LEAK3001
    public void Dispose() => _timer.Dispose();
}
