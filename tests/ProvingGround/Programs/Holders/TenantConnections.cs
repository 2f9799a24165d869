namespace Proving.Holders;

/// <summary>A connection for every tenant that was ever seen.</summary>
public sealed class TenantConnections : IDisposable
{
    private readonly Dictionary<string, Connection> connections = new();

    public void Dispose()
    {
        foreach (var connection in connections.Values)
            connection.Dispose();
        connections.Clear();
    }

    public void Add(string tenant)
    {
        if (!connections.ContainsKey(tenant))
            connections.Add(tenant, new Connection(tenant));
    }
}
