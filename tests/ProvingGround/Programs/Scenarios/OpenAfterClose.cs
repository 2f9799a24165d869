using Proving.Holders;

/// <summary>Closes the table while a connection is being opened, and counts the connections that outlive it.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var table = new ConnectionTable();
        using (Race.AtNextOpening(table.Dispose))
            table.Open("orders");
        return Task.FromResult<long>(Connection.Live);
    }
}
