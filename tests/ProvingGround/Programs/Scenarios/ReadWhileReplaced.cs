using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;
using LeakGuard.Incidents.Keda.Upstream2024;

/// <summary>A reader holds the scalers of an object while the next generation replaces them; uses after the end are counted.</summary>
public static class Scenario
{
    private static readonly CountedScaler Scaler = new();
    private static readonly LeakGuard.Incidents.Keda.Upstream2024.ScaleHandler Handler = new(_ => Task.FromResult<IScaler>(Scaler));

    public static async Task<long> RunAsync()
    {
        var target = new ScaledObject("orders", Guid.NewGuid(), 1, 1);
        await Handler.GetAsync("orders", target, CancellationToken.None);
        await Handler.GetAsync("orders", target with { Generation = 2 }, CancellationToken.None);
        await Scaler.Disposed;
        await Scaler.GetMetricAsync(CancellationToken.None);
        return Scaler.Misused;
    }

    private sealed class CountedScaler : IScaler
    {
        private readonly TaskCompletionSource disposed = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Disposed => disposed.Task;

        public int Misused { get; private set; }

        public ValueTask<double> GetMetricAsync(CancellationToken cancellation)
        {
            if (disposed.Task.IsCompleted)
                Misused++;
            return ValueTask.FromResult(1.0);
        }

        public ValueTask DisposeAsync()
        {
            disposed.TrySetResult();
            return ValueTask.CompletedTask;
        }
    }
}
