using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>Kills an application whose pods cannot be listed, and counts the clients that stay in the cache.</summary>
public static class Scenario
{
    private static readonly ApplicationManager Manager = new();

    public static Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        try
        {
            Manager.Kill("app!", config);
        }
        catch (InvalidOperationException)
        {
        }

        return Task.FromResult<long>(Manager.Count);
    }
}
