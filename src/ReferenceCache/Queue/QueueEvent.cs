using System;

namespace LeakGuard.ReferenceCache;

/// <summary>Something that went wrong in a queue.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
/// <param name="Kind">What happened.</param>
/// <param name="Key">The key; <c>default</c> when it is about the whole queue.</param>
/// <param name="Attempts">How often the key has been tried.</param>
/// <param name="Exception">What failed.</param>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
readonly record struct QueueEvent<TKey>(QueueEventKind Kind, TKey? Key, int Attempts = 0, Exception? Exception = null);
