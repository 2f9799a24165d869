using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>Holders that have to end, and entries that live as long as an operation.</summary>
internal static class LifeMutants
{
    private const string Outlive = "connections that outlive their holder";
    private const string Stay = "entries that outlive their operation";
    private static readonly string[] Tenants = [$"{Mutant.Programs}/Holders/TenantConnections.cs"];
    private static readonly string[] Pool = [$"{Mutant.Programs}/Holders/ConnectionPool.cs"];
    private static readonly string[] Table = [$"{Mutant.Programs}/Holders/ConnectionTable.cs"];
    private static readonly string[] Jobs = [$"{Mutant.Programs}/Holders/JobRunner.cs"];

    private const string Guarded = """
                if (!running.TryAdd(job, connection))
                {
                    connection.Dispose();
                    return;
                }

                try
                {
                    await work(job);
                }
                finally
                {
                    Remove(job);
                }
        """;

    private const string Added = """
                if (!{|LEAK4001:running.TryAdd(job, connection)|})
                {
                    connection.Dispose();
                    return;
                }


        """;

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1004", "owner without an end", Tenants, "EndTenants", Outlive, new Edit(
            "the owner has no Dispose",
            """
            public sealed class TenantConnections : IDisposable
            {
                private readonly Dictionary<string, Connection> connections = new();

                public void Dispose()
                {
                    foreach (var connection in connections.Values)
                        connection.Dispose();
                    connections.Clear();
                }
            """,
            """
            public sealed class TenantConnections
            {
                private readonly Dictionary<string, Connection> {|LEAK1004:connections|} = new();
            """)),
        new("LEAK4002", "table that asks before the lock", Table, "OpenAfterClose", Outlive, new Edit(
            "Open tests the flag outside the lock",
            """
                public void Open(string name)
                {
                    var fresh = new Connection(name);
                    lock (gate)
                    {
                        if (!closed && connections.TryAdd(name, fresh))
                            return;
                    }
            """,
            """
                public void Open(string name)
                {
                    if (closed)
                        return;
                    var fresh = new Connection(name);
                    lock (gate)
                    {
                        if ({|LEAK4002:connections.TryAdd(name, fresh)|})
                            return;
                    }
            """)),
        new("LEAK4002", "pool that takes back what comes too late", Pool, "ReturnAfterClose", Outlive, new Edit(
            "Return does not test the flag",
            """
                    lock (gate)
                    {
                        if (!closed)
                        {
                            idle.Push(connection);
                            return;
                        }
                    }

                    connection.Dispose();
            """,
            """
                    lock (gate)
                        {|LEAK4002:idle.Push(connection)|};
            """)),
        new("LEAK4001", "cleanup after a success only", Jobs, "JobsThatEndAnyhow", Stay, new Edit(
            "the cleanup is the last statement",
            Guarded,
            Added + """
                    await work(job);
                    Remove(job);
            """)),
        new("LEAK4001", "cleanup after a failure only", Jobs, "JobsThatEndAnyhow", Stay, new Edit(
            "the cleanup is in the catch",
            Guarded,
            Added + """
                    try
                    {
                        await work(job);
                    }
                    catch
                    {
                        Remove(job);
                        throw;
                    }
            """)),
        new("LEAK4001", "return before the guarded region", Jobs, "JobsThatEndAnyhow", Stay, new Edit(
            "an early return skips the finally",
            Guarded,
            Added + """
                    if (job.Length == 0)
                        return;
                    try
                    {
                        await work(job);
                    }
                    finally
                    {
                        Remove(job);
                    }
            """)),
    ];
}
