using LeakGuard.Incidents.Keda;
using LeakGuard.Incidents.Keda.Before;
using LeakGuard.Incidents.Keda.Upstream2024;

/// <summary>A reader holds the scalers of an object while the next generation replaces them; uses after the end are counted.</summary>
public static class Scenario
{
    public static async Task<long> RunAsync()
    {
        var scaler = new CountedScaler();
        var handler = new LeakGuard.Incidents.Keda.Upstream2024.ScaleHandler(_ => Task.FromResult<IScaler>(scaler));
        var target = new ScaledObject("orders", Guid.NewGuid(), 1, 1);
        await handler.GetAsync("orders", target, CancellationToken.None);
        await handler.GetAsync("orders", target with { Generation = 2 }, CancellationToken.None);
        await scaler.Disposed;
        await scaler.GetMetricAsync(CancellationToken.None);
        return scaler.Misused;
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
