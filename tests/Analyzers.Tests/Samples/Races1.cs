using System.Collections.Concurrent; using System.Collections.Immutable;
namespace Samples.Races1;
public sealed class Meter(string name) { private long _n; public string Name => name; public void Hit() => Interlocked.Increment(ref _n); public long Hits => Interlocked.Read(ref _n); }
public sealed class Room(string id) { private readonly List<string> _members = new(); public string Id => id; public void Join(string who) { lock (_members) _members.Add(who); } }
public sealed class Topic { public event Action<string>? Published; public void Publish(string text) => Published?.Invoke(text); }
public sealed class Probe(string host) : IDisposable { private readonly Timer _s = new(_ => Console.WriteLine("probe"), null, 10, 10); public string Host => host; public void Dispose() => _s.Dispose(); }
public sealed class Turnstile { private int _inside; public int Inside => _inside; public void Enter() => _inside++; public void Leave() => _inside--; }
public sealed class Point(int x, int y) { public int X => x; public int Y => y; }
public sealed record Setting(string Key, string Text);
public class MeterBoard // a counter per name, asked for from requests
{
    private readonly ConcurrentDictionary<string, Meter> _meters = new();
    public Meter A(string name) { if (!_meters.TryGetValue(name, out var m)) { m = new Meter(name); _meters[name] = m; } return m; } //! LEAK2001
    public Meter B(string name) { if (_meters.ContainsKey(name)) return _meters[name]; return _meters[name] = new Meter(name); } //! LEAK2001
    public Meter C(string name) { var m = _meters.GetValueOrDefault(name); if (m is null) _meters[name] = m = new(name); return m; } //! LEAK2001
    public Meter D(string name) => _meters.TryGetValue(name, out var m) ? m : _meters[name] = new Meter(name); //! LEAK2001
    public Meter E(string name) { if (!_meters.ContainsKey(name)) Create(name); return _meters[name]; }
    private void Create(string name) => _meters[name] = new Meter(name); //! LEAK2001
    public Meter F(string name) { Meter? m; while (!_meters.TryGetValue(name, out m)) _meters[name] = new Meter(name); return m; } //! LEAK2001
    public Meter G(string name) { switch (_meters.TryGetValue(name, out var m)) { case true: return m!; default: return _meters[name] = new Meter(name); } } //! LEAK2001
    public bool H(string name) { bool known = _meters.ContainsKey(name); if (!known) { _meters[name] = new Meter(name); } return known; } //! LEAK2001
    public Meter S1(string name) => _meters.GetOrAdd(name, static n => new Meter(n));
    public Meter S2(string name) { var fresh = new Meter(name); return _meters.TryAdd(name, fresh) ? fresh : _meters[name]; }
    public void S3(string name) { _meters.TryRemove(name, out _); }
    public void S4(string from, string to) { if (_meters.TryGetValue(from, out var m)) _meters[to] = m; }
    public void S5(string name) { if (!_meters.TryGetValue(name, out var m)) return; m.Hit(); }
    public static IDictionary<string, Meter> S6(IEnumerable<string> names) { var local = new ConcurrentDictionary<string, Meter>(); foreach (var n in names) if (!local.ContainsKey(n)) local[n] = new Meter(n); return local; }
}
public class Points // values as good as any other of their kind
{
    private readonly ConcurrentDictionary<string, Point> _points = new(); private readonly ConcurrentDictionary<string, Setting> _settings = new();
    private static readonly Dictionary<Type, string> s_names = new(); private readonly ConcurrentDictionary<string, System.Text.RegularExpressions.Regex> _patterns = new();
    public Point S1(string k) { if (!_points.TryGetValue(k, out var p)) _points[k] = p = new Point(k.Length, 0); return p; }
    public Setting S2(string k) { if (!_settings.ContainsKey(k)) _settings[k] = new Setting(k, "-"); return _settings[k]; }
    public static string S3(Type t) { if (!s_names.TryGetValue(t, out var n)) s_names[t] = n = t.Name; return n; }
    public bool S4(string k, string text) { if (!_patterns.TryGetValue(k, out var r)) _patterns[k] = r = new(k); return r.IsMatch(text); }
}
public sealed class ChatRooms // rooms by id, plain table and a lock that one member forgets
{
    private readonly Dictionary<string, Room> _rooms = new(); private readonly object _gate = new(); private readonly List<Room> _open = new();
    public Room A(string id) { if (!_rooms.TryGetValue(id, out var r)) _rooms.Add(id, r = new Room(id)); return r; } //! LEAK2001
    public void B(string id) { if (_open.Exists(r => r.Id == id)) return; _open.Add(new Room(id)); } //! LEAK2001
    public Room C(string id) { lock (_gate) { if (!_rooms.TryGetValue(id, out var r)) _rooms[id] = r = new Room(id); return r; } }
    public Room D(string id) { if (_rooms.TryGetValue(id, out var r)) return r; lock (_gate) { if (!_rooms.TryGetValue(id, out r)) _rooms[id] = r = new Room(id); } return r; }
    public Room F(string id) { lock (_gate) return Locked(id); }
    private Room Locked(string id) { if (!_rooms.TryGetValue(id, out var r)) _rooms[id] = r = new Room(id); return r; }
    public Room? G(string id) { if (_open.FirstOrDefault(r => r.Id == id) is { } known) return known; var made = new Room(id); _open.Add(made); return made; } //! LEAK2001
    public int Sum() { lock (_gate) return _rooms.Count + _open.Count; }
}
public static class Topics // static, reached by everybody
{
    private static readonly Dictionary<string, Topic> Known = new(StringComparer.Ordinal); private static ImmutableDictionary<string, Topic> s_map = ImmutableDictionary<string, Topic>.Empty;
    private static readonly SortedList<int, Turnstile> Gates = new(); private static readonly Dictionary<string, List<string>> Lines = new(); [ThreadStatic] private static Dictionary<string, Topic>? t_mine;
    public static Topic A(string name) { if (!Known.ContainsKey(name)) Known.Add(name, new Topic()); return Known[name]; } //! LEAK2001
    public static Topic B(string name) { if (s_map.TryGetValue(name, out var t)) return t; t = new Topic(); s_map = s_map.SetItem(name, t); return t; } //! LEAK2001
    public static Turnstile C(int gate) { if (!Gates.TryGetValue(gate, out var g)) { g = new Turnstile(); Gates[gate] = g; } return g; } //! LEAK2001
    public static void D(string name, string line) { if (!Lines.TryGetValue(name, out var all)) Lines[name] = all = new List<string>(); all.Add(line); } //! LEAK2001
    public static Topic S1(string name) => ImmutableInterlocked.GetOrAdd(ref s_map, name, static _ => new Topic());
    public static Topic S2(string name) { t_mine ??= new(); if (!t_mine.TryGetValue(name, out var t)) t_mine[name] = t = new Topic(); return t; }
}
public class Cart // one request, one cart
{
    private readonly Dictionary<string, Turnstile> _lines = new();
    public Turnstile S1(string sku) { if (!_lines.TryGetValue(sku, out var l)) _lines[sku] = l = new Turnstile(); return l; }
}
public sealed class Survey // built by several threads at once
{
    private readonly Dictionary<int, Turnstile> _byShelf = new(); private readonly Dictionary<int, Turnstile> _byAisle = new(); private readonly Dictionary<int, Turnstile> _later = new();
    public int Run(IReadOnlyList<int> boxes) { Parallel.ForEach(boxes, Count); boxes.AsParallel().ForAll(b => Aisle(b / 10)); return _byShelf.Count; }
    private void Count(int box) { if (!_byShelf.TryGetValue(box % 7, out var t)) { t = new Turnstile(); _byShelf[box % 7] = t; } t.Enter(); } //! LEAK2001
    private void Aisle(int n) { if (!_byAisle.ContainsKey(n)) _byAisle[n] = new Turnstile(); } //! LEAK2001
    public void S1(int n) { if (!_later.ContainsKey(n)) _later[n] = new Turnstile(); }
}
public sealed class Pulse : IDisposable // a timer and its callers share a table
{
    private readonly Dictionary<string, Turnstile> _seen = new(); private readonly Timer _timer; private readonly Dictionary<string, Turnstile> _own = new();
    public Pulse() => _timer = new Timer(_ => Sweep(), null, 1000, 1000);
    public void Touch(string who) { if (!_seen.ContainsKey(who)) _seen[who] = new Turnstile(); _seen[who].Enter(); } //! LEAK2001
    public void Mine(string who) { if (!_own.ContainsKey(who)) _own[who] = new Turnstile(); }
    private void Sweep() { foreach (var k in _seen.Keys.ToArray()) if (_seen[k].Inside == 0) _seen.Remove(k); }
    public void Dispose() => _timer.Dispose();
}
public sealed class Probes(Func<string, Probe> open) : IDisposable // sockets by host: the second of two is lost open
{
    private readonly ConcurrentDictionary<string, Probe> _byHost = new(); private readonly ReaderWriterLockSlim _rw = new(); private readonly Dictionary<string, Probe> _slow = new();
    public Probe A(string host) { if (_byHost.TryGetValue(host, out var p)) return p; p = open(host); _byHost[host] = p; return p; } //! LEAK2001
    public Probe B(string host) { Probe? p; _rw.EnterReadLock(); try { if (_slow.TryGetValue(host, out p)) return p; } finally { _rw.ExitReadLock(); } _rw.EnterWriteLock(); try { if (!_slow.TryGetValue(host, out p)) _slow[host] = p = new Probe(host); return p; } finally { _rw.ExitWriteLock(); } } //! LEAK4002
    public void Dispose() { foreach (var p in _byHost.Values) p.Dispose(); _rw.EnterWriteLock(); try { foreach (var p in _slow.Values) p.Dispose(); _slow.Clear(); } finally { _rw.ExitWriteLock(); } _rw.Dispose(); }
}
