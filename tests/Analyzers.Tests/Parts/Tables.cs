using System.Diagnostics.CodeAnalysis;

namespace Samples.Parts;

/// <summary>A container with a lock of its own, as programs have them.</summary>
public sealed class Registry<TKey, T> where TKey : notnull where T : class
{
    private readonly object gate = new();
    private readonly Dictionary<TKey, T> map = new();
    public int Count { get { lock (gate) return map.Count; } }
    public void Put(TKey k, T v) { lock (gate) map[k] = v; }
    public bool TryAdd(TKey k, T v) { lock (gate) return map.TryAdd(k, v); }
    public bool TryTake(TKey k, [MaybeNullWhen(false)] out T v) { lock (gate) return map.Remove(k, out v); }
    public T? Take(TKey k) { lock (gate) { map.Remove(k, out var v); return v; } }
    public bool Remove(TKey k) { lock (gate) return map.Remove(k); }
    public T? Get(TKey k) { lock (gate) return map.GetValueOrDefault(k); }
    public bool Contains(TKey k) { lock (gate) return map.ContainsKey(k); }
    public void Clear() { lock (gate) map.Clear(); }
    public T[] Snapshot() { lock (gate) return map.Values.ToArray(); }
    public T[] TakeAll() { lock (gate) { var all = map.Values.ToArray(); map.Clear(); return all; } }
    public void ForEach(Action<T> each) { foreach (var v in Snapshot()) each(v); }
}

/// <summary>Entries in the order in which they came.</summary>
public sealed class Bunch<T> where T : class
{
    private readonly List<T> items = new();
    public int Count => items.Count;
    public void Add(T v) { items.Add(v); }
    public bool Remove(T v) => items.Remove(v);
    public T[] TakeAll() { var all = items.ToArray(); items.Clear(); return all; }
    public void ForEach(Action<T> each) { foreach (var v in items) each(v); }
    public IReadOnlyList<T> Items => items.ToArray();
}
