namespace Proving.Holders;

/// <summary>Delivers items one after the other: a slow handler holds up everything behind it.</summary>
public sealed class Feed
{
    public event Action<string>? Received;

    public void Deliver(string item) => Received?.Invoke(item);
}

/// <summary>A slow archive: nothing is saved before it is let go on.</summary>
public sealed class Archive
{
    private readonly TaskCompletionSource started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource going = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int saved;

    /// <summary>The first item has arrived here.</summary>
    public Task Started => started.Task;

    public int Saved => Volatile.Read(ref saved);

    public async Task<int> SaveAsync(string item)
    {
        started.TrySetResult();
        await going.Task;
        return Interlocked.Add(ref saved, item.Length > 0 ? 1 : 0);
    }

    public void GoOn() => going.TrySetResult();
}

/// <summary>Listens to a feed.</summary>
public sealed class Archiver
{
    private readonly Archive archive;
    private int seen;

    public Archiver(Feed feed, Archive archive)
    {
        this.archive = archive;
        feed.Received += OnReceived;
    }

    public int Seen => Volatile.Read(ref seen);

    public string Status => archive.Saved + " of " + Seen;

    private void OnReceived(string item)
    {
        Interlocked.Increment(ref seen);
    }
}
