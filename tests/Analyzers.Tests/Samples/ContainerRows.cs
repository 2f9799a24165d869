using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// Methods of containers that say, take or put in something else than their names make one think. Each namespace is a program of its own.
// rows misread: what the bool says, what goes where

namespace Samples.ContainerRows.IsFree
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public bool IsFree(string k) { return !map.ContainsKey(k); }
        public void Put(string k, T v) { map[k] = v; }
        public bool TryTake(string k, out T? v) { return map.Remove(k, out v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { if (reg.IsFree(k)) reg.Put(k, new Conn(k)); }
        public bool Open2(string k) { if (!reg.IsFree(k)) return false; reg.Put(k, new Conn(k)); return true; }
        public void Close(string k) { if (reg.TryTake(k, out var c)) c!.Dispose(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.IsMissingSlots
{
    using Samples.Parts;
    public sealed class Slots<T> where T : class
    {
        private readonly T?[] slots = new T?[16];
        public bool IsEmpty(int i) { return slots[i] == null; }
        public void Set(int i, T v) { slots[i] = v; }
        public T? Release(int i) { var v = slots[i]; slots[i] = null; return v; }
        public IEnumerable<T> All() { return slots.Where(s => s != null)!; }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Slots<Conn> slots = new();
        public void Open(int i) { if (slots.IsEmpty(i)) slots.Set(i, new Conn("a")); }
        public void Close(int i) { slots.Release(i)?.Dispose(); }
        public void Dispose() { foreach (var c in slots.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.AlreadyThere
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        // true: there was one already, and it stays
        public bool Exists(string k, T v) { if (map.ContainsKey(k)) return true; map[k] = v; return false; }
        public bool Remove(string k, out T? v) { return map.Remove(k, out v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { var c = new Conn(k); if (reg.Exists(k, c)) c.Dispose(); }
        public void Close(string k) { if (reg.Remove(k, out var c)) c!.Dispose(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.BatchFull
{
    using Samples.Parts;
    public sealed class Batch<T> where T : class
    {
        private readonly object gate = new();
        private readonly List<T> items = new();
        // true: the batch is full and should be flushed
        public bool Add(T v) { lock (gate) { items.Add(v); if (items.Count >= 32) return true; return false; } }
        public T[] TakeAll() { lock (gate) { var all = items.ToArray(); items.Clear(); return all; } }
        public bool Remove(T v) { lock (gate) return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Batch<Conn> batch = new();
        public void Open(string k) { var c = new Conn(k); c.Send("hello"); if (batch.Add(c)) Flush(); }
        public void Open2(string k) { batch.Add(new Conn(k)); }
        private void Flush() { foreach (var c in batch.TakeAll()) c.Dispose(); }
        public void Dispose() { Flush(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.SetSaysReplaced
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        private int version;
        // true: an older one was replaced
        public bool Set(string k, T v) { var known = map.ContainsKey(k); map[k] = v; if (known) { version++; return true; } return false; }
        public bool TryTake(string k, out T? v) { return map.Remove(k, out v); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { if (reg.TryTake(k, out var old)) old!.Dispose(); reg.Set(k, new Conn(k)); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.ReplaceIfPresent
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public T? Get(string k) { return map.GetValueOrDefault(k); }
        public bool Replace(string k, T v) { if (!map.ContainsKey(k)) return false; map[k] = v; return true; }
        public void Update(string k, T v) { if (!map.ContainsKey(k)) throw new KeyNotFoundException(k); map[k] = v; }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Renew(string k)
        {
            if (reg.Get(k) is not { } old) return;
            reg.Replace(k, new Conn(k));
            old.Dispose();
        }
        public void Renew2(string k)
        {
            var fresh = new Conn(k);
            var old = reg.Get(k);
            if (!reg.Replace(k, fresh)) { fresh.Dispose(); return; }
            old!.Dispose();
        }
        public void Renew3(string k)
        {
            var old = reg.Get(k);
            if (old == null) return;
            reg.Update(k, new Conn(k));
            old.Dispose();
        }
        public void Renew4(string k)
        {
            reg.Replace(k, new Conn(k));
        }
        public void Renew5(string k)
        {
            reg.Update(k, new Conn(k));
        }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.GetPrunesDead
{
    using Samples.Parts;
    public sealed class Reg
    {
        private readonly Dictionary<string, Conn> map = new();
        public void Add(string k, Conn v) { map.Add(k, v); }
        public Conn? Get(string k)
        {
            if (!map.TryGetValue(k, out var v)) return null;
            if (v.IsDead) { map.Remove(k); return null; }
            return v;
        }
        public IEnumerable<Conn> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Send(string k, string m) { reg.Get(k)?.Send(m); }
        public void Send2(string k, string m) { var c = reg.Get(k); if (c == null) throw new InvalidOperationException(); c.Send(m); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.TryGetPrunesDead
{
    using Samples.Parts;
    public sealed class Reg
    {
        private readonly Dictionary<string, Conn> map = new();
        public void Add(string k, Conn v) { map.Add(k, v); }
        public bool TryGet(string k, out Conn? v)
        {
            if (map.TryGetValue(k, out v))
            {
                if (v.IsConnected) return true;
                map.Remove(k);
                v = null;
            }
            return false;
        }
        public IEnumerable<Conn> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Send(string k, string m) { if (reg.TryGet(k, out var c)) c!.Send(m); }
        public bool Has(string k) { return reg.TryGet(k, out _); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.UseOrTake
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public T Get(string k, bool remove = false) { var v = map[k]; if (remove) map.Remove(k); return v; }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Send(string k, string m) { reg.Get(k).Send(m); }
        public void Close(string k) { reg.Get(k, remove: true).Dispose(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.RemoveExact
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k, T v) { if (map.TryGetValue(k, out var known) && ReferenceEquals(known, v)) { map.Remove(k); return true; } return false; }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public Conn Open(string k) { var c = new Conn(k); reg.Add(k, c); return c; }
        public void Close(Conn c) { if (reg.Remove(c.Id, c)) c.Dispose(); }
        public void Close1(Conn c) { reg.Remove(c.Id, c); c.Dispose(); }
        public void Detach(Conn c) { reg.Remove(c.Id, c); }
        public void OnEnded(Conn c) { reg.Remove(c.Id, c); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.RefCount
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        private readonly Dictionary<string, int> counts = new();
        public void Add(string k, T v) { map.Add(k, v); counts[k] = 1; }
        public T? Find(string k) { return map.GetValueOrDefault(k); }
        public bool Release(string k) { if (--counts[k] > 0) return false; map.Remove(k); return true; }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k) { var c = reg.Find(k); if (reg.Release(k)) c?.Dispose(); }
        public void Close2(Conn c) { if (reg.Release(c.Id)) c.Dispose(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.Compact
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private Dictionary<string, T> map = new();
        public void Add(string k, T v) { map.Add(k, v); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public void Compact() { if (map.Count == 0) map = new Dictionary<string, T>(); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k) { reg.Take(k)?.Dispose(); reg.Compact(); }
        public void Dispose() { foreach (var c in reg.All()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.TakeAll
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Put(string k, T v) { map[k] = v; }
        public T[] TakeAll() { var all = map.Values.ToArray(); map.Clear(); return all; }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        private string last = "";
        public void Open(string k) { reg.Take(k)?.Dispose(); reg.Put(k, new Conn(k)); }
        public void Only(string k)
        {
            foreach (var c in reg.TakeAll()) c.Dispose();
            reg.Put(k, new Conn(k));
        }
        public async Task Reload(string path)
        {
            foreach (var c in reg.TakeAll()) c.Dispose();
            last = await File.ReadAllTextAsync(path);
            reg.Put(last, new Conn(last));
        }
        public void Dispose() { foreach (var c in reg.TakeAll()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerRows.TaskOfElement
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Put(string k, T v) { map[k] = v; }
        public Task<T?> TakeAsync(string k) { map.Remove(k, out var v); return Task.FromResult(v); }
        public Task<T> GetAsync(string k) { return Task.FromResult(map[k]); }
        public IEnumerable<T> All() { return map.Values.ToArray(); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IAsyncDisposable
    {
        private readonly Reg<Conn> reg = new();
        public async Task Open(string k) { if (await reg.TakeAsync(k) is { } old) old.Dispose(); reg.Put(k, new Conn(k)); }
        public async Task Close(string k) { (await reg.TakeAsync(k))?.Dispose(); }
        public async Task Close2(string k) { var c = await reg.GetAsync(k); reg.Remove(k); c.Dispose(); }
        public ValueTask DisposeAsync() { foreach (var c in reg.All()) c.Dispose(); return default; }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}
