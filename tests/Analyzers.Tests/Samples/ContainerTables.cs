using System.Net.Sockets;
using System.Collections;
using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;

// Session tables as programs write them. Each namespace is a program of its own.
// containers that end their entries through a way that is read later, in realistic form

namespace Samples.ContainerTables.Sessions
{
    using Samples.Parts;
    internal sealed class SessionTable<T> where T : class, IDisposable
    {
        private readonly object gate = new();
        private readonly Dictionary<string, T> map = new();
        public int Count { get { lock (gate) return map.Count; } }
        public bool TryAdd(string k, T v) { lock (gate) return map.TryAdd(k, v); } //! LEAK4002
        public bool TryRemove(string k, [MaybeNullWhen(false)] out T v) { lock (gate) return map.Remove(k, out v); }
        public void CloseAll()
        {
            foreach (var v in TakeAll())
            {
                try { v.Dispose(); }
                catch (Exception e) { Console.Error.WriteLine(e); }
            }
        }
        private T[] TakeAll() { lock (gate) { var all = map.Values.ToArray(); map.Clear(); return all; } }
    }
    public sealed class Server : IDisposable
    {
        private readonly SessionTable<Conn> sessions = new();
        public void Accept(string k) { var c = new Conn(k); if (!sessions.TryAdd(k, c)) c.Dispose(); }
        public void Kick(string k) { if (sessions.TryRemove(k, out var c)) c.Dispose(); }
        public void Dispose() { sessions.CloseAll(); }
    }
    public static class Use { public static Server Make() => new(); }
}

namespace Samples.ContainerTables.Async
{
    using Samples.Parts;
    public sealed class Link(string id) : IAsyncDisposable { private readonly Timer timer = new(_ => { }, null, 0, 1000); public string Id => id; public ValueTask DisposeAsync() => timer.DisposeAsync(); }
    public sealed class Links<T> where T : class, IAsyncDisposable
    {
        private readonly ConcurrentDictionary<string, T> map = new();
        public void Set(string k, T v) => map[k] = v; //! LEAK1001
        public bool Remove(string k, [MaybeNullWhen(false)] out T v) => map.TryRemove(k, out v);
        public T[] All() => map.Values.ToArray();
        public async Task CloseAllAsync() { foreach (var l in All()) await l.DisposeAsync(); }
        public async Task CloseAsync(string k) { if (Remove(k, out var l)) await l.DisposeAsync(); }
    }
    public sealed class Hub : IAsyncDisposable
    {
        private readonly Links<Link> links = new();
        public async Task OpenAsync(string k) { await links.CloseAsync(k); links.Set(k, new Link(k)); }
        public async ValueTask DisposeAsync() { await links.CloseAllAsync(); }
    }
    public static class Use { public static Hub Make() => new(); }
}

namespace Samples.ContainerTables.CloseBefore
{
    using Samples.Parts;
    public sealed class Links<T> where T : class, IDisposable
    {
        private readonly ConcurrentDictionary<string, T> map = new();
        public void Close(string k) { if (TryTake(k, out var l)) l.Dispose(); }
        public void Set(string k, T v) => map[k] = v;
        public bool TryTake(string k, [MaybeNullWhen(false)] out T v) => map.TryRemove(k, out v);
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Hub : IDisposable
    {
        private readonly Links<Conn> links = new();
        private readonly object gate = new();
        private bool closed;
        public void Reopen(string k) { lock (gate) { if (closed) return; links.Close(k); links.Set(k, new Conn(k)); } }
        public void Dispose() { lock (gate) { closed = true; foreach (var c in links.All()) c.Dispose(); } }
    }
    public static class Use { public static Hub Make() => new(); }
}

namespace Samples.ContainerTables.Idle
{
    using Samples.Parts;
    public sealed class Links<T> where T : class, IDisposable
    {
        private readonly List<T> items = new();
        public void Add(T v) => items.Add(v);
        public bool Remove(T v) => items.Remove(v);
        public void Shutdown() { foreach (var v in Items) v.Dispose(); }
        public T[] Items => items.ToArray();
    }
    public sealed class Hub : IDisposable
    {
        private readonly Links<Conn> links = new();
        public void Open(string k) { links.Add(new Conn(k)); }
        public void Drop(Conn c) { if (links.Remove(c)) c.Dispose(); }
        public void Dispose() => links.Shutdown();
    }
    public static class Use { public static Hub Make() => new(); }
}

namespace Samples.ContainerTables.OneToken
{
    using Samples.Parts;
    // what leaves is announced with what it was, and the owner ends it
    public sealed record Gone(string Key) { public object? Value { get; init; } }
    public sealed class Announcing<T> where T : class
    {
        private readonly Dictionary<string, T> map = new();
        public event Action<Gone>? Removed;
        public bool TryAdd(string k, T v) => map.TryAdd(k, v);
        public bool Remove(string k) { if (!map.Remove(k, out var v)) return false; Removed?.Invoke(new Gone(k) { Value = v }); return true; }
        public T[] All() => map.Values.ToArray();
    }
    public sealed class Hub : IDisposable
    {
        private readonly Announcing<Conn> conns = new();
        public Hub() { conns.Removed += OnRemoved; }
        private void OnRemoved(Gone g) => (g.Value as Conn)?.Dispose();
        public void Open(string k) { var c = new Conn(k); if (!conns.TryAdd(k, c)) c.Dispose(); }
        public void Drop(string k) => conns.Remove(k);
        public void Dispose() { foreach (var c in conns.All()) c.Dispose(); }
    }
    public static class Use { public static Hub Make() => new(); }
}
