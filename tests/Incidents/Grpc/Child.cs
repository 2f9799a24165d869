namespace LeakGuard.Incidents.Grpc;

/// <summary>A child balancer with a connection watcher of its own.</summary>
public sealed class Child : IDisposable
{
    private static int live;
    private readonly Timer watcher;
    private int disposed;

    public Child(string id)
    {
        Id = id;
        watcher = new Timer(_ => GC.KeepAlive(this));
        watcher.Change(TimeSpan.FromMinutes(1), TimeSpan.FromMinutes(1));
        Interlocked.Increment(ref live);
    }

    public static int Live => Volatile.Read(ref live);

    public string Id { get; }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        watcher.Dispose();
        Interlocked.Decrement(ref live);
    }
}
