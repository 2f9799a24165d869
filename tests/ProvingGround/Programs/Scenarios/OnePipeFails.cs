using Proving.Holders;

/// <summary>The first of three pipes fails to end; those that stay open beside it are counted.</summary>
public static class Scenario
{
    public static Task<long> RunAsync()
    {
        var set = new PipeSet();
        set.Open(new BrokenStream());
        Pipe[] others = [set.Open(Stream.Null), set.Open(Stream.Null)];
        try
        {
            set.Dispose();
        }
        catch (Exception error) when (error is IOException or AggregateException)
        {
        }

        return Task.FromResult<long>(others.Count(pipe => pipe.IsOpen));
    }

    private sealed class BrokenStream : MemoryStream
    {
        public override void Flush() => throw new IOException("broken");
    }
}
