namespace Proving.Holders;

/// <summary>Counts what is taken.</summary>
public sealed class Seats
{
    private int taken;

    public int Taken => Volatile.Read(ref taken);

    public void Take() => Interlocked.Increment(ref taken);

    public void GiveBack() => Interlocked.Decrement(ref taken);
}

/// <summary>One seat, which may be given back from several threads.</summary>
public sealed class Seat : IDisposable
{
    private readonly Seats seats;
    private readonly Action leaving;
    private int released;

    public Seat(Seats seats, Action leaving)
    {
        this.seats = seats;
        this.leaving = leaving;
        seats.Take();
    }

    public bool IsReleased => Volatile.Read(ref released) != 0;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref released, 1) != 0)
            return;
        leaving();
        seats.GiveBack();
    }
}
