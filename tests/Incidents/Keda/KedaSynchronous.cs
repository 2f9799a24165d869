using LeakGuard.Incidents.Keda.Before;

namespace LeakGuard.Incidents.Keda.Synchronous;

/// <summary>The same handler with a build that needs no await: check and store still stand apart.</summary>
public sealed class ScaleHandler(Census census)
{
    private readonly object gate = new();
    private readonly Dictionary<string, ScalersCache> caches = new();

    public ScalersCache Get(string key, ScaledObject target)
    {
        if (caches.TryGetValue(key, out var hit))
            return hit;
        var fresh = new ScalersCache(Build(target), target.Generation);
        caches[key] = fresh; //! LEAK2001
        return fresh;
    }

    public async Task ClearAsync(string key)
    {
        ScalersCache? old;
        lock (gate)
            caches.Remove(key, out old);
        if (old != null)
            await old.DisposeAsync();
    }

    private List<IScaler> Build(ScaledObject target)
    {
        var scalers = new List<IScaler>();
        for (var i = 0; i < target.Triggers; i++)
            scalers.Add(new KafkaLikeScaler(census));
        return scalers;
    }
}
