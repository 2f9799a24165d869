using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Dolphin.Before;

/// <summary>Builds a client for one cluster after the other, and counts those that live beside the last one.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var utils = new KubeUtils();
        utils.BuildClient(new KubeConfig("http://one:6443"));
        utils.BuildClient(new KubeConfig("http://two:6443"));
        utils.BuildClient(new KubeConfig("http://three:6443"));
        return Task.FromResult<long>(KubeClient.Live - 1);
    }
}
