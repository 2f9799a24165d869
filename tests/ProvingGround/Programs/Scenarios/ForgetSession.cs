using Proving.Holders;

/// <summary>Forgets one of two sessions, and counts those that outlive the table.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new SessionTable();
        await table.ReplaceAsync("orders");
        await table.ReplaceAsync("bills");
        await table.ForgetAsync("orders");
        await table.DisposeAsync();
        return Session.Live;
    }
}
