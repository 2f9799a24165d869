using Proving.Holders;

/// <summary>Forgets one of two connections, and counts those that outlive the table.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new ConnectionTable();
        table.Open("orders");
        table.Open("bills");
        table.Forget("orders");
        await Ending.EndAsync(table);
        return Connection.Live;
    }
}
