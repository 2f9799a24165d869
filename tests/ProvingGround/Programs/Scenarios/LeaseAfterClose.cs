using LeakGuard.ReferenceCache;

/// <summary>Asks a closed cache for a value, and counts the values that live on.</summary>
public static class Scenario
{
    private static readonly LeaseCache<string, Connection> Cache = new((key, _) => Task.FromResult(new Connection(key)));

    public static async Task<long> RunAsync()
    {
        await Cache.DisposeAsync();
        try
        {
            await using (await Cache.AcquireAsync("orders"))
            {
            }
        }
        catch (ObjectDisposedException)
        {
        }

        return Connection.Live;
    }
}
