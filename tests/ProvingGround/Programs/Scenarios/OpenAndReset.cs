using Proving.Holders;

/// <summary>Resets a table with two connections, and counts those that outlive it.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new ConnectionTable();
        table.Open("orders");
        table.Open("bills");
        table.Reset();
        await Ending.EndAsync(table);
        return Connection.Live;
    }
}
