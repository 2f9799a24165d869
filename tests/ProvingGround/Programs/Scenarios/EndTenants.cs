using Proving.Holders;

/// <summary>Ends a table with two tenants, if it can be ended, and counts the connections that outlive it.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var tenants = new TenantConnections();
        tenants.Add("blue");
        tenants.Add("green");
        await Ending.EndAsync(tenants);
        return Connection.Live;
    }
}
