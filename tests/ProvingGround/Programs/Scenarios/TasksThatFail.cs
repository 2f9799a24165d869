using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.After;

/// <summary>Runs tasks that fail, and counts the clients that stay in the cache.</summary>
public static class Scenario
{
    private static readonly ApplicationManager Manager = new();

    public static async Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        for (var i = 0; i < 5; i++)
        {
            try
            {
                await new TaskExecutor(Manager, i + "!", config).RunAsync();
            }
            catch (InvalidOperationException)
            {
            }
        }

        return Manager.Count;
    }
}
