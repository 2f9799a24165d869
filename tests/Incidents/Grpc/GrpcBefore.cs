namespace LeakGuard.Incidents.Grpc.Before;

/// <summary>Keeps removed children for a while. It has no end of its own: its owner clears it.</summary>
public sealed class IdleCache(TimeSpan timeout)
{
    private readonly object gate = new();
    private readonly Dictionary<string, Entry> map = new();

    public int Count
    {
        get
        {
            lock (gate)
                return map.Count;
        }
    }

    public void Add(string key, Child item, Action onExpired)
    {
        lock (gate)
        {
            var timer = new Timer(_ => Expire(key), null, timeout, Timeout.InfiniteTimeSpan);
            map[key] = new Entry(item, timer, onExpired); //! LEAK4002 LEAK1001
        }
    }

    public void Clear(bool runCallbacks)
    {
        List<Entry> all;
        lock (gate)
        {
            all = [.. map.Values];
            map.Clear();
        }

        foreach (var entry in all)
        {
            entry.Timer.Dispose();
            if (runCallbacks)
                entry.OnExpired();
        }
    }

    private void Expire(string key)
    {
        lock (gate)
        {
            if (map.Remove(key, out var entry)) //! LEAK2007
            {
                entry.Timer.Dispose();
                entry.OnExpired(); //! LEAK2010
            }
        }
    }

    private sealed record Entry(Child Item, Timer Timer, Action OnExpired);
}

/// <summary>Close drains the idle cache first and stops afterwards: Remove may put a child in between.</summary>
public sealed class Group
{
    private readonly object gate = new();
    private readonly Dictionary<string, Child> live = new();
    private readonly IdleCache idle = new(TimeSpan.FromMinutes(15));
    private bool started = true;

    public void Add(string id)
    {
        lock (gate)
        {
            if (started && !live.ContainsKey(id))
                live.Add(id, new Child(id));
        }
    }

    public void Remove(string id)
    {
        lock (gate)
        {
            if (live.Remove(id, out var child) && started)
                idle.Add(id, child, () => child.Dispose());
        }
    }

    public void Close()
    {
        idle.Clear(runCallbacks: true); //! LEAK4003
        lock (gate)
        {
            started = false;
            foreach (var child in live.Values)
                child.Dispose(); //! LEAK2009
            live.Clear();
        }
    }
}
