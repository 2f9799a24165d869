using Proving.Holders;

/// <summary>A job that succeeds, one that fails and one that has nothing to do; what is left of them is counted.</summary>
public static class Scenario
{
    private static readonly JobRunner Runner = new();

    public static async Task<long> RunAsync()
    {
        await Runner.RunAsync("good", _ => Task.CompletedTask);
        await Runner.RunAsync(string.Empty, _ => Task.CompletedTask);
        try
        {
            await Runner.RunAsync("bad", _ => Task.FromException(new IOException("failed")));
        }
        catch (IOException)
        {
        }

        return Runner.Running;
    }
}
