using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakGuard.Incidents.Argo.After;

/// <summary>The callback hands over a key and returns; workers read the current object, with a bound on everything.</summary>
public sealed class Controller : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Workflow> index = new();
    private readonly ConcurrentDictionary<string, byte> pending = new();
    private readonly Channel<string> keys = Channel.CreateBounded<string>(1024);
    private readonly CancellationTokenSource stop = new();
    private readonly Informer informer;
    private readonly ApiServer api;
    private readonly Task worker;
    private int dropped;

    public Controller(Informer informer, ApiServer api)
    {
        this.informer = informer;
        this.api = api;
        informer.OnEvent += OnEvent;
        worker = Task.Run(() => WorkAsync(stop.Token));
    }

    public int Dropped => Volatile.Read(ref dropped);

    public async ValueTask DisposeAsync()
    {
        informer.OnEvent -= OnEvent;
        keys.Writer.TryComplete();
        stop.CancelAfter(TimeSpan.FromSeconds(5));
        await worker;
        stop.Dispose();
    }

    private void OnEvent(string type, Workflow workflow)
    {
        index[workflow.Name] = workflow;
        if (!pending.TryAdd(workflow.Name, 0) || keys.Writer.TryWrite(workflow.Name))
            return;
        pending.TryRemove(workflow.Name, out _);
        Interlocked.Increment(ref dropped);
    }

    private async Task WorkAsync(CancellationToken cancellation)
    {
        try
        {
            await foreach (var key in keys.Reader.ReadAllAsync(cancellation))
            {
                pending.TryRemove(key, out _);
                if (index.TryGetValue(key, out var workflow) && workflow.IsPending)
                    await ArchiveAsync(workflow, cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Increment(ref dropped);
        }
    }

    private async Task ArchiveAsync(Workflow workflow, CancellationToken cancellation)
    {
        for (var attempt = 0; attempt < 3; attempt++)
        {
            try
            {
                await api.WaitForPermitAsync(cancellation);
                await api.PatchAsync(workflow.Name, cancellation);
                return;
            }
            catch (HttpRequestException)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(100 << attempt), cancellation);
            }
        }
    }
}
