using System.Collections.Concurrent;
using System.Net.Sockets;
namespace Samples.Spelled;
public sealed class Gauge : IDisposable
{
    private readonly Timer _timer = new(_ => { }, null, 0, 15_000);
    public Gauge(string name) => Name = name;
    public string Name { get; }
    public int Read() => Name.Length;
    public void Dispose() => _timer.Dispose();
}
public sealed class Told : IDisposable
{
    private readonly Dictionary<string, Gauge> _gauges = new();
    public void Open(string name)
    {
        if (!_gauges.ContainsKey(name))
            _gauges.Add(name, new Gauge(name));
    }
    public int Read(string name) => _gauges.TryGetValue(name, out var gauge) ? gauge.Read() : 0;
    public bool Forget(string name) => _gauges.Remove(name, out var unused); //! LEAK1002
    public void Drop(string name, string log)
    {
        if (!_gauges.TryGetValue(name, out var gauge))
            return;
        gauge.Dispose(); //! LEAK1008
        File.AppendAllText(log, name);
        _gauges.Remove(name);
    }
    public void Dispose()
    {
        foreach (var gauge in _gauges.Values)
            gauge.Dispose();
        _gauges.Clear();
    }
}
public sealed class Journal : IDisposable
{
    private FileStream? _file;
    public void Reopen(string path)
    {
        _file?.Close(); //! LEAK1008
        _file = File.OpenWrite(path);
    }
    public void Write(byte[] bytes) => _file?.Write(bytes);
    public void Dispose() => _file?.Dispose();
}
public sealed class Counted : IDisposable
{
    private int _version;
    private Gauge? Current
    {
        get;
        set
        {
            _version++;
            field = value; //! LEAK1001
        }
    }
    public int Version => _version;
    public void Refresh() => Current = new Gauge("c");
    public void Dispose() => Current?.Dispose();
}
public interface ITape
{
    event Action<string>? Line;
}
public abstract class Reader
{
    protected Reader(ITape tape) => tape.Line += text => Read(text);
    protected abstract void Read(string text);
}
public sealed class Archive(ITape tape, Func<string, Task> save) : Reader(tape)
{
    protected override void Read(string text) => save(text).Wait(); //! LEAK3001
}
public abstract class Staged
{
    public void Attach(ITape tape) => tape.Line += OnLine;
    private void OnLine(string text)
    {
        if (text.Length > 0)
            Process(text);
    }
    protected abstract void Process(string text);
}
public sealed class SaveStage(Func<string, Task> save) : Staged
{
    protected override void Process(string text) => save(text).GetAwaiter().GetResult(); //! LEAK3001
}
public abstract class Later
{
    public void Attach(ITape tape) => tape.Line += OnLine;
    private async void OnLine(string text)
    {
        await Task.Delay(text.Length);
        Process(text);
    }
    protected abstract void Process(string text);
}
public sealed class SaveLater(Func<string, Task> save) : Later
{
    protected override void Process(string text) => save(text).GetAwaiter().GetResult();
}
public sealed class Listed : IDisposable
{
    private readonly List<Gauge> _gauges = new();
    private readonly Dictionary<string, Gauge> _named = new();
    public void Add(string name)
    {
        var gauge = new Gauge(name); //! LEAK1009
        if (_gauges.Exists(g => g.Name == name))
            throw new InvalidOperationException(name);
        _gauges.Add(gauge);
    }
    public void Register(string name, int mode)
    {
        var gauge = new Gauge(name); //! LEAK1009
        switch (mode)
        {
            case 0:
                _named.Add(name, gauge);
                break;
            case 1:
                gauge.Dispose();
                break;
            default:
                return;
        }
    }
    public void Dispose()
    {
        foreach (var gauge in _gauges)
            gauge.Dispose();
        foreach (var gauge in _named.Values)
            gauge.Dispose();
    }
}
public sealed record Job(string Id, Action Work);
public sealed class Runner
{
    private readonly ConcurrentDictionary<string, Job> _running = new();
    public int Count => _running.Count;
    public void Run(Job job)
    {
        Register(job); //! LEAK4001
        job.Work();
        _running.TryRemove(job.Id, out _);
    }
    private void Register(Job job) => _running.TryAdd(job.Id, job);
}
public sealed class Ender
{
    private readonly ConcurrentDictionary<string, Job> _running = new();
    public int Count => _running.Count;
    public void Run(Job job)
    {
        _running[job.Id] = job; //! LEAK4001
        job.Work();
        Done();
        void Done() => _running.TryRemove(job.Id, out _);
    }
    public void RunAll(Job job)
    {
        _running[job.Id] = job;
        try
        {
            job.Work();
        }
        finally
        {
            Done();
        }
        void Done() => _running.TryRemove(job.Id, out _);
    }
}
public static class Sorted
{
    private static readonly SortedList<string, Gauge> s_gauges = new();
    public static Gauge Get(string name)
    {
        if (s_gauges.IndexOfKey(name) < 0)
            s_gauges.Add(name, new Gauge(name)); //! LEAK2001
        return s_gauges[name];
    }
}
public static class InASet
{
    private static readonly HashSet<Gauge> s_gauges = new();
    public static void Ensure(string name)
    {
        if (!s_gauges.Any(g => g.Name == name))
            s_gauges.Add(new Gauge(name)); //! LEAK2001
    }
}
public static class KeepsNobodyOut
{
    private static readonly Dictionary<string, Gauge> s_gauges = new();
    public static Gauge Get(string name)
    {
        var gate = new object();
        lock (gate)
        {
            if (s_gauges.TryGetValue(name, out var gauge))
                return gauge;
            gauge = new Gauge(name);
            s_gauges[name] = gauge; //! LEAK2001
            return gauge;
        }
    }
}
public static class Guarded
{
    private static readonly Dictionary<string, Gauge> s_gauges = new();
    public static void Put(string name)
    {
        EnsureAbsent(name);
        s_gauges[name] = new Gauge(name); //! LEAK2001
    }
    public static Gauge Get(string name)
    {
        return s_gauges.TryGetValue(name, out var gauge) ? gauge : Make();
        Gauge Make()
        {
            var made = new Gauge(name);
            s_gauges[name] = made; //! LEAK2001
            return made;
        }
    }
    public static void Ensure(string name)
    {
        if (!Has(name))
            s_gauges[name] = new Gauge(name); //! LEAK2001
    }
    private static bool Has(string name) => s_gauges.ContainsKey(name);
    private static void EnsureAbsent(string name)
    {
        if (s_gauges.ContainsKey(name))
            throw new InvalidOperationException(name);
    }
}
public sealed class Joined(Func<string, IDisposable> join)
{
    private readonly ConcurrentDictionary<string, IDisposable> _joined = new();
    public void Join(string room)
    {
        _joined.GetOrAdd(room, r => Open(r)); //! LEAK1005
    }
    public void Leave(string room)
    {
        if (_joined.TryRemove(room, out var gone))
            gone.Dispose();
    }
    private static Gauge Open(string room) => new(room);
    public IDisposable Once(string room) => join(room);
}
public sealed class Opened
{
    private readonly List<FileStream> _files = [];
    public void Open(string path) => _files.Add(File.OpenWrite(path));
    public void Close()
    {
        _files.ForEach(f => f.Dispose()); //! LEAK1013
        _files.Clear();
    }
}
public sealed class OpenedSafely
{
    private readonly List<FileStream> _files = [];
    public void Open(string path) => _files.Add(File.OpenWrite(path));
    public void Close()
    {
        _files.ForEach(f =>
        {
            try { f.Dispose(); }
            catch (IOException e) { Console.Error.WriteLine(e.Message); }
        });
        _files.Clear();
    }
}
public sealed class Renewed : IDisposable // helpers that say the opposite, entries and values that are others
{
    private readonly Dictionary<string, Gauge> _gauges = new();
    private readonly List<Gauge> _list = [];
    private Gauge? _main;
    private bool Lacks(string name) => !_gauges.ContainsKey(name);
    public void Open(string name)
    {
        if (Lacks(name))
            _gauges.Add(name, new Gauge(name));
        _list.Add(new Gauge(name));
    }
    public void Renew(string name)
    {
        if (!Lacks(name))
            _gauges[name] = new Gauge(name); //! LEAK1001
    }
    public void Replace(int place, string name)
    {
        _list.RemoveAt(place); //! LEAK1002
        _list.Insert(place, new Gauge(name));
    }
    public void Move(int place, int other)
    {
        var gauge = _list[other];
        _list.RemoveAt(place); //! LEAK1002
        _list.Add(gauge);
    }
    public void Refresh(out Gauge? old)
    {
        old = _main;
        old = null;
        _main = new Gauge("main"); //! LEAK1001
    }
    public void Dispose()
    {
        foreach (var gauge in _gauges.Values)
            gauge.Dispose();
        foreach (var gauge in _list)
            gauge.Dispose();
        _main?.Dispose();
    }
}
public static class Taken
{
    private static readonly Lock Gate = new();
    private static readonly Gauge?[] Slots = new Gauge?[16];
    public static void RefreshAll()
    {
        lock (Gate)
        {
            for (var i = 0; i < Slots.Length; i++)
            {
                if (Slots[i] == null)
                    continue;
                Slots[i] = new Gauge("next"); //! LEAK1001
            }
        }
    }
    public static void Close(int place)
    {
        lock (Gate)
        {
            Slots[place]?.Dispose();
            Slots[place] = null;
        }
    }
}
public sealed class RoomProbe(string room) : IDisposable { private readonly Timer _beat = new(_ => Console.Beep(), null, 0, 500); public string Room => room; public void Dispose() => _beat.Dispose(); }
public sealed class RoomProbes : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, RoomProbe> _probes = [];
    private bool _closed;
    public bool Install(string room)
    {
        var probe = new RoomProbe(room);
        return TryKeep(probe); //! LEAK1006
    }
    public void Dispose() { RoomProbe[] all; lock (_gate) { _closed = true; all = [.. _probes.Values]; _probes.Clear(); } foreach (var p in all) p.Dispose(); }
    private bool TryKeep(RoomProbe probe)
    {
        lock (_gate) return !_closed && _probes.TryAdd(probe.Room, probe);
    }
}
public sealed class SharedPort(Socket socket)
{
    private int _users;
    public Handle Use() { Interlocked.Increment(ref _users); return new Handle(this); }
    private void Leave() { if (Interlocked.Decrement(ref _users) == 0) socket.Dispose(); }
    public sealed class Handle(SharedPort port)
    {
        private long _calls; private bool _released;
        public void Call() => Interlocked.Increment(ref _calls);
        public void Release()
        {
            if (_released) //! LEAK1011
                return;
            _released = true;
            port.Leave();
        }
    }
}
