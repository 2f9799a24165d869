using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

// The same of waits, marks of operations and stages. Each namespace is a program of its own.
namespace Samples.SaidTooSoon6.Exit
{
    using Samples.Parts;
    public sealed class Commands : IDisposable
    {
        private readonly FileSystemWatcher watcher = new("/cmd");
        private readonly HttpClient http = new();
        public Commands() { watcher.Created += OnCreated; watcher.Changed += OnChanged; watcher.Deleted += OnDeleted; }
        private void OnCreated(object s, FileSystemEventArgs e)
        {
            if (e.Name != "stop")
            {
                http.GetAsync("http://x/" + e.Name).Wait(); //! LEAK3001
                return;
            }
            Environment.Exit(0);
        }
        private void OnChanged(object s, FileSystemEventArgs e)
        {
            switch (e.Name)
            {
                case "run": http.GetAsync("http://x/" + e.Name).Wait(); return; //! LEAK3001
                case "quit": break;
                default: return;
            }
            Environment.Exit(0);
        }
        private void OnDeleted(object s, FileSystemEventArgs e)
        {
            var ok = http.GetAsync("http://x/" + e.Name).Result; //! LEAK3001
            if (ok.IsSuccessStatusCode) return;
            Console.Error.WriteLine("fatal");
            Environment.Exit(1);
        }
        public void Dispose() { watcher.Dispose(); http.Dispose(); }
    }
}

namespace Samples.SaidTooSoon6.ShownToBase
{
    using Samples.Parts;
    public abstract class PartStream : IDisposable
    {
        protected abstract Conn? Current { get; }
        public virtual void Dispose() { Current?.Dispose(); }
    }
    public sealed class Multi : PartStream
    {
        private readonly List<Conn> parts = new();
        private int at;
        public Multi(int n) { for (var i = 0; i < n; i++) parts.Add(new Conn("p" + i)); }
        public void Next() => at++;
        protected override Conn? Current => at < parts.Count ? parts[at] : null;
        public static Multi Make() => new Multi(3);
    }
    public abstract class Base2 : IDisposable
    {
        protected abstract IDisposable Lock();
        public virtual void Dispose() { using (Lock()) Console.WriteLine("closed"); }
    }
    public sealed class Server2 : Base2
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new(); //! LEAK1004
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        protected override IDisposable Lock() { Console.WriteLine(conns.Count); return new MemoryStream(); }
        public static Server2 Make() => new Server2();
    }
}

namespace Samples.SaidTooSoon6.Index
{
    public sealed class Runner
    {
        private readonly ConcurrentDictionary<string, DateTime> running = new();
        private readonly HttpClient http = new();
        public async Task SendAsync(string id)
        {
            running[id] = DateTime.UtcNow; //! LEAK4001
            try { await http.GetAsync("http://x/" + id); }
            catch { running.TryRemove(id, out _); throw; }
        }
        public async Task ImportAsync(string id)
        {
            running[id] = DateTime.UtcNow; //! LEAK4001
            try { await http.GetAsync("http://x/" + id); }
            catch (Exception) { running.TryRemove(id, out _); throw; }
        }
        public bool IsRunning(string id) => running.TryGetValue(id, out _);
        public string[] List() => running.Select(r => r.Key).ToArray();
    }
    public sealed class Transfers
    {
        private readonly ConcurrentDictionary<string, int> progress = new();
        private readonly HttpClient http = new();
        public async Task TransferAsync(string id)
        {
            if (!progress.TryAdd(id, 0)) throw new InvalidOperationException("already in progress"); //! LEAK4001
            try { await http.GetAsync("http://x/" + id); progress[id] = 100; }
            catch { progress.TryRemove(id, out _); throw; }
        }
        public int Of(string id) => progress.TryGetValue(id, out var p) ? p : -1;
    }
    public sealed class Locks
    {
        private readonly ConcurrentDictionary<string, string> owners = new();
        private readonly HttpClient http = new();
        public async Task SyncAsync(string folder, string user)
        {
            if (!owners.TryAdd(folder, user)) return; //! LEAK4001
            try { await http.GetAsync("http://x/" + folder); }
            catch { owners.TryRemove(folder, out _); throw; }
        }
        public string? OwnerOf(string folder) => owners.TryGetValue(folder, out var u) ? u : null;
    }
}

namespace Samples.SaidTooSoon6.IdleCallback
{
    public sealed class Session : IDisposable
    {
        private readonly Timer timer;
        private readonly Action<string> trace;
        public Session(string id, Action idle, Action<string> trace) { this.trace = trace; timer = new Timer(_ => idle(), null, 1000, 1000); }
        public void Dispose() { timer.Dispose(); trace("disposed"); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> map = new();
        public void Open(string id) { var s = new Session(id, () => Drop(id), Console.WriteLine); if (!map.TryAdd(id, s)) s.Dispose(); }
        private void Drop(string id) { map.TryRemove(id, out _); }
        public void Dispose() { foreach (var s in map.Values) s.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon6.LiveView
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        public void Start()
        {
            var live = conns.Values;
            Task.Run(async () => { while (true) { foreach (var c in live) c.Send("ping"); await Task.Delay(1000); } });
        }
        public Conn Get(string k)
        {
            if (!conns.TryGetValue(k, out var c)) { c = new Conn(k); conns[k] = c; } //! LEAK2001
            return c;
        }
        public void Dispose() { foreach (var c in conns.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon6.Sockets
{
    public sealed class Server : IDisposable
    {
        private readonly List<Socket> clients = new();
        public void Accept(Socket listener) { clients.Add(listener.Accept()); }
        public void Dispose()
        {
            foreach (var s in clients)
            {
                s.Shutdown(SocketShutdown.Both); //! LEAK1013
                s.Close(); //! LEAK1013
            }
        }
    }
    public sealed class Server2 : IDisposable
    {
        private readonly List<Socket> clients = new();
        public Server2(int n) { for (var i = 0; i < n; i++) clients.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)); }
        public void Dispose()
        {
            foreach (var s in clients)
            {
                s.Disconnect(false); //! LEAK1013
                s.Dispose();
            }
        }
    }
    public sealed class Server3 : IDisposable
    {
        private readonly List<Socket> clients = new();
        public Server3(int n) { for (var i = 0; i < n; i++) clients.Add(new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp)); }
        private static void End(Socket s) { s.Shutdown(SocketShutdown.Both); s.Close(); }
        public void Dispose() { foreach (var s in clients) End(s); }
    }
    public static class Use { public static object[] Make() => [new Server(), new Server2(1), new Server3(2)]; }
}

namespace Samples.SaidTooSoon6.Scratch
{
    using Samples.Parts;
    public sealed class Batch
    {
        private readonly List<Conn> open = new();
        public int Run(string[] names)
        {
            foreach (var n in names) open.Add(new Conn(n));
            if (names.Length < 2) return 0;
            var sum = 0;
            foreach (var c in open) sum += c.Id.Length;
            foreach (var c in open) c.Dispose();
            open.Clear();
            return sum;
        }
        public static Batch Make() => new Batch();
    }
    public sealed class Recorder : IDisposable
    {
        private List<Conn> tracks = new();
        public void Track(string k) { tracks.Add(new Conn(k)); }
        public void OnStartSession() { tracks = new(); }
        public void OnEndSession() { if (tracks.Count > 10) { foreach (var t in tracks) t.Dispose(); tracks = []; } }
        public void Dispose() { foreach (var t in tracks) t.Dispose(); }
        public static Recorder Make() => new Recorder();
    }
}

namespace Samples.SaidTooSoon6.Races
{
    using Samples.Parts;
    public sealed class Plain : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        private bool closed;
        public void A(string k) { lock (gate) { if (!closed && !conns.ContainsKey(k)) conns[k] = new Conn(k); } }
        public bool B(string k) { lock (gate) return conns.ContainsKey(k); }
        public void C(string k, string to) { lock (gate) { if (closed || conns.ContainsKey(to)) return; if (conns.Remove(k, out var c)) conns[to] = c; } }
        public int D() { lock (gate) return conns.Count; }
        public void E(string k) { if (conns.Remove(k, out var c)) c.Dispose(); }
        public void Dispose() { lock (gate) { closed = true; foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public sealed class MostlyLocked<T> where T : class
    {
        private readonly object gate = new();
        private readonly Dictionary<string, T> map = new();
        public int Count => map.Count;
        public bool Has(string k) { lock (gate) return map.ContainsKey(k); }
        public void Put(string k, T v) { lock (gate) map[k] = v; }
        public bool TryTake(string k, [MaybeNullWhen(false)] out T v) { lock (gate) return map.Remove(k, out v); }
        public T[] TakeAll() { lock (gate) { var all = map.Values.ToArray(); map.Clear(); return all; } }
    }
    public sealed class Safe : IDisposable
    {
        private readonly object gate = new();
        private readonly MostlyLocked<Conn> conns = new();
        private bool closed;
        public void A(string k) { lock (gate) { if (!closed && !conns.Has(k)) conns.Put(k, new Conn(k)); } }
        public bool B(string k) { lock (gate) return conns.Has(k); }
        public void C(string k, string to) { lock (gate) { if (closed || conns.Has(to)) return; if (conns.TryTake(k, out var c)) conns.Put(to, c); } }
        public int D() { lock (gate) return conns.Count; }
        public void E(string k) { if (conns.TryTake(k, out var c)) c.Dispose(); }
        public void Dispose() { lock (gate) { closed = true; foreach (var c in conns.TakeAll()) c.Dispose(); } }
    }
    public sealed class Cow<T> where T : class
    {
        private ImmutableDictionary<string, T> map = ImmutableDictionary<string, T>.Empty;
        public bool Has(string k) => map.ContainsKey(k);
        public bool TryPut(string k, T v) => ImmutableInterlocked.TryAdd(ref map, k, v);
        public bool TryTake(string k, [MaybeNullWhen(false)] out T v) => ImmutableInterlocked.TryRemove(ref map, k, out v);
        public IEnumerable<T> All => map.Values;
    }
    public sealed class Safe2 : IDisposable
    {
        private readonly object gate = new();
        private readonly Cow<Conn> conns = new();
        private bool closed;
        public void A(string k) { lock (gate) { if (closed || conns.Has(k)) return; var c = new Conn(k); if (!conns.TryPut(k, c)) c.Dispose(); } }
        public bool B(string k) { lock (gate) return conns.Has(k); }
        public void C(string k, string to) { lock (gate) { if (closed || conns.Has(to)) return; if (conns.TryTake(k, out var c) && !conns.TryPut(to, c)) c.Dispose(); } }
        public void E(string k) { if (conns.TryTake(k, out var c)) c.Dispose(); }
        public void Dispose() { lock (gate) { closed = true; foreach (var c in conns.All) c.Dispose(); } }
    }
    public static class Use { public static object[] Make() => [new Plain(), new Safe(), new Safe2()]; }
}
