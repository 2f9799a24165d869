using Proving.Holders;

/// <summary>Ends a table with two sessions, and counts those that outlive it.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new SessionTable();
        await table.ReplaceAsync("orders");
        await table.ReplaceAsync("bills");
        await Ending.EndAsync(table);
        return Session.Live;
    }
}
