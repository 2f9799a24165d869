using System.Threading.Channels;

namespace LeakGuard.Incidents.Argo.Before;

/// <summary>Archives inside the informer's callback: a throttled API call stalls the delivery of everything else.</summary>
public sealed class Controller
{
    private readonly ApiServer api;
    private readonly Channel<(string Type, Workflow Workflow)> audit = Channel.CreateUnbounded<(string, Workflow)>(); //! LEAK3003

    public Controller(Informer informer, ApiServer api)
    {
        this.api = api;
        informer.OnEvent += (type, workflow) =>
        {
            audit.Writer.TryWrite((type, workflow));
            if (workflow.IsPending)
                Archive(workflow);
        };
        informer.OnDeleted += workflow =>
        {
            foreach (var pod in api.ListPodsAsync(workflow.Name).Result) //! LEAK3001
                Console.WriteLine(pod);
        };
    }

    public async Task AuditAsync(CancellationToken cancellation)
    {
        await foreach (var (type, workflow) in audit.Reader.ReadAllAsync(cancellation))
            await api.PatchAsync(type + workflow.Name, cancellation);
    }

    private void Archive(Workflow workflow)
    {
        api.WaitForPermitAsync().Wait(); //! LEAK3001
        api.PatchAsync(workflow.Name).GetAwaiter().GetResult(); //! LEAK3001
    }
}
