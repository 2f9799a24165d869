using System.Collections.Concurrent; using System.Collections.Immutable;
namespace Samples.One;
public sealed class Conn(string host) : IDisposable { public string Host => host; public bool IsOpen { get; set; } public void Ping() { } public void Dispose() { IsOpen = false; } }
public sealed class AConn : IAsyncDisposable { public ValueTask DisposeAsync() => default; }
public sealed class A : IDisposable
{
    private readonly Dictionary<string, Conn> _map = new();
    public void Put(string k) { _map[k] = new Conn(k); } //! LEAK1001
    public void Put2(string k) => _map[k] = new(k); //! LEAK1001
    public void PutIfMissing(string k) { if (!_map.ContainsKey(k)) _map[k] = new Conn(k); }
    public Conn Get(string k) { if (_map.TryGetValue(k, out var c)) return c; c = new Conn(k); _map[k] = c; return c; }
    public void Replace(string k) { if (_map.TryGetValue(k, out var old)) old.Dispose(); _map[k] = new Conn(k); }
    public void Replace2(string k) { _map.Remove(k, out var old); _map[k] = new Conn(k); old?.Dispose(); }
    public void Replace3(string k) { Drop(k); _map[k] = new Conn(k); }
    private void Drop(string k) { if (_map.Remove(k, out var old)) old.Dispose(); }
    public void Rem(string k) { _map.Remove(k); } //! LEAK1002
    public bool Rem2(string k) => _map.Remove(k); //! LEAK1002
    public bool Rem3(string k) => _map.Remove(k, out _); //! LEAK1002
    public void Rem4(string k) { if (_map.Remove(k, out var c)) Console.WriteLine(c.Host); } //! LEAK1002
    public void Rem5(string k) { if (_map.TryGetValue(k, out var c)) { _map.Remove(k); c.Dispose(); } }
    public Conn? Take(string k) => _map.Remove(k, out var c) ? c : null;
    public bool TryTake(string k, out Conn? c) => _map.Remove(k, out c);
    public void Wipe() { _map.Clear(); } //! LEAK1003
    public void Dispose() { foreach (var c in _map.Values) c.Dispose(); _map.Clear(); }
}
public sealed class B : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, AConn> _map = new();
    public AConn Get(string k) => _map.GetOrAdd(k, _ => new AConn()); //! LEAK1005 LEAK4002
    public AConn Get2(string k) => _map.GetOrAdd(k, Make); //! LEAK1005
    private static AConn Make(string k) => new();
    public AConn Get3(string k) { var n = new AConn(); var a = _map.GetOrAdd(k, n); if (a != n) _ = n.DisposeAsync(); return a; }
    public void Up(string k) => _map.AddOrUpdate(k, new AConn(), (_, _) => new AConn()); //! LEAK1001 LEAK1005
    public void Up2(string k, AConn v) => _map.AddOrUpdate(k, v, (_, _) => v); //! LEAK1001
    public void Up3(string k, AConn v) => _map.AddOrUpdate(k, v, (key, old) => { _ = old.DisposeAsync(); return v; }); //! LEAK1007
    public async Task Rem(string k) { if (_map.TryRemove(k, out var c)) await c.DisposeAsync(); }
    public void Rem2(string k) => _map.TryRemove(k, out _); //! LEAK1002
    public async ValueTask DisposeAsync() { foreach (var (_, c) in _map) await c.DisposeAsync(); _map.Clear(); }
}
public sealed class C : IDisposable
{
    private ImmutableDictionary<string, Conn> _map = ImmutableDictionary<string, Conn>.Empty;
    private readonly object _gate = new();
    public void Put(string k) { lock (_gate) _map = _map.SetItem(k, new Conn(k)); } //! LEAK1001
    public void Rem(string k) { lock (_gate) _map = _map.Remove(k); } //! LEAK1002
    public void Clear() { lock (_gate) _map = ImmutableDictionary<string, Conn>.Empty; } //! LEAK1003
    public void Clear2() { ImmutableDictionary<string, Conn> old; lock (_gate) { old = _map; _map = _map.Clear(); } foreach (var c in old.Values) c.Dispose(); }
    public void Clear3() { var old = Interlocked.Exchange(ref _map, ImmutableDictionary<string, Conn>.Empty); foreach (var kv in old) kv.Value.Dispose(); }
    public void Clear4() { Interlocked.Exchange(ref _map, ImmutableDictionary<string, Conn>.Empty); } //! LEAK1003
    public void Up(string k) { ImmutableInterlocked.Update(ref _map, m => m.SetItem(k, new Conn(k))); } //! LEAK1001
    public void Dispose() { foreach (var c in _map.Values) c.Dispose(); }
}
public class D : IDisposable
{
    private readonly Queue<Conn> _q = new(); private readonly Stack<Conn> _s = new(); private readonly List<Conn> _l = new(); private Conn?[] _slots = new Conn?[4];
    public void Add() { _q.Enqueue(new Conn("")); _s.Push(new Conn("")); _l.Add(new Conn("")); }
    public void Drop() { _q.Dequeue(); } //! LEAK1002
    public void DropS() { if (_s.Count > 3) _s.Pop(); } //! LEAK1002
    public void DropQ() { while (_q.TryDequeue(out _)) { } } //! LEAK1002
    public void DropL(int i) => _l.RemoveAt(i); //! LEAK1002
    public void SetL(int i) => _l[i] = new Conn(""); //! LEAK1001
    public void SetSlot(int i) => _slots[i] = new Conn(""); //! LEAK1001
    public void SetSlot2(int i) { _slots[i]?.Dispose(); _slots[i] = new Conn(""); }
    public Conn Rent() => _q.Count > 0 ? _q.Dequeue() : new Conn("");
    public void Trim() { while (_q.Count > 2) _q.Dequeue().Dispose(); }
    public void TrimL() { var dead = _l.Where(c => !c.IsOpen).ToList(); foreach (var c in dead) { _l.Remove(c); c.Dispose(); } }
    public void TrimL2() { _l.RemoveAll(c => !c.IsOpen); } //! LEAK1002
    public void Dispose() { foreach (var c in _q) c.Dispose(); _s.ToList().ForEach(c => c.Dispose()); Array.ForEach(_l.ToArray(), c => c.Dispose()); foreach (var c in _slots) c?.Dispose(); }
}
public sealed class E1 : IDisposable
{
    private Conn? _conn; private readonly object _gate = new();
    public void Reconnect(string h) { _conn = new Conn(h); } //! LEAK1001
    public void Reconnect2(string h) { _conn?.Dispose(); _conn = new Conn(h); } //! LEAK1007
    public void Reconnect3(string h) { var old = _conn; _conn = new Conn(h); old?.Dispose(); } //! LEAK1007
    public void Reconnect4(string h) { var old = Interlocked.Exchange(ref _conn, new Conn(h)); old?.Dispose(); } //! LEAK1007
    public void Reconnect5(string h) { Interlocked.Exchange(ref _conn, new Conn(h)); } //! LEAK1001
    public void Start(string h) { _conn = new Conn(h); }
    public Conn Get(string h) { if (_conn == null) _conn = new Conn(h); return _conn; }
    public Conn Get2(string h) => _conn ??= new Conn(h);
    public Conn Get3(string h) { if (_conn == null || !_conn.IsOpen) _conn = new Conn(h); return _conn; } //! LEAK1001
    public void Off() { _conn = null; } //! LEAK1001
    public void Off2() { _conn?.Dispose(); _conn = null; }
    public async Task Loop() { while (true) { _conn = new Conn(""); await Task.Delay(1); } } //! LEAK1001
    public async Task Loop2() { while (true) { using (_conn = new Conn("")) { await Task.Delay(1); } } }
    public void Dispose() => _conn?.Dispose();
}
public sealed class Entry { public required Conn C { get; init; } public int N; }
public sealed class F : IDisposable
{
    private readonly Dictionary<string, Entry> _map = []; private readonly Dictionary<string, Lazy<Conn>> _lazy = new(); private readonly Dictionary<string, List<Conn>> _many = new(); private readonly Dictionary<int, (Conn A, int B)> _tup = new();
    public void Put(string k) => _map[k] = new Entry { C = new Conn(k) }; //! LEAK1001
    public void Put2(string k) => _lazy[k] = new Lazy<Conn>(() => new Conn(k)); //! LEAK1001
    public void Put3(string k) => _many[k] = new List<Conn> { new Conn(k) }; //! LEAK1001
    public void Put4(int k) => _tup[k] = (new Conn(""), 1); //! LEAK1001
    public void Bump(int k) { var t = _tup[k]; t.B++; _tup[k] = t; }
    public void Rem(string k) => _many.Remove(k); //! LEAK1002
    public void Dispose() { foreach (var e in _map.Values) e.C.Dispose(); foreach (var l in _lazy.Values) if (l.IsValueCreated) l.Value.Dispose(); foreach (var m in _many.Values) foreach (var c in m) c.Dispose(); foreach (var t in _tup) t.Value.A.Dispose(); }
}
