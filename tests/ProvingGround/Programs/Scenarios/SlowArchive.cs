using Proving.Holders;

/// <summary>Delivers items while the archive is stuck: those that cannot be delivered are counted.</summary>
public static class Scenario
{
    private const int Items = 10;

    public static async Task<long> RunAsync()
    {
        var feed = new Feed();
        var archive = new Archive();
        var archiver = new Archiver(feed, archive);
        var delivered = 0;
        using var first = new Intruder(() =>
        {
            feed.Deliver("item 0");
            Interlocked.Increment(ref delivered);
        });
        first.Start();
        await archive.Started;
        if (first.GoesThrough())
        {
            for (var i = 1; i < Items; i++)
            {
                feed.Deliver("item " + i);
                delivered++;
            }
        }

        var held = Items - Volatile.Read(ref delivered);
        archive.GoOn();
        first.Dispose();
        // What was delivered has to arrive.
        while (archive.Saved < Items - held)
            await Task.Yield();
        await Ending.EndAsync(archiver);
        return held;
    }
}
