namespace Proving.Holders;

/// <summary>Lends connections out and takes them back, also when it is closed.</summary>
public sealed class ConnectionPool : IDisposable
{
    private readonly object gate = new();
    private readonly Stack<Connection> idle = new();
    private bool closed;

    public Connection Rent()
    {
        lock (gate)
        {
            if (idle.TryPop(out var connection))
                return connection;
        }

        return new Connection("pooled");
    }

    public void Return(Connection connection)
    {
        lock (gate)
        {
            if (!closed)
            {
                idle.Push(connection);
                return;
            }
        }

        connection.Dispose();
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var connection in idle)
                connection.Dispose();
            idle.Clear();
        }
    }
}
