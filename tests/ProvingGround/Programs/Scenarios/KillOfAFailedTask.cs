using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>Kills an application whose pods cannot be listed, and counts the clients that stay in the cache.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        var manager = new ApplicationManager();
        try
        {
            manager.Kill("app!", config);
        }
        catch (InvalidOperationException)
        {
        }

        return Task.FromResult<long>(manager.Count);
    }
}
