using Proving.Holders;

/// <summary>Gives a connection back to a pool that is closed meanwhile, and counts what outlives the pool.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var pool = new ConnectionPool();
        var connection = pool.Rent();
        pool.Dispose();
        pool.Return(connection);
        return Task.FromResult<long>(Connection.Live);
    }
}
