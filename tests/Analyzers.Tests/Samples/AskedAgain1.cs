using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

// Asked again: the same bug in other spellings, and what only looks like it.
namespace Samples.AskedAgain1.A1
{
    // token: only one branch registers; another token; registration of a source replaced in Restart; dispose of part
    public sealed class Other : IDisposable
    {
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationTokenSource _pause = new();
        public Other() => _pause.Token.Register(() => { lock (_clients) { foreach (var c in _clients) c.Close(); _clients.Clear(); } });
        public void Pause() => _pause.Cancel();
        public void Add(string host) { var c = new TcpClient(host, 1); lock (_clients) _clients.Add(c); }
        public int Count() { lock (_clients) return _clients.Count; }
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); }
    }
    public sealed class Fine : IDisposable
    {
        private readonly List<TcpClient> _clients = new();
        private readonly CancellationTokenSource _stop = new();
        public Fine() => _stop.Token.Register(CloseAll);
        private void CloseAll() { lock (_clients) { foreach (var c in _clients) c.Close(); _clients.Clear(); } }
        public void Add(string host) { var c = new TcpClient(host, 1); lock (_clients) { if (!_stop.IsCancellationRequested) { _clients.Add(c); return; } } c.Dispose(); }
        public int Count() { lock (_clients) return _clients.Count; }
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); }
    }
    public sealed class Half : IDisposable
    {
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly CancellationTokenSource _stop = new();
        public Half() => _stop.Token.Register(() => { foreach (var c in _clients.Where(c => !c.Connected)) c.Close(); });
        public void Add(string host) => _clients.Add(new TcpClient(host, 1));
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); }
    }
    // the source that the end cancels calls back on the thread of the end; one with a time does so from a timer
    public sealed class Whole : IDisposable
    {
        private readonly List<TcpClient> _clients = new();
        private readonly CancellationTokenSource _stop = new();
        public Whole() => _stop.Token.Register(() => { foreach (var c in _clients.Where(c => !c.Connected)) c.Close(); });
        public void Add(string host) => _clients.Add(new TcpClient(host, 1));
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); foreach (var c in _clients) c.Dispose(); }
    }
    public sealed class Timed : IDisposable
    {
        private readonly List<TcpClient> _clients = new();
        private readonly CancellationTokenSource _stop = new(5000);
        public Timed() => _stop.Token.Register(() => { foreach (var c in _clients.Where(c => !c.Connected)) c.Close(); });
        public void Add(string host) => _clients.Add(new TcpClient(host, 1)); //! LEAK4002
        public void Dispose() { _stop.Cancel(); _stop.Dispose(); foreach (var c in _clients) c.Dispose(); }
    }
    public static class P { public static void Run() { using var a = new Other(); a.Add("x"); using var b = new Fine(); b.Add("y"); using var c = new Half(); c.Add("z"); } }
}

namespace Samples.AskedAgain1.A2
{
    // iterator: two calls per turn; yield of another; public second caller; conditional expression
    public sealed class Part : IDisposable { private readonly FileStream _f; public Part(string p) => _f = File.OpenRead(p); public int Read() => _f.ReadByte(); public void Dispose() => _f.Dispose(); }
    public sealed class Twice(TextReader names) : IDisposable
    {
        private Part? _current;
        public IEnumerable<Part> All() { while (Read() && Read()) { yield return _current!; } }
        public void Dispose() => _current?.Dispose();
        private bool Read() { if (names.ReadLine() is not { Length: > 0 } n) return false; _current = new Part(n); return true; } //! LEAK1001
    }
    public sealed class Length(TextReader names) : IDisposable
    {
        private Part? _current;
        public IEnumerable<int> All() { while (Read()) { yield return _current!.Read(); } }
        public void Dispose() => _current?.Dispose();
        private bool Read() { if (names.ReadLine() is not { Length: > 0 } n) return false; _current = new Part(n); return true; } //! LEAK1001
    }
    public sealed class Body(TextReader names) : IDisposable
    {
        private Part? _current;
        public IEnumerable<Part> All() { while (true) { if (!Read()) yield break; yield return _current!; } }
        public void Dispose() => _current?.Dispose();
        private bool Read() { if (names.ReadLine() is not { Length: > 0 } n) return false; _current = new Part(n); return true; }
    }
}

namespace Samples.AskedAgain1.A3
{
    // identity: private collection filled by ctor, but another mutable public collection; list returned; ctor collection shared lambda adding later
    internal sealed class Topic
    {
        private readonly Dictionary<string, string> _heads = new();
        public Topic(string name) { Name = name; _heads["n"] = name; }
        public string Name { get; }
        public List<Action> Handlers { get; } = new();
        public string Head(string k) => _heads[k];
    }
    internal sealed class Given
    {
        private readonly List<Action> _all = new();
        public Given(string name) { Name = name; _all.Add(() => Console.Write(name)); }
        public string Name { get; }
        public List<Action> All => _all;
    }
    internal sealed class Sub
    {
        private readonly List<Action> _all = new();
        public Sub(string name) { Name = name; _all.Add(() => Console.Write(name)); }
        public string Name { get; }
        public void Into(Collector to) => to.Take(_all);
    }
    internal sealed class Collector { public void Take(List<Action> l) => l.Add(() => { }); }
    internal sealed class Kept
    {
        private readonly List<Action> _all = new();
        public Kept(string name, Feed feed) { Name = name; feed.Came += a => _all.Add(a); }
        public string Name { get; }
        public int N => _all.Count;
    }
    internal sealed class Feed { public event Action<Action>? Came; public void Say(Action a) => Came?.Invoke(a); }
    internal static class Tables
    {
        private static readonly ConcurrentDictionary<string, Topic> s_t = new();
        private static readonly ConcurrentDictionary<string, Given> s_g = new();
        private static readonly ConcurrentDictionary<string, Sub> s_s = new();
        private static readonly ConcurrentDictionary<string, Kept> s_k = new();
        private static readonly Feed s_feed = new();
        public static Topic T(string n) { if (!s_t.TryGetValue(n, out var t)) { t = new Topic(n); s_t[n] = t; } return t; } //! LEAK2001
        public static Given G(string n) { if (!s_g.TryGetValue(n, out var t)) { t = new Given(n); s_g[n] = t; } return t; } //! LEAK2001
        public static Sub S(string n) { if (!s_s.TryGetValue(n, out var t)) { t = new Sub(n); s_s[n] = t; } return t; } //! LEAK2001
        public static Kept K(string n) { if (!s_k.TryGetValue(n, out var t)) { t = new Kept(n, s_feed); s_k[n] = t; } return t; } //! LEAK2001
    }
}

namespace Samples.AskedAgain1.A4
{
    public sealed class Job : IDisposable { private readonly FileStream _f; public Job(string p) => _f = File.OpenRead(p); public void Run() => _f.Flush(); public void Dispose() => _f.Dispose(); }
    // worker flag reset by Dispose too; worker asks closed and leaves; start before the enqueue
    public sealed class Stopped : IDisposable
    {
        private readonly object _s = new(); private readonly ConcurrentQueue<Job> _q = new(); private bool _works; private volatile bool _closed;
        public void Post(string p) { _q.Enqueue(new Job(p)); lock (_s) if (!_works) { Task.Run(Work); _works = true; } } //! LEAK4002
        private void Work() { while (!_closed && _q.TryDequeue(out var j)) using (j) j.Run(); lock (_s) _works = false; }
        public void Dispose() { _closed = true; while (_q.TryDequeue(out var j)) { try { j.Dispose(); } catch (IOException) { } } }
    }
    public sealed class Blocked : IDisposable
    {
        private readonly object _s = new(); private readonly ConcurrentQueue<Job> _q = new(); private bool _works;
        public void Post(string p) { _q.Enqueue(new Job(p)); lock (_s) if (!_works) { Task.Run(Work); _works = true; } } //! LEAK4002
        private void Work() { while (_q.TryDequeue(out var j)) using (j) j.Run(); lock (_s) _works = false; }
        public void Dispose() { lock (_s) _works = true; while (_q.TryDequeue(out var j)) { try { j.Dispose(); } catch (IOException) { } } }
    }
    public sealed class Fails : IDisposable
    {
        private readonly object _s = new(); private readonly ConcurrentQueue<Job> _q = new(); private bool _works;
        public void Post(string p) { _q.Enqueue(new Job(p)); lock (_s) if (!_works) { Task.Run(Work); _works = true; } } //! LEAK4002
        private void Work() { while (_q.TryDequeue(out var j)) using (j) { if (j.GetHashCode() == 0) return; j.Run(); } lock (_s) _works = false; }
        public void Dispose() { while (_q.TryDequeue(out var j)) { try { j.Dispose(); } catch (IOException) { } } }
    }
}

namespace Samples.AskedAgain1.A5
{
    // before given away: second caller on a kept one; given to a list before; captured by a task; interface
    internal sealed class Held : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        public void Add(string path) { if (_files.ContainsKey(path)) return; var f = File.OpenRead(path); if (!_files.TryAdd(path, f)) f.Dispose(); } //! LEAK4002
        public void Dispose() { foreach (var f in _files.Values) { try { f.Dispose(); } catch (IOException) { } } _files.Clear(); }
    }
    public sealed class Scope : IDisposable
    {
        private readonly Held _kept = new();
        public void Open(string path) { var h = new Held(); Task.Run(() => h.Add("later")); h.Add(path); h.Dispose(); }
        public void Keep(string path) => _kept.Add(path);
        public void Dispose() => _kept.Dispose();
    }
    internal sealed class Slow : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        public async Task AddAsync(string path) { await Task.Delay(1); var f = File.OpenRead(path); if (!_files.TryAdd(path, f)) f.Dispose(); } //! LEAK4002
        public void Dispose() { foreach (var f in _files.Values) { try { f.Dispose(); } catch (IOException) { } } _files.Clear(); }
    }
    public sealed class Scope2 { public Task OpenAsync(string path) { using var h = new Slow(); return h.AddAsync(path); } }
}

namespace Samples.AskedAgain1.A6
{
    // sequence: awaits others, slot nulled at the end but a foreign await stands between too
    public sealed class Duplex(string path) : IAsyncDisposable
    {
        private readonly object _gate = new(); private FileStream? _r; private FileStream? _w;
        public async Task ResetAsync()
        {
            if (_w == null || _r == null) return;
            await _w.DisposeAsync(); //! LEAK1008
            await Task.Delay(500);
            await _r.DisposeAsync();
            _w = null; _r = null;
        }
        public async Task SendAsync(byte[] d) { if (_w is { } w) await w.WriteAsync(d); }
        public void Open() { lock (_gate) { if (_w != null) return; _w = new FileStream(path, FileMode.Append); _r = new FileStream(path + "r", FileMode.Append); } }
        public async ValueTask DisposeAsync() { try { if (_w != null) await _w.DisposeAsync(); } finally { if (_r != null) await _r.DisposeAsync(); } }
    }
}

namespace Samples.AskedAgain1.B1
{
    internal sealed class Chunk : IDisposable { private readonly FileStream _f; public Chunk(int p) => _f = File.OpenRead("c" + p); public int Tick { get; set; } public void Dispose() { try { _f.Dispose(); } catch (IOException) { } } }
    // one thread, async loop awaited; correct
    internal sealed class MapA { private readonly ConcurrentDictionary<int, Chunk> _c = new(); public int N => _c.Count;
        public void Ensure(int p) { if (!_c.TryGetValue(p, out var x)) { x = new Chunk(p); _c[p] = x; } x.Tick++; }
        public void Close() { foreach (var (k, v) in _c) { v.Dispose(); _c.TryRemove(k, out _); } } }
    public sealed class LoopA : IDisposable { private readonly MapA _m = new(); private readonly CancellationTokenSource _s = new(); private readonly Task _t;
        public LoopA() => _t = Task.Run(RunAsync); public int N => _m.N;
        private async Task RunAsync() { try { for (var i = 0; !_s.IsCancellationRequested; i++) { _m.Ensure(i % 4); await Task.Delay(5); } } finally { _m.Close(); } }
        public void Dispose() { _s.Cancel(); _t.Wait(); _s.Dispose(); } }
    // two loops of one owner
    internal sealed class MapB { private readonly ConcurrentDictionary<int, Chunk> _c = new(); public int N => _c.Count; //! LEAK1004
        public void Ensure(int p) { if (!_c.TryGetValue(p, out var x)) { x = new Chunk(p); _c[p] = x; } x.Tick++; } } //! LEAK2001
    public sealed class LoopB { private readonly MapB _m = new(); private readonly Thread _t, _u; private volatile bool _stop; public int N => _m.N;
        public LoopB() { _t = new Thread(Run); _u = new Thread(Run2); _t.Start(); _u.Start(); }
        private void Run() { while (!_stop) _m.Ensure(1); } private void Run2() { while (!_stop) _m.Ensure(1); } public void Stop() => _stop = true; }
    // loop of an owner whose map is handed in from outside
    internal sealed class MapC { private readonly ConcurrentDictionary<int, Chunk> _c = new(); public int N => _c.Count; //! LEAK1004
        public void Ensure(int p) { if (!_c.TryGetValue(p, out var x)) { x = new Chunk(p); _c[p] = x; } x.Tick++; } } //! LEAK2001
    internal sealed class LoopC { private readonly MapC _m; private readonly Thread _t; private volatile bool _stop;
        public LoopC(MapC m) { _m = m; _t = new Thread(Run); _t.Start(); } private void Run() { while (!_stop) _m.Ensure(1); } public void Stop() => _stop = true; }
    public static class Q { public static void Go() { var m = new MapC(); var a = new LoopC(m); var b = new LoopC(m); Console.WriteLine(m.N); a.Stop(); b.Stop(); } }
    // several owner instances start in method by public caller: each has its own map
}

namespace Samples.AskedAgain1.B2
{
    // ends in time: by System.Timers? by a helper; dispose in the callback only on condition
    public sealed class Note : IDisposable { private readonly Timer _life; private int _c; public Note(TimeSpan t) => _life = new Timer(_ => Dispose(), null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan); public bool Seen { get; set; } public void Dispose() { if (Interlocked.Exchange(ref _c, 1) == 0) _life.Dispose(); } }
    public sealed class BoardA { private readonly Dictionary<string, Note> _n = new(); public void Put(string k) { _n[k] = new Note(default); } public void Drop(string k) { if (_n.Remove(k, out var n)) n.Dispose(); } }
    public sealed class Pinned : IDisposable { private readonly Timer _life; private readonly FileStream _f = File.OpenRead("x"); public bool Keep { get; set; } public Pinned() => _life = new Timer(_ => { if (!Keep) Dispose(); }, null, TimeSpan.FromSeconds(5), Timeout.InfiniteTimeSpan); public void Dispose() { _life.Dispose(); _f.Dispose(); } }
    public sealed class BoardB { private readonly Dictionary<string, Pinned> _n = new(); public void Put(string k) { _n[k] = new Pinned(); } public void Drop(string k) { if (_n.Remove(k, out var n)) n.Dispose(); } } //! LEAK1001
    public sealed class Never : IDisposable { private readonly Timer _life; private readonly FileStream _f = File.OpenRead("x"); public Never(int ms) => _life = new Timer(_ => Dispose(), null, ms, -1); public void Dispose() { _life.Dispose(); _f.Dispose(); } }
    public sealed class BoardC { private readonly Dictionary<string, Never> _n = new(); public void Put(string k, bool f) { _n[k] = new Never(f ? -1 : 10); } public void Drop(string k) { if (_n.Remove(k, out var n)) n.Dispose(); } } //! LEAK1001
    public sealed class BoardD { private readonly Dictionary<string, Never> _n = new(); public void Put(string k) { _n[k] = new Never(Timeout.Infinite); } public void Drop(string k) { if (_n.Remove(k, out var n)) n.Dispose(); } } //! LEAK1001
}

namespace Samples.AskedAgain1.B3
{
    // workers: bounded channel consumed by own task, correct; unbounded one, reported
    public sealed class BusA : IDisposable { private readonly Channel<string> _c = Channel.CreateBounded<string>(16); private readonly Task _w; public BusA() => _w = Task.Run(RunAsync); public event Action<string>? LineReceived; public bool Offer(string s) => _c.Writer.TryWrite(s);
        private async Task RunAsync() { await foreach (var s in _c.Reader.ReadAllAsync()) Tell(s); } private void Tell(string s) => LineReceived?.Invoke(s); public void Dispose() { _c.Writer.TryComplete(); _w.Wait(); } }
    public sealed class UserA { private readonly HttpClient _h = new(); public UserA(BusA b) => b.LineReceived += On; private void On(string s) => _h.PostAsync("http://a/", new StringContent(s)).Wait(); }
    public sealed class BusB : IDisposable { private readonly Channel<string> _c = Channel.CreateUnbounded<string>(); private readonly Task _w; public BusB() => _w = Task.Run(RunAsync); public event Action<string>? LineReceived; public bool Offer(string s) => _c.Writer.TryWrite(s);
        private async Task RunAsync() { await foreach (var s in _c.Reader.ReadAllAsync()) LineReceived?.Invoke(s); } public void Dispose() { _c.Writer.TryComplete(); _w.Wait(); } }
    public sealed class UserB { private readonly HttpClient _h = new(); public UserB(BusB b) => b.LineReceived += On; private void On(string s) => _h.PostAsync("http://a/", new StringContent(s)).Wait(); } //! LEAK3001
    // bounded, but raised elsewhere too
    public sealed class BusC : IDisposable { private readonly BlockingCollection<string> _c = new(16); private readonly Thread _w; public BusC() { _w = new Thread(Run); _w.Start(); } public event Action<string>? LineReceived; public bool Offer(string s) => _c.TryAdd(s);
        public void OnSocketData(string s) { LineReceived?.Invoke(s); } private void Run() { foreach (var s in _c.GetConsumingEnumerable()) LineReceived?.Invoke(s); } public void Dispose() { _c.CompleteAdding(); _w.Join(); _c.Dispose(); } }
    public sealed class UserC { private readonly HttpClient _h = new(); public UserC(BusC b) => b.LineReceived += On; private void On(string s) => _h.PostAsync("http://a/", new StringContent(s)).Wait(); } //! LEAK3001
    // makes all: reads a sensor through an interface, reported
    public interface ISensor { double Sample(); }
    public sealed class Sampler : IDisposable { private readonly ISensor _s; private readonly Thread _t; private volatile bool _stop; public Sampler(ISensor s) { _s = s; _t = new Thread(Run); _t.Start(); } public event Action<double>? Sampled; private void Run() { while (!_stop) { var v = _s.Sample(); Sampled?.Invoke(v); } } public void Dispose() { _stop = true; _t.Join(); } }
    public sealed class UserD { private readonly HttpClient _h = new(); public UserD(Sampler b) => b.Sampled += On; private void On(double s) => _h.PostAsync("http://a/", new StringContent(s.ToString())).Wait(); } //! LEAK3001
}

namespace Samples.AskedAgain1.B4
{
    public sealed class Page : IDisposable { private readonly FileStream _f; public Page(long n) => _f = File.OpenRead("p" + n); public int R() => _f.ReadByte(); public void Dispose() { try { _f.Dispose(); } catch (IOException) { } } }
    // index by maker: correct; removed from pages only while in dirty
    public sealed class StoreA : IDisposable { private readonly Dictionary<long, Page> _pages = new(); private readonly List<Page> _dirty = new();
        public void Touch(long n) { var p = Load(n); p.R(); _dirty.Add(p); } public void Flush() => _dirty.Clear();
        private Page Load(long n) { if (_pages.TryGetValue(n, out var p)) return p; p = new Page(n); _pages.Add(n, p); return p; }
        public void Dispose() { foreach (var p in _pages.Values) p.Dispose(); _pages.Clear(); } }
    // maker keeps it only in a slot that the next call overwrites
    public sealed class StoreB : IDisposable { private Page? _last; private readonly List<Page> _all = new();
        public void Touch(long n) { var p = Make(n); p.R(); _all.Add(p); } public void Flush() => _all.Clear(); //! LEAK1003 LEAK1009
        private Page Make(long n) { var p = new Page(n); _last = p; return p; }
        public int Last() => _last?.R() ?? 0;
        public void Dispose() { foreach (var p in _all) p.Dispose(); _all.Clear(); } }
}
