using System.Collections.Concurrent; using System.Runtime.InteropServices;
namespace Samples.Races2;
public sealed class Lane { private int _cars; public int Cars => _cars; public void Pass() => _cars++; }
public sealed class Agent(string name) { private readonly Queue<string> _mail = new(); public string Name => name; public void Post(string m) { lock (_mail) _mail.Enqueue(m); } }
public class Board // the same race in other clothes
{
    private readonly ConcurrentDictionary<string, Agent> _agents = new(StringComparer.OrdinalIgnoreCase); private readonly IDictionary<string, Agent> _faces = new ConcurrentDictionary<string, Agent>();
    private readonly ConcurrentDictionary<(string, int), Agent> _pairs = new(); protected ConcurrentDictionary<string, Agent> Open { get; } = new();
    public Agent A(string name) { if (!TryFind(name, out var a)) { a = new Agent(name); _agents[name] = a; } return a; } //! LEAK2001
    private bool TryFind(string name, [System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out Agent? a) => _agents.TryGetValue(name, out a);
    public Agent B(string name) { _agents.TryGetValue(name, out var a); a ??= _agents[name] = new Agent(name); return a; } //! LEAK2001
    public Agent C(string name) { var a = _agents.TryGetValue(name, out var x) ? x : null; if (a == null) { a = new Agent(name); _agents[name] = a; } return a; } //! LEAK2001
    public Agent D(string name) { if (!_faces.ContainsKey(name)) _faces[name] = new Agent(name); return _faces[name]; } //! LEAK2001
    public Agent E(string a, int b) { if (!_pairs.ContainsKey((a, b))) _pairs[(a, b)] = new Agent(a); return _pairs[(a, b)]; } //! LEAK2001
    public Agent F(string name) { var key = name.ToLowerInvariant(); if (_agents.TryGetValue(key, out var a)) return a; a = Make(key); _agents[key] = a; return a; } //! LEAK2001
    private static Agent Make(string key) => new(key);
    public Agent G(string name) { if (!Open.TryGetValue(name, out var a)) Open[name] = a = new Agent(name); return a; } //! LEAK2001
    public Agent H(string name) { if (_agents.Keys.Contains(name)) return _agents[name]; return _agents[name] = new Agent(name); } //! LEAK2001
    public Agent I(string name) { try { return _agents[name]; } catch (KeyNotFoundException) { return _agents[name] = new Agent(name); } }
    public Agent J(string name) { if (_agents is { Count: 0 }) Seed(); return _agents[name]; void Seed() => _agents[name] = new Agent(name); } //! LEAK2001
    public async Task<Agent> K(string name) { await Task.Yield(); if (!_agents.TryGetValue(name, out var a)) _agents[name] = a = new Agent(name); return a; } //! LEAK2001
    public Agent L(string name) { if (_agents.TryGetValue(name, out var a) && a.Name.Length > 0) return a; var b = new Agent(name); _agents[name] = b; return b; } //! LEAK2001
    public Agent S1(string name) { if (_agents.TryGetValue(name, out var a)) return a; return _agents.GetOrAdd(name, Make(name)); }
    public bool S2(string name) => !_agents.ContainsKey(name) && _agents.TryAdd(name, new Agent(name));
    public void S3(Agent given) { if (!_agents.ContainsKey(given.Name)) _agents[given.Name] = given; }
    public void S4(string name) { if (_agents.ContainsKey(name)) _agents[name] = new Agent(name); }
}
public sealed class Halves // a lock over one half
{
    private readonly object _gate = new(); private readonly Dictionary<string, Lane> _lanes = new(); private readonly SemaphoreSlim _one = new(1); private readonly Dictionary<string, Lane> _async = new(); private readonly ReaderWriterLockSlim _rw = new(); private readonly Dictionary<string, Lane> _read = new();
    public Lane A(string k) { bool found; Lane? l; lock (_gate) { found = _lanes.TryGetValue(k, out l); } if (!found) { l = new Lane(); _lanes[k] = l; } return l!; } //! LEAK2001
    public Lane B(string k) { lock (_gate) { if (_lanes.TryGetValue(k, out var l)) return l; } return _lanes[k] = new Lane(); } //! LEAK2001
    public async Task<Lane> S1(string k) { await _one.WaitAsync(); try { if (!_async.TryGetValue(k, out var l)) _async[k] = l = new Lane(); return l; } finally { _one.Release(); } }
    public Lane S2(string k) { _rw.EnterUpgradeableReadLock(); try { if (_read.TryGetValue(k, out var l)) return l; _rw.EnterWriteLock(); try { return _read[k] = new Lane(); } finally { _rw.ExitWriteLock(); } } finally { _rw.ExitUpgradeableReadLock(); } }
    public Lane S3(string k) { Monitor.Enter(_gate); try { if (!_lanes.TryGetValue(k, out var l)) _lanes[k] = l = new Lane(); return l; } finally { Monitor.Exit(_gate); } }
    public Lane S4(string k) { lock (_gate) { ref var slot = ref CollectionsMarshal.GetValueRefOrAddDefault(_lanes, k, out _); return slot ??= new Lane(); } }
    public Lane S5(string k) => Under(() => { if (!_lanes.TryGetValue(k, out var l)) _lanes[k] = l = new Lane(); return l; });
    private T Under<T>(Func<T> act) { lock (_gate) return act(); }
}
public sealed class Shards // tables inside of parts
{
    private sealed class Shard { public readonly object Gate = new(); public readonly Dictionary<string, Lane> Map = new(); public readonly ConcurrentDictionary<string, Lane> Free = new(); }
    private readonly Shard[] _shards = Enumerable.Range(0, 16).Select(_ => new Shard()).ToArray();
    public Lane A(string k) { var s = _shards[k.Length & 15]; if (!s.Free.TryGetValue(k, out var l)) s.Free[k] = l = new Lane(); return l; } //! LEAK2001
    public Lane S1(string k) { var s = _shards[k.Length & 15]; lock (s.Gate) { if (!s.Map.TryGetValue(k, out var l)) s.Map[k] = l = new Lane(); return l; } }
    public Lane S2(string k) { var s = new Shard(); if (!s.Free.TryGetValue(k, out var l)) s.Free[k] = l = new Lane(); return l; }
}
public static class Registry // static, by type
{
    private static readonly Dictionary<Type, object> Locks = new(); private static readonly Dictionary<string, Lane> s_boot = Fill(); private static readonly Dictionary<string, TaskCompletionSource<int>> Waiting = new();
    public static object A(Type t) { if (!Locks.TryGetValue(t, out var l)) { l = new object(); Locks[t] = l; } return l; } //! LEAK2001
    public static Task<int> B(string k) { if (!Waiting.TryGetValue(k, out var t)) Waiting.Add(k, t = new TaskCompletionSource<int>()); return t.Task; } //! LEAK2001
    private static Dictionary<string, Lane> Fill() { var d = new Dictionary<string, Lane>(); foreach (var n in new[] { "a", "b", "a" }) if (!d.ContainsKey(n)) d[n] = new Lane(); return d; }
    public static Lane? S1(string k) => s_boot.TryGetValue(k, out var l) ? l : null;
}
