namespace LeakGuard.ValidCode.UnderGuards;

internal sealed class Guard
{
    private readonly object _sync = new();

    public void Lock() => Monitor.Enter(_sync);

    public void Unlock() => Monitor.Exit(_sync);
}

/// <summary>The lock is an object of a type of the program's own.</summary>
internal sealed class Charts
{
    private readonly Guard _guard = new();
    private readonly Dictionary<string, FileStream> _open = [];

    public FileStream Get(string key)
    {
        _guard.Lock();
        try
        {
            if (!_open.TryGetValue(key, out var chart))
                _open[key] = chart = File.OpenRead(key);
            return chart;
        }
        finally
        {
            _guard.Unlock();
        }
    }

    public Task LoadAsync() => Task.WhenAll(Task.Run(() => Get("north")), Task.Run(() => Get("south")));
}

internal abstract class Guarded
{
    private readonly object _sync = new();

    protected void Lock() => Monitor.Enter(_sync);

    protected void Unlock() => Monitor.Exit(_sync);
}

/// <summary>The base type has the lock and the helpers.</summary>
internal sealed class Soundings : Guarded
{
    private readonly Dictionary<string, FileStream> _open = [];

    public FileStream Get(string key)
    {
        Lock();
        try
        {
            if (!_open.TryGetValue(key, out var sounding))
                _open[key] = sounding = File.OpenRead(key);
            return sounding;
        }
        finally
        {
            Unlock();
        }
    }

    public Task LoadAsync() => Task.WhenAll(Task.Run(() => Get("north")), Task.Run(() => Get("south")));
}

/// <summary>Helpers whose names do not say lock.</summary>
internal sealed class Tides
{
    private readonly SemaphoreSlim _one = new(1, 1);
    private readonly Dictionary<string, FileStream> _open = [];

    public async Task<FileStream> GetAsync(string key)
    {
        await BeginAsync();
        try
        {
            if (!_open.TryGetValue(key, out var tide))
                _open[key] = tide = File.OpenRead(key);
            return tide;
        }
        finally
        {
            End();
        }
    }

    public Task LoadAsync() => Task.WhenAll(Task.Run(() => GetAsync("north")), Task.Run(() => GetAsync("south")));

    private Task BeginAsync() => _one.WaitAsync();

    private void End() => _one.Release();
}
