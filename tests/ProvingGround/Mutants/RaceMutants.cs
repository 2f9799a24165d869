using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>Connections that are made when they are first needed.</summary>
internal static class RaceMutants
{
    private const string Duplicates = "duplicates that nobody ends";
    private const string Guarded = """
                if (connections.TryGetValue(name, out var known))
                    return known;
                var fresh = new Connection(name);
                var kept = connections.GetOrAdd(name, fresh);
                if (!ReferenceEquals(kept, fresh))
                    fresh.Dispose();
                return Kept(name, kept);
        """;

    private static readonly string[] Index = [$"{Mutant.Programs}/Holders/ConnectionIndex.cs"];
    private static readonly string[] Snapshots = [$"{Mutant.Programs}/Holders/SnapshotIndex.cs"];
    private static readonly string[] Switchboard = [$"{Mutant.Programs}/Holders/Switchboard.cs"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1005", "GetOrAdd with a lambda that opens", Index, "SendFromTwoThreads", Duplicates, new Edit(
            "the factory may lose",
            Guarded,
            "        return Kept(name, {|LEAK1005:connections.GetOrAdd(name, key => new Connection(key))|});")),
        new("LEAK1005", "GetOrAdd with a method that opens", Index, "SendFromTwoThreads", Duplicates, new Edit(
            "the factory method may lose",
            Guarded + "\n    }\n",
            """
                    return Kept(name, {|LEAK1005:connections.GetOrAdd(name, Open)|});
                }

                private static Connection Open(string name) => new Connection(name);

            """)),
        new("LEAK1005", "AddOrUpdate that opens", Index, "SendFromTwoThreads", Duplicates, new Edit(
            "the factory of AddOrUpdate may lose",
            Guarded,
            "        return Kept(name, {|LEAK1005:connections.AddOrUpdate(name, key => new Connection(key), (_, known) => known)|});")) { Refused = "the fix knows GetOrAdd only" },
        new("LEAK1005", "GetOrAdd with an argument for the factory", Index, "SendFromTwoThreads", Duplicates, new Edit(
            "the factory with an argument may lose",
            Guarded,
            "        return Kept(name, {|LEAK1005:connections.GetOrAdd(name, static (key, prefix) => new Connection(prefix + key), \"line \")|});")),
        new("LEAK1005", "ImmutableInterlocked with a factory that opens", Snapshots, "SendFromTwoThreadsOverSnapshots", Duplicates, new Edit(
            "the factory over the snapshot may lose",
            """
                    if (Volatile.Read(ref table).TryGetValue(name, out var known))
                        return known;
                    var fresh = new Connection(name);
                    var kept = ImmutableInterlocked.GetOrAdd(ref table, name, fresh);
                    if (!ReferenceEquals(kept, fresh))
                        fresh.Dispose();
            """,
            "        var kept = {|LEAK1005:ImmutableInterlocked.GetOrAdd(ref table, name, key => new Connection(key))|};")),
        new("LEAK2001", "check and store on a concurrent table", Index, "SendFromTwoThreads", Duplicates, new Edit(
            "the loser overwrites the winner",
            """
                    var kept = connections.GetOrAdd(name, fresh);
                    if (!ReferenceEquals(kept, fresh))
                        fresh.Dispose();
                    return Kept(name, kept);
            """,
            """
                    {|LEAK2001:connections[name] = fresh|};
                    return Kept(name, fresh);
            """)),
        new("LEAK2001", "creation that left the lock", Switchboard, "SendOverSwitchboard", Duplicates, new Edit(
            "Send does not take the lock",
            """
                    lock (gate)
                    {
                        ObjectDisposedException.ThrowIf(closed, this);
                        if (!connections.TryGetValue(name, out var connection))
                        {
                            connection = new Connection(name);
                            connections[name] = connection;
                        }

                        connection.Send();
                    }
            """,
            """
                    if (!connections.TryGetValue(name, out var connection))
                    {
                        connection = new Connection(name);
                        {|LEAK2001:connections[name] = connection|};
                    }

                    connection.Send();
                    if (closed)
                        Dispose();
            """)),
    ];
}
