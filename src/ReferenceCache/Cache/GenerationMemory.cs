using System;
using System.Collections.Generic;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// The generations of keys that were removed, so that a late caller cannot bring an older one back. Bounded in number and in time.
/// Used under the lock of the cache.
/// </summary>
internal sealed class GenerationMemory<TKey>(int capacity, IEqualityComparer<TKey>? comparer)
    where TKey : notnull
{
    private readonly Dictionary<TKey, LinkedListNode<Mark>> _byKey = new(comparer);
    private readonly LinkedList<Mark> _byAge = new();

    public int Count => _byKey.Count;

    /// <summary>The lowest generation that a new entry of this key may have.</summary>
    public long Floor(TKey key, string? identity) =>
        _byKey.TryGetValue(key, out var node) && (identity is null || node.Value.Identity is null || string.Equals(node.Value.Identity, identity, StringComparison.Ordinal))
            ? node.Value.Generation
            : 0;

    /// <summary>Whether another incarnation took the place of this one.</summary>
    public bool IsReplaced(TKey key, string? identity) =>
        identity is not null && _byKey.TryGetValue(key, out var node) && node.Value.Replaced && string.Equals(node.Value.Identity, identity, StringComparison.Ordinal);

    public void Remember(TKey key, string? identity, long generation, long now, bool replaced = false)
    {
        if (generation <= Floor(key, identity) && !replaced)
            return;
        Forget(key);
        if (_byKey.Count == capacity)
            Forget(_byAge.First!.Value.Key);
        _byKey[key] = _byAge.AddLast(new Mark(key, identity, generation, now, replaced));
    }

    public void ForgetUntil(long time)
    {
        while (_byAge.First is { } oldest && oldest.Value.Since <= time)
            Forget(oldest.Value.Key);
    }

    public void Clear()
    {
        _byKey.Clear();
        _byAge.Clear();
    }

    private void Forget(TKey key)
    {
        if (_byKey.Remove(key, out var node))
            _byAge.Remove(node);
    }

    private readonly record struct Mark(TKey Key, string? Identity, long Generation, long Since, bool Replaced);
}
