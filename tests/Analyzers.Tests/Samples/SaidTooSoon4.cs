using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// The same again: once is not empty, a protected helper is not under the lock of its base. Each namespace is a program of its own.
namespace Samples.SaidTooSoon4.FirstReturns
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private int first;
        private int warned;
        // the first call only warms up; all later ones race
        public Conn? Get(string k)
        {
            if (Interlocked.CompareExchange(ref first, 1, 0) == 0) { Console.WriteLine("warm"); return null; }
            if (conns.TryGetValue(k, out var c)) return c;
            c = new Conn(k);
            conns[k] = c; //! LEAK2001 LEAK4002
            return c;
        }
        public void Dispose() { foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
    }
    public sealed class Session { public int Joined; public string Room = ""; }
    public sealed class Rooms : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> rooms = new();
        // once for each session, but two sessions join one room at the same time
        public void Join(Session s)
        {
            if (Interlocked.Exchange(ref s.Joined, 1) == 1) return;
            if (!rooms.ContainsKey(s.Room)) rooms[s.Room] = new Conn(s.Room); //! LEAK2001 LEAK4002
        }
        public void Dispose() { foreach (var k in rooms.Keys) if (rooms.TryRemove(k, out var c)) c.Dispose(); }
    }
    // right: one at a time
    public sealed class Refresher : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> rooms = new();
        private int busy;
        public void Refresh(string k)
        {
            if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) return;
            try { if (!rooms.ContainsKey(k)) rooms[k] = new Conn(k); } //! LEAK4002
            finally { Volatile.Write(ref busy, 0); }
        }
        public void Dispose() { foreach (var k in rooms.Keys) if (rooms.TryRemove(k, out var c)) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon4.OneTimeSetUp
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private Conn? conn;
        private bool ready;
        public void Reconnect(string k) { conn?.Dispose(); conn = new Conn(k); }
        public void Send(string m) { if (!ready) { ready = true; SetUp(); } conn!.Send(m); }
        private void SetUp() { conn = new Conn("default"); }
        public void Dispose() { conn?.Dispose(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        private bool ready;
        public void Add(string k) { if (!conns.ContainsKey(k)) conns[k] = new Conn(k); }
        public void Send(string m) { if (!ready) { ready = true; SetUp("main"); } conns["main"].Send(m); }
        private void SetUp(string k) { conns[k] = new Conn(k); } //! LEAK1001
        public void Dispose() { foreach (var c in conns.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); }
}

namespace Samples.SaidTooSoon4.ProtectedClosing
{
    using Samples.Parts;
    public abstract class Base : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        private bool closed;
        public void Open(string k) { lock (gate) { if (!closed) OpenCore(k); } }
        protected void OpenCore(string k) { if (!conns.ContainsKey(k)) conns[k] = new Conn(k); } //! LEAK2001 LEAK4002
        public void Dispose() { lock (gate) { closed = true; foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public sealed class Derived : Base { public void OpenAll(string[] ks) { foreach (var k in ks) OpenCore(k); } }
    public abstract class Base2 : IDisposable
    {
        private readonly object gate = new();
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        public Conn Get(string k) { lock (gate) return GetCore(k); }
        protected Conn GetCore(string k) => conns.GetOrAdd(k, x => new Conn(x)); //! LEAK1005 LEAK4002
        public void Dispose() { lock (gate) { foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public sealed class Derived2 : Base2 { public Conn Fast(string k) => GetCore(k); }
}

namespace Samples.SaidTooSoon4.Tree
{
    using Samples.Parts;
    // a scope of a container of services: Parent says where it comes from; nobody ends children
    public abstract class ScopeBase : IDisposable
    {
        protected ScopeBase(ScopeBase? parent) => Parent = parent;
        public ScopeBase? Parent { get; }
        public virtual void Dispose() { }
    }
    public sealed class RequestScope : ScopeBase { private readonly Conn conn; public RequestScope(ScopeBase parent) : base(parent) => conn = new Conn("r"); public override void Dispose() => conn.Dispose(); }
    public sealed class RootScope : ScopeBase
    {
        private readonly Dictionary<string, RequestScope> scopes = new();
        public RootScope() : base(null) { }
        public ScopeBase Begin(string id) { var s = new RequestScope(this); scopes[id] = s; return s; }
        public void End(string id) { scopes.Remove(id); }
        public static RootScope Make() => new();
    }
    // base that says Children, but the owner keeps its own table besides
    public abstract class Actor : IDisposable
    {
        public List<Actor> Children { get; } = new();
        public virtual void Dispose() { }
    }
    public sealed class Worker : Actor { private readonly Timer t = new(_ => { }, null, 0, 10); public override void Dispose() => t.Dispose(); }
    public sealed class Supervisor : Actor
    {
        private readonly Dictionary<string, Worker> workers = new(); //! LEAK1004
        public void Spawn(string id) { workers[id] = new Worker(); } //! LEAK1001
        public static Supervisor Make() => new();
    }
}

namespace Samples.SaidTooSoon4.ExtensionBlock
{
    using Samples.Parts;
    public static class ConnExtensions { extension(Conn c) { public void Quit() { c.Send("quit"); c.Dispose(); } } }
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        public void A(string k) { if (map.TryGetValue(k, out var old)) old.Quit(); map[k] = new Conn(k); }
        public void B(string k, Conn other) { other.Quit(); map[k] = new Conn(k); }
        public void C(string k) { var probe = new Conn("probe"); probe.Quit(); map[k] = new Conn(k); } //! LEAK1001
        public void D(string k) { if (map.Remove(k, out var old)) old.Quit(); }
        public void Dispose() { foreach (var c in map.Values) c.Quit(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon4.CtorOpens
{
    public sealed class LogFile : IDisposable
    {
        private readonly FileStream stream;
        public LogFile(string path) { stream = File.Open(path, FileMode.Append); }
        public void Dispose() => stream.Dispose();
    }
    public sealed class Watch : IDisposable
    {
        private readonly Timer timer = new(_ => { });
        private readonly DateTime seen;
        public Watch(string path) { seen = File.GetLastWriteTimeUtc(path); }
        public void Dispose() => timer.Dispose();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, LogFile> logs = new();
        private readonly Dictionary<string, Watch> watches = new();
        public void A(string p) { if (logs.TryGetValue(p, out var old)) old.Dispose(); try { logs[p] = new LogFile(p); } catch { logs.Remove(p); throw; } }
        public void B(string p) { if (logs.TryGetValue(p, out var old)) { old.Dispose(); logs.Remove(p); } logs[p] = new LogFile(p); }
        public void C(string p) { LogFile fresh = new(p); if (logs.TryGetValue(p, out var old)) old.Dispose(); logs[p] = fresh; }
        public void D(string p) { if (watches.TryGetValue(p, out var old)) old.Dispose(); watches[p] = new Watch(p); } //! LEAK1008
        public void E(string p) { if (logs.TryGetValue(p, out var old)) old.Dispose(); LogFile? f = null; try { f = new LogFile(p); } catch (IOException) { } if (f != null) logs[p] = f; else logs.Remove(p); }
        public void Dispose() { foreach (var l in logs.Values) try { l.Dispose(); } catch { } foreach (var w in watches.Values) w.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon4.FilledOnce
{
    using Samples.Parts;
    public sealed record Item(string Kind, string Host);
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        private readonly List<Item> items = new();
        // called on each login
        public void InitSession() { foreach (var i in items) map[i.Host] = new Conn(i.Host); } //! LEAK1001
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public sealed class Server
    {
        private readonly Owner owner = new();
        public void Run(Queue<string> logins) { while (logins.TryDequeue(out _)) owner.InitSession(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        private readonly List<Item> items = new();
        public void Start() { foreach (var i in items) map[i.Host] = new Conn(i.Host); } //! LEAK1001
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public sealed class Owner3 : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        private readonly List<Item> items = new();
        // one of each kind, though there are many of one kind
        public void Start() { foreach (var i in items) map[i.Kind] = new Conn(i.Host); } //! LEAK1001
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public sealed class Owner4 : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        private readonly List<Item> items = new();
        private bool running;
        public void Start() { running = true; foreach (var i in items) map[i.Host] = new Conn(i.Host); } //! LEAK1001
        public void Stop() { running = false; }
        public void Toggle() { if (running) Stop(); else Start(); }
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); public static Owner3 MakeOwner3() => new Owner3(); public static Owner4 MakeOwner4() => new Owner4(); }
}
