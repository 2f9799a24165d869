namespace Proving.Holders;

/// <summary>A connection for every gauge, by kind and name.</summary>
public sealed class Gauges : IDisposable
{
    private readonly ConcurrentDictionary<string, Connection> gauges = new();
    private bool closed;

    public int Count => gauges.Count;

    public void Add(string kind, string name)
    {
        ObjectDisposedException.ThrowIf(closed, this);
        var gauge = new Connection(name);
        if (!gauges.TryAdd(kind + "." + name, gauge))
            gauge.Dispose();
    }

    public void Remove(string kind, string name)
    {
        if (gauges.TryRemove(kind + "." + name, out var gauge))
            gauge.Dispose();
    }

    public void Dispose()
    {
        closed = true;
        foreach (var (_, gauge) in gauges)
            gauge.Dispose();
        gauges.Clear();
    }
}
