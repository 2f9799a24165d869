using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.RefusedAndEnded;

/// <summary>Whether the newcomer was taken is kept in a flag, or in the local that held it, and asked again in the end.</summary>
public sealed class Beacons : IDisposable
{
    private readonly ConcurrentDictionary<string, Timer> _timers = new();
    private bool _ended;

    public void LightByFlag(string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var timer = Make(name);
        var kept = false;
        try
        {
            kept = Keep(name, timer);
        }
        finally
        {
            if (!kept)
                timer.Dispose();
        }
    }

    public void LightByOppositeFlag(string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var timer = Make(name);
        var isSpare = true;
        try
        {
            isSpare = !_timers.TryAdd(name, timer);
        }
        finally
        {
            if (isSpare)
                timer.Dispose();
        }
    }

    public void LightByLocal(string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        Timer? spare = null;
        try
        {
            spare = Make(name);
            if (_timers.TryAdd(name, spare))
                spare = null;
        }
        finally
        {
            spare?.Dispose();
        }
    }

    public void LightByLocalAndHelper(string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        Timer? spare = Make(name);
        if (Keep(name, spare))
            spare = null;
        if (spare is { } left)
            left.Dispose();
    }

    public void Dispose()
    {
        _ended = true;
        foreach (var timer in _timers.Values)
            timer.Dispose();
    }

    private static Timer Make(string name) => new(_ => Console.WriteLine(name), null, 0, 500);

    private bool Keep(string name, Timer timer) => _timers.TryAdd(name, timer);
}
