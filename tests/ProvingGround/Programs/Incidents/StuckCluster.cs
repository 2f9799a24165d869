namespace LeakGuard.Incidents.Argo;

public sealed record Workflow(string Name, string Phase, byte[] Nodes)
{
    public bool IsPending => Phase == "Succeeded";
}

/// <summary>Delivers changes one after the other: a slow handler delays everything behind it.</summary>
public sealed class Informer
{
    public event Action<string, Workflow>? OnEvent;

    public event Action<Workflow>? OnDeleted;

    public void Deliver(string type, Workflow workflow) => OnEvent?.Invoke(type, workflow);

    public void DeliverDeleted(Workflow workflow) => OnDeleted?.Invoke(workflow);
}

/// <summary>The API server with all permits used up: nothing gets through before it is let go on.</summary>
public sealed class ApiServer
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource going = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int patched;

    /// <summary>The first request has arrived here.</summary>
    public Task Started => started.Task;

    public int Patched => Volatile.Read(ref patched);

    public void GoOn() => going.TrySetResult();

    public async Task WaitForPermitAsync(CancellationToken cancellation = default)
    {
        started.TrySetResult();
        await going.Task.WaitAsync(cancellation);
    }

    public async Task PatchAsync(string name, CancellationToken cancellation = default)
    {
        await going.Task.WaitAsync(cancellation);
        if (name.Length > 0)
            Interlocked.Increment(ref patched);
    }

    public async Task<IReadOnlyList<string>> ListPodsAsync(string workflow)
    {
        started.TrySetResult();
        await going.Task;
        return [workflow + "-main"];
    }
}
