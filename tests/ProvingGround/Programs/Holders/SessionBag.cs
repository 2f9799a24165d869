namespace Proving.Holders;

/// <summary>Sessions of one owner, which end together.</summary>
public sealed class SessionBag : IAsyncDisposable
{
    private readonly List<Session> sessions = new();

    public async ValueTask DisposeAsync()
    {
        foreach (var session in sessions)
            await session.DisposeAsync();
        sessions.Clear();
    }

    public void Add(string name) => sessions.Add(new Session(name));
}
