using System;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// The right to use a cached value. The value is not disposed while the lease is out (within the drain budget of the cache). Release it
/// with <c>using</c> or <c>await using</c>; neither waits for anything. All copies of a lease are one lease: releasing it again, through
/// whichever copy and from whichever thread, does nothing and is counted.
/// </summary>
/// <typeparam name="TValue">The type of the cached value.</typeparam>
#if LEAKGUARD_REFERENCE_CACHE_INTERNAL
internal
#else
public
#endif
readonly struct Lease<TValue> : IAsyncDisposable, IDisposable
{
    private readonly LeaseTicket<TValue>? _ticket;
    private readonly long _bits;

    internal Lease(LeaseTicket<TValue> ticket, long bits)
    {
        _ticket = ticket;
        _bits = bits;
    }

    /// <summary>The leased value. Do not keep it beyond the lease.</summary>
    /// <exception cref="ObjectDisposedException">The lease was released, or revoked because it outlasted the drain budget.</exception>
    /// <exception cref="InvalidOperationException">This is <c>default</c>, no lease at all.</exception>
    public TValue Value => _ticket is { } ticket ? ticket.Read(_bits) : throw new InvalidOperationException("The lease is empty: it does not come from a cache.");

    internal LeaseHolder<TValue>? Holder => _ticket?.Slot.Holder;

    /// <summary>Remembers where the lease was acquired.</summary>
    internal Lease<TValue> From(string? site)
    {
        if (_ticket is { } ticket)
            ticket.Slot.Site = site;
        return this;
    }

    /// <summary>Releases the lease.</summary>
    public void Dispose() => _ticket?.Release(_bits);

    /// <summary>Releases the lease. The task is complete on return: disposing a value is the business of the cache.</summary>
    /// <returns>A completed task.</returns>
    public ValueTask DisposeAsync()
    {
        _ticket?.Release(_bits);
        return default;
    }
}
