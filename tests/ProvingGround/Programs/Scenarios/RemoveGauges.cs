using Proving.Holders;

/// <summary>Adds and removes gauges; those that stay are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var gauges = new Gauges();
        for (var i = 0; i < 5; i++)
        {
            gauges.Add("disk", "d" + i);
            gauges.Remove("disk", "d" + i);
        }

        return Task.FromResult<long>(gauges.Count);
    }
}
