using System.Collections.Concurrent; using System.Diagnostics;
namespace P2;
public sealed class Conn(string host) : IDisposable { public string Host => host; public bool IsOpen { get; set; } public void Ping() { } public void Dispose() { IsOpen = false; } }
// ---------- 2001
public sealed class R1
{
    private readonly Dictionary<string, Conn> _map = new(); private readonly object _gate = new();
    public Conn Get(string k) { if (_map.TryGetValue(k, out var c)) return c; c = new Conn(k); _map[k] = c; return c; } //! LEAK2001
    public Conn GetLocked(string k) { lock (_gate) { if (_map.TryGetValue(k, out var c)) return c; c = new Conn(k); _map[k] = c; return c; } }
    public Conn GetSplit(string k) { lock (_gate) { if (_map.TryGetValue(k, out var c)) return c; } var d = new Conn(k); lock (_gate) { _map[k] = d; } return d; }
    public async Task<Conn> GetAsync(string k) { if (_map.TryGetValue(k, out var c)) return c; c = await MakeAsync(k); _map[k] = c; return c; }
    private Task<Conn> MakeAsync(string k) => Task.FromResult(new Conn(k));
    public void Close(string k) { lock (_gate) if (_map.Remove(k, out var c)) c.Dispose(); }
}
public static class R2
{
    private static readonly Dictionary<string, HttpClient> Clients = new();
    public static HttpClient Get(string k) { if (!Clients.ContainsKey(k)) Clients.Add(k, new HttpClient()); return Clients[k]; } //! LEAK2001
}
public sealed class R3
{
    private readonly ConcurrentDictionary<string, object> _locks = new(); private readonly ConcurrentDictionary<string, string> _names = new(); private readonly ConcurrentDictionary<string, List<int>> _lists = new();
    public object LockFor(string k) { if (_locks.TryGetValue(k, out var o)) return o; return _locks[k] = new object(); } //! LEAK2001
    public string Name(string k) { if (!_names.TryGetValue(k, out var n)) _names[k] = n = k.ToUpper(); return n; }
    public void Add(string k, int v) { if (!_lists.TryGetValue(k, out var l)) { l = new List<int>(); _lists[k] = l; } lock (l) l.Add(v); } //! LEAK2001
    public void Add2(string k, int v) { var l = _lists.GetValueOrDefault(k); if (l is null) _lists[k] = l = []; lock (l) l.Add(v); } //! LEAK2001
}
public sealed class R4
{
    private readonly Dictionary<string, Conn> _map = new(); // not shared
    public Conn Get(string k) { if (_map.TryGetValue(k, out var c)) return c; c = new Conn(k); _map[k] = c; return c; }
}
public sealed class R5
{
    private readonly ConcurrentDictionary<string, Conn> _map = new();
    public Conn Get(string k) { var c = Find(k); if (c == null) { c = new Conn(k); Store(k, c); } return c; }
    private Conn? Find(string k) => _map.TryGetValue(k, out var c) ? c : null;
    private void Store(string k, Conn c) => _map[k] = c; //! LEAK2001
    public Conn Get2(string k) => _map.TryGetValue(k, out var c) switch { true => c, false => _map[k] = new Conn(k) }; //! LEAK2001
    public void Drop(string k) { if (_map.TryRemove(k, out var c)) c.Dispose(); }
}
public sealed class R6 : IDisposable
{
    private readonly Timer _timer; private readonly List<Conn> _conns = new();
    public R6() { _timer = new Timer(_ => Sweep(), null, 0, 1000); }
    private void Sweep() { foreach (var c in _conns.ToArray()) if (!c.IsOpen) { _conns.Remove(c); c.Dispose(); } } //! LEAK1007
    public Conn Get(string h) { var c = _conns.FirstOrDefault(x => x.Host == h); if (c != null) return c; c = new Conn(h); _conns.Add(c); return c; } //! LEAK2001
    public void Dispose() { _timer.Dispose(); foreach (var c in _conns) c.Dispose(); }
}
// ---------- 3001
public sealed class Watcher { public event Action<string>? Changed; public event EventHandler<string>? Closed; public void Raise() => Changed?.Invoke(""); }
public sealed class Api { public Task PatchAsync(string s) => Task.CompletedTask; public Task<string> GetAsync(string s) => Task.FromResult(s); }
public sealed class C1
{
    private readonly Api _api = new(); private readonly SemaphoreSlim _sem = new(1); private Timer? _t;
    public C1(Watcher w)
    {
        w.Changed += s => _api.PatchAsync(s).Wait(); //! LEAK3001
        w.Changed += OnChanged;
        w.Closed += (_, s) => { var r = _api.GetAsync(s).Result; Console.WriteLine(r); }; //! LEAK3001
        w.Changed += s => { _ = Task.Run(() => _api.PatchAsync(s).Wait()); };
        w.Changed += async s => await _api.PatchAsync(s);
        w.Changed += s => { if (_sem.Wait(0)) _sem.Release(); };
        _t = new Timer(_ => Tick(), null, 0, 1000);
        AppDomain.CurrentDomain.ProcessExit += (_, _) => _api.PatchAsync("").Wait(1000);
    }
    private void OnChanged(string s) => Handle(s);
    private void Handle(string s) { _api.PatchAsync(s).GetAwaiter().GetResult(); } //! LEAK3001
    private void Tick() { Thread.Sleep(100); } //! LEAK3001
    public void Direct() => _api.PatchAsync("").Wait();
}
public sealed class Obs : IObserver<string>
{
    private readonly Process _p = new();
    public void OnNext(string v) { _p.WaitForExit(); } //! LEAK3001
    public void OnError(Exception e) { } public void OnCompleted() { }
}
public sealed class C2 { public C2(CancellationToken ct, Api api) { ct.Register(() => api.PatchAsync("").Wait()); //! LEAK3001
  Task t = api.PatchAsync(""); t.ContinueWith(x => x.Wait()); } }
public sealed class Sender { public void Send(Api api, string s) => api.PatchAsync(s).Wait(); }
public sealed class C3 { private readonly Sender _s = new(); public C3(Watcher w, Api api) { w.Changed += x => _s.Send(api, x); } } //! LEAK3001
// ---------- 4001
public sealed class D1
{
    private readonly ConcurrentDictionary<string, TaskCompletionSource<int>> _pending = new();
    public async Task<int> SendA(string id, Api api) { var tcs = new TaskCompletionSource<int>(); _pending[id] = tcs; await api.PatchAsync(id); var r = await tcs.Task; _pending.TryRemove(id, out _); return r; } //! LEAK4001
    public async Task<int> SendB(string id, Api api) { var tcs = new TaskCompletionSource<int>(); _pending[id] = tcs; try { await api.PatchAsync(id); return await tcs.Task; } finally { _pending.TryRemove(id, out _); } }
    public async Task SendC(string id, Api api) { _pending[id] = new(); //! LEAK4001
        if (id.Length == 0) return; try { await api.PatchAsync(id); } finally { _pending.TryRemove(id, out _); } }
    public async Task SendD(string id, Api api) { if (!_pending.TryAdd(id, new())) return; try { await api.PatchAsync(id); } finally { _pending.TryRemove(id, out _); } }
}
public sealed class D2
{
    private readonly ConcurrentDictionary<string, Conn> _active = new();
    public async Task RunAsync(string id, Api api) { _active[id] = new Conn(id); try { await api.PatchAsync(id); } catch { Remove(id); throw; } } //! LEAK4001 LEAK1001
    private void Remove(string id) { if (_active.TryRemove(id, out var c)) c.Dispose(); }
}
public sealed class Manager
{
    private readonly ConcurrentDictionary<string, Lazy<Conn>> _clients = new();
    public Conn Get(string id) => _clients.GetOrAdd(id, k => new Lazy<Conn>(() => new Conn(k))).Value;
    public void Kill(string id) { var c = Get(id); c.Ping(); //! LEAK4001
        try { c.Ping(); } finally { Remove(id); } }
    public void Remove(string id) { if (_clients.TryRemove(id, out var l) && l.IsValueCreated) l.Value.Dispose(); }
}
public sealed class Exec(Manager m, string id, Api api)
{
    private readonly Manager _m = m; private readonly string _id = id;
    public async Task<bool> RunAsync() { try { var log = Task.Run(() => _m.Get(_id).Ping()); //! LEAK4001
       await api.PatchAsync(_id); await log; return true; } catch { Cancel(); throw; } }
    private void Cancel() => _m.Kill(_id);
}
// ---------- 4002
public sealed class K1 : IDisposable
{
    private readonly Dictionary<string, Conn> _map = new(); private readonly object _gate = new(); private bool _closed;
    public void AddA(string k) { lock (_gate) { if (_map.ContainsKey(k)) return; _map[k] = new Conn(k); } } //! LEAK4002
    public void AddB(string k) { lock (_gate) { if (_closed) throw new ObjectDisposedException(""); if (_map.ContainsKey(k)) return; _map[k] = new Conn(k); } }
    public void AddC(string k) { if (_closed) return; lock (_gate) { if (_map.ContainsKey(k)) return; _map[k] = new Conn(k); } } //! LEAK4002
    public void AddD(string k) { lock (_gate) { Check(); AddCore(k); } }
    private void Check() { ObjectDisposedException.ThrowIf(_closed, this); }
    private void AddCore(string k) { if (!_map.ContainsKey(k)) _map.Add(k, new Conn(k)); }
    public void Dispose() { List<Conn> all; lock (_gate) { if (_closed) return; _closed = true; all = _map.Values.ToList(); _map.Clear(); } foreach (var c in all) c.Dispose(); }
}
public sealed class K2 : IDisposable
{
    private readonly ConcurrentDictionary<string, Conn> _map = new(); private volatile bool _closed;
    public void Add(string k) { var c = new Conn(k); if (!_map.TryAdd(k, c)) { c.Dispose(); return; } if (_closed && _map.TryRemove(k, out var late)) late.Dispose(); }
    public void Dispose() { _closed = true; foreach (var k in _map.Keys) if (_map.TryRemove(k, out var c)) c.Dispose(); }
}
public sealed class K3 : IDisposable
{
    private readonly ConcurrentBag<Conn> _idle = new();
    public Conn Rent() => _idle.TryTake(out var c) ? c : new Conn("");
    public void Return(Conn c) => _idle.Add(c); //! LEAK4002
    public void Dispose() { while (_idle.TryTake(out var c)) c.Dispose(); }
}
