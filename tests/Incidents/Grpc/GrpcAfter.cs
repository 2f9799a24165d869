namespace LeakGuard.Incidents.Grpc.After;

/// <summary>Refuses children once it is closed; exactly one of expiry and drain takes each of them.</summary>
public sealed class IdleCache(TimeSpan timeout)
{
    private readonly object gate = new();
    private readonly Dictionary<string, Entry> map = new();
    private bool closed;

    public bool TryAdd(string key, Child item)
    {
        lock (gate)
        {
            if (closed || map.ContainsKey(key))
                return false;
            var entry = new Entry(item);
            map.Add(key, entry);
            entry.Start(timeout, () => Expire(key, entry));
            return true;
        }
    }

    public List<Child> CloseAndDrain()
    {
        List<Entry> all;
        lock (gate)
        {
            closed = true;
            all = [.. map.Values];
            map.Clear();
        }

        var children = new List<Child>();
        foreach (var entry in all)
        {
            if (entry.TryClaim())
                children.Add(entry.Item);
        }

        return children;
    }

    private void Expire(string key, Entry entry)
    {
        lock (gate)
        {
            if (!map.TryGetValue(key, out var present) || !ReferenceEquals(present, entry))
                return;
            map.Remove(key);
        }

        if (entry.TryClaim())
            entry.Item.Dispose();
    }

    /// <summary>One parked child and the timer that ends it.</summary>
    private sealed class Entry(Child item)
    {
        private Timer? timer;
        private int claimed;

        public Child Item => item;

        public void Start(TimeSpan timeout, Action expire) => timer = new Timer(_ => expire(), null, timeout, Timeout.InfiniteTimeSpan);

        public bool TryClaim()
        {
            if (Interlocked.Exchange(ref claimed, 1) != 0)
                return false;
            timer?.Dispose();
            return true;
        }
    }
}

/// <summary>Closed is set under the lock that guards insertion, before anything is drained.</summary>
public sealed class Group
{
    private readonly object gate = new();
    private readonly Dictionary<string, Child> live = new();
    private readonly IdleCache idle = new(TimeSpan.FromMinutes(15));
    private bool closed;

    public void Add(string id)
    {
        lock (gate)
        {
            if (!closed && !live.ContainsKey(id))
                live.Add(id, new Child(id));
        }
    }

    public void Remove(string id)
    {
        Child? refused = null;
        lock (gate)
        {
            if (closed)
                return;
            if (live.Remove(id, out var child) && !idle.TryAdd(id, child))
                refused = child;
        }

        refused?.Dispose();
    }

    public void Close()
    {
        List<Child> all;
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            all = [.. live.Values];
            live.Clear();
        }

        all.AddRange(idle.CloseAndDrain());
        foreach (var child in all)
            child.Dispose();
    }
}
