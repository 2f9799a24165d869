using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>Runs tasks that succeed, and counts the clients that stay in the cache.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        var manager = new ApplicationManager();
        for (var i = 0; i < 5; i++)
            await new TaskExecutor(manager, "task-" + i, config).RunAsync();
        return manager.Count;
    }
}
