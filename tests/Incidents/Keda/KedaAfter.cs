namespace LeakGuard.Incidents.Keda.After;

/// <summary>A scaler whose loop has an owner: cancelled and awaited when the scaler is disposed.</summary>
public sealed class KafkaLikeScaler : IScaler
{
    private readonly CancellationTokenSource stop = new();
    private readonly Census census;
    private readonly Task loop;
    private int refreshes;
    private int disposed;

    public KafkaLikeScaler(Census census)
    {
        this.census = census;
        census.Opened();
        loop = Task.Run(() => RefreshAsync(stop.Token));
    }

    public ValueTask<double> GetMetricAsync(CancellationToken cancellation) => ValueTask.FromResult((double)Volatile.Read(ref refreshes));

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref disposed, 1) != 0)
            return;
        await stop.CancelAsync();
        await loop;
        stop.Dispose();
        census.Closed();
    }

    private async Task RefreshAsync(CancellationToken cancellation)
    {
        try
        {
            while (!cancellation.IsCancellationRequested)
            {
                Interlocked.Increment(ref refreshes);
                await Task.Delay(TimeSpan.FromSeconds(30), cancellation);
            }
        }
        catch (OperationCanceledException)
        {
            Interlocked.Exchange(ref refreshes, 0);
        }
    }
}

/// <summary>One build of one object's scalers. It is disposed when it has been retired and the last lease is back.</summary>
internal sealed class Entry(Guid uid, long generation, Func<Task<List<IScaler>>> build)
{
    private readonly object gate = new();
    private readonly Lazy<Task<List<IScaler>>> scalers = new(build);
    private readonly TaskCompletionSource drained = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int leases;
    private bool retired;

    public long Generation => generation;

    public Task<List<IScaler>> Scalers => scalers.Value;

    public Task Drained => drained.Task;

    public bool Serves(ScaledObject target) => uid == target.Uid && generation >= target.Generation;

    public bool TryLease()
    {
        lock (gate)
        {
            if (retired)
                return false;
            leases++;
            return true;
        }
    }

    public Task ReleaseAsync()
    {
        lock (gate)
        {
            leases--;
            if (!retired || leases > 0)
                return Task.CompletedTask;
        }

        return CloseAsync();
    }

    public Task RetireAsync()
    {
        lock (gate)
        {
            if (retired)
                return Task.CompletedTask;
            retired = true;
            if (leases > 0)
                return Task.CompletedTask;
        }

        return CloseAsync();
    }

    private async Task CloseAsync()
    {
        if (scalers.IsValueCreated)
        {
            foreach (var scaler in await scalers.Value)
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

        drained.TrySetResult();
    }
}

/// <summary>The right to use an entry's scalers until it is disposed.</summary>
public sealed class ScalersLease : IAsyncDisposable
{
    private readonly Entry entry;
    private int released;

    internal ScalersLease(Entry entry, IReadOnlyList<IScaler> scalers)
    {
        this.entry = entry;
        Scalers = scalers;
    }

    public IReadOnlyList<IScaler> Scalers { get; }

    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref released, 1) == 0)
            await entry.ReleaseAsync();
    }
}

/// <summary>Check, slot and publication are one critical section; the slow build is inside the slot; values leave only as leases.</summary>
public sealed class ScaleHandler(Census census) : IAsyncDisposable
{
    private readonly object gate = new();
    private readonly Dictionary<string, Entry> entries = new();
    private bool closed;

    public async Task<ScalersLease> AcquireAsync(string key, ScaledObject target)
    {
        Entry entry;
        Entry? retiring = null;
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (entries.TryGetValue(key, out var present) && present.Serves(target) && present.TryLease())
            {
                entry = present;
            }
            else
            {
                retiring = present;
                entry = new Entry(target.Uid, Math.Max(target.Generation, present?.Generation ?? 0), () => BuildAllAsync(target));
                entry.TryLease();
                entries[key] = entry;
            }
        }

        if (retiring != null)
            await retiring.RetireAsync();
        try
        {
            return new ScalersLease(entry, await entry.Scalers);
        }
        catch
        {
            lock (gate)
            {
                if (entries.TryGetValue(key, out var present) && ReferenceEquals(present, entry))
                    entries.Remove(key);
            }

            await entry.RetireAsync();
            await entry.ReleaseAsync();
            throw;
        }
    }

    public async Task RemoveAsync(string key)
    {
        Entry? removed;
        lock (gate)
            entries.Remove(key, out removed);
        if (removed != null)
            await removed.RetireAsync();
    }

    public async ValueTask DisposeAsync()
    {
        List<Entry> all;
        lock (gate)
        {
            if (closed)
                return;
            closed = true;
            all = [.. entries.Values];
            entries.Clear();
        }

        foreach (var entry in all)
            await entry.RetireAsync();
        await Task.WhenAll(all.Select(entry => entry.Drained)).WaitAsync(TimeSpan.FromSeconds(5));
    }

    private async Task<List<IScaler>> BuildAllAsync(ScaledObject target)
    {
        var program = target.Formula is { } formula ? MetricProgram.Compile(formula) : null;
        var scalers = new List<IScaler>();
        for (var i = 0; i < target.Triggers; i++)
        {
            await Task.Yield();
            scalers.Add(new KafkaLikeScaler(census));
        }

        return program is { Source.Length: 0 } ? [] : scalers;
    }
}
