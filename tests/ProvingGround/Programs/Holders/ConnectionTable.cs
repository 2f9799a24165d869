namespace Proving.Holders;

/// <summary>Connections by name, all of them ended by the table: nobody outside ever holds one.</summary>
public sealed class ConnectionTable : IDisposable
{
    private readonly object gate = new();
    private readonly Dictionary<string, Connection> connections = new();
    private bool closed;

    public void Replace(string name)
    {
        var fresh = new Connection(name);
        Connection? retired = fresh;
        lock (gate)
        {
            if (!closed)
            {
                connections.TryGetValue(name, out retired);
                connections[name] = fresh;
            }
        }

        retired?.Dispose();
    }

    public void Open(string name)
    {
        var fresh = new Connection(name);
        lock (gate)
        {
            if (!closed && connections.TryAdd(name, fresh))
                return;
        }

        fresh.Dispose();
    }

    public void Forget(string name)
    {
        Connection? removed;
        lock (gate)
            connections.Remove(name, out removed);
        removed?.Dispose();
    }

    public void Reset()
    {
        List<Connection> all;
        lock (gate)
        {
            all = [.. connections.Values];
            connections.Clear();
        }

        foreach (var connection in all)
            connection.Dispose();
    }

    public void Send(string name)
    {
        lock (gate)
        {
            if (connections.TryGetValue(name, out var connection))
                connection.Send();
        }
    }

    public void Dispose()
    {
        List<Connection> all;
        lock (gate)
        {
            closed = true;
            all = [.. connections.Values];
            connections.Clear();
        }

        foreach (var connection in all)
            connection.Dispose();
    }
}
