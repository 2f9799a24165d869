namespace Proving.Holders;

/// <summary>A connection of one thread, refreshed from time to time.</summary>
public sealed class Link : IDisposable
{
    private Connection? connection;

    public void Refresh(string name)
    {
        var old = connection;
        connection = new Connection(name);
        old?.Dispose();
    }

    public void Send() => connection?.Send();

    public void Dispose()
    {
        connection?.Dispose();
        connection = null;
    }
}
