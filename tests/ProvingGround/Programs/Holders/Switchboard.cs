namespace Proving.Holders;

/// <summary>Makes connections when they are first needed, one thread at a time.</summary>
public sealed class Switchboard : IDisposable
{
    private readonly object gate = new();
    private readonly Dictionary<string, Connection> connections = new();
    private bool closed;

    public void Send(string name)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (!connections.TryGetValue(name, out var connection))
            {
                connection = new Connection(name);
                connections[name] = connection;
            }

            connection.Send();
        }
    }

    public void Forget(string name)
    {
        Connection? removed;
        lock (gate)
            connections.Remove(name, out removed);
        removed?.Dispose();
    }

    public void Dispose()
    {
        lock (gate)
            closed = true;
        foreach (var connection in connections.Values)
            connection.Dispose();
        connections.Clear();
    }
}
