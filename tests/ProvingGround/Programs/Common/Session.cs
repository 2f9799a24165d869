namespace Proving;

/// <summary>A resource that takes an await to end, and the count of those that live.</summary>
public sealed class Session : IAsyncDisposable
{
    private static int live;
    private readonly Timer heartbeat;
    private int disposed;

    public Session(string name)
    {
        Name = name;
        heartbeat = new Timer(_ => { });
        Interlocked.Increment(ref live);
    }

    public static int Live => Volatile.Read(ref live);

    public string Name { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await heartbeat.DisposeAsync();
        Interlocked.Decrement(ref live);
    }
}
