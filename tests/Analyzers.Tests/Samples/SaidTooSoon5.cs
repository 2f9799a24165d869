using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

// What the narrowed silences still hid: names of others, objects of the store itself, flags that are only asked. Each namespace is a program of its own.
// (2) bugs that the narrowed silences may swallow

namespace Samples.SaidTooSoon5.FailOverOnce
{
    using Samples.Parts;
    public sealed class Client : IDisposable
    {
        private readonly object gate = new();
        private readonly Timer timer;
        private Conn conn = new("primary");
        private bool fellBack;
        public Client() { timer = new Timer(_ => Check(), null, 1000, 1000); }
        private void Check()
        {
            lock (gate)
            {
                if (conn.IsDead && !fellBack)
                {
                    fellBack = true;
                    Reconnect();
                }
            }
        }
        private void Reconnect() { conn = new Conn("secondary"); }
        public void Dispose() { timer.Dispose(); lock (gate) conn.Dispose(); }
    }
    public sealed class StaticSlot : IDisposable
    {
        private static FileSystemWatcher? watcher;
        private bool started;
        public void OnChanged() { if (!started) { started = true; Reload(); } }
        private static void Reload() { watcher = new FileSystemWatcher("/data"); } //! LEAK1001
        public void Dispose() { watcher?.Dispose(); }
    }
    public static class Use { public static object[] Make() => [new Client(), new StaticSlot()]; }
}

namespace Samples.SaidTooSoon5.RemovesCore
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly List<Conn> items = new();
        public void Open(string k) { items.Add(new Conn(k)); }
        public void Drop(string id)
        {
            foreach (var c in items.ToArray()) if (c.Id == id) DropCore(c);
        }
        private void DropCore(Conn c)
        {
            var i = items.FindIndex(x => x == c);
            if (i >= 0) items.RemoveAt(i); //! LEAK1002
        }
        public void Dispose() { foreach (var c in items) c.Dispose(); }
    }
    public sealed class Idle : IDisposable
    {
        private readonly List<Conn> items = new();
        private readonly List<Timer> timers = new();
        public void Open(string k) { var c = new Conn(k); items.Add(c); timers.Add(new Timer(Expire, c, 60000, -1)); }
        private void Expire(object? state)
        {
            var i = items.FindIndex(x => x == state);
            if (i >= 0) items.RemoveAt(i); //! LEAK1002
        }
        public void Dispose() { foreach (var t in timers) t.Dispose(); foreach (var c in items) c.Dispose(); }
    }
    public sealed class Slot : IDisposable
    {
        private Conn? current;
        public void Connect(string k) { current ??= new Conn(k); }
        public void Release(string id) { if (current?.Id == id) ReleaseCore(current); }
        private void ReleaseCore(Conn c)
        {
            if (current != null && current != c) return;
            current = null; //! LEAK1001
        }
        public void Dispose() { current?.Dispose(); }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Idle(), new Slot()]; }
}

namespace Samples.SaidTooSoon5.ForeignKeys
{
    using Samples.Parts;
    public sealed record Rule(string Name, string ServerName, string ListenAddress, string GroupId);
    public sealed class Proxy : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        private readonly List<Rule> rules = new();
        public void Start()
        {
            foreach (var r in rules) conns[r.ServerName] = new Conn(r.ServerName); //! LEAK1001
        }
        public void Dispose() { foreach (var w in conns.Values) w.Dispose(); }
    }
    public sealed class Proxy2 : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        private readonly List<Rule> rules = new();
        public void Initialize()
        {
            foreach (var r in rules) conns[r.ListenAddress] = new Conn(r.ListenAddress); //! LEAK1001
        }
        public void Dispose() { foreach (var w in conns.Values) w.Dispose(); }
    }
    public sealed class Proxy3 : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        private readonly List<Rule> rules = new();
        public void Start()
        {
            foreach (var r in rules) conns[r.GroupId] = new Conn(r.Name); //! LEAK1001
        }
        public void Stop() { foreach (var w in conns.Values) w.Send("bye"); }
        public void Dispose() { foreach (var w in conns.Values) w.Dispose(); }
    }
    public sealed class Restarted : IDisposable
    {
        private readonly Dictionary<string, Conn> conns = new();
        private readonly List<Rule> rules = new();
        public void Start()
        {
            foreach (var r in rules) conns[r.Name] = new Conn(r.Name);
        }
        public void Stop() { foreach (var w in conns.Values) w.Send("bye"); }
        public void Dispose() { foreach (var w in conns.Values) w.Dispose(); }
    }
    public sealed class Supervisor(Restarted service) { public void OnConfigChanged() { service.Stop(); service.Start(); } }
    public static class Use { public static object[] Make() => [new Proxy(), new Proxy2(), new Proxy3(), new Restarted()]; }
}

namespace Samples.SaidTooSoon5.Flags
{
    using Samples.Parts;
    public sealed class AtomicBoolean { private int v; public bool IsSet() => Volatile.Read(ref v) != 0; public void Set() => Volatile.Write(ref v, 1); public bool TrySet() => Interlocked.Exchange(ref v, 1) == 0; public void Reset() => Volatile.Write(ref v, 0); }
    public sealed class Started : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        private readonly AtomicBoolean started = new();
        public void Start() => started.Set();
        public void Open(string k)
        {
            lock (gate)
            {
                if (!started.IsSet()) throw new InvalidOperationException("not started");
                if (!conns.ContainsKey(k)) conns[k] = new Conn(k); //! LEAK4002
            }
        }
        public void Dispose() { if (!started.IsSet()) return; lock (gate) { foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public sealed class Dirty : IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, Conn> conns = new();
        private readonly AtomicBoolean dirty = new();
        public void Open(string k)
        {
            lock (gate)
            {
                if (conns.ContainsKey(k) || dirty.IsSet()) return;
                conns[k] = new Conn(k); //! LEAK4002
                dirty.Set();
            }
        }
        public void Save() { lock (gate) dirty.Reset(); }
        public void Dispose() { lock (gate) { if (dirty.IsSet()) File.WriteAllText("/x", string.Join(",", conns.Keys)); foreach (var c in conns.Values) c.Dispose(); conns.Clear(); } }
    }
    public static class Use { public static object[] Make() => [new Started(), new Dirty()]; }
}

namespace Samples.SaidTooSoon5.Turnstile
{
    using Samples.Parts;
    public sealed class Owner : IDisposable
    {
        private readonly object gate = new();
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private int busy;
        public Conn Get(string k)
        {
            lock (gate)
            {
                if (!conns.TryGetValue(k, out var c)) conns[k] = c = new Conn(k);
                return c;
            }
        }
        public void Warm(string k)
        {
            if (Interlocked.CompareExchange(ref busy, 1, 0) != 0) return;
            try { if (!conns.ContainsKey(k)) conns[k] = new Conn(k); } //! LEAK2001
            finally { Volatile.Write(ref busy, 0); }
        }
        public void Dispose() { foreach (var c in conns.Values) c.Dispose(); }
    }
    public sealed class Early : IDisposable
    {
        private readonly ConcurrentDictionary<string, Conn> conns = new();
        private int busy;
        public void Warm(string k)
        {
            if (Interlocked.Exchange(ref busy, 1) == 0)
            {
                Console.WriteLine("first");
                Volatile.Write(ref busy, 0);
                if (!conns.ContainsKey(k)) conns[k] = new Conn(k); //! LEAK2001
            }
        }
        public void Dispose() { foreach (var c in conns.Values) c.Dispose(); }
    }
    public static class Use { public static object[] Make() => [new Owner(), new Early()]; }
}

namespace Samples.SaidTooSoon5.Tree
{
    using Samples.Parts;
    public interface ILog { void Opened(object what); }
    public abstract class Component : IDisposable
    {
        public Component? Parent { get; set; }
        public virtual void Dispose() { GC.SuppressFinalize(this); }
    }
    public sealed class Channel : Component { private readonly Timer timer = new(_ => { }, null, 0, 10); public override void Dispose() { timer.Dispose(); base.Dispose(); } }
    public sealed class Session(ILog log) : Component
    {
        private readonly Dictionary<string, Channel> channels = new(); //! LEAK1004
        public void Open(string k) { var c = new Channel(); log.Opened(c); channels[k] = c; } //! LEAK1001
        public void Close(string k) { channels.Remove(k); } //! LEAK1002
        public override void Dispose() { base.Dispose(); }
        public static Session Make(ILog log) => new Session(log);
    }
    public sealed class Session2(ILog log) : Component
    {
        private readonly Dictionary<string, Channel> channels = new();
        public void Open(string k) { var c = new Channel(); log.Opened(c); channels[k] = c; } //! LEAK1001
        public void Close(string k) { if (channels.Remove(k, out var c)) c.Dispose(); }
        public override void Dispose() { foreach (var c in channels.Values) c.Dispose(); base.Dispose(); }
        public static Session2 Make(ILog log) => new Session2(log);
    }
}
