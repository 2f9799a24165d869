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

/// <summary>As in the incident, and a scenario may come in between when one is opened. An application whose id ends with '!' fails.</summary>
public sealed class KubeClient : IKubeClient
{
    private static int live;
    private readonly HttpClient http;

    public KubeClient(KubeConfig config)
    {
        Opening?.Invoke();
        Config = config;
        http = new HttpClient { BaseAddress = new Uri(config.Server) };
        Interlocked.Increment(ref live);
    }

    public static Action? Opening { get; set; }

    public static int Live => Volatile.Read(ref live);

    public KubeConfig Config { get; }

    public IReadOnlyList<string> ListPods(string applicationId) =>
        http.BaseAddress == null || applicationId.EndsWith('!') ? throw new InvalidOperationException("no such application") : [applicationId + "-driver"];

    public void DeletePod(string name)
    {
        if (name.Length == 0)
            throw new ArgumentException("a pod has a name", nameof(name));
    }

    public Task WaitForJobAsync(string applicationId) =>
        applicationId.EndsWith('!') ? Task.FromException(new InvalidOperationException("the job failed")) : Task.CompletedTask;

    public void Dispose()
    {
        http.Dispose();
        Interlocked.Decrement(ref live);
    }
}
