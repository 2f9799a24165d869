using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;

/// <summary>An object with a formula that does not compile; the scalers that were built for it are counted.</summary>
public static class Scenario
{
    private static readonly Census Census = new();
    private static readonly ScaleHandler Handler = new(Census);

    public static async Task<long> RunAsync()
    {
        try
        {
            await Handler.GetAsync("orders", new ScaledObject("orders", Guid.NewGuid(), 1, 3, "??"), CancellationToken.None);
        }
        catch (FormatException)
        {
        }

        return Census.Live;
    }
}
