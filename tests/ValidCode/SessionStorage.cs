namespace LeakGuard.ValidCode.SessionStorage;
sealed class Session : IDisposable { readonly Timer t = new(_ => { }); public void Recover() { } public void Dispose() { t.Dispose(); } }
sealed class Storage : IDisposable
{
    readonly Dictionary<string, Session> _sessions = new();
    public void Dispose() { foreach (var s in _sessions.Values) s.Dispose(); }
    public bool TryGetSession(string id, out Session? s) { return _sessions.TryGetValue(id, out s); }
    public bool TryRemoveSession(string id, out Session? s) { if (_sessions.TryGetValue(id, out s)) { _sessions.Remove(id); return true; } return false; }
    public void UpdateSession(string id, Session s) { _sessions[id] = s; }
}
sealed class Mgr
{
    readonly Storage _storage = new();
    async Task<Session> CreateAsync(string id, bool clean)
    {
        Session session;
        using (await Enter())
        {
            Session? oldSession;
            if (!_storage.TryGetSession(id, out oldSession)) session = new Session();
            else { if (clean) session = new Session(); else { session = oldSession!; oldSession = null; session.Recover(); } }
            _storage.UpdateSession(id, session);
            oldSession?.Dispose();
        }
        return session;
    }
    Task<IDisposable> Enter() => throw new NotImplementedException();
    public Task<Session> Go() => CreateAsync("", true);
}
