using Proving.Holders;

/// <summary>Renews a line twice, and counts the connections that outlive it.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var line = new Line("orders");
        line.Renew();
        line.Renew();
        line.Dispose();
        return Task.FromResult<long>(Connection.Live);
    }
}
