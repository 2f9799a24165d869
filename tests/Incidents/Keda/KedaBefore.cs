namespace LeakGuard.Incidents.Keda.Before;

/// <summary>Keeps its broker metadata fresh in the background, as Kafka clients do.</summary>
public sealed class KafkaLikeScaler : IScaler
{
    private readonly Census census;
    private int refreshes;

    public KafkaLikeScaler(Census census)
    {
        this.census = census;
        census.Opened();
        _ = Task.Run(RefreshForever); //! LEAK4004
    }

    public ValueTask<double> GetMetricAsync(CancellationToken cancellation) => ValueTask.FromResult((double)Volatile.Read(ref refreshes));

    public ValueTask DisposeAsync()
    {
        census.Closed();
        return ValueTask.CompletedTask;
    }

    private async Task RefreshForever()
    {
        while (true)
        {
            Interlocked.Increment(ref refreshes);
            await Task.Delay(TimeSpan.FromSeconds(30));
        }
    }
}

/// <summary>The scalers of one object, built for one generation of it.</summary>
public sealed class ScalersCache(List<IScaler> scalers, long generation) : IAsyncDisposable
{
    public long Generation { get; } = generation;

    public MetricProgram? Program { get; set; }

    public async ValueTask DisposeAsync()
    {
        foreach (var scaler in scalers)
        {
            try
            {
                await scaler.DisposeAsync();
            }
            catch (IOException error)
            {
                Console.Error.WriteLine(error.Message);
            }
        }
    }
}

/// <summary>The handler after the build had been moved out of the lock, and the second check with it.</summary>
public sealed class ScaleHandler(Census census)
{
    private readonly object gate = new();
    private readonly Dictionary<string, ScalersCache> caches = new();
    private readonly Dictionary<string, double> metrics = new();
    private long generation;

    public long Generation => generation;

    public async Task<ScalersCache> GetAsync(string key, ScaledObject target, CancellationToken cancellation)
    {
        var regenerate = false;
        lock (gate)
        {
            if (caches.TryGetValue(key, out var hit))
            {
                if (hit.Generation == target.Generation)
                    return hit;
                regenerate = false;
            }
        }

        var scalers = await BuildAllAsync(target, cancellation);
        var fresh = new ScalersCache(scalers, target.Generation); //! LEAK1009
        if (target.Formula is { } formula)
            fresh.Program = MetricProgram.Compile(formula);
        if (regenerate) //! LEAK4006
        {
            var old = caches[key]; //! LEAK2005
            _ = Task.Run(() => old.DisposeAsync().AsTask());
        }

        lock (gate)
            caches[key] = fresh; //! LEAK2008 LEAK1001
        return fresh;
    }

    public void Clear(string key)
    {
        _ = Task.Run(() => metrics.Remove(key)); //! LEAK4007
        lock (gate)
        {
            if (caches.TryGetValue(key, out var cache))
            {
                cache.DisposeAsync().AsTask().Wait(); //! LEAK2009
                caches.Remove(key);
            }
        }
    }

    public void Record(string key, double value)
    {
        lock (gate)
            metrics[key] = value;
    }

    public double Metric(string key)
    {
        lock (gate)
            return metrics.GetValueOrDefault(key);
    }

    public bool IsCurrent(long seen) => seen == generation;

    public void Bump() => generation++; //! LEAK2006

    private async Task<List<IScaler>> BuildAllAsync(ScaledObject target, CancellationToken cancellation)
    {
        var scalers = new List<IScaler>();
        for (var i = 0; i < target.Triggers; i++)
        {
            await Task.Yield();
            cancellation.ThrowIfCancellationRequested();
            scalers.Add(new KafkaLikeScaler(census));
        }

        return scalers;
    }
}
