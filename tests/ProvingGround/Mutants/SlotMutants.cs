using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>A field with one connection, and a table of things that take an await to end.</summary>
internal static class SlotMutants
{
    private const string Outlive = "connections that outlive their holder";
    private const string Sessions = "sessions that outlive their holder";
    private static readonly string[] Line = [$"{Mutant.Programs}/Holders/Line.cs"];
    private static readonly string[] Link = [$"{Mutant.Programs}/Holders/Link.cs"];
    private static readonly string[] Table = [$"{Mutant.Programs}/Holders/SessionTable.cs"];
    private static readonly string[] Bag = [$"{Mutant.Programs}/Holders/SessionBag.cs"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1001", "exchange whose outcome is dropped", Line, "RenewLine", Outlive, new Edit(
            "Renew drops what it exchanged",
            "Interlocked.Exchange(ref current, fresh)?.Dispose();",
            "{|LEAK1001:Interlocked.Exchange(ref current, fresh)|};")),
        new("LEAK1001", "refresh that forgets the old connection", Link, "RefreshLink", Outlive, new Edit(
            "Refresh forgets the old connection",
            """
                    var old = wire;
                    wire = new Wire(name, isListening);
                    old?.Dispose();
            """,
            """
                    {|LEAK1001:wire = new Wire(name, isListening)|};
            """)),
        new("LEAK1008", "refresh that disposes first", Link, "FailingRefresh", "uses after dispose", new Edit(
            "Refresh disposes what is still published",
            """
                    var old = wire;
                    wire = new Wire(name, isListening);
                    old?.Dispose();
            """,
            """
                    wire?{|LEAK1008:.Dispose()|};
                    wire = new Wire(name, isListening);
            """)),
        new("LEAK1001", "asynchronous table that does not ask what it replaces", Table, "ReplaceSession", Sessions, new Edit(
            "ReplaceAsync forgets the old session",
            """
                            sessions.TryGetValue(name, out retired);
                            sessions[name] = fresh;
            """,
            """
                            retired = null;
                            {|LEAK1001:sessions[name] = fresh|};
            """)),
        new("LEAK1002", "asynchronous table that drops what it removes", Table, "ForgetSession", Sessions, new Edit(
            "ForgetAsync drops the session",
            """
                    Session? removed;
                    lock (gate)
                        sessions.Remove(name, out removed);
                    if (removed != null)
                        await removed.DisposeAsync();
            """,
            """
                    await Task.Yield();
                    lock (gate)
                        {|LEAK1002:sessions.Remove(name)|};
            """)),
        new("LEAK1004", "asynchronous end that forgets the entries", Table, "EndSessions", Sessions, new Edit(
            "DisposeAsync does not drain",
            """
                private readonly Dictionary<string, Session> sessions = new();

                public async ValueTask DisposeAsync()
                {
                    List<Session> all;
                    lock (gate)
                    {
                        closed = true;
                        all = [.. sessions.Values];
                        sessions.Clear();
                    }

                    foreach (var session in all)
                        await session.DisposeAsync();
                }
            """,
            """
                private readonly Dictionary<string, Session> {|LEAK1004:sessions|} = new();

                public async ValueTask DisposeAsync()
                {
                    await Task.Yield();
                    lock (gate)
                    {
                        closed = true;
                    }
                }
            """)) { Refused = "the end that is there does not take the lock of the entries" },
        new("LEAK1004", "bag that ends without its sessions", Bag, "EndBag", Sessions, new Edit(
            "DisposeAsync forgets the bag",
            """
                private readonly List<Session> sessions = new();

                public async ValueTask DisposeAsync()
                {
                    foreach (var session in sessions)
                        await session.DisposeAsync();
                    sessions.Clear();
                }
            """,
            """
                private readonly List<Session> {|LEAK1004:sessions|} = new();

                public async ValueTask DisposeAsync()
                {
                    await Task.Yield();
                }
            """)),
    ];
}
