namespace Proving.Holders;

/// <summary>Counts what is taken.</summary>
public sealed class Seats
{
    private int taken;

    public int Taken => Volatile.Read(ref taken);

    public void Take() => Interlocked.Increment(ref taken);

    public void Return() => Interlocked.Decrement(ref taken);
}

/// <summary>One seat, which may be given back from several threads.</summary>
public sealed class Seat : IDisposable
{
    private readonly Seats seats;
    private readonly Action leaving;
    private readonly object gate = new();
    private bool released;

    public Seat(Seats seats, Action leaving)
    {
        this.seats = seats;
        this.leaving = leaving;
        seats.Take();
    }

    public bool IsReleased
    {
        get
        {
            lock (gate)
                return released;
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            if (released)
                return;
            released = true;
        }

        leaving();
        seats.Return();
    }
}
