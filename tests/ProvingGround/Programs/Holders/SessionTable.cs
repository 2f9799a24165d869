namespace Proving.Holders;

/// <summary>Sessions by name, which take an await to end.</summary>
public sealed class SessionTable : IAsyncDisposable
{
    private readonly object gate = new();
    private readonly Dictionary<string, Session> sessions = new();

    public async ValueTask DisposeAsync()
    {
        List<Session> all;
        lock (gate)
        {
            closed = true;
            all = [.. sessions.Values];
            sessions.Clear();
        }

        foreach (var session in all)
            await session.DisposeAsync();
    }

    private bool closed;

    public async Task ReplaceAsync(string name)
    {
        var fresh = new Session(name);
        Session? retired = fresh;
        lock (gate)
        {
            if (!closed)
            {
                sessions.TryGetValue(name, out retired);
                sessions[name] = fresh;
            }
        }

        if (retired != null)
            await retired.DisposeAsync();
    }

    public async Task ForgetAsync(string name)
    {
        Session? removed;
        lock (gate)
            sessions.Remove(name, out removed);
        if (removed != null)
            await removed.DisposeAsync();
    }
}
