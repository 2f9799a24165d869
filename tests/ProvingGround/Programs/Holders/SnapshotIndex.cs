namespace Proving.Holders;

/// <summary>Connections in an immutable table that is swapped atomically.</summary>
public sealed class SnapshotIndex : IDisposable
{
    private ImmutableDictionary<string, Connection> table = ImmutableDictionary<string, Connection>.Empty;
    private int closed;

    public void Send(string name) => Of(name).Send();

    public void Dispose()
    {
        Volatile.Write(ref closed, 1);
        foreach (var connection in Interlocked.Exchange(ref table, ImmutableDictionary<string, Connection>.Empty).Values)
            connection.Dispose();
    }

    private Connection Of(string name)
    {
        if (Volatile.Read(ref table).TryGetValue(name, out var known))
            return known;
        var fresh = new Connection(name);
        var kept = ImmutableInterlocked.GetOrAdd(ref table, name, fresh);
        if (!ReferenceEquals(kept, fresh))
            fresh.Dispose();
        if (Volatile.Read(ref closed) != 0 && ImmutableInterlocked.TryRemove(ref table, name, out var late))
            late.Dispose();
        return kept;
    }
}
