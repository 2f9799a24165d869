using System.Collections.Concurrent;

namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>Keeps book of all resources of one test.</summary>
internal sealed class Ledger
{
    private int _created;
    private int _disposed;
    private int _disposedTwice;
    private int _usedAfterDispose;

    public int Created => Volatile.Read(ref _created);

    public int Disposed => Volatile.Read(ref _disposed);

    public int Live => Created - Disposed;

    public int DisposedTwice => Volatile.Read(ref _disposedTwice);

    public int UsedAfterDispose => Volatile.Read(ref _usedAfterDispose);

    /// <summary>Names of resources in the order of their disposal.</summary>
    public ConcurrentQueue<string> Order { get; } = new();

    public Resource Create(string name = "") => new(this, name);

    public void WasCreated() => Interlocked.Increment(ref _created);

    public void WasDisposed(string name)
    {
        Order.Enqueue(name);
        Interlocked.Increment(ref _disposed);
    }

    public void WasDisposedAgain() => Interlocked.Increment(ref _disposedTwice);

    public void WasUsedAfterDispose() => Interlocked.Increment(ref _usedAfterDispose);

    /// <summary>Nothing is left, and nothing was done that must not be done.</summary>
    public void AssertClean()
    {
        Assert.Equal(Created, Disposed);
        Assert.Equal(0, DisposedTwice);
        Assert.Equal(0, UsedAfterDispose);
    }
}

internal sealed class Resource : IAsyncDisposable
{
    private readonly Ledger _ledger;
    private int _disposed;

    public Resource(Ledger ledger, string name)
    {
        _ledger = ledger;
        Name = name;
        ledger.WasCreated();
    }

    public string Name { get; }

    public bool IsDisposed => Volatile.Read(ref _disposed) != 0;

    /// <summary>Runs at disposal, before it counts.</summary>
    public Func<Task>? Disposing { get; init; }

    public void Use()
    {
        if (IsDisposed)
            _ledger.WasUsedAfterDispose();
    }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
        {
            _ledger.WasDisposedAgain();
            return;
        }

        _ledger.WasDisposed(Name);
        if (Disposing is not null)
            await Disposing();
    }
}
