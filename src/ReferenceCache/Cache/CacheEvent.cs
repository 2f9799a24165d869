using System;

namespace LeakGuard.ReferenceCache;

/// <summary>Something that happened in a cache.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Kind">What happened.</param>
/// <param name="Key">The key it happened to; <c>default</c> when it is about the whole cache.</param>
/// <param name="Generation">The generation of the entry.</param>
/// <param name="Reason">Why the entry was removed, for events about removed entries.</param>
/// <param name="Leases">How many leases are concerned.</param>
/// <param name="Site">Where the lease was acquired, if it is recorded.</param>
/// <param name="Exception">What failed.</param>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
readonly record struct CacheEvent<TKey>(
    CacheEventKind Kind,
    TKey? Key,
    long Generation = 0,
    RemovalReason Reason = RemovalReason.None,
    int Leases = 0,
    string? Site = null,
    Exception? Exception = null);
