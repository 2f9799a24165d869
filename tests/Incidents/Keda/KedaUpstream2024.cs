using LeakGuard.Incidents.Keda.Before;

namespace LeakGuard.Incidents.Keda.Upstream2024;

/// <summary>The upstream fix: the old cache is taken under the lock and closed. The race and the use after close remain.</summary>
public sealed class ScaleHandler(Func<CancellationToken, Task<IScaler>> createScaler)
{
    private readonly object gate = new();
    private readonly Dictionary<string, ScalersCache> caches = new();

    public async Task<ScalersCache> GetAsync(string key, ScaledObject target, CancellationToken cancellation)
    {
        lock (gate)
        {
            if (caches.TryGetValue(key, out var hit) && hit.Generation == target.Generation)
                return hit;
        }

        var scalers = await BuildAllAsync(target, cancellation);
        var fresh = new ScalersCache(scalers, target.Generation); //! LEAK1009
        if (target.Formula is { } formula)
            fresh.Program = MetricProgram.Compile(formula);
        ScalersCache? old;
        lock (gate)
        {
            caches.Remove(key, out old);
            caches[key] = fresh; //! LEAK2008
        }

        if (old != null)
            _ = Task.Run(() => old.DisposeAsync().AsTask()); //! LEAK1007
        return fresh;
    }

    private async Task<List<IScaler>> BuildAllAsync(ScaledObject target, CancellationToken cancellation)
    {
        var scalers = new List<IScaler>();
        for (var i = 0; i < target.Triggers; i++)
            scalers.Add(await createScaler(cancellation));
        return scalers;
    }
}
