using Proving.Holders;

/// <summary>A second thread needs the same connection while the first one opens it; what outlives the index is counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var index = new SnapshotIndex();
        using (Race.AtNextOpening(() => index.Send("orders")))
            index.Send("orders");
        index.Dispose();
        return Task.FromResult<long>(Connection.Live);
    }
}
