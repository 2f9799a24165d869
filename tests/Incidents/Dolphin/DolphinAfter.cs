using System.Collections.Concurrent;

namespace LeakGuard.Incidents.Dolphin.After;

/// <summary>A client per application, made once, and removed with the task on every way out.</summary>
public sealed class ApplicationManager
{
    private readonly ConcurrentDictionary<string, Lazy<IKubeClient>> clients = new();

    public int Count => clients.Count;

    public IKubeClient Get(string id, KubeConfig config) => clients.GetOrAdd(id, _ => new Lazy<IKubeClient>(() => new KubeClient(config))).Value;

    public void Kill(string id, KubeConfig config)
    {
        try
        {
            var client = Get(id, config);
            foreach (var pod in client.ListPods(id))
                client.DeletePod(pod);
        }
        finally
        {
            Remove(id);
        }
    }

    public void Remove(string id)
    {
        if (clients.TryRemove(id, out var client) && client.IsValueCreated)
            client.Value.Dispose();
    }

    /// <summary>Entries whose task is gone, by whatever way: removed the normal way.</summary>
    public void Sweep(Func<string, bool> isRegistered)
    {
        foreach (var id in clients.Keys)
        {
            if (!isRegistered(id))
                Remove(id);
        }
    }
}

public sealed class TaskExecutor(ApplicationManager manager, string id, KubeConfig config)
{
    public async Task<bool> RunAsync()
    {
        try
        {
            var client = manager.Get(id, config);
            var log = Task.Run(() => Follow(client));
            await client.WaitForJobAsync(id);
            await log.WaitAsync(TimeSpan.FromSeconds(5));
            return true;
        }
        finally
        {
            manager.Remove(id);
        }
    }

    private static int Follow(IKubeClient client) => client.ListPods("log").Count;
}
