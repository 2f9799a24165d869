using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>A second thread asks for the client of an application while the first one makes it; the clients left after a kill are counted.</summary>
public static class Scenario
{
    private static readonly ApplicationManager Manager = new();

    public static Task<long> RunAsync()
    {
        var config = new KubeConfig("http://localhost:6443");
        using var second = new Intruder(() => Manager.Get("app", config));
        KubeClient.Opening = () =>
        {
            KubeClient.Opening = null;
            second.Start();
            second.GoesThrough();
        };
        Manager.Get("app", config);
        second.Dispose();
        Manager.Kill("app", config);
        return Task.FromResult<long>(KubeClient.Live);
    }
}
