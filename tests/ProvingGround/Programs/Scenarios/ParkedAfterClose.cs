using LeakGuard.Incidents.Grpc;
using LeakGuard.Incidents.Grpc.Before;

/// <summary>A child is parked while the idle cache is being cleared for good; the children that live on are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var idle = new IdleCache(TimeSpan.FromMinutes(15));
        var first = new Child("first");
        var late = new Child("late");
        idle.Add("first", first, () =>
        {
            idle.Add("late", late, late.Dispose);
            first.Dispose();
        });
        idle.Clear(runCallbacks: true);
        return Task.FromResult<long>(Child.Live);
    }
}
