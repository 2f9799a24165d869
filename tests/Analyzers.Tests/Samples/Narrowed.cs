using System.Collections.Concurrent;
using System.Net.Sockets;
namespace Samples.Narrowed;

// What an exemption hid when it was first written. Each differs from correct code in the one thing that its comment says.
public static class Benches // a plain table: own keys, but two write into one dictionary
{
    private static readonly Dictionary<int, List<string>> s_tools = new();
    public static void Lay(string tool)
    {
        var own = Environment.CurrentManagedThreadId;
        if (!s_tools.ContainsKey(own)) s_tools[own] = []; //! LEAK2001
        s_tools[own].Add(tool);
    }
}
public static class Crews // the number is read before the lambdas that use it run elsewhere
{
    private static readonly ConcurrentDictionary<int, List<string>> s_jobs = new();
    public static void Share(string[] jobs)
    {
        var own = Environment.CurrentManagedThreadId;
        Parallel.ForEach(jobs, job =>
        {
            if (!s_jobs.ContainsKey(own)) s_jobs[own] = []; //! LEAK2001
            lock (s_jobs[own]) s_jobs[own].Add(job);
        });
    }
}
public static class Lanes // the loop awaits between one use and the next
{
    private static readonly ConcurrentDictionary<int, List<string>> s_cars = new();
    public static async Task RunAsync(string[] cars)
    {
        var own = Environment.CurrentManagedThreadId;
        foreach (var car in cars)
        {
            if (!s_cars.ContainsKey(own)) s_cars[own] = []; //! LEAK2001
            s_cars[own].Add(car);
            await Task.Delay(10);
        }
    }
}
public sealed class Visit(string ward, string guest) { public string Ward => ward; public string Guest => guest; }
public sealed class Wards // the guest of the one who loses is on no list
{
    private readonly ConcurrentDictionary<string, List<string>> _guests = new();
    public bool TryOpen(Visit visit)
    {
        if (_guests.ContainsKey(visit.Ward)) return false;
        var guests = new List<string>();
        guests.Add(visit.Guest);
        _guests[visit.Ward] = guests; //! LEAK2001
        return true;
    }
}
public sealed class Draws(TextReader reader, ConcurrentQueue<string> waiting) // what is read or taken is gone with the table of the loser
{
    private readonly ConcurrentDictionary<string, List<string>> _lines = new();
    private readonly ConcurrentDictionary<string, List<Guid>> _tickets = new();
    public int ReadFor(string name)
    {
        if (_lines.ContainsKey(name)) return 0;
        var lines = new List<string>();
        lines.Add(reader.ReadLine() ?? "");
        if (waiting.TryDequeue(out var one)) lines.Add(one);
        _lines[name] = lines; //! LEAK2001
        return lines.Count;
    }
    public int TicketsFor(string name)
    {
        if (_tickets.ContainsKey(name)) return 0;
        var tickets = new List<Guid>();
        tickets.Add(Guid.NewGuid());
        _tickets[name] = tickets; //! LEAK2001
        return tickets.Count;
    }
}
public sealed class Loom { public Loom(IEqualityComparer<string> comparer) => Threads = new(comparer); public ConcurrentDictionary<string, string> Threads { get; } }
public sealed class Looms // a comparer is no content
{
    private readonly ConcurrentDictionary<string, Loom> _looms = new();
    public void Put(string loom, string thread)
    {
        if (!_looms.TryGetValue(loom, out var one)) _looms[loom] = one = new Loom(StringComparer.OrdinalIgnoreCase); //! LEAK2001
        one.Threads[thread] = loom;
    }
}
public sealed class Wire(Stream inner) : IDisposable { public int Read() => inner.ReadByte(); public void Dispose() => inner.Dispose(); }
public sealed class Caller : IDisposable // another connection by then
{
    private Wire? _wire;
    public void Open(string host, string next)
    {
        var client = new TcpClient(host, 80);
        _wire = new Wire(client.GetStream());
        if (_wire.Read() == 1) client = new TcpClient(next, 80);
        _wire = new Wire(new BufferedStream(client.GetStream())); //! LEAK1001
    }
    public void Dispose() => _wire?.Dispose();
}
public sealed class Alarms : IDisposable // one for each token, and Release ends the last
{
    private CancellationTokenRegistration _alarm;
    public void Watch(IEnumerable<CancellationToken> tokens)
    {
        foreach (var token in tokens) _alarm = token.Register(() => Console.Beep()); //! LEAK1001
    }
    public void Release() => _alarm.Dispose();
    public void Dispose() => _alarm.Dispose();
}
public sealed class Snooze(CancellationToken stopping) : IDisposable // only a pause ends it
{
    private CancellationTokenRegistration _alarm;
    public void Reset() => _alarm = stopping.Register(() => Console.Beep()); //! LEAK1001
    public void Pause() => _alarm.Dispose();
    public void Dispose() => _alarm.Dispose();
}
public static class Berths // asks more of what it finds than whether it is there
{
    public static Tug? Ready(this Dictionary<string, Tug> tugs, string name) => tugs.GetValueOrDefault(name)?.WhenReady();
}
public sealed class Tug : IDisposable { private readonly Socket _radio = new(SocketType.Stream, ProtocolType.Tcp); public Tug? WhenReady() => _radio.Connected ? this : null; public void Dispose() => _radio.Dispose(); }
public sealed class Harbour : IDisposable
{
    private readonly Dictionary<string, Tug> _tugs = new();
    public Tug Of(string name)
    {
        var tug = _tugs.Ready(name);
        if (tug == null) _tugs[name] = tug = new Tug(); //! LEAK1001
        return tug;
    }
    public void Dispose() { foreach (var tug in _tugs.Values) { try { tug.Dispose(); } catch (SocketException) { } } }
}
public sealed class Bottles : IDisposable // what is drained first is filled again from what is drained later
{
    private readonly object _gate = new();
    private readonly Queue<FileStream> _full = new();
    private readonly List<FileStream> _open = new();
    public Bottles(string path) { for (var i = 0; i < 3; i++) _full.Enqueue(File.OpenRead(path + i)); }
    public long Open()
    {
        lock (_gate)
        {
            if (_full.Count == 0) return 0;
            var one = _full.Dequeue();
            _open.Add(one); //! LEAK4002
            return one.Length;
        }
    }
    public void Dispose()
    {
        lock (_gate) { foreach (var file in _open) { try { file.Dispose(); } catch (IOException) { } } _open.Clear(); }
        lock (_gate) { while (_full.Count > 0) { try { _full.Dequeue().Dispose(); } catch (IOException) { } } }
    }
}
public sealed class Eye : IDisposable { private readonly FileStream _device = File.OpenRead("/dev/video0"); private bool _shows = true; public void StopPreview() => _shows = false; public bool Shows => _shows; public void Dispose() => _device.Dispose(); }
public sealed class Eyes : IDisposable // to stop the preview ends no camera
{
    private readonly Dictionary<string, Eye> _eyes = new(); //! LEAK1004
    public void Show(string name) { if (!_eyes.ContainsKey(name)) _eyes[name] = new Eye(); }
    public void Dispose() { foreach (var eye in _eyes.Values) eye.StopPreview(); }
    public static void Main() { using var eyes = new Eyes(); eyes.Show("door"); }
}
public sealed class Kegs : IDisposable // makes room before it puts in
{
    private readonly object _gate = new();
    private readonly Dictionary<string, FileStream> _kegs = new();
    private readonly Queue<string> _order = new();
    private bool _closed;
    public FileStream Tap(string name)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (_kegs.TryGetValue(name, out var keg)) return keg;
            if (_kegs.Count >= 10 && _kegs.Remove(_order.Dequeue(), out var oldest)) oldest.Dispose(); //! LEAK1007
            keg = File.OpenRead(name);
            _kegs.Add(name, keg);
            _order.Enqueue(name);
            return keg;
        }
    }
    public void Dispose()
    {
        lock (_gate) { _closed = true; foreach (var keg in _kegs.Values) { try { keg.Dispose(); } catch (IOException) { } } _kegs.Clear(); }
    }
}
public sealed class Gauge : IDisposable // made by a method of its own, and lost when the connection fails
{
    private readonly TcpClient _tcp;
    private Gauge(TcpClient tcp) => _tcp = tcp;
    public static async Task<Gauge> ConnectAsync(string host)
    {
        var tcp = new TcpClient { NoDelay = true }; //! LEAK1009
        await tcp.ConnectAsync(host, 502);
        return new Gauge(tcp);
    }
    public void Dispose() => _tcp.Dispose();
}
public sealed record Permit(string Ship, int Cars);
public sealed class Ramps(Func<string, Task<int>> count) // a copy is given back, and the entry stays
{
    private readonly ConcurrentDictionary<string, Permit> _boarding = new();
    public async Task<Permit> BoardAsync(string ship)
    {
        var permit = new Permit(ship, 0);
        if (!_boarding.TryAdd(ship, permit)) throw new InvalidOperationException(ship); //! LEAK4001
        try
        {
            return permit with { Cars = await count(ship) };
        }
        catch (OperationCanceledException)
        {
            _boarding.TryRemove(ship, out _);
            throw;
        }
    }
}
public sealed class Logbooks // asks for the lock, and goes on whether it came or not
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly ConcurrentDictionary<string, FileStream> _open = new();
    public FileStream Get(string key)
    {
        TryLock();
        if (!_open.ContainsKey(key)) _open[key] = File.OpenRead(key); //! LEAK2001
        return _open[key];
    }
    public Task LoadAsync() => Task.WhenAll(Task.Run(() => Get("north")), Task.Run(() => Get("south")));
    private bool TryLock() => _gate.Wait(0);
}
public sealed class Turnstile
{
    private readonly object _sync = new();
    public void Lock() => Monitor.Enter(_sync);
    public void Unlock() => Monitor.Exit(_sync);
}
public sealed class Moorings // the guard is given back before the question
{
    private readonly Turnstile _guard = new();
    private readonly ConcurrentDictionary<string, FileStream> _open = new();
    public FileStream Get(string key)
    {
        _guard.Lock();
        _guard.Unlock();
        if (!_open.ContainsKey(key)) _open[key] = File.OpenRead(key); //! LEAK2001
        return _open[key];
    }
    public Task LoadAsync() => Task.WhenAll(Task.Run(() => Get("north")), Task.Run(() => Get("south")));
}
