namespace Proving.Holders;

/// <summary>A connection that is refused when nobody listens.</summary>
public sealed class Wire : IDisposable
{
    private readonly Connection connection;

    public Wire(string name, bool isListening)
    {
        if (!isListening)
            throw new IOException("nobody listens");
        connection = new Connection(name);
    }

    public void Send() => connection.Send();

    public void Dispose() => connection.Dispose();
}

/// <summary>A wire of one thread, refreshed from time to time.</summary>
public sealed class Link : IDisposable
{
    private Wire? wire;

    public void Refresh(string name, bool isListening = true)
    {
        var old = wire;
        wire = new Wire(name, isListening);
        old?.Dispose();
    }

    public void Send() => wire?.Send();

    public void Dispose()
    {
        wire?.Dispose();
        wire = null;
    }
}
