using System.Collections.Concurrent; using System.Collections.Frozen; using System.Collections.Immutable; using System.Runtime.InteropServices;
namespace Samples.Replaced;
public sealed class Probe : IDisposable
{
    private readonly Timer _timer; private int _hits;
    public Probe(string host) { Host = host; _timer = new Timer(_ => Fresh = false, null, 1000, 1000); }
    public string Host { get; } public bool Fresh { get; set; } = true; public int Hits => _hits;
    public Probe Hit() { _hits++; return this; }
    public void Dispose() => _timer.Dispose();
}
public sealed class Current : IDisposable
{
    private Probe? _probe; private int _closed;
    public void Point(string host)
    {
        _ = Interlocked.Exchange(ref _probe, new Probe(host)); //! LEAK1001
        if (Volatile.Read(ref _closed) != 0) Interlocked.Exchange(ref _probe, null)?.Dispose();
    }
    public void Aim(string host)
    {
        var old = Interlocked.Exchange(ref _probe, new Probe(host));
        if (Volatile.Read(ref _closed) != 0) Interlocked.Exchange(ref _probe, null)?.Dispose();
        old?.Dispose();
    }
    public void Dispose() { if (Interlocked.Exchange(ref _closed, 1) != 0) return; Interlocked.Exchange(ref _probe, null)?.Dispose(); }
}
public sealed class Branches : IDisposable
{
    private ImmutableDictionary<string, Probe> _probes = ImmutableDictionary<string, Probe>.Empty;
    public void Apply(string host, bool wanted)
    {
        if (wanted) _probes = _probes.SetItem(host, new Probe(host)); //! LEAK1001
        else if (_probes.TryGetValue(host, out var gone)) { _probes = _probes.Remove(host); gone.Dispose(); }
    }
    public void Renew(string host, bool wanted)
    {
        if (_probes.TryGetValue(host, out var old)) old.Dispose();
        if (wanted) _probes = _probes.SetItem(host, new Probe(host));
        else _probes = _probes.Remove(host);
    }
    public void Dispose() { foreach (var probe in _probes.Values) probe.Dispose(); _probes = _probes.Clear(); }
}
public sealed class Places : IDisposable
{
    private readonly Dictionary<int, Probe> _byNumber = new(); private readonly Probe?[] _row = new Probe?[16];
    public void Set(int number, string host)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNumber, number, out _);
        place = new Probe(host); //! LEAK1001
    }
    public void SetNew(int number, string host)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNumber, number, out var there);
        if (!there) place = new Probe(host);
    }
    public void Swap(int number, string host)
    {
        ref var place = ref CollectionsMarshal.GetValueRefOrAddDefault(_byNumber, number, out _);
        var old = place;
        place = new Probe(host);
        old?.Dispose();
    }
    public void Fill(int number, string host) { ref var place = ref _row[number]; place ??= new Probe(host); }
    public void Refill(int number, string host) { ref var place = ref _row[number]; place = new Probe(host); } //! LEAK1001
    public void Dispose() { foreach (var probe in _byNumber.Values) probe.Dispose(); foreach (var probe in _row) probe?.Dispose(); }
}
public sealed class Conditions : IDisposable
{
    private readonly Dictionary<string, Probe> _probes = new(); private readonly ConcurrentDictionary<string, Probe> _counted = new();
    public void Ensure(string host) => _probes[host] = _probes.TryGetValue(host, out var known) && known.Fresh ? known : new Probe(host); //! LEAK1001
    public void Keep(string host) => _probes[host] = _probes.TryGetValue(host, out var known) ? known : new Probe(host);
    public void Count(string host)
    {
        var mine = new Probe(host);
        if (_counted.AddOrUpdate(host, mine, (_, old) => old.Hit()) != mine) mine.Dispose();
    }
    public void Dispose() { foreach (var probe in _probes.Values) probe.Dispose(); foreach (var probe in _counted.Values) probe.Dispose(); }
}
public sealed class Mended : IDisposable
{
    private readonly Dictionary<string, Probe> _probes = new();
    public void Mend(string host)
    {
        _probes.TryGetValue(host, out var known);
        if (known is { Fresh: false }) { known.Dispose(); known = null; }
        _probes[host] = known is { Fresh: true } ? known : new Probe(host);
    }
    public void Dispose() { foreach (var probe in _probes.Values) probe.Dispose(); }
}
public sealed class Tables(Func<string[]> hosts) : IDisposable
{
    private FrozenDictionary<string, Probe> _probes = FrozenDictionary<string, Probe>.Empty; private readonly List<Probe> _list = new();
    public void Reload()
    {
        var next = new Dictionary<string, Probe>();
        foreach (var host in hosts()) next.Add(host, new Probe(host));
        _probes = next.ToFrozenDictionary(); //! LEAK1003
    }
    public void ReloadKept()
    {
        var next = new Dictionary<string, Probe>();
        foreach (var host in hosts()) next.Add(host, _probes.TryGetValue(host, out var kept) ? kept : new Probe(host));
        var last = _probes;
        _probes = next.ToFrozenDictionary();
        foreach (var (host, probe) in last) if (!next.ContainsKey(host)) probe.Dispose();
    }
    public void Widen(int count) { while (_list.Count < count) _list.Add(new Probe("h" + _list.Count)); }
    public void Shrink() { var old = new Probe[_list.Count]; _list.CopyTo(old); _list.Clear(); End(old); }
    public void Empty() { var old = new Probe[_list.Count]; _list.CopyTo(old, 0); _list.Clear(); Console.WriteLine(old.Length); } //! LEAK1003
    private static void End(ReadOnlySpan<Probe> probes) { for (var i = 0; i < probes.Length; i++) probes[i].Dispose(); }
    public void Dispose() { foreach (var probe in _probes.Values) probe.Dispose(); End(_list.ToArray()); _list.Clear(); }
}
public sealed class Queues(int limit) : IDisposable
{
    private readonly Queue<Probe> _waiting = new();
    public void Add(string host)
    {
        var probe = new Probe(host);
        if (host.Length > 0)
        {
            _waiting.Enqueue(probe);
            if (_waiting.Count > limit) _waiting.TryDequeue(out _); //! LEAK1002
            return;
        }

        probe.Dispose();
    }
    public void Dispose() { while (_waiting.TryDequeue(out var probe)) probe.Dispose(); }
}
public sealed class Registry : IDisposable
{
    private readonly ConcurrentDictionary<string, Probe> _probes = new(); private int _closed;
    public bool Open(string host)
    {
        ObjectDisposedException.ThrowIf(Volatile.Read(ref _closed) != 0, this);
        var probe = new Probe(host);
        if (_probes.TryAdd(host, probe)) return true; //! LEAK4002
        probe.Dispose();
        return false;
    }
    public void Dispose() { if (Interlocked.Exchange(ref _closed, 1) != 0) return; foreach (var host in _probes.Keys) if (_probes.TryRemove(host, out var probe)) probe.Dispose(); }
}
public sealed class CheckedRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, Probe> _probes = new(); private int _closed;
    public bool Open(string host)
    {
        var probe = new Probe(host);
        if (!_probes.TryAdd(host, probe)) { probe.Dispose(); return false; }
        if (Volatile.Read(ref _closed) == 0) return true;
        if (_probes.TryRemove(host, out var late)) late.Dispose();
        return false;
    }
    public void Dispose() { if (Interlocked.Exchange(ref _closed, 1) != 0) return; foreach (var host in _probes.Keys) if (_probes.TryRemove(host, out var probe)) probe.Dispose(); }
}
public sealed class PlainRegistry : IDisposable
{
    private readonly ConcurrentDictionary<string, Probe> _probes = new(); private bool _closed;
    public bool Open(string host)
    {
        ObjectDisposedException.ThrowIf(_closed, this);
        var probe = new Probe(host);
        if (_probes.TryAdd(host, probe)) return true;
        probe.Dispose();
        return false;
    }
    public void Dispose() { if (_closed) return; _closed = true; foreach (var host in _probes.Keys) if (_probes.TryRemove(host, out var probe)) probe.Dispose(); }
}
public sealed class Importer
{
    private readonly Dictionary<string, int> _running = new();
    public int Import(string path)
    {
        _running.Add(path, 0); //! LEAK4001
        if (new FileInfo(path).Length == 0) return 0;
        try { var lines = 0; foreach (var line in File.ReadLines(path)) if (line.Length > 0) _running[path] = ++lines; return lines; }
        finally { _running.Remove(path); }
    }
    public int ImportSafely(string path)
    {
        if (new FileInfo(path).Length == 0) return 0;
        _running.Add(path, 0);
        try { return File.ReadLines(path).Count(); }
        finally { _running.Remove(path); }
    }
}
