using LeakGuard.ReferenceCache;

/// <summary>Hands a key to a queue that has stopped, and counts the keys that it says it will work on.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var queue = new KeyedWorkQueue<string>((_, _) => Task.CompletedTask);
        await queue.DisposeAsync();
        return queue.TryEnqueue("orders") == EnqueueOutcome.Closed ? 0 : 1;
    }
}
