namespace LeakGuard.Incidents.Argo.FanOut;

/// <summary>The wrong fix: one task per event, without a limit.</summary>
public sealed class Controller
{
    private readonly ApiServer api;

    public Controller(Informer informer, ApiServer api)
    {
        this.api = api;
        informer.OnEvent += (type, workflow) =>
        {
            if (workflow.IsPending)
                _ = Task.Run(() => ArchiveAsync(workflow)); //! LEAK3004
        };
    }

    private async Task ArchiveAsync(Workflow workflow)
    {
        await api.WaitForPermitAsync();
        await api.PatchAsync(workflow.Name);
    }
}
