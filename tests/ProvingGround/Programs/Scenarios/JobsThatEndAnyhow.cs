using Proving.Holders;

/// <summary>A job that succeeds, one that fails and one that has nothing to do; what is left of them is counted.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var runner = new JobRunner();
        await runner.RunAsync("good", _ => Task.CompletedTask);
        await runner.RunAsync(string.Empty, _ => Task.CompletedTask);
        try
        {
            await runner.RunAsync("bad", _ => Task.FromException(new IOException("failed")));
        }
        catch (IOException)
        {
        }

        return runner.Running;
    }
}
