using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    /// <summary>
    /// Removes the entry of a key. When this returns no caller can get it any more; its value is disposed as soon as its last lease is
    /// back. A creation that runs is cancelled, and those who wait for it start a new one.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>Whether there was an entry. A removal that finds nothing is counted too.</returns>
    public bool Remove(TKey key) => RemoveIf(key, instance: null, RemovalReason.Removed);

    /// <summary>Removes the entry that a lease belongs to, for example because its value is broken. A newer entry of the key stays.</summary>
    /// <param name="lease">A lease of this cache; it may have been released already.</param>
    /// <returns>Whether the entry was still there.</returns>
    public bool Remove(in Lease<TValue> lease) =>
        lease.Holder is CacheEntry<TKey, TValue> entry && entry.Cache == this && RemoveIf(entry.Key, entry, RemovalReason.Removed);

    /// <summary>
    /// Raises the generation of a key by one, so that the next caller gets a value created after this call. The current entry is removed.
    /// </summary>
    /// <param name="key">The key.</param>
    /// <returns>The new generation.</returns>
    /// <exception cref="ObjectDisposedException">The cache is closed.</exception>
    public long Advance(TKey key)
    {
        CacheEntry<TKey, TValue>? entry;
        long generation;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            _map.TryGetValue(key, out entry);
            generation = Math.Max(entry?.Generation ?? 0, _memory.Floor(key, entry?.Identity)) + 1;
            if (entry is not null)
                Detach(entry, RemovalReason.Advanced);
            _memory.Remember(key, entry?.Identity, generation, _time.GetTimestamp());
        }

        if (entry is not null)
            LetGo(entry);
        return generation;
    }

    /// <summary>
    /// Removes the entries whose owner is gone, as <see cref="Remove(TKey)"/> would. An entry that was replaced while
    /// <paramref name="isOwned"/> was asked stays.
    /// </summary>
    /// <param name="isOwned">Whether the owner of a key is still there. What it throws ends the sweep.</param>
    /// <param name="cancellationToken">Ends the sweep between two keys.</param>
    /// <returns>How many entries were removed.</returns>
    public async Task<int> SweepAsync(Func<TKey, CancellationToken, ValueTask<bool>> isOwned, CancellationToken cancellationToken = default)
    {
        ArgumentNullException.ThrowIfNull(isOwned);
        var removed = 0;
        foreach (var (key, entry) in _map)
        {
            cancellationToken.ThrowIfCancellationRequested();
            if (await isOwned(key, cancellationToken).ConfigureAwait(false))
                continue;
            _hooks?.Reach(CachePoint.Orphaned);
            if (RemoveIf(key, entry, RemovalReason.Orphaned))
                removed++;
        }

        return removed;
    }

    private bool RemoveIf(TKey key, CacheEntry<TKey, TValue>? instance, RemovalReason reason)
    {
        CacheEntry<TKey, TValue>? entry;
        lock (_gate)
        {
            if (_map.TryGetValue(key, out entry) && (instance is null || instance == entry))
                Detach(entry, reason);
            else
                entry = null;
        }

        if (entry is null)
        {
            Interlocked.Increment(ref Counters.RemovalsMissed);
            return false;
        }

        LetGo(entry);
        return true;
    }

    /// <summary>Lock held. The least used entry that nobody uses; those in use, and those used since the last look, go to the end.</summary>
    private bool TryFindLeastUsed([NotNullWhen(true)] out CacheEntry<TKey, TValue>? entry)
    {
        for (var left = 2 * _byUse.Count; left > 0; left--)
        {
            entry = _byUse.First!.Value;
            var idle = entry.State == EntryState.Ready && entry.Waiters == 0;
            var used = entry.LastRelease;
            if (idle && used <= entry.KnownUse && entry.TryRetireIdle(uses: null))
                return true;
            entry.KnownUse = Math.Max(entry.KnownUse, used);
            _byUse.Remove(entry.Node);
            _byUse.AddLast(entry.Node);
        }

        entry = null;
        return false;
    }
}
