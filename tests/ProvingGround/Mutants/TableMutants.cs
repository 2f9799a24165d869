using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>A table under a lock that ends its entries itself.</summary>
internal static class TableMutants
{
    private const string Outlive = "connections that outlive their holder";
    private static readonly string[] Table = [$"{Mutant.Programs}/Holders/ConnectionTable.cs"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1001", "table that does not ask what it replaces", Table, "ReplaceTwice", Outlive, new Edit(
            "Replace forgets the old entry",
            """
                            connections.TryGetValue(name, out retired);
                            connections[name] = fresh;
            """,
            """
                            retired = null;
                            {|LEAK1001:connections[name] = fresh|};
            """)),
        new("LEAK1002", "table that drops what it removes", Table, "OpenAndForget", Outlive, new Edit(
            "Forget drops the entry",
            """
                    Connection? removed;
                    lock (gate)
                        connections.Remove(name, out removed);
                    removed?.Dispose();
            """,
            """
                    lock (gate)
                        {|LEAK1002:connections.Remove(name)|};
            """)),
        new("LEAK1003", "table that is cleared while it runs", Table, "OpenAndReset", Outlive, new Edit(
            "Reset drops all entries",
            """
                public void Reset()
                {
                    List<Connection> all;
                    lock (gate)
                    {
                        all = [.. connections.Values];
                        connections.Clear();
                    }

                    foreach (var connection in all)
                        connection.Dispose();
                }
            """,
            """
                public void Reset()
                {
                    lock (gate)
                    {
                        {|LEAK1003:connections.Clear()|};
                    }
                }
            """)),
        new("LEAK1006", "table that ignores that an entry is there", Table, "OpenTwice", Outlive, new Edit(
            "Open ignores the refusal",
            """
                    lock (gate)
                    {
                        if (!closed && connections.TryAdd(name, fresh))
                            return;
                    }

                    fresh.Dispose();
            """,
            """
                    lock (gate)
                    {
                        if (!closed)
                            {|LEAK1006:connections.TryAdd(name, fresh)|};
                    }
            """)) { Refused = "the insertion stands behind a test under the lock" },
        new("LEAK4002", "table that does not ask whether it is closed", Table, "OpenAfterClose", Outlive, new Edit(
            "Open does not test the flag",
            "if (!closed && connections.TryAdd(name, fresh))",
            "if ({|LEAK4002:connections.TryAdd(name, fresh)|})")),
    ];
}
