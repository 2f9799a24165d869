using System;
using System.Diagnostics.CodeAnalysis;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    private async ValueTask<Lease<TValue>> EnterAsync(TKey key, string? identity, long generation, CancellationToken cancellationToken)
    {
        // Later the caller is no longer on the stack.
        var site = _options.RecordAcquisitionSites ? Environment.StackTrace : null;
        while (true)
        {
            cancellationToken.ThrowIfCancellationRequested();
            _hooks?.Reach(CachePoint.BeforeEnter);
            if (Enter(key, identity, generation, out var entry, out var lease))
                return lease.From(site);
            if (await JoinAsync(entry, identity, cancellationToken).ConfigureAwait(false) is { } joined)
                return joined.From(site);
        }
    }

    /// <summary>
    /// Leases what is there, or else makes sure that the caller waits for an entry: check, insertion and retirement of what was there
    /// are one critical section. What takes time is done after it.
    /// </summary>
    private bool Enter(TKey key, string? identity, long generation, [NotNullWhen(false)] out CacheEntry<TKey, TValue>? entry, out Lease<TValue> lease)
    {
        CacheEntry<TKey, TValue>? detached = null;
        var created = false;
        var stale = false;
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            var found = _map.TryGetValue(key, out var current);
            if (found && current!.Matches(identity, generation))
            {
                entry = current;
                if (entry.State == EntryState.Ready)
                {
                    lease = entry.LeaseLocked();
                    return true;
                }

                Interlocked.Increment(ref Counters.Joined);
                entry.Join();
            }
            else
            {
                stale = _memory.IsReplaced(key, identity);
                var full = !found && _byUse.Count >= _options.Capacity;
                if (stale || (full && !TryFindLeastUsed(out current)))
                {
                    entry = null;
                }
                else
                {
                    if (current is not null)
                    {
                        Detach(detached = current, full ? RemovalReason.Evicted : RemovalReason.Replaced);
                        if (found && current.Identity is not null && current.Identity != identity)
                            Supersede(current);
                    }

                    entry = Insert(key, identity, Math.Max(generation, _memory.Floor(key, identity)));
                    entry.Join();
                    created = true;
                }
            }
        }

        if (entry is null)
            throw stale ? Stale() : Refused(key);
        _hooks?.Reach(CachePoint.Entered);
        if (detached is not null)
            LetGo(detached);
        if (created)
            Start(entry);
        lease = default;
        return false;
    }

    /// <summary>Lock held.</summary>
    private CacheEntry<TKey, TValue> Insert(TKey key, string? identity, long generation)
    {
        var predecessor = _ending.TryGetValue(key, out var ending) && ending.Generation == generation && ending.Identity == identity ? ending.Creation : null;
        var creation = new Creation(_options.CreationTimeout, _time, predecessor);
        var entry = new CacheEntry<TKey, TValue>(this, key, identity, generation, creation, _clock, _probe);
        entry.KnownUse = Interlocked.Increment(ref _clock.Now);
        _map[key] = entry;
        _byUse.AddLast(entry.Node);
        _work.Add();
        _builds.Add();
        Interlocked.Increment(ref Counters.Misses);
        return entry;
    }

    /// <summary>The lease, or null if the entry was gone before there was one: then ask again.</summary>
    private async ValueTask<Lease<TValue>?> JoinAsync(CacheEntry<TKey, TValue> entry, string? identity, CancellationToken cancellationToken)
    {
        var creation = entry.Creation;
        try
        {
            await creation.Settled.WaitAsync(cancellationToken).ConfigureAwait(false);
        }
        catch (OperationCanceledException)
        {
            Leave(entry);
            throw;
        }

        _hooks?.Reach(CachePoint.Joined);
        var leased = entry.TryLease(out var lease);
        if (!leased)
        {
            lock (_gate)
            {
                leased = entry.State == EntryState.Ready;
                if (leased)
                    lease = entry.LeaseLocked();
            }
        }

        entry.Leave();
        if (leased)
        {
            Interlocked.Increment(ref Counters.LeasedAfterWait);
            return lease;
        }

        creation.Failure?.Throw();
        return entry.Superseded && identity is not null ? throw Stale() : null;
    }

    /// <summary>Room for one more processor, by whoever noticed that it is needed.</summary>
    internal void Spread(CacheEntry<TKey, TValue> entry)
    {
        lock (_gate)
        {
            if (entry.State == EntryState.Ready)
                entry.Spread();
        }
    }

    /// <summary>The last caller that goes takes the creation with it, so that nobody joins a cancelled one.</summary>
    private void Leave(CacheEntry<TKey, TValue> entry)
    {
        lock (_gate)
        {
            if (entry.Leave() > 0 || entry.State != EntryState.Creating || !_options.CancelAbandonedCreations)
                return;
            Detach(entry, RemovalReason.Abandoned);
        }

        LetGo(entry);
    }

    /// <summary>
    /// Lock held. Nobody gets this incarnation back: or callers that know only the old one and callers that know only the new one would
    /// replace each other's entries for ever.
    /// </summary>
    private void Supersede(CacheEntry<TKey, TValue> entry)
    {
        entry.Superseded = true;
        _memory.Remember(entry.Key, entry.Identity, entry.Generation, _time.GetTimestamp(), replaced: true);
    }

    private StaleIdentityException Stale() => new($"The cache '{_options.Name}' has an entry of another incarnation of the key.");

    private CacheFullException Refused(TKey key)
    {
        Interlocked.Increment(ref Counters.Refused);
        Raise(new CacheEvent<TKey>(CacheEventKind.Refused, key));
        return new CacheFullException($"The cache '{_options.Name}' holds {_options.Capacity} entries and each of them is in use.");
    }
}
