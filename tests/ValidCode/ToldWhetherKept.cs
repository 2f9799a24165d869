namespace LeakGuard.ValidCode.ToldWhetherKept;

public sealed class Probe(string room) : IDisposable
{
    private readonly Timer _beat = new(_ => Console.Beep(), null, 0, 500);

    public string Room => room;

    public void Dispose() => _beat.Dispose();
}

/// <summary>The helper says whether the probe was taken, also when it did not try; who made the probe disposes it then.</summary>
public sealed class Probes : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Probe> _probes = [];
    private bool _closed;

    public bool Install(string room)
    {
        var probe = new Probe(room);
        if (TryKeep(probe))
            return true;
        probe.Dispose();
        return false;
    }

    public bool Lend(string room)
    {
        var probe = new Probe(room);
        if (MayKeep(probe))
            return true;
        probe.Dispose();
        return false;
    }

    public void Dispose()
    {
        Probe[] all;
        lock (_gate)
        {
            _closed = true;
            all = [.. _probes.Values];
            _probes.Clear();
        }

        foreach (var probe in all)
            probe.Dispose();
    }

    private bool TryKeep(Probe probe)
    {
        using (_gate.EnterScope())
            return !_closed && _probes.TryAdd(probe.Room, probe);
    }

    private bool MayKeep(Probe probe)
    {
        lock (_gate)
        {
            var taken = !_closed && _probes.TryAdd(probe.Room, probe);
            return taken;
        }
    }
}
