using Proving.Holders;

/// <summary>Adds one gauge twice, and counts the connections that outlive the table.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var gauges = new Gauges();
        gauges.Add("disk", "d0");
        gauges.Add("disk", "d0");
        gauges.Dispose();
        return Task.FromResult<long>(Connection.Live);
    }
}
