namespace LeakGuard.Incidents.Dolphin;

public sealed record KubeConfig(string Server);

/// <summary>A connection to a cluster.</summary>
public interface IKubeClient : IDisposable
{
    KubeConfig Config { get; }

    IReadOnlyList<string> ListPods(string applicationId);

    void DeletePod(string name);

    Task WaitForJobAsync(string applicationId);
}

public sealed class KubeClient : IKubeClient
{
    private static int live;
    private readonly HttpClient http;

    public KubeClient(KubeConfig config)
    {
        Config = config;
        http = new HttpClient { BaseAddress = new Uri(config.Server) };
        Interlocked.Increment(ref live);
    }

    public static int Live => Volatile.Read(ref live);

    public KubeConfig Config { get; }

    public IReadOnlyList<string> ListPods(string applicationId) =>
        http.BaseAddress == null ? throw new InvalidOperationException("not connected") : [applicationId + "-driver"];

    public void DeletePod(string name)
    {
        if (name.Length == 0)
            throw new ArgumentException("a pod has a name", nameof(name));
    }

    public Task WaitForJobAsync(string applicationId) =>
        applicationId.EndsWith("!", StringComparison.Ordinal) ? Task.FromException(new InvalidOperationException("the job failed")) : Task.CompletedTask;

    public void Dispose()
    {
        http.Dispose();
        Interlocked.Decrement(ref live);
    }
}
