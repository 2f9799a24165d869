using System.Collections.Concurrent;
using System.Net.Sockets;
namespace LeakGuard.ValidCode.NewOrSpent;
public sealed class Job { public Guid Id { get; init; } public string Name { get; set; } = ""; }

/// <summary>The initializer gives it a new number.</summary>
public sealed class Jobs
{
    private readonly ConcurrentDictionary<Guid, CancellationTokenSource> _running = new();
    public async Task RunAsync(string name, CancellationToken token)
    {
        var id = Guid.NewGuid();
        var job = new Job() { Id = id, Name = name };
        var stop = CancellationTokenSource.CreateLinkedTokenSource(token);
        _running.TryAdd(job.Id, stop);
        try { await Task.Delay(10, stop.Token); } finally { if (_running.TryRemove(id, out var s)) s.Dispose(); }
    }
}

/// <summary>The number is counted up by the call that sends, each time.</summary>
public sealed class Voice : IDisposable
{
    private readonly Dictionary<int, ManualResetEvent> _calls = [];
    private int _cookie;
    public bool Call()
    {
        var done = new ManualResetEvent(false);
        _calls[_cookie] = done;
        if (Send("call") == -1) { _calls.Remove(_cookie); done.Dispose(); return false; }
        return done.WaitOne(100);
    }
    private int Send(string what) { if (what.Length == 0) return -1; Console.WriteLine(what + _cookie++); return _cookie - 1; }
    public void Dispose() { foreach (var call in _calls.Values) call.Dispose(); _calls.Clear(); }
}

/// <summary>What it had it has given away, and its Dispose leaves at once.</summary>
public sealed class PartWriter(string path) : IDisposable
{
    private FileStream? _file = File.Create(path);
    private bool _given, _disposed;
    public Part Finish() { var part = new Part(_file!); _file = null; _given = true; return part; }
    public void Write(byte b) => _file!.WriteByte(b);
    public void Dispose() { if (_given || _disposed) return; _file?.Dispose(); _disposed = true; }
}
public sealed class Part(FileStream file) : IDisposable { public long Length => file.Length; public void Dispose() => file.Dispose(); }
public sealed class Parts : IDisposable
{
    private readonly List<Part> _parts = [];
    private PartWriter? _next = new("0");
    public void Write(byte b)
    {
        _next!.Write(b);
        if (b == 0) { _parts.Add(_next.Finish()); _next = new PartWriter("n" + _parts.Count); }
    }
    public void Close() { _parts.Add(_next!.Finish()); _next = null; }
    public void Dispose() { _next?.Dispose(); foreach (var p in _parts) { try { p.Dispose(); } catch (IOException) { } } }
}

/// <summary>Only flags and references are let go.</summary>
public abstract class Op { public string Name { get; set; } = ""; }
public sealed class LineOp(byte[] buffer) : Op, IDisposable
{
    private bool _isDisposed; private byte[]? _buffer = buffer;
    ~LineOp() => Dispose();
    public int N => _buffer!.Length;
    public void Dispose() { if (_isDisposed) return; _isDisposed = true; _buffer = null; }
}
public sealed class WriteOp : IDisposable
{
    private LineOp? _line; private Stream? _s = File.OpenRead("x");
    public void Start(byte[] b) { _line?.Dispose(); _line = new LineOp(b); Console.WriteLine(_line.N); }
    public void Dispose() { _line = null; _s?.Dispose(); _s = null; }
}

/// <summary>A chain: each link has the one before, and there is nothing to go on from when all is closed.</summary>
public sealed class Ctx(Ctx? parent) : IDisposable { private readonly Timer _t = new(_ => { }, null, 0, 9); public Ctx? Parent => parent; public string Id => "x"; public Ctx Spawn(string id) => new(this); public void Dispose() => _t.Dispose(); }
public sealed class Stack : IDisposable
{
    private readonly Lock _gate = new(); private Ctx? _top = new(null);
    public void Push(string id) { lock (_gate) { var current = _top!; Console.WriteLine(current.Id); _top = current.Spawn(id); } }
    public void Pop() { lock (_gate) { _top!.Dispose(); _top = _top.Parent; } }
    public void Dispose() { lock (_gate) { if (_top != null) { _top.Dispose(); _top = null; } } }
}

/// <summary>One loop is all that ever puts something in.</summary>
public sealed class Peer(string id) : IDisposable { private readonly Timer _t = new(_ => Console.Write(id), null, 0, 9); public bool Dead => false; public void Dispose() => _t.Dispose(); }
public sealed class Neighbors(Func<IEnumerable<string>> near) : IDisposable
{
    private readonly ConcurrentDictionary<string, Peer> _peers = new();
    private CancellationTokenSource? _stop; private Task? _loop;
    public void Start() { if (_loop != null) return; _stop = new CancellationTokenSource(); _loop = Task.Run(() => LoopAsync(_stop.Token)); }
    public void Drop(string id) { if (_peers.TryRemove(id, out var p)) p.Dispose(); }
    private async Task LoopAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            foreach (var id in near())
            {
                if (_peers.ContainsKey(id)) continue;
                await Task.Delay(1, token);
                _peers[id] = new Peer(id);
            }
            await Task.Delay(1000, token);
        }
    }
    public void Dispose() { _stop?.Cancel(); try { _loop?.Wait(); } catch (AggregateException) { } foreach (var p in _peers.Values) p.Dispose(); _peers.Clear(); _stop?.Dispose(); }
}
