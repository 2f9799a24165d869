using System.Collections.Concurrent;
namespace Real;
static class Disposer<T> { public static void Dispose(T value) { if (value is IDisposable d) d.Dispose(); } }
sealed class Lru<K, V> where K : notnull
{
    private readonly ConcurrentDictionary<K, LinkedListNode<Item>> dictionary = new(); private readonly LinkedList<Item> linkedList = new(); private readonly int capacity = 3;
    public bool TryGet(K key, out V? value) { if (dictionary.TryGetValue(key, out var node)) { value = node.Value.Value; return true; } value = default; return false; }
    private bool TryAdd(K key, V value)
    {
        var node = new LinkedListNode<Item>(new Item(key, value));
        if (this.dictionary.TryAdd(key, node))
        {
            LinkedListNode<Item>? first = null;
            lock (this.linkedList) { if (linkedList.Count >= capacity) { first = linkedList.First; linkedList.RemoveFirst(); } linkedList.AddLast(node); }
            if (first != null) { if (dictionary.TryRemove(first.Value.Key, out var removed)) { Disposer<V>.Dispose(removed.Value.Value); } }
            return true;
        }
        return false;
    }
    public V GetOrAdd(K key, Func<K, V> valueFactory) { if (this.TryGet(key, out var value)) return value!; value = valueFactory(key); if (TryAdd(key, value)) return value; return this.GetOrAdd(key, valueFactory); } //! LEAK1006
    public sealed class Item(K key, V value) { public readonly K Key = key; public V Value { get; set; } = value; }
}
sealed class Mon : IDisposable
{
    private readonly object _lock = new(); private CancellationTokenSource _hb; private readonly CancellationToken _mt; private readonly CancellationTokenSource _m = new();
    public Mon() { _mt = _m.Token; _hb = CancellationTokenSource.CreateLinkedTokenSource(_mt); }
    public void CancelCurrent() { lock (_lock) { if (!_hb.IsCancellationRequested) { _hb.Cancel(); _hb.Dispose(); _hb = CancellationTokenSource.CreateLinkedTokenSource(_mt); } } } //! LEAK4002
    public CancellationToken T() { lock (_lock) return _hb.Token; }
    public void Dispose() { _m.Cancel(); _m.Dispose(); _hb.Cancel(); _hb.Dispose(); }
}
