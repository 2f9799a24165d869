using Proving.Holders;

/// <summary>Opens a connection that is already there, and counts those that outlive the table.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new ConnectionTable();
        table.Open("orders");
        table.Open("orders");
        await Ending.EndAsync(table);
        return Connection.Live;
    }
}
