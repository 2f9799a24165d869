using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.NobodyElseAsks;

/// <summary>The handle is only held: whoever finds a disposed one disposes it again, and that is all.</summary>
public sealed class Claim(string path) : IDisposable
{
    private FileStream? _held;

    public void Take()
    {
        _held?.Dispose();
        _held = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
        _held.Flush();
    }

    public void Dispose() => Interlocked.Exchange(ref _held, null)?.Dispose();
}

public sealed class Tenant(Action gone) : IDisposable
{
    private FileStream? _log;

    public DateTime LastSeen { get; set; }

    public bool LetGo(Func<bool> really)
    {
        if (_log == null || !really())
            return false;
        _log.Dispose();
        _log = null;
        return true;
    }

    public void Open(string path) => _log ??= File.OpenRead(path);

    public void Dispose()
    {
        LetGo(() => true);
        gone();
    }
}

/// <summary>Tenants that are on their way out: what is wanted of them there is their end, once or twice.</summary>
public sealed class Leavers : IDisposable
{
    private readonly ConcurrentDictionary<string, Tenant> _leaving = new();

    public void Leave(string name)
    {
        var tenant = new Tenant(() => { }) { LastSeen = DateTime.UtcNow };
        if (_leaving.TryAdd(name, tenant))
            tenant.Open(name);
        else
            tenant.Dispose();
    }

    public void Sweep()
    {
        foreach (var name in _leaving.Keys)
        {
            if (!_leaving.TryGetValue(name, out var tenant) || tenant.LastSeen.AddMinutes(1) > DateTime.UtcNow)
                continue;
            try
            {
                tenant.LetGo(() => true);
            }
            catch (IOException)
            {
                continue;
            }

            tenant.Dispose();
            _leaving.TryRemove(name, out _);
        }
    }

    public void Dispose()
    {
        foreach (var name in _leaving.Keys)
        {
            if (_leaving.TryRemove(name, out var tenant))
                tenant.LetGo(() => true);
        }
    }
}

/// <summary>Whoever waits holds an entry with a signal that has no handle until somebody asks for one.</summary>
public sealed class Waiters : IDisposable
{
    private readonly ConcurrentQueue<Waiter> _waiting = new();

    public bool Wait(TimeSpan limit)
    {
        var waiter = new Waiter();
        _waiting.Enqueue(waiter);
        return waiter.Turn.Wait(limit);
    }

    public void Next()
    {
        if (_waiting.TryDequeue(out var waiter))
        {
            waiter.Turn.Set();
            waiter.Dispose();
        }
    }

    public void Dispose()
    {
        while (_waiting.TryDequeue(out var waiter))
            waiter.Turn.Set();
    }

    private sealed class Waiter : IDisposable
    {
        public ManualResetEventSlim Turn { get; } = new();

        public void Dispose() => Turn.Dispose();
    }
}
