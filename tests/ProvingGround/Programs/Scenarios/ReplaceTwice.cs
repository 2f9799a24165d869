using Proving.Holders;

/// <summary>Replaces an entry, and counts the connections that outlive the table.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var table = new ConnectionTable();
        table.Replace("orders");
        table.Replace("orders");
        await Ending.EndAsync(table);
        return Connection.Live;
    }
}
