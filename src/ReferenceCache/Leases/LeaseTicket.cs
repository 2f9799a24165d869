using System;
using System.Threading;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// What a lease refers to. There is one for each slot, used again and again. Nothing else refers to it while the lease is out, so its
/// finalizer runs then only if every copy of the lease is gone without a release.
/// </summary>
internal sealed class LeaseTicket<TValue>(LeaseSlot<TValue> slot) : IThreadPoolWorkItem
{
    private readonly LeaseSlot<TValue> _slot = slot;

    ~LeaseTicket()
    {
        if ((Volatile.Read(ref _slot.State.Bits) & LeaseSlot<TValue>.Leased) != 0)
            ThreadPool.UnsafeQueueUserWorkItem(this, preferLocal: false);
    }

    public LeaseSlot<TValue> Slot => _slot;

    public TValue Read(long leased)
    {
        if ((Volatile.Read(ref _slot.State.Bits) & ~LeaseSlot<TValue>.Retired) != leased)
            ThrowReleased(leased);
        return _slot.Value;
    }

    /// <summary>Gives the lease back. Only the first of all calls for one lease does it; the others are counted.</summary>
    public void Release(long leased)
    {
        var slot = _slot;
        slot.Probe?.Hooks?.Reach(CachePoint.Releasing);
        if (Volatile.Read(ref slot.State.Bits) == leased)
        {
            PrepareForReuse(slot);
            if (Interlocked.CompareExchange(ref slot.State.Bits, leased & ~LeaseSlot<TValue>.Leased, leased) == leased)
                return;
        }

        ReleaseChanged(leased);
    }

    /// <summary>For a lease that is garbage: nobody else can release it, and the slot is used again.</summary>
    public void ReleaseLost()
    {
        GC.ReRegisterForFinalize(this);
        Release(Volatile.Read(ref _slot.State.Bits) & ~(LeaseSlot<TValue>.Retired | LeaseSlot<TValue>.Revoked));
    }

    void IThreadPoolWorkItem.Execute() => _slot.Holder.OnLost(this);

    private void ReleaseChanged(long leased)
    {
        while (true)
        {
            var bits = Volatile.Read(ref _slot.State.Bits);
            if ((bits & ~(LeaseSlot<TValue>.Retired | LeaseSlot<TValue>.Revoked)) != leased)
            {
                _slot.Holder.OnReleasedAgain();
                return;
            }

            PrepareForReuse(_slot);
            if (Interlocked.CompareExchange(ref _slot.State.Bits, bits & ~LeaseSlot<TValue>.Leased, bits) != bits)
                continue;
            if ((bits & LeaseSlot<TValue>.Retired) != 0)
                _slot.Holder.ReleasedAfterRetirement();
            return;
        }
    }

    /// <summary>Before the slot is free, because whoever takes it next expects the ticket in it.</summary>
    private void PrepareForReuse(LeaseSlot<TValue> slot)
    {
        slot.State.LastRelease = slot.Clock.Now;
        slot.Ticket = this;
    }

    private void ThrowReleased(long leased)
    {
        var revoked = leased | LeaseSlot<TValue>.Revoked;
        throw new ObjectDisposedException(
            typeof(Lease<TValue>).Name,
            (Volatile.Read(ref _slot.State.Bits) & ~LeaseSlot<TValue>.Retired) == revoked
                ? "The lease was held for longer than the drain budget after its entry had been removed, so the value was disposed."
                : "The lease has been released.");
    }
}
