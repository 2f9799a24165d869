using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;

/// <summary>An object with a formula that does not compile; the scalers that were built for it are counted.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var census = new Census();
        var handler = new ScaleHandler(census);
        try
        {
            await handler.GetAsync("orders", new ScaledObject("orders", Guid.NewGuid(), 1, 3, "??"), CancellationToken.None);
        }
        catch (FormatException)
        {
        }

        return census.Live;
    }
}
