using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;

/// <summary>An object changes twice and is deleted; the scalers that live on are counted.</summary>
public static class Scenario
{
    private static readonly Census Census = new();
    private static readonly ScaleHandler Handler = new(Census);

    public static async Task<long> RunAsync()
    {
        var target = new ScaledObject("orders", Guid.NewGuid(), 1, 3);
        for (var generation = 1; generation <= 3; generation++)
            await Handler.GetAsync("orders", target with { Generation = generation }, CancellationToken.None);
        Handler.Clear("orders");
        return Census.Live;
    }
}
