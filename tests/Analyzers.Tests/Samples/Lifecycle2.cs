using System.Collections.Concurrent;
namespace Samples.Lifecycle2;
public enum Result { Completed, Failed, Skipped }
public interface IRunner { Task<Result> RunAsync(string id); Task StepAsync(string id); bool Check(string id); void Step(string id); }
public sealed class Entry(string id) { public string Id => id; }
public sealed class Registry { private readonly ConcurrentDictionary<string, Entry> _all = new(); public void Enter(string id) => _all[id] = new Entry(id); public void Leave(string id) => _all.TryRemove(id, out _); public int Count => _all.Count; }
public class Jobs(IRunner run, Registry registry)
{
    private readonly ConcurrentDictionary<string, Entry> _now = new(); private readonly List<string> _names = new(); private readonly object _gate = new(); private static readonly HashSet<string> s_busy = new();
    public async Task A(string id) { Track(id); await run.StepAsync(id); Untrack(id); } //! LEAK4001
    private void Track(string id) => _now[id] = new Entry(id);
    private void Untrack(string id) => _now.TryRemove(id, out _);
    public async Task B(string id) { registry.Enter(id); await run.StepAsync(id); registry.Leave(id); } //! LEAK4001
    public async Task C(string id) { lock (_gate) _names.Add(id); await run.StepAsync(id); lock (_gate) _names.Remove(id); } //! LEAK4001
    public async Task D(IEnumerable<string> ids) { foreach (var id in ids) { _now[id] = new Entry(id); if (!run.Check(id)) continue; await run.StepAsync(id); _now.TryRemove(id, out _); } } //! LEAK4001
    public async Task<int> E(string id) { if (!_now.TryAdd(id, new Entry(id))) return -1; var r = await run.RunAsync(id); if (r == Result.Completed) { _now.TryRemove(id, out _); return 0; } return 1; } //! LEAK4001
    public async Task<int> F(string id) { if (!_now.TryAdd(id, new Entry(id))) return -1; switch (await run.RunAsync(id)) { case Result.Completed: _now.TryRemove(id, out _); return 0; default: return 1; } } //! LEAK4001
    public void G(string id) { lock (s_busy) { if (!s_busy.Add(id)) return; } run.Step(id); lock (s_busy) { s_busy.Remove(id); } } //! LEAK4001
    public async Task H(string id) { _now[id] = new Entry(id); try { await run.StepAsync(id); _now.TryRemove(id, out _); } catch (TimeoutException) { _now.TryRemove(id, out _); } } //! LEAK4001
    public async Task I(string id) { _now[id] = new Entry(id); try { await run.StepAsync(id); } catch (Exception e) when (e is not OperationCanceledException) { Console.WriteLine(e); return; } _now.TryRemove(id, out _); } //! LEAK4001
    public async Task S1(string id) { Track(id); try { await run.StepAsync(id); } finally { Untrack(id); } }
    public async Task S2(string id) { registry.Enter(id); try { await run.StepAsync(id); } finally { registry.Leave(id); } }
    public async Task<int> S4(string id) { if (!_now.TryAdd(id, new Entry(id))) return -1; try { return await run.RunAsync(id) == Result.Completed ? 0 : 1; } finally { _now.TryRemove(id, out _); } }
    public async Task S5(string id) { _now[id] = new Entry(id); try { await run.StepAsync(id); } catch (Exception e) { Console.WriteLine(e); } _now.TryRemove(id, out _); }
    public static string S6(IEnumerable<string> ids) { var seen = new HashSet<string>(); foreach (var id in ids) { if (!seen.Add(id)) return id; if (id.Length > 3) seen.Remove(id); } return ""; }
}
public class Scoped(IRunner run)
{
    private readonly ConcurrentDictionary<string, Entry> _now = new();
    public async Task S1(string id) { using var _ = new Scope(this, id); await run.StepAsync(id); }
    private void Track(string id) => _now[id] = new Entry(id);
    private void Untrack(string id) => _now.TryRemove(id, out _);
    private sealed class Scope : IDisposable { private readonly Scoped _jobs; private readonly string _id; public Scope(Scoped jobs, string id) { _jobs = jobs; _id = id; jobs.Track(id); } public void Dispose() => _jobs.Untrack(_id); }
}
public class Leases(IRunner run) // handed out, ended by another member
{
    private readonly ConcurrentDictionary<string, Entry> _out = new();
    public async Task<Entry?> Acquire(string id) { var e = new Entry(id); if (!_out.TryAdd(id, e)) return null; if (!run.Check(id)) { _out.TryRemove(id, out _); return null; } await run.StepAsync(id); return e; }
    public void Release(string id) => _out.TryRemove(id, out _);
}
public sealed class Conn(string id) : IDisposable { private readonly Timer _t = new(_ => Console.WriteLine("ping"), null, 10, 10); public string Id => id; public void Dispose() => _t.Dispose(); }
public sealed class Book1 : IDisposable // helper, table by key, Shutdown drains
{
    private readonly object _gate = new(); private readonly Dictionary<string, Conn> _all = new(); private readonly List<Conn> _list = new();
    public Conn Get(string id) { lock (_gate) { return _all.TryGetValue(id, out var c) ? c : Put(id); } }
    private Conn Put(string id) { var c = new Conn(id); _all.Add(id, c); return c; } //! LEAK4002
    public void Adopt(IEnumerable<Conn> many) { lock (_gate) _list.AddRange(many); } //! LEAK4002
    public void Front(Conn c) { lock (_gate) { _list.Insert(0, c); } } //! LEAK4002
    public void Dispose() => Shutdown();
    private void Shutdown() { List<Conn> all; lock (_gate) { all = new List<Conn>(_all.Values); all.AddRange(_list); _all.Clear(); _list.Clear(); } foreach (var c in all) c.Dispose(); }
}
public sealed class Book2 : IAsyncDisposable // async lock
{
    private readonly SemaphoreSlim _one = new(1, 1); private readonly Dictionary<string, Conn> _all = new();
    public async Task<Conn> Get(string id) { await _one.WaitAsync(); try { if (!_all.TryGetValue(id, out var c)) _all[id] = c = new Conn(id); return c; } finally { _one.Release(); } } //! LEAK4002
    public async ValueTask DisposeAsync() { await _one.WaitAsync(); try { foreach (var c in _all.Values) c.Dispose(); _all.Clear(); } finally { _one.Release(); } }
}
public sealed class Book3 : IDisposable // a flag, and a member that forgets it
{
    private readonly ConcurrentDictionary<string, Conn> _all = new(); private int _closed;
    public Conn Get(string id) => _all.GetOrAdd(id, static k => Shared(k)); //! LEAK1005 LEAK4002
    private static Conn Shared(string k) => new(k);
    public bool Put(Conn c) { if (_all.TryAdd(c.Id, c)) return true; c.Dispose(); return false; }
    public void Dispose() { if (Interlocked.Exchange(ref _closed, 1) != 0) return; foreach (var id in _all.Keys) if (_all.TryRemove(id, out var c)) c.Dispose(); }
}
public sealed class Slot1 : IDisposable // a slot exchanged under the lock
{
    private readonly object _gate = new(); private Conn? _now;
    public void Swap(Conn next) { Conn? old; lock (_gate) { old = _now; _now = next; } old?.Dispose(); } //! LEAK4002
    public void Dispose() { lock (_gate) { _now?.Dispose(); _now = null; } }
}
public sealed class Fine1 : IDisposable // states, tokens, helpers
{
    private enum State { Open, Closed }
    private readonly object _gate = new(); private readonly List<Conn> _a = new(); private readonly List<Conn> _b = new(); private State _state; private readonly CancellationTokenSource _stop = new();
    public void A(Conn c) { lock (_gate) { if (_state == State.Closed) { c.Dispose(); return; } _a.Add(c); } }
    public void B(Conn c) { lock (_gate) { if (_stop.IsCancellationRequested) c.Dispose(); else _b.Add(c); } }
    public void C(Conn c) { lock (_gate) { if (!IsOpen()) throw new InvalidOperationException(); _a.Add(c); } }
    public void D(Conn c) { Monitor.Enter(_gate); try { switch (_state) { case State.Open: _a.Add(c); return; } } finally { Monitor.Exit(_gate); } c.Dispose(); }
    private bool IsOpen() => _state == State.Open;
    public void Dispose() { lock (_gate) { if (_state == State.Closed) return; _state = State.Closed; _stop.Cancel(); foreach (var c in _a) c.Dispose(); foreach (var c in _b) c.Dispose(); _a.Clear(); _b.Clear(); } _stop.Dispose(); }
}
public sealed class Fine2 : IDisposable // a slot that the closed state empties; a set that says it is complete
{
    private readonly object _gate = new(); private Conn? _now; private bool _closed; private readonly BlockingCollection<Conn> _queue = new();
    public void Swap(Conn next) { Conn? old; lock (_gate) { if (_closed) { old = next; } else { old = _now; _now = next; } } old?.Dispose(); }
    public void Post(Conn c) => _queue.Add(c);
    public void Dispose() { lock (_gate) { _closed = true; _now?.Dispose(); _now = null; } _queue.CompleteAdding(); while (_queue.TryTake(out var c)) c.Dispose(); _queue.Dispose(); }
}
