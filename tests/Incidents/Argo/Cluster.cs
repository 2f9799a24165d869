namespace LeakGuard.Incidents.Argo;

public sealed record Workflow(string Name, string Phase, byte[] Nodes)
{
    public bool IsPending => Phase == "Succeeded";
}

/// <summary>Delivers changes one after the other, on its own thread: a slow handler delays everything behind it.</summary>
public sealed class Informer
{
    public event Action<string, Workflow>? OnEvent;

    public event Action<Workflow>? OnDeleted;

    public void Deliver(string type, Workflow workflow) => OnEvent?.Invoke(type, workflow);

    public void DeliverDeleted(Workflow workflow) => OnDeleted?.Invoke(workflow);
}

/// <summary>The API server, behind a client-side rate limit.</summary>
public sealed class ApiServer
{
    private int patched;

    public int Patched => Volatile.Read(ref patched);

    public async Task WaitForPermitAsync(CancellationToken cancellation = default) => await Task.Delay(1, cancellation);

    public async Task PatchAsync(string name, CancellationToken cancellation = default)
    {
        await Task.Delay(1, cancellation);
        if (name.Length > 0)
            Interlocked.Increment(ref patched);
    }

    public async Task<IReadOnlyList<string>> ListPodsAsync(string workflow)
    {
        await Task.Delay(1);
        return [workflow + "-main"];
    }
}
