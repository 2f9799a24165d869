using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

// Classes that end, hand on or tell of what leaves them, in other words than Dispose: they are no containers. Each namespace is a program of its own.
namespace Samples.ContainersThatEnd.CloseAllBySnapshot
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public bool Has(string k) => map.ContainsKey(k); 
        public void CloseAll() { foreach (var v in Snapshot()) v.Dispose(); }
        public int Count => map.Count; 
        public T? Take(string k) { map.Remove(k, out var v); return v; } private T[] Snapshot() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Dispose() => t.CloseAll();
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.CloseAllByTakeAll
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void CloseAll() { foreach (var v in TakeAll()) v.Dispose(); }
        public T[] TakeAll() { var all = map.Values.ToArray(); map.Clear(); return all; }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Reset() => t.CloseAll(); public void Dispose() => t.CloseAll();
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.CloseByTake
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Close(string k) { Take(k)?.Dispose(); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public string[] Names { get { return map.Keys.ToArray(); } }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Close(k); public void Dispose() { t.Close("a"); t.Close("b"); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.CloseByGet
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void End(string k) { Get(k)?.Dispose(); }
        public T? Get(string k) => map.GetValueOrDefault(k); 
        public void Forget(string k) { map.Remove(k); } //! LEAK1002

    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        private readonly HashSet<string> names = new(); public void Drop(string k) { t.End(k); t.Forget(k); } public void Dispose() { t.End("a"); t.End("b"); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EndsByProperty
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void CloseAll() { foreach (var v in Values) v.Dispose(); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public IEnumerable<T> Values => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Dispose() => t.CloseAll();
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EndsByThis
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void CloseAll() { foreach (var v in this) v.Dispose(); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public IEnumerator<T> GetEnumerator() { foreach (var v in map.Values) yield return v; }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Dispose() => t.CloseAll();
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EndsByForEach
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void CloseAll() { ForEach(v => v.Dispose()); }
        public T? Take(string k) { map.Remove(k, out var v); return v; }
        public void ForEach(Action<T> each) { foreach (var v in map.Values) each(v); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Dispose() => t.CloseAll();
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.RetireTuple
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Queue<(T Value, DateTime Since)> retired = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { if (map.Remove(k, out var v)) retired.Enqueue((v, DateTime.UtcNow)); }
        public void Sweep() { while (retired.TryDequeue(out var r)) r.Value.Dispose(); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Tick() => t.Sweep(); public void Dispose() { foreach (var c in t.All()) c.Dispose(); t.Sweep(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.RetireTupleSure
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private readonly Queue<(T Value, DateTime Since)> retired = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { map.Remove(k, out var v); retired.Enqueue((v!, DateTime.UtcNow)); }
        public void Sweep() { while (retired.TryDequeue(out var r)) r.Value?.Dispose(); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Tick() => t.Sweep(); public void Dispose() { foreach (var c in t.All()) c.Dispose(); t.Sweep(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.RetireEntry
{
    using Samples.Parts;
    public sealed class Table<T> where T : class, IDisposable
    {
        private sealed class Old { public T? Value; 
        public DateTime Since; } private readonly Queue<Old> retired = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; retired.Enqueue(new Old { Value = v, Since = DateTime.UtcNow }); return true; }
        public void Sweep() { while (retired.TryDequeue(out var r)) r.Value?.Dispose(); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Tick() => t.Sweep(); public void Dispose() { foreach (var c in t.All()) c.Dispose(); t.Sweep(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EvictedTuple
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        public event Action<(string Key, T? Value)>? Evicted; private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { map.Remove(k, out var v); Evicted?.Invoke((k, v)); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public Owner() { t.Evicted += e => e.Value?.Dispose(); } public void Drop(string k) => t.Remove(k); public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EvictedArgs
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        public sealed class EvictedArgs { public T? Value { get; init; } }
        public Action<EvictedArgs>? Evicted { get; init; } private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { map.Remove(k, out var v); Evicted?.Invoke(new EvictedArgs { Value = v }); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new() { Evicted = e => e.Value?.Dispose() };
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.EvictedArgsCtor
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        public Action<KeyValuePair<string, T?>>? Evicted { get; init; } private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { map.Remove(k, out var v); Evicted?.Invoke(KeyValuePair.Create(k, v)); }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new() { Evicted = e => e.Value?.Dispose() };
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.ByUsing
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) => map.TryAdd(k, v); 
        public void Remove(string k) { map.Remove(k, out var v); using (v as IDisposable) { } }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Drop(string k) => t.Remove(k); public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.SwapByFactory
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        private readonly object gate = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) { lock (gate) return map.TryAdd(k, v); }
        public T? Swap(string k, Func<T> make) { lock (gate) { var old = map.GetValueOrDefault(k); map[k] = make(); return old; } }
        public bool Remove(string k) { lock (gate) return map.Remove(k); }
        public T[] All() { lock (gate) return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Renew(string k) => t.Swap(k, () => new Conn(k))?.Dispose(); public void Renew2(string k) { var old = t.Swap(k, () => new Conn(k)); old?.Send("bye"); old?.Dispose(); } public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.UpdateByFactory
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        private readonly object gate = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) { lock (gate) return map.TryAdd(k, v); }
        public T Update(string k, Func<T?, T> make) { lock (gate) { map.TryGetValue(k, out var old); var v = make(old); map[k] = v; return v; } }
        public bool Remove(string k) { lock (gate) return map.Remove(k); }
        public T[] All() { lock (gate) return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Renew(string k) => t.Update(k, old => { old?.Dispose(); return new Conn(k); }); public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}

namespace Samples.ContainersThatEnd.UpdateLost
{
    using Samples.Parts;
    public sealed class Table<T> where T : class
    {
        private readonly object gate = new(); private readonly Dictionary<string, T> map = new(); 
        public bool TryPut(string k, T v) { lock (gate) return map.TryAdd(k, v); }
        public T Update(string k, Func<T?, T> make) { lock (gate) { map.TryGetValue(k, out var old); var v = make(old); map[k] = v; return v; } }
        public bool Remove(string k) { lock (gate) return map.Remove(k); }
        public T[] All() { lock (gate) return map.Values.ToArray(); }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Table<Conn> t = new();
        public void Open(string k) { var c = new Conn(k); if (!t.TryPut(k, c)) c.Dispose(); }
        public void Renew(string k) => t.Update(k, _ => new Conn(k));
        public void Dispose() { foreach (var c in t.All()) c.Dispose(); }
    }
    public static class Use { public static Owner Make() => new Owner(); }
}
