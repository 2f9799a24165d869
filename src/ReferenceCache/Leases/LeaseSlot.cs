using System.Runtime.InteropServices;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// Room for one lease at a time. All that is known about the lease is in <see cref="SlotState.Bits"/>: whether it is out, whether the
/// entry is retired or revoked, and a version that grows with every lease, so that a copy of an old lease matches nothing.
/// </summary>
internal sealed class LeaseSlot<TValue> : SlotDistance
{
    public const long Leased = 1;
    public const long Retired = 2;
    public const long Revoked = 4;
    public const long VersionStep = 8;

    /// <summary>Bits that are zero in two of 64 versions, one after the other.</summary>
    public const long Sample = 62 * VersionStep;

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

/// <summary>
/// A cache line before the fields of a slot. With that at the end of <see cref="SlotState"/> it keeps what one processor writes away from
/// what others use, whatever the slot lies next to.
/// </summary>
internal abstract class SlotDistance
{
#pragma warning disable CS0169, CA1823, IDE0051
    private readonly Line _distance;
#pragma warning restore CS0169, CA1823, IDE0051

    [StructLayout(LayoutKind.Explicit, Size = 64)]
    private struct Line
    {
    }
}

/// <summary>What changes with every lease, and a cache line after it.</summary>
[StructLayout(LayoutKind.Explicit, Size = 88)]
internal struct SlotState
{
    private const int Moves = 4;

    [FieldOffset(0)]
    public long Bits;

    [FieldOffset(8)]
    public long LastRelease;

    [FieldOffset(16)]
    private int _processor;

    [FieldOffset(20)]
    private int _moves;

    /// <summary>
    /// Whether leases have lately come from another processor every time this was asked. Two that take turns are seen because it is asked
    /// for two leases in a row; a thread that is moved to another processor now and then is not.
    /// </summary>
    /// <param name="processor">The number of the processor that takes the lease, from 0.</param>
    public bool IsShared(int processor)
    {
        _moves = _processor == processor + 1 ? 0 : _moves + 1;
        _processor = processor + 1;
        if (_moves < Moves)
            return false;
        _moves = 0;
        return true;
    }
}
