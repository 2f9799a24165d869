using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// What the silences of this kind hid at first: gates, starts, trees, flags, demands. Each namespace is a program of its own.
// real bugs that the silences of (b) may swallow

namespace Samples.SaidTooSoon3.FindByName
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly List<Conn> items = new();
        public void Open(string k) { items.Add(new Conn(k)); }
        public void Drop(string id) { var i = items.FindIndex(c => c.Id == id); if (i >= 0) items.RemoveAt(i); } //! LEAK1002
        private int IndexOf(string id) { for (var i = 0; i < items.Count; i++) if (items[i].Id == id) return i; return -1; }
        public void Drop2(string id) { var i = IndexOf(id); if (i >= 0) items.RemoveAt(i); } //! LEAK1002
        public void Dispose() { foreach (var c in items) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon3.FindByUser
{
    public sealed class User { public string Name = ""; }
    public sealed class Session : IDisposable
    {
        private readonly Timer timer = new(_ => { }, null, 0, 100);
        public User User { get; }
        public Session(User user) => User = user;
        public void Dispose() => timer.Dispose();
    }
    public sealed class Owner : IDisposable
    {
        private readonly List<Session> items = new();
        public void Open(User u) { items.Add(new Session(u)); }
        public void Drop(User u) { var i = items.FindIndex(c => c.User == u); if (i >= 0) items.RemoveAt(i); } //! LEAK1002
        private int IndexOf(User u) { for (var i = 0; i < items.Count; i++) { if (items[i].User == u) return i; } return -1; }
        public void Drop2(User u) { var i = IndexOf(u); if (i >= 0) items.RemoveAt(i); } //! LEAK1002
        public void Drop3(User u) { for (var i = 0; i < items.Count; i++) if (ReferenceEquals(items[i].User, u)) items.RemoveAt(i--); } //! LEAK1002
        public void Dispose() { foreach (var c in items) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon3.SlotOfAnother
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private Conn? current;
        private string? owner;
        public void Refresh(string who, Conn? seen)
        {
            if (current != null && current.Id != who) return;
            current = new Conn(who); //! LEAK1001
        }
        public void Dispose() { current?.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon3.FeatureFlags
{
    using Samples.Parts;
    public sealed class FeatureFlags { private readonly ConcurrentDictionary<string, bool> on = new(); public bool IsOn(string f) => on.GetValueOrDefault(f); public void Reset() => on.Clear(); }
    public sealed class CountdownLatch { private int n = 1; public void Signal() => Interlocked.Decrement(ref n); public bool IsOpen => Volatile.Read(ref n) <= 0; public void Wait() { while (!IsOpen) Thread.Yield(); } }
    public sealed class Owner : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private readonly FeatureFlags flags = new();
        public void Open(string k)
        {
            if (!flags.IsOn("conn")) return;
            var c = new Conn(k);
            if (!conns.TryAdd(k, c)) c.Dispose(); //! LEAK4002
        }
        public void Dispose() { flags.Reset(); foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private readonly CountdownLatch ready = new();
        public void Open(string k)
        {
            ready.Wait();
            var c = new Conn(k);
            if (!conns.TryAdd(k, c)) c.Dispose(); //! LEAK4002
        }
        public void Ready() { ready.Signal(); }
        public void Dispose() { ready.Wait(); foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
    }
    public sealed class AtomicBool { private int v; public bool Value => Volatile.Read(ref v) != 0; public bool CompareAndSet(bool a, bool b) => Interlocked.CompareExchange(ref v, b ? 1 : 0, a ? 1 : 0) == (a ? 1 : 0); }
    public sealed class Owner3 : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        private readonly AtomicBool closed = new();
        public void Open(string k)
        {
            if (closed.Value) return;
            lock (gate) { if (!conns.ContainsKey(k)) conns[k] = new Conn(k); } //! LEAK4002
        }
        public void Dispose() { if (!closed.CompareAndSet(false, true)) return; lock (gate) { foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); public static Owner3 MakeOwner3() => new Owner3(); }
}

namespace Samples.SaidTooSoon3.ProtectedHelper
{
    using Samples.Parts;
    public class Base : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        public Conn Get(string k) { lock (gate) return GetCore(k); }
        protected Conn GetCore(string k)
        {
            if (conns.TryGetValue(k, out var c)) return c;
            c = new Conn(k);
            conns[k] = c; //! LEAK2001 LEAK4002
            return c;
        }
        public virtual void Dispose() { lock (gate) { foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public sealed class Fast : Base { public Conn GetFast(string k) => GetCore(k); }
}

namespace Samples.SaidTooSoon3.GateOfRequest
{
    using Samples.Parts;
    public sealed class Request { public int Taken; public string Host = ""; }
    public sealed class Owner : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private int warned;
        public void Handle(Request r)
        {
            if (Interlocked.CompareExchange(ref r.Taken, 1, 0) != 0) return;
            if (!conns.TryGetValue(r.Host, out var c))
            {
                c = new Conn(r.Host);
                conns[r.Host] = c; //! LEAK2001 LEAK4002
            }
            c.Send("x");
        }
        public void Handle2(Request r)
        {
            if (Interlocked.Exchange(ref r.Taken, 1) == 0)
            {
                if (!conns.TryGetValue(r.Host, out var c))
                {
                    c = new Conn(r.Host);
                    conns[r.Host] = c; //! LEAK2001
                }
                c.Send("x");
            }
        }
        public void Dispose() { foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon3.Tree
{
    using Samples.Parts;
    public abstract class Component : IDisposable
    {
        public Component? Parent { get; set; }
        public string Name { get; set; } = "";
        public virtual void Dispose() { GC.SuppressFinalize(this); }
    }
    public sealed class Channel : Component { private readonly Timer timer = new(_ => { }, null, 0, 10); public override void Dispose() { timer.Dispose(); base.Dispose(); } }
    public sealed class Session : Component
    {
        private readonly Dictionary<string, Channel> channels = new(); //! LEAK1004
        public void Open(string k) { channels[k] = new Channel(); } //! LEAK1001
        public void Close(string k) { channels.Remove(k); } //! LEAK1002
        public override void Dispose() { base.Dispose(); }
        public static Session Make() => new Session();
    }
}

namespace Samples.SaidTooSoon3.Index
{
    public sealed record JobInfo(string Id, DateTime Since);
    public sealed class Runner
    {
        private readonly ConcurrentDictionary<string, JobInfo> running = new();
        private readonly HttpClient http = new();
        public async Task RunAsync(string id)
        {
            running[id] = new JobInfo(id, DateTime.UtcNow); //! LEAK4001
            try { await http.GetAsync("http://x/" + id); }
            catch { running.TryRemove(id, out _); throw; }
        }
        public IReadOnlyCollection<JobInfo> List() => running.Values.ToArray();
        public bool IsRunning(string id) => running.TryGetValue(id, out _);
    }
    public sealed class Runner2
    {
        private readonly ConcurrentDictionary<string, JobInfo> running = new();
        private readonly HttpClient http = new();
        public async Task DownloadAsync(string id)
        {
            running[id] = new JobInfo(id, DateTime.UtcNow); //! LEAK4001
            try { await http.GetAsync("http://x/" + id); }
            catch (Exception) { running.TryRemove(id, out _); throw; }
        }
        public IReadOnlyCollection<JobInfo> List() => running.Values.ToArray();
    }
    public sealed class Runner3
    {
        private readonly ConcurrentDictionary<string, JobInfo> active = new();
        private readonly HttpClient http = new();
        public async Task<string> HandleAsync(string id)
        {
            active.TryAdd(id, new JobInfo(id, DateTime.UtcNow)); //! LEAK4001
            try { return await http.GetStringAsync("http://x/" + id); }
            catch (Exception) { active.TryRemove(id, out _); throw; }
        }
        public JobInfo? Find(string id) => active.TryGetValue(id, out var i) ? i : null;
    }
}

namespace Samples.SaidTooSoon3.Fatal
{
    using System.Timers;
    public sealed class Handler : IDisposable
    {
        private readonly FileSystemWatcher watcher = new("/data");
        private readonly HttpClient http = new();
        public Handler() { watcher.Changed += OnChanged; watcher.Created += OnCreated; }
        private void OnChanged(object s, FileSystemEventArgs e)
        {
            var ok = http.GetAsync("http://x/" + e.Name).Result; //! LEAK3001
            if (e.Name == "poison") Environment.Exit(1);
        }
        private void OnCreated(object s, FileSystemEventArgs e)
        {
            try { http.GetAsync("http://x/" + e.Name).Wait(); } //! LEAK3001
            catch (OutOfMemoryException) { Environment.FailFast("oom"); }
        }
        public void Dispose() { watcher.Dispose(); http.Dispose(); }
    }
}

namespace Samples.SaidTooSoon3.ShownToBase
{
    using Samples.Parts;
    public abstract class Service : IDisposable
    {
        protected abstract string Describe();
        protected abstract int Pending { get; }
        public virtual void Dispose() { Console.WriteLine("closing " + Describe()); }
    }
    public sealed class Server : Service
    {
        private readonly Dictionary<string, Conn> conns = new(); //! LEAK1004
        public void Open(string k) { if (!conns.ContainsKey(k)) conns[k] = new Conn(k); }
        public void Close(string k) { if (conns.Remove(k, out var c)) c.Dispose(); }
        protected override string Describe() => $"{conns.Count} connections";
        protected override int Pending => conns.Count;
        public static Server Make() => new Server();
    }
}

namespace Samples.SaidTooSoon3.ReadSection
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly ReaderWriterLockSlim rw = new();
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private bool closed;
        public void Open(string k)
        {
            rw.EnterReadLock();
            try
            {
                if (closed) return;
                var c = new Conn(k);
                if (!conns.TryAdd(k, c)) c.Dispose(); //! LEAK4002
            }
            finally { rw.ExitReadLock(); }
        }
        // drains as a reader: an Open that has passed the test may still add
        public void Dispose()
        {
            rw.EnterReadLock();
            try { closed = true; foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
            finally { rw.ExitReadLock(); }
        }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly ReaderWriterLockSlim rw = new();
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private bool closed;
        public void Open(string k)
        {
            rw.EnterReadLock();
            try
            {
                if (closed) return;
                var c = new Conn(k);
                if (!conns.TryAdd(k, c)) c.Dispose(); //! LEAK4002
            }
            finally { rw.ExitReadLock(); }
        }
        public void Dispose() { closed = true; foreach (var k in conns.Keys) if (conns.TryRemove(k, out var c)) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); }
}

namespace Samples.SaidTooSoon3.IdleCallback
{
    public sealed class Session : IDisposable
    {
        private readonly Timer timer;
        public Session(string id, Action idle) { timer = new Timer(_ => idle(), null, 1000, 1000); }
        public void Dispose() => timer.Dispose();
    }
    public sealed class Owner : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> map = new();
        public void Open(string id) { var s = new Session(id, () => Drop(id)); if (!map.TryAdd(id, s)) s.Dispose(); }
        private void Drop(string id) { map.TryRemove(id, out _); } //! LEAK1002
        public void Dispose() { foreach (var s in map.Values) s.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.SaidTooSoon3.Demanded
{
    using Samples.Parts;
    public static class Guard { public static void Against(Func<bool> bad) { if (bad()) throw new InvalidOperationException(); } public static void Against(bool bad) { if (bad) throw new InvalidOperationException(); } }
    public static class Throw { public static void If(Func<bool> bad) { if (bad()) throw new InvalidOperationException(); } }
    public static class Check { public static void That(Func<bool> good) { if (!good()) throw new InvalidOperationException(); } }
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, Conn> map = new();
        public void A(string k) { Guard.Against(() => map.ContainsKey(k)); map[k] = new Conn(k); }
        public void B(string k) { Throw.If(() => map.ContainsKey(k)); map[k] = new Conn(k); }
        public void C(string k) { Check.That(() => !map.ContainsKey(k)); map[k] = new Conn(k); }
        public void D(string k) { Check.That(() => map.ContainsKey(k)); map[k] = new Conn(k); } //! LEAK1001
        public void E(string k) { Guard.Against(() => !map.ContainsKey(k)); map[k] = new Conn(k); } //! LEAK1001
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> map = new();
        public void C(string k)
        {
            Check.That(() => !map.ContainsKey(k));
            map[k] = new Conn(k); //! LEAK2001
        }
        public void Dispose() { foreach (var c in map.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); }
}
