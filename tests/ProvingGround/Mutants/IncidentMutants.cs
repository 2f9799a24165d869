using LeakGuard.ProvingGround.Machinery;

namespace LeakGuard.ProvingGround.Mutants;

/// <summary>The four incidents as they were.</summary>
internal static class IncidentMutants
{
    private const string Raw = "the entries are handed out raw";
    private static readonly string[] Keda = ["tests/Incidents/Keda/Scaling.cs", "tests/Incidents/Keda/KedaBefore.cs"];
    private static readonly string[] Upstream = [.. Keda, "tests/Incidents/Keda/KedaUpstream2024.cs"];
    private static readonly string[] Dolphin = [$"{Mutant.Programs}/Incidents/HookedKubernetes.cs", "tests/Incidents/Dolphin/DolphinBefore.cs"];
    private static readonly string[] DolphinAfter = [$"{Mutant.Programs}/Incidents/HookedKubernetes.cs", "tests/Incidents/Dolphin/DolphinAfter.cs"];
    private static readonly string[] Grpc = ["tests/Incidents/Grpc/Child.cs", "tests/Incidents/Grpc/GrpcBefore.cs"];
    private static readonly string[] Argo = [$"{Mutant.Programs}/Incidents/StuckCluster.cs", "tests/Incidents/Argo/ArgoBefore.cs"];

    public static IEnumerable<Mutant> All =>
    [
        new("LEAK1001", "KEDA: scalers of an older generation", Keda, "NewGenerations", "scalers that nobody ends") { Refused = Raw, Pins = true },
        new("LEAK1009", "KEDA: a formula that does not compile", Keda, "WrongFormula", "scalers that nobody ends") { Pins = true, StillPins = true },
        new("LEAK1007", "KEDA: the fix of 2024", Upstream, "ReadWhileReplaced", "uses after dispose") { NoFix = true },
        new("LEAK1005", "DolphinScheduler: two threads, one application", Dolphin, "TwoTasksOneClient", "clients that nobody ends"),
        new("LEAK1001", "DolphinScheduler: a client per task", Dolphin, "RebuiltClients", "clients that nobody ends"),
        new("LEAK4001", "DolphinScheduler: a kill that fails", Dolphin, "KillOfAFailedTask", "clients left in the cache") { Unfixed = 1 },
        new("LEAK4001", "DolphinScheduler: a removal after a success only", DolphinAfter, "TasksThatFail", "clients left in the cache", new Edit(
            "the executor removes the client as its last step",
            """
                    try
                    {
                        var client = manager.Get(id, config);
                        var log = Task.Run(() => Follow(client));
                        await client.WaitForJobAsync(id);
                        await log.WaitAsync(TimeSpan.FromSeconds(5));
                        return true;
                    }
                    finally
                    {
                        manager.Remove(id);
                    }
            """,
            """
                    var client = {|LEAK4001:manager.Get(id, config)|};
                    var log = Task.Run(() => Follow(client));
                    await client.WaitForJobAsync(id);
                    await log.WaitAsync(TimeSpan.FromSeconds(5));
                    manager.Remove(id);
                    return true;
            """)),
        new("LEAK4002", "gRPC-Go: a child parked while Close drains", Grpc, "ParkedAfterClose", "children that nobody ends") { Refused = "the refused entry holds a child that the caller brought", Pins = true },
        new("LEAK1001", "gRPC-Go: two children parked under one name", Grpc, "ParkedTwice", "children that nobody ends") { Refused = "an entry holds two resources", Pins = true },
        new("LEAK3001", "Argo Workflows: archiving in the callback", Argo, "ThrottledApi", "events held up of 10"),
    ];
}
