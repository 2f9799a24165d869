namespace Proving.Holders;

/// <summary>Every job has a connection as long as it runs.</summary>
public sealed class JobRunner
{
    private readonly ConcurrentDictionary<string, Connection> running = new();

    public int Running => running.Count;

    public async Task RunAsync(string job, Func<string, Task> work)
    {
        var connection = new Connection(job);
        if (!running.TryAdd(job, connection))
        {
            connection.Dispose();
            return;
        }

        try
        {
            await work(job);
        }
        finally
        {
            Remove(job);
        }
    }

    private void Remove(string job)
    {
        if (running.TryRemove(job, out var connection))
            connection.Dispose();
    }
}
