using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>Runs tasks that succeed, and counts the clients that stay in the cache.</summary>
public static class Scenario
{
    private static readonly ApplicationManager Manager = new();

    public static async Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        for (var i = 0; i < 5; i++)
            await new TaskExecutor(Manager, "task-" + i, config).RunAsync();
        return Manager.Count;
    }
}
