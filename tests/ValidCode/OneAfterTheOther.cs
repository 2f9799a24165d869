using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.OneAfterTheOther;

/// <summary>Runs what it is given one after the other.</summary>
internal sealed class Line
{
    private readonly SemaphoreSlim _turn = new(1);

    public async Task<T> RunAsync<T>(Func<Task<T>> work)
    {
        await _turn.WaitAsync();
        try
        {
            return await work();
        }
        finally
        {
            _turn.Release();
        }
    }
}

/// <summary>Check and creation stand in a lambda that the line runs in its turn.</summary>
internal sealed class Sessions(Line line) : IDisposable
{
    private readonly ConcurrentDictionary<string, Mutex> _sessions = new();

    public Task<Mutex> OfAsync(string name) => line.RunAsync(() =>
    {
        if (_sessions.TryGetValue(name, out var session))
            return Task.FromResult(session);
        session = new Mutex(false, name);
        _sessions[name] = session;
        return Task.FromResult(session);
    });

    public void Dispose()
    {
        foreach (var session in _sessions.Values)
            session.Dispose();
    }
}

internal static class Turns
{
    public static void Do(this object gate, Action work)
    {
        lock (gate)
            work();
    }
}

/// <summary>The same by a helper for any lock.</summary>
internal sealed class Rooms : IDisposable
{
    private readonly object _gate = new();
    private readonly ConcurrentDictionary<string, Mutex> _rooms = new();

    public void Open(string name) => _gate.Do(() =>
    {
        if (!_rooms.ContainsKey(name))
            _rooms[name] = new Mutex(false, name);
    });

    public void Dispose()
    {
        foreach (var room in _rooms.Values)
            room.Dispose();
    }
}
