namespace LeakGuard.ValidCode.EndsByItself;

/// <summary>The alarm that a late failure sets after Dispose ends itself when it fires: nothing is left behind.</summary>
internal sealed class Backoff : IDisposable
{
    private readonly object _gate = new();
    private ITimer? _end;

    public void Enter(TimeSpan wait)
    {
        ITimer? old;
        lock (_gate)
        {
            var fresh = Alarms.After(wait, Leave, this);
            old = _end;
            _end = fresh;
        }

        old?.Dispose();
    }

    public void Dispose()
    {
        lock (_gate)
        {
            var last = _end;
            _end = null;
            last?.Dispose();
        }
    }

    private static void Leave(Backoff backoff)
    {
        ITimer? old;
        lock (backoff._gate)
        {
            old = backoff._end;
            backoff._end = null;
        }

        old?.Dispose();
    }
}

internal static class Alarms
{
    public static ITimer After<T>(TimeSpan wait, Action<T> ring, T state) => TimeProvider.System.CreateTimer(_ => ring(state), null, wait, Timeout.InfiniteTimeSpan);
}
