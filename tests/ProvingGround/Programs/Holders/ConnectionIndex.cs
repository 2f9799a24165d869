namespace Proving.Holders;

/// <summary>Makes connections when they are first needed, by many threads.</summary>
public sealed class ConnectionIndex : IDisposable
{
    private readonly ConcurrentDictionary<string, Connection> connections = new();
    private volatile bool closed;

    public void Send(string name) => Of(name).Send();

    public void Dispose()
    {
        closed = true;
        foreach (var (_, connection) in connections)
            connection.Dispose();
        connections.Clear();
    }

    private Connection Of(string name)
    {
        if (connections.TryGetValue(name, out var known))
            return known;
        var fresh = new Connection(name);
        var kept = connections.GetOrAdd(name, fresh);
        if (!ReferenceEquals(kept, fresh))
            fresh.Dispose();
        return Kept(name, kept);
    }

    private Connection Kept(string name, Connection connection)
    {
        if (closed && connections.TryRemove(name, out var late))
            late.Dispose();
        return connection;
    }
}
