namespace Proving.Holders;

/// <summary>One connection at a time, renewed by whoever finds it stale.</summary>
public sealed class Line(string name) : IDisposable
{
    private Connection? current = new(name);

    public void Renew()
    {
        var fresh = new Connection(name);
        Interlocked.Exchange(ref current, fresh)?.Dispose();
    }

    public void Dispose() => Interlocked.Exchange(ref current, null)?.Dispose();
}
