using System.Collections.Concurrent; using System.Collections.Immutable;
namespace Samples.Lifecycle1;
public sealed class Ticket { public int Step { get; set; } }
public sealed record Answer(bool Ok, bool IsFailed, string? Error);
public interface IWork { Task<Answer> DoAsync(string id, CancellationToken stop); Task StepAsync(string id); bool TryPush(string id); void Push(string id); }
public class Imports(IWork work)
{
    private readonly ConcurrentDictionary<string, Ticket> _now = new(); private readonly HashSet<string> _busy = new(); private readonly object _gate = new();
    public async Task A(string id) { _now[id] = new Ticket(); await work.StepAsync(id); _now.TryRemove(id, out _); } //! LEAK4001
    public async Task<string?> B(string id) { if (!_now.TryAdd(id, new Ticket())) return "busy"; var a = await work.DoAsync(id, default); if (a.IsFailed) return a.Error; _now.TryRemove(id, out _); return null; } //! LEAK4001
    public async Task C(string id) { if (!_now.TryAdd(id, new Ticket())) return; var a = await work.DoAsync(id, default); if (a.Ok) { Forget(id); } } //! LEAK4001
    private void Forget(string id) => _now.TryRemove(id, out _);
    public async Task D(string id) { lock (_gate) { if (!_busy.Add(id)) return; } await work.StepAsync(id); lock (_gate) { _busy.Remove(id); } } //! LEAK4001
    public async Task E(string id) { _now[id] = new Ticket(); if (!File.Exists(id)) return; try { await work.StepAsync(id); } finally { _now.TryRemove(id, out _); } } //! LEAK4001
    public async Task F(string id) { _now.TryAdd(id, new Ticket()); await work.StepAsync(id); try { await work.StepAsync(id); } finally { _now.TryRemove(id, out _); } } //! LEAK4001
    public async Task S1(string id) { _now[id] = new Ticket(); try { await work.StepAsync(id); } finally { _now.TryRemove(id, out _); } }
    public async Task S2(string id) { if (!_now.TryAdd(id, new Ticket())) return; try { if (!File.Exists(id)) return; await work.StepAsync(id); } finally { Forget(id); } }
    public async Task S3(string id) { try { _now[id] = new Ticket(); await work.StepAsync(id); } finally { _now.TryRemove(id, out _); } }
    public async Task S4(string id) { _now[id] = new Ticket(); try { await work.StepAsync(id); _now.TryRemove(id, out _); } catch { _now.TryRemove(id, out _); throw; } }
    public Task S5(string id) { _now[id] = new Ticket(); return work.StepAsync(id).ContinueWith(_ => _now.TryRemove(id, out Ticket? _)); }
}
public class Deploys(IWork work)
{
    private readonly ConcurrentDictionary<string, Ticket> _live = new(); private readonly Dictionary<string, Ticket> _plans = new();
    public async Task RunAsync(string id, CancellationToken stop) { _live[id] = new Ticket(); try { await work.DoAsync(id, stop); } catch (OperationCanceledException) { _live.TryRemove(id, out _); throw; } } //! LEAK4001
    public async Task<bool> HandleAsync(string id) { _live.TryAdd(id, new Ticket()); try { var a = await work.DoAsync(id, default); return a.Ok; } catch (Exception e) { Console.WriteLine(e); _live.TryRemove(id, out _); return false; } } //! LEAK4001
    public void KillAsync(string id) { _live.TryRemove(id, out _); }
    public int Count => _live.Count;
}
public class Sessions(IWork work) // entries that outlive the call on purpose
{
    private readonly ConcurrentDictionary<string, Ticket> _open = new(); private readonly ConcurrentDictionary<string, Ticket> _ready = new();
    public async Task OpenAsync(string id) { _open[id] = new Ticket(); try { await work.StepAsync(id); } catch { _open.TryRemove(id, out _); throw; } }
    public void Close(string id) => _open.TryRemove(id, out _);
    public async Task<bool> Register(string id) { _ready[id] = new Ticket(); var a = await work.DoAsync(id, default); if (!a.Ok) { _ready.TryRemove(id, out _); return false; } return true; }
    public bool Offer(string id) { if (!_ready.TryAdd(id, new Ticket())) return false; if (work.TryPush(id)) return true; _ready.TryRemove(id, out _); return false; }
}
public class Pending(IWork work) // answered later, by another member
{
    private readonly ConcurrentDictionary<long, TaskCompletionSource<string>> _wait = new(); private long _next;
    public async Task<string> Ask(string text, CancellationToken stop) { var id = Interlocked.Increment(ref _next); var t = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously); _wait[id] = t; using var r = stop.Register(() => { if (_wait.TryRemove(id, out var x)) x.TrySetCanceled(); }); await work.StepAsync(text); return await t.Task; }
    public void Answer(long id, string text) { if (_wait.TryRemove(id, out var t)) t.TrySetResult(text); }
}
public sealed class Lease(string id) : IDisposable { private readonly Timer _s = new(_ => Console.WriteLine("due")); public string Id => id; public void Dispose() => _s.Dispose(); }
public sealed class Pool1 : IDisposable // a lock, and nobody asks
{
    private readonly object _gate = new(); private readonly Stack<Lease> _idle = new(); private bool _closed;
    public void Return(Lease l) { lock (_gate) _idle.Push(l); } //! LEAK4002
    public Lease? Take() { lock (_gate) return _idle.Count > 0 ? _idle.Pop() : null; }
    public void Dispose() { lock (_gate) { _closed = true; while (_idle.Count > 0) _idle.Pop().Dispose(); } GC.KeepAlive(_closed); }
}
public sealed class Pool2 : IDisposable // asked before the lock
{
    private readonly Lock _gate = new(); private readonly List<Lease> _idle = new(); private bool _closed;
    public void Return(Lease l) { if (_closed) { l.Dispose(); return; } lock (_gate) { _idle.Add(l); } } //! LEAK4002
    public void Dispose() { Lease[] all; lock (_gate) { if (_closed) return; _closed = true; all = _idle.ToArray(); _idle.Clear(); } foreach (var l in all) l.Dispose(); }
}
public sealed class Pool3 : IAsyncDisposable // concurrent, given back from anywhere
{
    private readonly ConcurrentBag<Lease> _idle = new();
    public void Return(Lease l) => _idle.Add(l); //! LEAK4002
    public ValueTask DisposeAsync() { while (_idle.TryTake(out var l)) l.Dispose(); return default; }
}
public class Pool4 : IDisposable // the derived class adds to what the base class drains
{
    protected readonly object Gate = new(); protected readonly Queue<Lease> Idle = new();
    public virtual void Dispose() { lock (Gate) { while (Idle.TryDequeue(out var l)) l.Dispose(); } }
}
public sealed class WidePool4 : Pool4 { public void LoadOne(Lease l) { lock (Gate) { Idle.Enqueue(l); } } } //! LEAK4002
public sealed class Pool5 : IDisposable // an immutable list by ImmutableInterlocked
{
    private ImmutableList<Lease> _all = ImmutableList<Lease>.Empty;
    public void Keep(Lease l) => ImmutableInterlocked.Update(ref _all, (list, one) => list.Add(one), l); //! LEAK4002
    public void Dispose() { foreach (var l in Interlocked.Exchange(ref _all, ImmutableList<Lease>.Empty)) l.Dispose(); }
}
public sealed class Pool6 : IDisposable // two sections: asked in one, put in another
{
    private readonly object _gate = new(); private readonly Dictionary<string, Lease> _byId = new(); private bool _closed;
    public void Put(Lease l) { lock (_gate) { if (_closed) throw new ObjectDisposedException(nameof(Pool6)); } Prepare(); lock (_gate) { if (!_byId.TryAdd(l.Id, l)) l.Dispose(); } } //! LEAK4002
    private static void Prepare() => Thread.Yield();
    public void Dispose() { lock (_gate) { _closed = true; foreach (var l in _byId.Values) l.Dispose(); _byId.Clear(); } }
}
public sealed class Good1 : IDisposable
{
    private readonly object _gate = new(); private readonly Stack<Lease> _idle = new(); private bool _closed;
    public void Return(Lease l) { lock (_gate) { if (!_closed) { _idle.Push(l); return; } } l.Dispose(); }
    public void Return2(Lease l) { lock (_gate) { ObjectDisposedException.ThrowIf(_closed, this); _idle.Push(l); } }
    public void Return3(Lease l) { lock (_gate) { ThrowIfClosed(); _idle.Push(l); } }
    public void Return4(Lease l) { lock (_gate) { if (!_closed) Put(l); else l.Dispose(); } }
    private void Put(Lease l) => _idle.Push(l);
    private void ThrowIfClosed() { if (_closed) throw new ObjectDisposedException(nameof(Good1)); }
    public void Dispose() { lock (_gate) { _closed = true; while (_idle.Count > 0) _idle.Pop().Dispose(); } }
}
public sealed class Good2 : IDisposable // null says closed
{
    private readonly object _gate = new(); private List<Lease>? _all = new(); private Dictionary<string, Lease>? _map = new();
    public bool A(Lease l) { lock (_gate) { if (_all == null) { l.Dispose(); return false; } _all.Add(l); return true; } }
    public void B(Lease l) { lock (_gate) { if (_all is not null) { _all.Add(l); return; } } l.Dispose(); }
    public void C(Lease l) { lock (_gate) { var all = _all ?? throw new ObjectDisposedException(nameof(Good2)); all.Add(l); } }
    public void D(Lease l) { lock (_gate) { if (_map is { } map && map.TryAdd(l.Id, l)) return; } l.Dispose(); }
    public void Dispose() { List<Lease>? all; Dictionary<string, Lease>? map; lock (_gate) { all = _all; _all = null; map = _map; _map = null; } if (all != null) foreach (var l in all) l.Dispose(); if (map != null) foreach (var l in map.Values) l.Dispose(); }
}
public sealed class Good3 : IDisposable // published, then asked again
{
    private readonly ConcurrentDictionary<string, Lease> _all = new(); private volatile bool _closed;
    public void Put(Lease l) { if (!_all.TryAdd(l.Id, l)) { l.Dispose(); return; } if (_closed && _all.TryRemove(l.Id, out var mine)) mine.Dispose(); }
    public void Dispose() { _closed = true; foreach (var id in _all.Keys) if (_all.TryRemove(id, out var l)) l.Dispose(); }
}
public sealed class Good4 : IDisposable // one thread builds it, and it ends with its owner
{
    private readonly List<Lease> _all = new();
    public void Add(Lease l) => _all.Add(l);
    public void Dispose() { foreach (var l in _all) l.Dispose(); }
}
