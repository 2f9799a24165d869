using System.Collections.Concurrent;

namespace LeakGuard.Incidents.Dolphin.Before;

/// <summary>The client cache: any path may create a client, only a kill removes it.</summary>
public sealed class ApplicationManager
{
    private readonly ConcurrentDictionary<string, IKubeClient> clients = new();

    public int Count => clients.Count;

    public IKubeClient Get(string id, KubeConfig config) => clients.GetOrAdd(id, _ => new KubeClient(config)); //! LEAK1005

    public void Kill(string id, KubeConfig config)
    {
        var pods = Get(id, config).ListPods(id); //! LEAK4001
        try
        {
            foreach (var pod in pods)
                Get(id, config).DeletePod(pod);
        }
        finally
        {
            Remove(id);
        }
    }

    public void Remove(string id)
    {
        if (clients.TryRemove(id, out var client))
            client.Dispose();
    }
}

/// <summary>The second client, built per task into a field and never closed.</summary>
public sealed class KubeUtils
{
    private IKubeClient? client;

    public void BuildClient(KubeConfig config)
    {
        if (client != null && client.Config == config)
            return;
        client = new KubeClient(config); //! LEAK1001
    }

    public int PodsOf(string id) => client?.ListPods(id).Count ?? 0;
}

public sealed class TaskExecutor(ApplicationManager manager, string id, KubeConfig config)
{
    private readonly KubeUtils utils = new();

    public async Task<bool> RunAsync()
    {
        try
        {
            utils.BuildClient(config);
            var log = Task.Run(() => Follow(manager.Get(id, config))); //! LEAK4001
            await manager.Get(id, config).WaitForJobAsync(id);
            await log;
            return true;
        }
        catch
        {
            Cancel();
            throw;
        }
    }

    private void Cancel() => manager.Kill(id, config);

    private static int Follow(IKubeClient client) => client.ListPods("log").Count;
}
