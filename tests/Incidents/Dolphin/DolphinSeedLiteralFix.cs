using System.Collections.Concurrent;

namespace LeakGuard.Incidents.Dolphin.SeedLiteralFix;

/// <summary>The fix as the incident report wrote it down: it removes the client without closing it, and only after a success.</summary>
public sealed class TaskRunner
{
    private readonly ConcurrentDictionary<string, Lazy<IKubeClient>> clients = new();
    private readonly object gate = new();

    public int Count => clients.Count;

    public async Task RunAsync(string id, KubeConfig config)
    {
        var client = clients.GetOrAdd(id, _ => new Lazy<IKubeClient>(() => new KubeClient(config))); //! LEAK4001
        await client.Value.WaitForJobAsync(id);
        OnTaskComplete(id);
    }

    public void Kill(string id)
    {
        if (clients.TryRemove(id, out var client) && client.IsValueCreated)
            client.Value.Dispose();
    }

    private void OnTaskComplete(string id)
    {
        lock (gate)
            clients.TryRemove(id, out _); //! LEAK1002
    }
}
