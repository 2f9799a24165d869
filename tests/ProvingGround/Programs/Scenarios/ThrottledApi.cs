using LeakGuard.Incidents.Argo;
using LeakGuard.Incidents.Argo.Before;

/// <summary>Delivers changes while the API server gives no permit: those that cannot be delivered are counted.</summary>
public static class Scenario
{
    private const int Changes = 10;

    public static async Task<long> RunAsync()
    {
        var informer = new Informer();
        var api = new ApiServer();
        var controller = new Controller(informer, api);
        var delivered = 0;
        using var first = new Intruder(() =>
        {
            informer.Deliver("MODIFIED", new Workflow("wf-0", "Succeeded", []));
            Interlocked.Increment(ref delivered);
        });
        first.Start();
        await api.Started;
        if (first.GoesThrough())
        {
            for (var i = 1; i < Changes; i++)
            {
                informer.Deliver("MODIFIED", new Workflow("wf-" + i, "Succeeded", []));
                delivered++;
            }
        }

        var held = Changes - Volatile.Read(ref delivered);
        api.GoOn();
        first.Dispose();
        while (api.Patched < Changes - held)
            await Task.Yield();
        await Ending.EndAsync(controller);
        return held;
    }
}
