namespace LeakGuard.Benchmarks.Cache;

internal sealed class Connection : IAsyncDisposable
{
    private static int _created;

    public Connection() => Interlocked.Increment(ref _created);

    public static int Created => Volatile.Read(ref _created);

    public int Number { get; } = 1;

    public ValueTask DisposeAsync() => default;
}
