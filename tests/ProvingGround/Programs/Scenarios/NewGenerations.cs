using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;

/// <summary>An object changes twice and is deleted; the scalers that live on are counted.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var census = new Census();
        var handler = new ScaleHandler(census);
        var target = new ScaledObject("orders", Guid.NewGuid(), 1, 3);
        for (var generation = 1; generation <= 3; generation++)
            await handler.GetAsync("orders", target with { Generation = generation }, CancellationToken.None);
        handler.Clear("orders");
        return census.Live;
    }
}
