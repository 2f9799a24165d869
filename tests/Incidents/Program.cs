using LeakGuard.Incidents.Argo;
using LeakGuard.Incidents.Dolphin;
using LeakGuard.Incidents.Grpc;
using LeakGuard.Incidents.Keda;

namespace LeakGuard.Incidents;

/// <summary>Runs each incident before and after, and prints what is left alive.</summary>
internal static class Program
{
    private static readonly Census KedaBefore = new();
    private static readonly Census KedaAfter = new();
    private static readonly Keda.Before.ScaleHandler HandlerBefore = new(KedaBefore);
    private static readonly Keda.After.ScaleHandler HandlerAfter = new(KedaAfter);
    private static readonly Dolphin.Before.ApplicationManager ManagerBefore = new();
    private static readonly Dolphin.After.ApplicationManager ManagerAfter = new();

    private static async Task Main()
    {
        var target = new ScaledObject("orders", Guid.NewGuid(), 1, 3);
        await HandlerBefore.GetAsync("orders", target, CancellationToken.None);
        await HandlerBefore.GetAsync("orders", target with { Generation = 2 }, CancellationToken.None);
        HandlerBefore.Clear("orders");
        await using (await HandlerAfter.AcquireAsync("orders", target))
        await using (await HandlerAfter.AcquireAsync("orders", target with { Generation = 2 }))
            Console.WriteLine($"KEDA: in use {KedaAfter.Live}");
        await HandlerAfter.RemoveAsync("orders");
        Console.WriteLine($"KEDA: scalers left alive before {KedaBefore.Live}, after {KedaAfter.Live}");

        var config = new KubeConfig("http://localhost:6443");
        await new Dolphin.Before.TaskExecutor(ManagerBefore, "task-1", config).RunAsync();
        await new Dolphin.After.TaskExecutor(ManagerAfter, "task-1", config).RunAsync();
        Console.WriteLine($"DolphinScheduler: clients left in the cache before {ManagerBefore.Count}, after {ManagerAfter.Count}; alive {KubeClient.Live}");

        var before = new Grpc.Before.Group();
        before.Add("a");
        before.Close();
        before.Remove("a");
        var after = new Grpc.After.Group();
        after.Add("a");
        after.Remove("a");
        after.Close();
        Console.WriteLine($"gRPC: children left alive {Child.Live}");

        var informer = new Informer();
        var api = new ApiServer();
        await using (new Argo.After.Controller(informer, api))
            informer.Deliver("MODIFIED", new Workflow("wf-1", "Succeeded", []));
        Console.WriteLine($"Argo: archived {api.Patched}");
    }
}
