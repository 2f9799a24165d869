using System;
using System.Runtime.CompilerServices;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>
/// Counts the leases of one value, one slot for each lease that is out at the same time. Leasing and releasing are one atomic step
/// each, on a slot that other threads rarely touch. Everything else (growing, retiring) is done under the lock of the cache.
/// </summary>
internal abstract class LeaseHolder<TValue>(UseClock clock, LeaseProbe? probe)
{
    private const int Probes = 8;
    private const int Counting = 1 << 30;
    private static readonly int s_enough = 2 * Environment.ProcessorCount;

    private readonly TaskCompletionSource _drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private volatile LeaseSlot<TValue>[] _slots = [];
    private int _out;

    // Lock, but for the mark, which may get lost: then it is set again.
    private bool _contended;
    private int _next;

    public LeaseProbe? Probe => probe;

    public UseClock Clock => clock;

    /// <summary>Complete when the value is retired and no lease of it is out.</summary>
    public Task Drained => _drained.Task;

    /// <summary>The value, if it was published.</summary>
    public TValue Value => _slots[0].Value;

    /// <summary>How often the value was leased.</summary>
    public long Uses
    {
        get
        {
            var uses = 0L;
            foreach (var slot in _slots)
                uses += Volatile.Read(ref slot.State.Bits) / LeaseSlot<TValue>.VersionStep;
            return uses;
        }
    }

    public int Leases
    {
        get
        {
            var leases = 0;
            foreach (var slot in _slots)
            {
                if ((Volatile.Read(ref slot.State.Bits) & LeaseSlot<TValue>.Leased) != 0)
                    leases++;
            }

            return leases;
        }
    }

    /// <summary>When a lease was released last, on <see cref="UseClock"/>.</summary>
    public long LastRelease
    {
        get
        {
            var last = 0L;
            foreach (var slot in _slots)
                last = Math.Max(last, Volatile.Read(ref slot.State.LastRelease));
            return last;
        }
    }

    /// <summary>Refuses when the value is retired or not there yet, and when no free slot is near: then ask again under the lock.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public bool TryLease(out Lease<TValue> lease)
    {
        var slots = _slots;
        if (slots.Length == 1)
            return TryTake(slots[0], out lease);
        var near = Stripe.Current;
        var mask = slots.Length - 1;
        if (mask >= 0 && TryTake(slots[near & mask], out lease))
            return true;
        return TryLeaseNear(slots, near, out lease);
    }

    /// <summary>Lock held, value published and not retired: always succeeds. No more than half of the slots are in use after it.</summary>
    public Lease<TValue> LeaseLocked()
    {
        var slots = _slots;
        if (Leases * 2 >= slots.Length || (_contended && slots.Length < s_enough))
            slots = Grow();
        for (var tried = 0; ; tried++)
        {
            // Those who need no lock may have taken them all meanwhile.
            if (tried == slots.Length)
                (slots, tried) = (Grow(), 0);
            if (TryTake(slots[_next++ & (slots.Length - 1)], out var lease))
                return lease;
        }
    }

    /// <summary>Lock held.</summary>
    public void Publish(TValue value) => _slots = [new LeaseSlot<TValue>(this, value)];

    /// <summary>Lock held, value published and not retired: processors get in each other's way less.</summary>
    public void Spread()
    {
        if (_slots.Length < s_enough)
            Grow();
        else
            Stripe.Move();
    }

    /// <summary>Lock held. From here on no lease is given.</summary>
    public void Retire()
    {
        // Releases that see the mark take one off; they must not reach zero before all slots are counted.
        Interlocked.Exchange(ref _out, Counting);
        var leases = 0;
        foreach (var slot in _slots)
        {
            if ((Interlocked.Or(ref slot.State.Bits, LeaseSlot<TValue>.Retired) & LeaseSlot<TValue>.Leased) != 0)
                leases++;
        }

        if (Interlocked.Add(ref _out, leases - Counting) == 0)
            _drained.TrySetResult();
    }

    /// <summary>Lock held. Retires only if no lease is out and, where <paramref name="uses"/> is given, none was since then.</summary>
    public bool TryRetireIdle(long? uses)
    {
        var slots = _slots;
        var seen = 0L;
        var marked = 0;
        while (marked < slots.Length)
        {
            var slot = slots[marked];
            var bits = Volatile.Read(ref slot.State.Bits);
            if ((bits & LeaseSlot<TValue>.Leased) != 0 || Interlocked.CompareExchange(ref slot.State.Bits, bits | LeaseSlot<TValue>.Retired, bits) != bits)
                break;
            seen += bits / LeaseSlot<TValue>.VersionStep;
            marked++;
        }

        if (marked == slots.Length && (uses ?? seen) == seen)
        {
            _drained.TrySetResult();
            return true;
        }

        // Whoever was refused by a mark meanwhile asks again under the lock that is held here.
        while (marked-- > 0)
            Interlocked.And(ref slots[marked].State.Bits, ~LeaseSlot<TValue>.Retired);
        return false;
    }

    /// <summary>Makes the leases that are still out useless, and says how many these are and where one of them was acquired, if known.</summary>
    public (int Leases, string? Site) Revoke()
    {
        var leases = 0;
        string? site = null;
        foreach (var slot in _slots)
        {
            if ((Interlocked.Or(ref slot.State.Bits, LeaseSlot<TValue>.Revoked) & LeaseSlot<TValue>.Leased) == 0)
                continue;
            leases++;
            site ??= slot.Site;
        }

        return (leases, site);
    }

    /// <summary>Nothing is out any more: the tickets need no finalizer.</summary>
    public void Forget()
    {
        foreach (var slot in _slots)
        {
            if (slot.Ticket is { } ticket)
                GC.SuppressFinalize(ticket);
        }
    }

    public void ReleasedAfterRetirement()
    {
        if (Interlocked.Decrement(ref _out) == 0)
            _drained.TrySetResult();
    }

    /// <summary>Several processors take turns at one slot: see <see cref="Spread"/>.</summary>
    public abstract void OnShared();

    public abstract void OnReleasedAgain();

    public abstract void OnLost(LeaseTicket<TValue> ticket);

    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private bool TryTake(LeaseSlot<TValue> slot, out Lease<TValue> lease)
    {
        var bits = Volatile.Read(ref slot.State.Bits);
        if ((bits & (LeaseSlot<TValue>.Leased | LeaseSlot<TValue>.Retired)) != 0)
        {
            lease = default;
            return false;
        }

        var leased = (bits + LeaseSlot<TValue>.VersionStep) | LeaseSlot<TValue>.Leased;
        if (Interlocked.CompareExchange(ref slot.State.Bits, leased, bits) != bits)
        {
            _contended = true;
            lease = default;
            return false;
        }

        var ticket = slot.Ticket!;
        slot.Ticket = null;
        lease = new Lease<TValue>(ticket, leased);
        if ((leased & LeaseSlot<TValue>.Sample) == 0 && slot.State.IsShared(Thread.GetCurrentProcessorId()))
            OnShared();
        return true;
    }

    private bool TryLeaseNear(LeaseSlot<TValue>[] slots, int near, out Lease<TValue> lease)
    {
        var mask = slots.Length - 1;
        for (var i = 1; i < Probes && i <= mask; i++)
        {
            if (TryTake(slots[(near + i) & mask], out lease))
                return true;
        }

        lease = default;
        return false;
    }

    private LeaseSlot<TValue>[] Grow()
    {
        var old = _slots;
        var slots = new LeaseSlot<TValue>[old.Length * 2];
        old.CopyTo(slots, 0);
        for (var i = old.Length; i < slots.Length; i++)
            slots[i] = new LeaseSlot<TValue>(this, old[0].Value);
        _next = old.Length;
        _contended = false;
        return _slots = slots;
    }
}
