using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// Containers whose entries somebody else has or ends. Each namespace is a program of its own.
// containers that do end their entries, by other names or through callbacks

namespace Samples.ContainersOfOthers.Shutdown
{
    using Samples.Parts;
    public sealed class Reg
    {
        private readonly Dictionary<string, Conn> map = new();
        public void Add(string k, Conn v) { map.Add(k, v); }
        public void Remove(string k) { if (map.Remove(k, out var v)) v.Shutdown(); }
        public void Close() { foreach (var v in map.Values) v.Shutdown(); map.Clear(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k) { reg.Remove(k); }
        public void Reset() { reg.Close(); }
        public void Dispose() { reg.Close(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.GenericShutdown
{
    using Samples.Parts;
    public interface IPart : IDisposable { void Stop(); }
    public sealed class Part : IPart { private readonly Timer timer = new(_ => { }, null, 0, 100); public void Stop() => timer.Dispose(); public void Dispose() => Stop(); }
    public sealed class Reg<T> where T : IPart
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public void Remove(string k) { if (map.Remove(k, out var v)) v.Stop(); }
        public void StopAll() { foreach (var v in map.Values) v.Stop(); map.Clear(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Part> reg = new();
        public void Open(string k) { reg.Add(k, new Part()); }
        public void Close(string k) { reg.Remove(k); }
        public void Dispose() { reg.StopAll(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.EvictCallback
{
    using Samples.Parts;
    public sealed class Cache<TKey, T> where TKey : notnull where T : class
    {
        private readonly Dictionary<TKey, T> map = new();
        private readonly Action<T> evict;
        public Cache(Action<T> evict) => this.evict = evict;
        public void Add(TKey k, T v) { map.Add(k, v); }
        public bool Remove(TKey k) { if (!map.Remove(k, out var v)) return false; evict(v); return true; }
        public void Clear() { foreach (var v in map.Values) evict(v); map.Clear(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Cache<string, Conn> cache = new(c => c.Dispose());
        public void Open(string k) { cache.Add(k, new Conn(k)); }
        public void Close(string k) { cache.Remove(k); }
        public void Reset() { cache.Clear(); }
        public void Dispose() { cache.Clear(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.EvictEvent
{
    using Samples.Parts;
    public sealed class Cache<TKey, T> where TKey : notnull where T : class
    {
        private readonly Dictionary<TKey, T> map = new();
        public event Action<TKey, T>? Removed;
        public event EventHandler<T>? Evicted;
        public void Add(TKey k, T v) { map.Add(k, v); }
        public bool Remove(TKey k) { if (!map.Remove(k, out var v)) return false; Removed?.Invoke(k, v); return true; }
        public void Drop(TKey k) { if (map.Remove(k, out var v)) Evicted?.Invoke(this, v); }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Cache<string, Conn> cache = new();
        public Owner() { cache.Removed += (_, c) => c.Dispose(); cache.Evicted += (_, c) => c.Dispose(); }
        public void Open(string k) { cache.Add(k, new Conn(k)); }
        public void Close(string k) { cache.Remove(k); }
        public void Close2(string k) { cache.Drop(k); }
        public void Dispose() { foreach (var c in cache.All()) cache.Remove(c.Id); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.EvictEventArgs
{
    using Samples.Parts;
    public sealed class RemovedArgs<T>(T item) : EventArgs { public T Item => item; }
    public sealed class Cache<TKey, T> where TKey : notnull where T : class
    {
        private readonly Dictionary<TKey, T> map = new();
        public event EventHandler<RemovedArgs<T>>? Removed;
        public void Add(TKey k, T v) { map.Add(k, v); }
        public bool Remove(TKey k) { if (!map.Remove(k, out var v)) return false; Removed?.Invoke(this, new RemovedArgs<T>(v)); return true; }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Cache<string, Conn> cache = new();
        public Owner() { cache.Removed += (_, e) => e.Item.Dispose(); }
        public void Open(string k) { cache.Add(k, new Conn(k)); }
        public void Close(string k) { cache.Remove(k); }
        public void Dispose() { foreach (var c in cache.All()) cache.Remove(c.Id); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.DisposeUnconstrained
{
    using Samples.Parts;
    public sealed class Cache<T>
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; (v as IDisposable)?.Dispose(); return true; }
        public T[] All() { return map.Values.ToArray(); }
    }
    public static class Disposer { public static void End(object? o) { if (o is IDisposable d) d.Dispose(); } public static void SafeDispose<T>(this T o) { End(o); } }
    public sealed class Cache2<T>
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; Disposer.End(v); return true; }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Cache3<T>
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; v.SafeDispose(); return true; }
        public void Clear() { foreach (var p in map) p.SafeDispose(); map.Clear(); }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Cache4<T>
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public void Remove(string k) { if (map.TryGetValue(k, out var v)) { map.Remove(k); ThreadPool.QueueUserWorkItem(_ => Disposer.End(v)); } }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Cache<Conn> a = new();
        private readonly Cache2<Conn> b = new();
        private readonly Cache3<Conn> c = new();
        private readonly Cache4<Conn> d = new();
        public void Open(string k) { a.Add(k, new Conn(k)); }
        public void Open2(string k) { b.Add(k, new Conn(k)); }
        public void Open3(string k) { c.Add(k, new Conn(k)); }
        public void Open4(string k) { d.Add(k, new Conn(k)); }
        public void Close(string k) { a.Remove(k); b.Remove(k); c.Remove(k); d.Remove(k); c.Clear(); }
        public void Dispose() { foreach (var x in a.All()) x.Dispose(); foreach (var x in b.All()) x.Dispose(); foreach (var x in c.All()) x.Dispose(); foreach (var x in d.All()) x.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.Retires
{
    using Samples.Parts;
    public sealed class Graveyard { private readonly ConcurrentQueue<object> dead = new(); public void Bury(object o) => dead.Enqueue(o); public void Sweep() { while (dead.TryDequeue(out var o)) (o as IDisposable)?.Dispose(); } }
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        private readonly Graveyard yard;
        public Reg(Graveyard yard) => this.yard = yard;
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; yard.Bury(v); return true; }
        public T[] All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Graveyard yard = new();
        private readonly Reg<Conn> reg;
        public Owner() => reg = new Reg<Conn>(yard);
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k) { reg.Remove(k); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); yard.Sweep(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.ConstructorEnds
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class, IDisposable
    {
        private readonly ConcurrentDictionary<string, T> map = new();
        public Reg(CancellationToken stop) { stop.Register(() => { foreach (var v in map.Values) v.Dispose(); }); }
        public void Add(string k, T v) { map.TryAdd(k, v); }
        public T? Take(string k) { map.TryRemove(k, out var v); return v; }
    }
    public sealed class Owner
    {
        private readonly Reg<Conn> reg;
        public Owner(CancellationToken stop) => reg = new(stop);
        public void Open(string k) { reg.Take(k)?.Dispose(); reg.Add(k, new Conn(k)); }
    }
    public static class Use { public static Owner Make() => new Owner(default); }
}

namespace Samples.ContainersOfOthers.ConstructorEnds2
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new();
        public Reg() { AppDomain.CurrentDomain.ProcessExit += (_, _) => { foreach (var v in map.Values) v.Dispose(); }; }
        public void Add(string k, T v) { map.Add(k, v); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
    }
    public sealed class Owner
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Take(k)?.Dispose(); reg.Add(k, new Conn(k)); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.WrapsGivenList
{
    using Samples.Parts;
    public sealed class LockedList<T> where T : class
    {
        private readonly List<T> items;
        public LockedList(List<T> items) => this.items = items;
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
        public T[] Snapshot() { return items.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly List<Conn> all = new();
        private readonly LockedList<Conn> list;
        public Owner() => list = new LockedList<Conn>(all);
        public void Open(string k) { list.Add(new Conn(k)); }
        public void Dispose() { foreach (var c in all) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.WrapsGivenDictionary
{
    using Samples.Parts;
    public sealed class View<T> where T : class
    {
        private readonly Dictionary<string, T> map;
        public View(Dictionary<string, T> map) => this.map = map;
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Dictionary<string, Conn> all = new();
        private readonly View<Conn> view;
        public Owner() => view = new View<Conn>(all);
        public void Open(string k) { view.Add(k, new Conn(k)); }
        public void Close(string k) { if (all.TryGetValue(k, out var c)) { view.Remove(k); c.Dispose(); } }
        public void Dispose() { foreach (var c in all.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.SelfRemoving
{
    using Samples.Parts;
    public sealed class Session : IDisposable
    {
        private readonly Timer timer = new(_ => { }, null, 0, 100);
        private Action? closed;
        public void OnClosed(Action act) => closed = act;
        public void Dispose() { timer.Dispose(); closed?.Invoke(); }
    }
    public sealed class Reg
    {
        private readonly Dictionary<string, Session> map = new();
        public void Add(string k, Session v) { v.OnClosed(() => Remove(k)); map.Add(k, v); }
        public Session? Find(string k) { return map.GetValueOrDefault(k); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner
    {
        private readonly Reg reg = new();
        public Session Open(string k) { var s = new Session(); reg.Add(k, s); return s; }
        public void Close(string k) { reg.Find(k)?.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainersOfOthers.SelfRemovingByOwner
{
    using Samples.Parts;
    public sealed class Session : IDisposable
    {
        private readonly Timer timer = new(_ => { }, null, 0, 100);
        private readonly Reg reg;
        public string Key { get; }
        public Session(Reg reg, string key) { this.reg = reg; Key = key; reg.Add(key, this); }
        public void Dispose() { timer.Dispose(); reg.Remove(Key); }
    }
    public sealed class Reg
    {
        private readonly Dictionary<string, Session> map = new();
        public void Add(string k, Session v) { map.Add(k, v); }
        public Session? Find(string k) { return map.GetValueOrDefault(k); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner
    {
        private readonly Reg reg = new();
        public Session Open(string k) => new Session(reg, k);
        public void Close(string k) { reg.Find(k)?.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}
