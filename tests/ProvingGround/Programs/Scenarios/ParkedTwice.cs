using LeakGuard.Incidents.Grpc;
using LeakGuard.Incidents.Grpc.Before;

/// <summary>Two children are parked under one name; the children that outlive the cache are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var idle = new IdleCache(TimeSpan.FromMinutes(15));
        var first = new Child("child");
        var second = new Child("child");
        idle.Add("child", first, first.Dispose);
        idle.Add("child", second, second.Dispose);
        idle.Clear(runCallbacks: true);
        return Task.FromResult<long>(Child.Live);
    }
}
