using System;
using System.Collections.Generic;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>What a factory is asked to create.</summary>
/// <typeparam name="TKey">The type of the keys.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
sealed class CreationRequest<TKey>
{
    private readonly object _gate = new();
    private List<object>? _parts;

    internal CreationRequest(TKey key, string? identity, long generation)
    {
        Key = key;
        Identity = identity;
        Generation = generation;
    }

    /// <summary>The key of the entry.</summary>
    public TKey Key { get; }

    /// <summary>The incarnation of what the key names, for example a UID; null if the caller gave none.</summary>
    public string? Identity { get; }

    /// <summary>The generation of the entry: what the caller asked for, or the highest known for this key if that is higher.</summary>
    public long Generation { get; }

    /// <summary>
    /// Keeps a part of the value under construction. If the creation fails, the parts are disposed, the last one first; if it succeeds
    /// they belong to the value.
    /// </summary>
    /// <typeparam name="T">The type of the part.</typeparam>
    /// <param name="part">An <see cref="IAsyncDisposable"/> or <see cref="IDisposable"/>.</param>
    /// <returns><paramref name="part"/>.</returns>
    public T Track<T>(T part)
        where T : class
    {
        lock (_gate)
            (_parts ??= []).Add(part);
        return part;
    }

    internal async ValueTask DisposePartsAsync(Action<Exception> failed)
    {
        List<object>? parts;
        lock (_gate)
        {
            parts = _parts;
            _parts = null;
        }

        for (var i = (parts?.Count ?? 0) - 1; i >= 0; i--)
        {
            try
            {
                await Disposal.DisposeAsync(parts![i]).ConfigureAwait(false);
            }
            catch (Exception exception)
            {
                failed(exception);
            }
        }
    }
}
