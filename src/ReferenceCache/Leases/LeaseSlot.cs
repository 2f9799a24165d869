using System.Runtime.InteropServices;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// Room for one lease at a time. All that is known about the lease is in <see cref="SlotState.Bits"/>: whether it is out, whether the
/// entry is retired or revoked, and a version that grows with every lease, so that a copy of an old lease matches nothing.
/// </summary>
internal sealed class LeaseSlot<TValue>
{
    public const long Leased = 1;
    public const long Retired = 2;
    public const long Revoked = 4;
    public const long VersionStep = 8;

    public LeaseSlot(LeaseHolder<TValue> holder, TValue value)
    {
        Holder = holder;
        Value = value;
        Probe = holder.Probe;
        Clock = holder.Clock;
        Ticket = new LeaseTicket<TValue>(this);
    }

    public LeaseHolder<TValue> Holder { get; }

    public TValue Value { get; }

    public LeaseProbe? Probe { get; }

    public UseClock Clock { get; }

    /// <summary>Here while the slot is free. While a lease is out only the lease has it: a ticket that is collected then is a lost lease.</summary>
    public LeaseTicket<TValue>? Ticket;

    public SlotState State;

    /// <summary>Where the lease was acquired, if the cache records that.</summary>
    public string? Site { get; set; }
}

/// <summary>What different processors write, a cache line away from everything else.</summary>
[StructLayout(LayoutKind.Explicit, Size = 128)]
internal struct SlotState
{
    [FieldOffset(64)]
    public long Bits;

    [FieldOffset(72)]
    public long LastRelease;
}
