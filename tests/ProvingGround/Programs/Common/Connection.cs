namespace Proving;

/// <summary>A resource with a heartbeat, and the count of those that live.</summary>
public sealed class Connection : IDisposable
{
    private static int live;
    private static int misused;
    private readonly Timer heartbeat;
    private int disposed;

    public Connection(string name)
    {
        Name = IsReached ? name : string.Empty;
        heartbeat = new Timer(_ => { });
        Interlocked.Increment(ref live);
    }

    /// <summary>Called when a connection is about to be opened: here a scenario comes in between.</summary>
    public static Action? Opening { get; set; }

    public static int Live => Volatile.Read(ref live);

    /// <summary>How often a connection was used after its end.</summary>
    public static int Misused => Volatile.Read(ref misused);

    public string Name { get; }

    /// <summary>A property, since it stands for time that passes and not for something that the constructor does.</summary>
    private static bool IsReached
    {
        get
        {
            Opening?.Invoke();
            return true;
        }
    }

    public void Send()
    {
        if (Volatile.Read(ref disposed) != 0)
            Interlocked.Increment(ref misused);
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        heartbeat.Dispose();
        Interlocked.Decrement(ref live);
    }
}
