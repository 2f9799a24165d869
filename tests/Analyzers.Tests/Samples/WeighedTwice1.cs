using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;
using System.Diagnostics.CodeAnalysis;
using System.Runtime.InteropServices;

// Small changes of what the exemptions of weighing, fresh keys and ends cover; the last three are correct.
namespace Samples.WeighedTwice1.P1
{
    // One number goes to the helper twice.
    public sealed class Guests : IDisposable
    {
        private readonly object _gate = new(); private readonly Dictionary<int, FileStream> _g = new(); private int _last; private bool _closed;
        public void Accept(string a, string b) { var id = Interlocked.Increment(ref _last); Enter(id, a); Enter(id, b); }
        private void Enter(int id, string p) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _g[id] = File.OpenRead(p); } } //! LEAK1001
        public void Dispose() { lock (_gate) { _closed = true; foreach (var x in _g.Values) x.Dispose(); _g.Clear(); } } //! LEAK1013
    }
}

namespace Samples.WeighedTwice1.P2
{
    // One number, and a loop in the helper.
    public sealed class Guests : IDisposable
    {
        private readonly object _gate = new(); private readonly Dictionary<int, FileStream> _g = new(); private int _last; private bool _closed;
        public void Accept(string[] a) { var id = Interlocked.Increment(ref _last); Enter(id, a); }
        private void Enter(int id, string[] ps) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); foreach (var p in ps) _g[id] = File.OpenRead(p); } } //! LEAK1001
        public void Dispose() { lock (_gate) { _closed = true; foreach (var x in _g.Values) x.Dispose(); _g.Clear(); } } //! LEAK1013
    }
}

namespace Samples.WeighedTwice1.P3
{
    // The same device comes again, to be replaced.
    public sealed class Device(string n) { public string Name => n; }
    public sealed class Table : IDisposable
    {
        private readonly Dictionary<Device, FileStream> _t = new();
        public void AddOrReplace(Device d) => _t[d] = File.OpenRead(d.Name); //! LEAK1001
        public void Remove(Device d) { if (_t.Remove(d, out var f)) f.Dispose(); }
        public void Dispose() { foreach (var f in _t.Values) f.Dispose(); } //! LEAK1013
    }
}

namespace Samples.WeighedTwice1.P4
{
    // The same device may be opened again.
    public sealed class Device(string n) { public string Name => n; }
    public sealed class Table : IDisposable
    {
        private readonly Dictionary<Device, FileStream> _t = new();
        public void Open(Device d) => _t[d] = File.OpenRead(d.Name); //! LEAK1001
        public void Close(Device d) { if (_t.Remove(d, out var f)) f.Dispose(); }
        public void Dispose() { foreach (var f in _t.Values) f.Dispose(); } //! LEAK1013
    }
}

namespace Samples.WeighedTwice1.P5
{
    // Only one of two ends sets the lock to null.
    public sealed class Sheets : IDisposable
    {
        private Dictionary<string, FileStream> _s = new(); private object _gate = new();
        public void Add(string n) { lock (_gate) { if (!_s.ContainsKey(n)) _s.Add(n, File.Create(n)); } } //! LEAK4002
        public void Close() { lock (_gate) { foreach (var f in _s.Values) f.Dispose(); _s.Clear(); } } //! LEAK1013
        public void Dispose() { Close(); _gate = null!; }
    }
}

namespace Samples.WeighedTwice1.P6
{
    // The lambda answers, and nobody listens.
    public sealed class Pool : IDisposable
    {
        private readonly object _gate = new(); private readonly Stack<FileStream> _i = new(); private bool _closed;
        public void Trim() { Locked(() => _i.TryPop(out var s) ? s : null); } //! LEAK1002
        public void Give(string p) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _i.Push(File.OpenRead(p)); } }
        public void Dispose() { lock (_gate) { _closed = true; while (_i.TryPop(out var s)) s.Dispose(); } } //! LEAK1013
        private T Locked<T>(Func<T> f) { lock (_gate) return f(); }
    }
}

namespace Samples.WeighedTwice1.P8
{
    // The thread is demanded in one branch only; and a name that demands nothing.
    public static class UiThread { public static void VerifyAccess() { } public static void EnsureThread() { } }
    public sealed class Buf : IDisposable { private readonly FileStream _f = File.Create("x"); public void Dispose() => _f.Dispose(); }
    public static class Cache
    {
        private static readonly Dictionary<int, Buf> s_c = new(); private static Thread? s_t;
        public static Buf Of(int k, bool ui) { if (ui) UiThread.VerifyAccess(); if (!s_c.TryGetValue(k, out var b)) { b = new Buf(); s_c[k] = b; } return b; } //! LEAK2001
        public static void EnsureWorkerThread() { s_t ??= new Thread(() => { }); }
        public static Buf Of2(int k) { EnsureWorkerThread(); if (!s_c.TryGetValue(k, out var b)) { b = new Buf(); s_c[k] = b; } return b; } //! LEAK2001
    }
}

namespace Samples.WeighedTwice1.P9
{
    // An open connection is replaced as well.
    public abstract class C1 : IDisposable
    {
        private DbConnection? _c; protected abstract DbConnection Create();
        public DbConnection Get(bool renew) { if (_c == null || _c.State != ConnectionState.Open || renew) { _c = Create(); _c.Open(); } return _c; } //! LEAK1001
        public void Dispose() => _c?.Dispose();
    }
}

namespace Samples.WeighedTwice1.Q1
{
    // The count is tested, and the place is another.
    public sealed class Ring : IDisposable
    {
        private readonly object _g = new(); private readonly FileStream?[] _r = new FileStream?[8]; private int _n; private int _head; private bool _closed;
        public void Put(int slot, string p) { lock (_g) { if (_closed || _n == _r.Length) return; _r[slot % _r.Length] = File.OpenRead(p); _n++; } } //! LEAK1001
        public FileStream? Take() { lock (_g) { var f = _r[_head]; _r[_head] = null; _head = (_head + 1) % _r.Length; _n--; return f; } }
        public void Dispose() { lock (_g) { _closed = true; foreach (var f in _r) f?.Dispose(); } } //! LEAK1013
    }
}

namespace Samples.WeighedTwice1.Q2
{
    // A large type that holds pinned handles.
    public sealed class Big : IDisposable
    {
        private readonly List<GCHandle> _pins = new(); private int _a, _b, _c, _d;
        public int A => _a; public int B => _b; public int C => _c; public int D => _d; public int N => _pins.Count; public bool E => _a > 0; public string F => "f"; public int G => 1;
        public void Pin(byte[] x) => _pins.Add(GCHandle.Alloc(x, GCHandleType.Pinned));
        public void Dispose() { foreach (var p in _pins) p.Free(); _pins.Clear(); }
    }
    public sealed class Holder : IDisposable
    {
        private readonly object _g = new(); private readonly Dictionary<string, Big> _m = new(); private bool _closed;
        public void Put(string k) { lock (_g) { ObjectDisposedException.ThrowIf(_closed, this); _m[k] = new Big(); } } //! LEAK1001
        public Big? Get(string k) { lock (_g) return _m.GetValueOrDefault(k); }
        public void Dispose() { lock (_g) { _closed = true; foreach (var b in _m.Values) b.Dispose(); _m.Clear(); } }
    }
}

namespace Samples.WeighedTwice1.Q3
{
    // A large type whose end takes back a registration, by a helper.
    public sealed class Bus { public event Action? Ping; public void Raise() => Ping?.Invoke(); }
    public sealed class Big : IDisposable
    {
        private readonly Bus _bus; private int _a, _b, _c, _d;
        public Big(Bus bus) { _bus = bus; _bus.Ping += OnPing; }
        public int A => _a; public int B => _b; public int C => _c; public int D => _d; public bool E => _a > 0; public string F => "f"; public int G => 1; public int H => 2;
        private void OnPing() => _a++;
        private void Off() => _bus.Ping -= OnPing;
        public void Dispose() => Off();
    }
    public sealed class Holder(Bus bus) : IDisposable
    {
        private readonly object _g = new(); private readonly Dictionary<string, Big> _m = new(); private bool _closed;
        public void Put(string k) { lock (_g) { ObjectDisposedException.ThrowIf(_closed, this); _m[k] = new Big(bus); } } //! LEAK1001
        public void Dispose() { lock (_g) { _closed = true; foreach (var b in _m.Values) b.Dispose(); _m.Clear(); } }
    }
}

namespace Samples.WeighedTwice1.Q4
{
    // What is suppressed is something else.
    public sealed class W : IDisposable
    {
        private readonly FileSystemWatcher _w; private readonly HttpClient _h = new();
        public W(string f) { _w = new FileSystemWatcher(f); _w.Changed += On; }
        [SuppressMessage("Usage", "CA1822:Mark members as static")]
        private void On(object s, FileSystemEventArgs e) => _h.GetStringAsync(e.Name).Wait(); //! LEAK3001
        public void Dispose() { _w.Dispose(); _h.Dispose(); }
    }
}

namespace Samples.WeighedTwice1.Q5
{
    // Nothing runs when it is put in, and it is started right afterwards.
    public sealed class Link(string a) : IDisposable
    {
        private Timer? _t; private int _n;
        public string Address => a; public int N => _n; public bool On => _t != null; public int B => 1; public int C => 2; public int D => 3; public int E => 4; public int F => 5; public int G => 6; public int H => 7;
        public void Start() => _t = new Timer(_ => _n++, null, 100, 100);
        public void Dispose() => _t?.Dispose();
    }
    public sealed class Links : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _l = new();
        public void Open(string a) { var link = new Link(a); if (_l.TryAdd(a, link)) link.Start(); } //! LEAK4002
        public void Dispose() { foreach (var l in _l.Values) l.Dispose(); _l.Clear(); }
    }
}

namespace Samples.WeighedTwice1.R1
{
    // The end sets the lock to null, in Dispose(bool).
    public class Sheets : IDisposable
    {
        private Dictionary<string, FileStream>? _s = new();
        public void Add(string n) { lock (_s!) { if (!_s.ContainsKey(n)) _s.Add(n, File.Create(n)); } }
        protected virtual void Dispose(bool d) { if (d) { foreach (var f in _s!.Values) { try { f.Dispose(); } catch (IOException) { } } _s = null; } }
        public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
    }
}

namespace Samples.WeighedTwice1.R2
{
    // What is taken out is disposed, by way of a local.
    public sealed class S : IDisposable
    {
        private readonly FileStream?[] _a = new FileStream?[4];
        public void Put(int i, string p) { var f = File.OpenRead(p); if (Interlocked.CompareExchange(ref _a[i], f, null) != null) f.Dispose(); else if (Volatile.Read(ref _c)) { Interlocked.Exchange(ref _a[i], null)?.Dispose(); } }
        private bool _c;
        public void Drop(int i) { var old = Interlocked.Exchange(ref _a[i], null); if (old != null) { old.Flush(); old.Dispose(); } }
        public void Swap(int i, string p) { using var old = Interlocked.Exchange(ref _a[i], null); }
        public void Dispose() { Volatile.Write(ref _c, true); for (var i = 0; i < 4; i++) { try { Interlocked.Exchange(ref _a[i], null)?.Dispose(); } catch (IOException) { } } }
    }
}

namespace Samples.WeighedTwice1.R3
{
    // The lambda answers, and who asked disposes.
    public sealed class Pool : IDisposable
    {
        private readonly object _gate = new(); private readonly Stack<FileStream> _i = new(); private bool _closed;
        public void Trim() { Locked(() => _i.TryPop(out var s) ? s : null)?.Dispose(); }
        public void Trim2() { var x = Locked(() => { _i.TryPop(out var s); return s; }); x?.Dispose(); }
        public void Give(string p) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _i.Push(File.OpenRead(p)); } }
        public void Dispose() { lock (_gate) { _closed = true; while (_i.TryPop(out var s)) { try { s.Dispose(); } catch (IOException) { } } } }
        private T Locked<T>(Func<T> f) { lock (_gate) return f(); }
    }
}
