using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;

// Ways in which a container shows its entries: where one cannot be told, the class is none. Each namespace is a program of its own.
// drained through a way of showing that has no row

namespace Samples.ContainerViews.Indexer
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public int Count => items.Count;
        public T this[int i] => items[i];
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { for (var i = 0; i < bag.Count; i++) bag[i].Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.Enumerator
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public List<T>.Enumerator GetEnumerator() => items.GetEnumerator();
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { foreach (var c in bag) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.Enumerable
{
    using Samples.Parts;
    public sealed class Bag<T> : IEnumerable<T> where T : class
    {
        private readonly List<T> items = new();
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();
        IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { foreach (var c in bag) c.Dispose(); }
    }
    public sealed class Owner2 : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { foreach (var c in bag.ToList()) { bag.Remove(c); c.Dispose(); } }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); public static Owner2 MakeOwner2() => new Owner2(); }
}

namespace Samples.ContainerViews.GetEnumeratorOfT
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public IEnumerator<T> GetEnumerator() => items.GetEnumerator();
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { foreach (var c in bag) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.ValueCollection
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public Dictionary<string, T>.ValueCollection Values => map.Values;
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Dispose() { foreach (var c in reg.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.PairSnapshot
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public KeyValuePair<string, T>[] Snapshot() { return map.ToArray(); }
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k, out T? v) { return map.Remove(k, out v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Dispose() { foreach (var (_, c) in reg.Snapshot()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.ReadOnlyDictionary
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public IReadOnlyDictionary<string, T> Items => map;
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k)
        {
            if (reg.Items.TryGetValue(k, out var c)) { reg.Remove(k); c.Dispose(); }
        }
        public void Dispose() { foreach (var c in reg.Items.Values) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.IndexerThenRemove
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public T this[string k] => map[k];
        public IEnumerable<T> All => map.Values;
        public void Add(string k, T v) { map.Add(k, v); }
        public bool Remove(string k) { return map.Remove(k); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> reg = new();
        public void Open(string k) { reg.Add(k, new Conn(k)); }
        public void Close(string k)
        {
            var c = reg[k];
            reg.Remove(k);
            c.Dispose();
        }
        public void Dispose() { foreach (var c in reg.All) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.ForEachAction
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public void ForEach(Action<T> act) { items.ForEach(act); }
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { bag.ForEach(c => c.Dispose()); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.CopyTo
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public int Count => items.Count;
        public void CopyTo(T[] target) { items.CopyTo(target); }
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { var all = new Conn[bag.Count]; bag.CopyTo(all); foreach (var c in all) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.DrainTo
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public void DrainTo(List<T> target) { target.AddRange(items); items.Clear(); }
        public void Add(T v) { items.Add(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Reset() { var all = new List<Conn>(); bag.DrainTo(all); foreach (var c in all) c.Dispose(); }
        public void Dispose() { var all = new List<Conn>(); bag.DrainTo(all); foreach (var c in all) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.DrainOut
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private List<T> items = new();
        public void Drain(out List<T> all) { all = items; items = new List<T>(); }
        public void Add(T v) { items.Add(v); }
        public T[] Peek() { return items.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Reset() { bag.Drain(out var all); foreach (var c in all) c.Dispose(); }
        public void Dispose() { foreach (var c in bag.Peek()) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.MoveTo
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public void MoveTo(Bag<T> other) { other.items.AddRange(items); items.Clear(); }
        public void Add(T v) { items.Add(v); }
        public IReadOnlyList<T> All => items;
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> active = new();
        private readonly Bag<Conn> retired = new();
        public void Open(string k) { active.Add(new Conn(k)); }
        public void Retire() { active.MoveTo(retired); }
        public void Dispose() { foreach (var c in active.All) c.Dispose(); foreach (var c in retired.All) c.Dispose(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.ForEachClear
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class
    {
        private readonly List<T> items = new();
        public void Clear(Action<T> end) { items.ForEach(end); items.Clear(); }
        public void Add(T v) { items.Add(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Reset() { bag.Clear(c => c.Dispose()); }
        public void Dispose() { bag.Clear(c => c.Dispose()); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.PairForEachClear
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Clear(Action<KeyValuePair<string, T>> end) { foreach (var p in map) end(p); map.Clear(); }
        public void Clear2(Action<string, T> end) { foreach (var (k, v) in map) end(k, v); map.Clear(); }
        public void Add(string k, T v) { map.Add(k, v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> bag = new();
        public void Open(string k) { bag.Add(k, new Conn(k)); }
        public void Reset() { bag.Clear(p => p.Value.Dispose()); }
        public void Reset2() { bag.Clear2((_, c) => c.Dispose()); }
        public void Dispose() { bag.Clear(c => c.Value.Dispose()); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.PairForEachOnly
{
    using Samples.Parts;
    public sealed class Reg<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public void Visit(Action<KeyValuePair<string, T>> end) { foreach (var p in map) end(p); }
        public void Add(string k, T v) { map.Add(k, v); }
        public void Clear() { map.Clear(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Reg<Conn> bag = new();
        public void Open(string k) { bag.Add(k, new Conn(k)); }
        public void Dispose() { bag.Visit(c => c.Value.Dispose()); bag.Clear(); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}

namespace Samples.ContainerViews.StaticHelper
{
    using Samples.Parts;
    public sealed class Bag<T> where T : class, IDisposable
    {
        private readonly List<T> items = new();
        public void Add(T v) { items.Add(v); }
        public bool Remove(T v) { return items.Remove(v); }
        public static void DisposeAll(Bag<T> bag) { foreach (var i in bag.items) i.Dispose(); bag.items.Clear(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Bag<Conn> bag = new();
        public void Open(string k) { bag.Add(new Conn(k)); }
        public void Dispose() { Bag<Conn>.DisposeAll(bag); }
    }
    public static class Use { public static Owner MakeOwner() => new Owner(); }
}
