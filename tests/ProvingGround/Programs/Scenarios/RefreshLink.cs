using Proving.Holders;

/// <summary>Refreshes a link twice, and counts the connections that outlive it.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var link = new Link();
        link.Refresh("orders");
        link.Refresh("bills");
        link.Dispose();
        return Task.FromResult<long>(Connection.Live);
    }
}
