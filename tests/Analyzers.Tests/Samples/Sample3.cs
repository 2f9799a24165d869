using System.Collections.Concurrent; using System.Threading.Channels; using System.Net.Sockets;
namespace P3;
public sealed class Conn(string host) : IDisposable { public string Host => host; public bool IsOpen { get; set; } public void Open() { if (host == "") throw new IOException(); } public void Dispose() { IsOpen = false; } }
// 1004
public sealed class A1 { private readonly Dictionary<string, Conn> _map = new(); //! LEAK1004
  public void Put(string k) { if (!_map.ContainsKey(k)) _map.Add(k, new Conn(k)); } public void Rem(string k) { if (_map.Remove(k, out var c)) c.Dispose(); } }
public sealed class A2 : IDisposable { private readonly Dictionary<string, Conn> _map = new(); private readonly List<Conn> _all = new(); //! LEAK1004
  public void Put(string k) { if (!_map.ContainsKey(k)) _map.Add(k, new Conn(k)); _all.Add(new Conn("")); } public void Dispose() { foreach (var c in _all) c.Dispose(); } }
public sealed class A3 : IDisposable, IAsyncDisposable { private readonly List<TcpClient> _all = new(); //! LEAK1004
  public void Put() => _all.Add(new TcpClient()); public void Dispose() { foreach (var c in _all) c.Dispose(); } public ValueTask DisposeAsync() { return default; } }
public sealed class A4 : IDisposable, IAsyncDisposable { private readonly List<TcpClient> _all = new();
  public void Put() => _all.Add(new TcpClient()); public void Dispose() => DisposeAll(); private void DisposeAll() { foreach (var c in _all) c.Dispose(); } public ValueTask DisposeAsync() { Dispose(); return default; } }
public sealed class A5(IEnumerable<Conn> conns) { private readonly List<Conn> _all = conns.ToList(); public int N => _all.Count; public void Add(Conn c) => _all.Add(c); }
public sealed class A6 : IDisposable { private Conn? _c = new(""); public void Ping() => _c!.Open(); public void Dispose() { _c = null; } } //! LEAK1004
public static class Main0 { public static void Go() { var a = new A1(); a.Put(""); var b = new A2(); b.Put(""); var c = new A3(); var d = new A4(); var e = new A5(new Conn[0]); var f = new A6(); } }
// 1006
public sealed class B1 : IDisposable { private readonly ConcurrentDictionary<string, Conn> _map = new();
  public void Put(string k) => _map.TryAdd(k, new Conn(k)); //! LEAK1006
  public bool Put2(string k) => _map.TryAdd(k, new Conn(k)); //! LEAK1006
  public bool Put3(string k) { var c = new Conn(k); if (_map.TryAdd(k, c)) return true; c.Dispose(); return false; }
  public Conn Put4(string k) { var c = new Conn(k); if (!_map.TryAdd(k, c)) { c.Dispose(); return _map[k]; } return c; }
  public Conn Put5(string k) { var c = new Conn(k); return _map.TryAdd(k, c) ? c : _map[k]; } //! LEAK1006
  public void Put6() { _map.TryAdd(Guid.NewGuid().ToString(), new Conn("")); }
  public void Dispose() { foreach (var c in _map.Values) c.Dispose(); } }
public sealed class B2 : IDisposable { private readonly Channel<Conn> _ch = Channel.CreateBounded<Conn>(4);
  public void Give() { var c = new Conn(""); _ch.Writer.TryWrite(c); } //! LEAK1006
  public void Give2() { var c = new Conn(""); if (!_ch.Writer.TryWrite(c)) c.Dispose(); }
  public void Dispose() { _ch.Writer.TryComplete(); while (_ch.Reader.TryRead(out var c)) c.Dispose(); } }
// 1007
public sealed class C1 : IDisposable { private readonly Dictionary<string, Conn> _map = new(); private readonly object _gate = new();
  public Conn? Get(string k) { lock (_gate) return _map.TryGetValue(k, out var c) ? c : null; }
  public void Replace(string k) { Conn? old; lock (_gate) { _map.Remove(k, out old); _map[k] = new Conn(k); } old?.Dispose(); } //! LEAK1007 LEAK4002
  public void Remove(string k) { Conn? old; lock (_gate) _map.Remove(k, out old); old?.Dispose(); }
  public void Dispose() { lock (_gate) { foreach (var c in _map.Values) c.Dispose(); _map.Clear(); } } }
// 1008
public sealed class D1 : IDisposable { private Conn _c = new(""); private readonly Dictionary<string, Conn> _map = new();
  private static async Task<Conn> ConnectAsync() { await Task.Delay(1); return new Conn(""); }
  public async Task ReconnectAsync() { _c.Dispose(); _c = await ConnectAsync(); } //! LEAK1008
  public async Task Reconnect2Async() { var n = await ConnectAsync(); _c.Dispose(); _c = n; }
  public async Task Replace(string k) { if (_map.TryGetValue(k, out var o)) { o.Dispose(); _map[k] = await ConnectAsync(); } } //! LEAK1008
  public string Text(string k) => _c.Host + (_map.TryGetValue(k, out var o) ? o.Host : "");
  public void Rem(string k) { if (_map.TryGetValue(k, out var o)) { o.Dispose(); _map.Remove(k); } }
  public void Dispose() { _c.Dispose(); foreach (var c in _map.Values) c.Dispose(); _map.Clear(); } }
// 1009
public sealed class E1 : IDisposable { private readonly Dictionary<string, Conn> _map = new();
  public void Put(string k) { _map.Remove(k, out var o); o?.Dispose(); var c = new Conn(k); //! LEAK1009
    c.Open(); _map[k] = c; }
  public void Put2(string k) { if (_map.ContainsKey(k)) return; var c = new Conn(k); try { c.Open(); } catch { c.Dispose(); throw; } _map[k] = c; }
  public void Put3(string k, bool b) { if (_map.ContainsKey(k)) return; var c = new Conn(k); //! LEAK1009
    if (b) return; _map[k] = c; }
  public void Dispose() { foreach (var c in _map.Values) c.Dispose(); } }
// 1011
public sealed class F1 : IDisposable { private bool _d; private readonly object _g = new(); private readonly FileStream _f = new("f", FileMode.Open); public void Do() { lock (_g) _f.Flush(); }
  public void Dispose() { if (_d) return; _d = true; _f.Dispose(); } } //! LEAK1011
public sealed class F3 : IDisposable { private bool _d; private readonly object _g = new(); private int _n; public void Do() { lock (_g) _n++; } public void Dispose() { if (_d) return; _d = true; } }
public sealed class F2 : IDisposable { private int _d; private readonly object _g = new(); private int _n; public void Do() { lock (_g) _n++; } public void Dispose() { if (Interlocked.Exchange(ref _d, 1) != 0) return; } }
// 1012
public sealed class G1 { private readonly Dictionary<string, string> _m = new(); public void Add(string kind, string name) => _m[$"{kind}.{name}"] = name;
  public void Rem(string kind, string name) => _m.Remove($"{name}.{kind}"); //! LEAK1012
  public void Rem2(string kind, string name) => _m.Remove($"{kind}.{name}");
  public void Rem3(string name) { _m.Remove(name); } //! LEAK1012
}
// 1013
public sealed class H1 : IDisposable { private readonly List<FileStream> _f = new(); public void Open(string p) => _f.Add(File.OpenRead(p)); public void Dispose() { foreach (var f in _f) f.Dispose(); } } //! LEAK1013
public sealed class H2 : IDisposable { private readonly List<FileStream> _f = new(); public void Open(string p) => _f.Add(File.OpenRead(p)); public void Dispose() { foreach (var f in _f) try { f.Dispose(); } catch (IOException) { } } }
public sealed class H3 : IDisposable { private readonly List<Timer> _f = new(); public void Open() => _f.Add(new Timer(_ => { })); public void Dispose() { foreach (var f in _f) f.Dispose(); } }
