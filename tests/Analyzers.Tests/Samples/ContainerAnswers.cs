using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// What a container answers, and what becomes of all that it gives out at once. Each namespace is a program of its own.
namespace Samples.ContainerAnswers.TakeBatch
{
    using Samples.Parts;
    public sealed class Pool<T> where T : class
    {
        private readonly Queue<T> items = new();
        public int Count => items.Count;
        public void Add(T v) { items.Enqueue(v); }
        public List<T> TakeBatch(int n) { var r = new List<T>(); while (n-- > 0 && items.TryDequeue(out var x)) r.Add(x); return r; }
        public IEnumerable<T> Drain() { while (items.TryDequeue(out var x)) yield return x; }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Pool<Conn> pool = new();
        public void Warm(int n) { for (var i = 0; i < n; i++) pool.Add(new Conn("w")); }
        public List<Conn> Rent(int n) => pool.TakeBatch(n);
        public void Back(Conn c) { pool.Add(c); }
        public void Trim() { foreach (var c in pool.TakeBatch(5)) c.Dispose(); }
        public void Refresh() { foreach (var c in pool.Drain()) c.Dispose(); Warm(4); }
        public async Task Recycle() { foreach (var c in pool.TakeBatch(5)) { c.Dispose(); await Task.Delay(5); } }
        public void Dispose() { foreach (var c in pool.Drain()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.TakeAsync
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Put(string k, T v) { map[k] = v; }
        public Task<T?> TakeAsync(string k) { map.Remove(k, out var v); return Task.FromResult(v); }
        public bool Remove(string k) { return map.Remove(k); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public Task<Conn?> Rent(string k) => reg.TakeAsync(k);
        public async Task Evict(string k) { (await reg.TakeAsync(k))?.Dispose(); }
        public async Task Renew(string k) { var old = await reg.TakeAsync(k); reg.Put(k, new Conn(k)); old?.Dispose(); }
        public async Task Renew2(string k) { using var old = await reg.TakeAsync(k); reg.Put(k, new Conn(k)); }
        public async Task Renew3(string k) { await Retire(reg.TakeAsync(k)); reg.Put(k, new Conn(k)); }
        private static async Task Retire(Task<Conn?> t) { var c = await t; c?.Dispose(); }
        public async Task Renew4(string k, List<Conn> doomed) { if (await reg.TakeAsync(k) is { } old) doomed.Add(old); reg.Put(k, new Conn(k)); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.Option
{
    using Samples.Parts;
    public readonly struct Option<T> where T : class
    {
        private readonly T? value;
        public Option(T? value) => this.value = value;
        public bool TryGet(out T? v) { v = value; return v != null; }
        public void IfSome(Action<T> act) { if (value != null) act(value); }
    }
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Put(string k, T v) { map[k] = v; }
        public Option<T> Take(string k) { map.Remove(k, out var v); return new Option<T>(v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void A(string k) { if (reg.Take(k).TryGet(out var old)) old!.Dispose(); reg.Put(k, new Conn(k)); }
        public void B(string k) { reg.Take(k).IfSome(c => c.Dispose()); reg.Put(k, new Conn(k)); }
        public void Close(string k) { reg.Take(k).IfSome(c => c.Dispose()); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.TakeManyThenPut
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Put(string k, T v) { map[k] = v; }
        public T[] TakeAll() { var all = map.Values.ToArray(); map.Clear(); return all; }
        public List<T> Swap() { var all = map.Values.ToList(); map.Clear(); return all; }
        public T? Get(string k) { return map.GetValueOrDefault(k); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        private readonly List<Conn> retired = new();
        public void A(string k) { retired.AddRange(reg.TakeAll()); reg.Put(k, new Conn(k)); }
        public void B(string k) { var old = reg.TakeAll(); reg.Put(k, new Conn(k)); foreach (var c in old) c.Dispose(); }
        public void C(string k) { var old = reg.Swap(); reg.Put(k, new Conn(k)); Task.Run(() => old.ForEach(c => c.Dispose())); }
        public Conn[] D(string k) { var old = reg.TakeAll(); reg.Put(k, new Conn(k)); return old; }
        public void E(string k) { End(reg.TakeAll()); reg.Put(k, new Conn(k)); }
        public void F(string k) { Parallel.ForEach(reg.TakeAll(), c => c.Dispose()); reg.Put(k, new Conn(k)); }
        private static void End(IEnumerable<Conn> all) { foreach (var c in all) c.Dispose(); }
        public void G() { reg.TakeAll(); }
        public void Dispose() { End(reg.TakeAll()); End(retired); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.Bool
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        // true when it is new
        public bool Track(string k, T v) { if (map.TryAdd(k, v)) return true; return false; }
        // true when it is a duplicate
        public bool IsDuplicate(string k, T v) { return !map.TryAdd(k, v); }
        public bool Register(string k, T v) { while (!map.TryAdd(k, v)) k += "_"; return true; }
        public bool Put(string k, T v) { map.Remove(k); return map.TryAdd(k, v); }
        public bool Add(string k, T v) { if (k.Length == 0) return false; map.Add(k, v); return true; }
        public bool Remove(string k, out T? v) { return map.Remove(k, out v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Reg2<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public bool Track(string k, T v) { if (map.TryAdd(k, v)) return true; return false; }
        public bool IsDuplicate(string k, T v) { return !map.TryAdd(k, v); }
        public bool Register(string k, T v) { while (!map.TryAdd(k, v)) k += "_"; return true; }
        public bool Remove(string k, out T? v) { return map.Remove(k, out v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg2<Conn> reg = new();
        public void A(string k) { var c = new Conn(k); if (reg.IsDuplicate(k, c)) c.Dispose(); }
        public void B(string k) { reg.Register(k, new Conn(k)); }
        public void C(string k) { var c = new Conn(k); if (!reg.Track(k, c)) c.Dispose(); }
        public bool D(string k) { var c = new Conn(k); if (reg.IsDuplicate(k, c)) { c.Dispose(); return false; } return true; }
        public void Close(string k) { if (reg.Remove(k, out var c)) c!.Dispose(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.BatchKeyed
{
    using Samples.Parts;
    public sealed class Outbox<T> where T : class
    {
        private readonly object gate = new();
        private readonly Dictionary<string, T> map = new();
        // true: it is time to flush
        public bool Add(string k, T v) { lock (gate) { map.Add(k, v); if (map.Count < 10) return false; return true; } }
        public T[] TakeAll() { lock (gate) { var all = map.Values.ToArray(); map.Clear(); return all; } }
        public bool Remove(string k, out T? v) { lock (gate) return map.Remove(k, out v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Outbox<Conn> box = new();
        public void Send(string k) { if (box.Add(k, new Conn(k))) Flush(); }
        public void Queue(string k) { box.Add(k, new Conn(k)); }
        public void Queue2(string k) { var c = new Conn(k); var full = box.Add(k, c); if (full) Flush(); }
        private void Flush() { foreach (var c in box.TakeAll()) c.Dispose(); }
        public void Dispose() { foreach (var c in box.TakeAll()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerAnswers.BoundedQueue
{
    using Samples.Parts;
    public sealed class Ring<T> where T : class
    {
        private readonly object gate = new();
        private readonly Queue<T> items = new();
        private readonly int max = 16;
        // true when the queue was empty: the consumer must be woken
        public bool Enqueue(T v) { lock (gate) { items.Enqueue(v); if (items.Count == 1) return true; } return false; }
        public bool TryDequeue(out T? v) { lock (gate) return items.TryDequeue(out v); }
        public bool IsFull { get { lock (gate) return items.Count >= max; } }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Ring<Conn> ring = new();
        private readonly SemaphoreSlim wake = new(0);
        public void Post(string k) { if (ring.Enqueue(new Conn(k))) wake.Release(); }
        public void Post2(string k) { var first = ring.Enqueue(new Conn(k)); if (first) wake.Release(); }
        public void Next() { if (ring.TryDequeue(out var c)) using (c) c!.Send("x"); }
        public void Dispose() { while (ring.TryDequeue(out var c)) c!.Dispose(); wake.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}
