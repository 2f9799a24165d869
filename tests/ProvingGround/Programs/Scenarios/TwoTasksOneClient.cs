using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>A second thread asks for the client of an application while the first one makes it; the clients left after a kill are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        var manager = new ApplicationManager();
        using var second = new Intruder(() => manager.Get("app", config));
        KubeClient.Opening = () =>
        {
            KubeClient.Opening = null;
            second.Start();
            second.GoesThrough();
        };
        manager.Get("app", config);
        second.Dispose();
        manager.Kill("app", config);
        return Task.FromResult<long>(KubeClient.Live);
    }
}
