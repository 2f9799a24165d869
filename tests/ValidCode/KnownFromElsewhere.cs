using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Runtime.CompilerServices;
using System.Text;
namespace LeakGuard.ValidCode.KnownFromElsewhere;

/// <summary>The whole method is under the lock of its type.</summary>
public static class Shops
{
    private static readonly Dictionary<string, HttpClient> s_clients = [];
    [MethodImpl(MethodImplOptions.Synchronized)]
    public static HttpClient Of(string name)
    {
        if (!s_clients.TryGetValue(name, out var client))
        {
            client = new HttpClient();
            s_clients[name] = client;
        }
        return client;
    }
    public static int Count { get { lock (typeof(Shops)) return s_clients.Count; } }
}

/// <summary>A Dispose that takes a message is a command, and the table is not the owner.</summary>
public interface IJob { string Id { get; } void Dispose(byte[] message); }
public sealed class Jobs
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, IJob> _jobs = [];
    public void Add(IJob job) { lock (_gate) _jobs.Add(job.Id, job); }
    public void Done(string id) { lock (_gate) _jobs.Remove(id); }
    public void EndAll(byte[] why) { lock (_gate) foreach (var job in _jobs.Values) job.Dispose(why); }
    public void Reset() { lock (_gate) _jobs.Clear(); }
}

/// <summary>Writers that leave their stream open hold nothing.</summary>
public sealed class Log(string path) : IDisposable
{
    private readonly FileStream _file = File.Create(path);
    private BinaryWriter? _writer;
    public void Open() { _writer = new BinaryWriter(_file, Encoding.UTF8, leaveOpen: true); }
    public void Restart() { _file.SetLength(0); _writer = new BinaryWriter(_file, Encoding.UTF8, true); }
    public void Write(int x) => _writer!.Write(x);
    public void Dispose() { _writer?.Dispose(); _file.Dispose(); }
}

/// <summary>Entries whose dispose is empty.</summary>
public interface IDoor : IDisposable { int Port { get; } }
public sealed class Door(int port) : IDoor { public int Port => port; public void Dispose() { } }
public sealed class Doors(IReadOnlyList<IDoor> doors) : List<IDoor>(doors);
public sealed class Server : IDisposable
{
    private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
    public IReadOnlyList<IDoor> All { get; }
    public Server(int[] ports) { All = ports.Select(p => (IDoor)new Door(p)).ToList(); }
    public void Dispose() => _socket.Dispose();
}

/// <summary>A semaphore of another type that is a lock, also one that a token ends.</summary>
public static class Tally
{
    private static SemaphoreSlim Gate { get; } = new(1, 1);
    public static int Sum;
    public static void Update(Action change, CancellationToken token = default)
    {
        Gate.Wait(token);
        try { change(); } finally { Gate.Release(); }
    }
}
public sealed class Meter
{
    public Meter(FileSystemWatcher watcher) => watcher.Changed += (_, e) => Tally.Update(() => Tally.Sum++);
}

/// <summary>An async method that awaits nothing is done when it returns.</summary>
public sealed class Net
{
    public Net(FileSystemWatcher watcher) => watcher.Changed += (_, e) => Close();
    private void Close() => CloseAsync("x").GetAwaiter().GetResult();
    private async Task CloseAsync(string why) { Console.WriteLine(why); }
}

/// <summary>A helper stops the timer for the tick.</summary>
public abstract class Ticker : IDisposable
{
    private readonly Timer _timer;
    protected Ticker() => _timer = new Timer(OnTick, null, 1000, 1000);
    protected abstract Task Tick();
    private void Off() => _timer.Change(Timeout.Infinite, Timeout.Infinite);
    private void On() => _timer.Change(1000, 1000);
    private void OnTick(object? state) { Off(); try { Tick().Wait(); } finally { On(); } }
    public void Dispose() => _timer.Dispose();
}

/// <summary>Whatever fails, the catch puts another one there.</summary>
public sealed class Game(Func<TcpClient> open) : IDisposable
{
    private TcpClient _client = open();
    public void Move(string host)
    {
        try
        {
            _client.Close();
            Console.WriteLine(host);
            _client = open();
            Login();
        }
        catch (Exception e)
        {
            Console.WriteLine(e);
            _client = open();
        }
    }
    private void Login() => _client.GetStream().WriteByte(1);
    public void Dispose() => _client.Dispose();
}

/// <summary>Both are around the one field that stays.</summary>
public class Wire(Stream inner) : IDisposable { protected readonly Stream Inner = inner; public virtual void Send(byte b) => Inner.WriteByte(b); public void Dispose() => Inner.Dispose(); }
public sealed class SealedWire(Stream inner, byte key) : Wire(inner) { public override void Send(byte b) => Inner.WriteByte((byte)(b ^ key)); }
public sealed class Player : IDisposable
{
    private readonly NetworkStream _net;
    private Wire _wire;
    public Player(Socket socket) { _net = new NetworkStream(socket, true); _wire = new Wire(_net); }
    public void Seal(byte key) => _wire = new SealedWire(_net, key);
    public void Send(byte b) => _wire.Send(b);
    public void Dispose() => _wire.Dispose();
}

/// <summary>What is tried first ends the file.</summary>
public sealed class Receiver : IDisposable
{
    private FileStream? _file;
    public void Begin(string name) { CloseFile(); _file = File.Create(name); }
    public void Write(byte b) => _file?.WriteByte(b);
    public void End()
    {
        if (_file == null) return;
        try { CloseFile(); }
        catch (IOException e) { Console.WriteLine(e); }
        finally { _file = null; }
    }
    private void CloseFile() { try { _file?.Flush(); } catch (Exception e) { Console.WriteLine(e); } _file?.Close(); _file = null; }
    public void Dispose() => CloseFile();
}

/// <summary>Who raises the event reads the answer.</summary>
public sealed class StoreArgs(string id) : EventArgs { public string Id => id; public string Answer { get; set; } = ""; }
public sealed class ImapSession(Socket socket)
{
    public event EventHandler<StoreArgs>? Store;
    public void Start() => socket.BeginReceive(new byte[1], 0, 1, SocketFlags.None, OnData, null);
    private void OnData(IAsyncResult result) { Reply(OnStore("x")); }
    private StoreArgs OnStore(string id) { var e = new StoreArgs(id); Store?.Invoke(this, e); return e; }
    private void Reply(StoreArgs e) => socket.Send(Encoding.UTF8.GetBytes(e.Answer));
}
public sealed class Mails(ImapSession session, HttpClient http)
{
    public void Attach() => session.Store += OnStore;
    private void OnStore(object? sender, StoreArgs e) => http.GetAsync(e.Id).Wait();
}

/// <summary>Callers that know it as an interface end it themselves.</summary>
public interface IDevices { void Drop(string id); }
public sealed class Device(IDevices devices, string id) : IDisposable { private readonly FileStream _file = File.OpenRead(id); public void Close() { _file.Dispose(); devices.Drop(id); } public void Dispose() => Close(); }
public sealed class Devices : IDevices, IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Device> _devices = [];
    private bool _closed;
    public Device Open(string id) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); if (_devices.TryGetValue(id, out var d)) return d; d = new Device(this, id); _devices.Add(id, d); return d; } }
    public void Drop(string id) { lock (_gate) _devices.Remove(id); }
    public void Dispose() { Device[] all; lock (_gate) { _closed = true; all = [.. _devices.Values]; } foreach (var d in all) d.Close(); }
}

/// <summary>What the session leads to is ended, not the session.</summary>
public sealed class Upgrade : IDisposable
{
    private Wire? _session;
    private SslHolder? _ssl;
    public void Start(Wire session) { _session = session; _ssl = new SslHolder(session); }
    private void Failed() { _ssl!.Wire.Dispose(); }
    public void Finish(bool ok) { if (!ok) Failed(); }
    public void Dispose() { _session = null; _ssl = null; }
}
public sealed class SslHolder(Wire wire) { public Wire Wire => wire; }

/// <summary>The extension only says how to come back.</summary>
public static class Awaits { public static ConfiguredTaskAwaitable<T> ConfigureDefaultAwait<T>(this Task<T> task) => task.ConfigureAwait(false); }
public sealed class Pack : IDisposable { private readonly Timer _t = new(_ => { }, null, 0, 10); public void Dispose() => _t.Dispose(); }
public sealed class Channel1 : IDisposable
{
    private readonly System.Threading.Channels.Channel<Pack> _channel = System.Threading.Channels.Channel.CreateUnbounded<Pack>();
    public bool Put() { var p = new Pack(); if (_channel.Writer.TryWrite(p)) return true; p.Dispose(); return false; }
    public async Task<Pack> TakeAsync() => await _channel.Reader.ReadAsync().AsTask().ConfigureDefaultAwait();
    public void Dispose() { _channel.Writer.TryComplete(); while (_channel.Reader.TryRead(out var p)) p.Dispose(); }
}

/// <summary>On another thread the member only hands itself over.</summary>
public interface IMain { bool InvokeRequired { get; } void Invoke(Action action); }
public sealed class Bots(IMain main)
{
    private readonly Dictionary<string, List<string>> _channels = [];
    private readonly Lock _other = new(); private int _n;
    public void Count() { lock (_other) _n++; }
    public void Register(string name)
    {
        if (main.InvokeRequired) { main.Invoke(() => Register(name)); return; }
        if (!_channels.ContainsKey(name)) _channels[name] = [];
        _channels[name].Add("x");
    }
}

/// <summary>One loop alone uses the table, which is there before it starts.</summary>
public sealed class Smtp(TcpListener[] listeners) : IDisposable
{
    private Task<TcpClient>?[] _pending = [];
    private Task? _core;
    private volatile bool _run;
    public void Start() { foreach (var l in listeners) l.Start(); _pending = new Task<TcpClient>[listeners.Length]; _run = true; _core = Task.Run(() => Core().Wait()); }
    private async Task Core() { while (_run) await Next(); }
    private async Task Next()
    {
        for (var i = 0; i < listeners.Length; i++)
            if (_pending[i] == null) _pending[i] = listeners[i].AcceptTcpClientAsync();
        var done = Task.WaitAny(_pending!);
        var task = _pending[done]!;
        _pending[done] = null;
        using var client = await task;
    }
    public void Stop() { _run = false; foreach (var l in listeners) l.Stop(); _core?.Wait(); }
    public void Dispose() => Stop();
}
