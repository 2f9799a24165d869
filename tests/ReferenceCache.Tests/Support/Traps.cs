namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>Stops the next thread that comes to a point, until the test lets it go on.</summary>
internal sealed class Traps<TPoint>
    where TPoint : struct, Enum
{
    private readonly object _gate = new();
    private readonly Dictionary<TPoint, Trap> _set = [];

    public Trap Set(TPoint point)
    {
        var trap = new Trap();
        lock (_gate)
            _set[point] = trap;
        return trap;
    }

    /// <summary>Runs <paramref name="action"/> on the next thread that comes to the point, before it goes on.</summary>
    public void Run(TPoint point, Action action)
    {
        lock (_gate)
            _set[point] = new Trap(action);
    }

    public void Reach(TPoint point)
    {
        Trap? trap;
        lock (_gate)
            _set.Remove(point, out trap);
        trap?.Spring();
    }
}

internal sealed class Trap(Action? action = null)
{
    private readonly TaskCompletionSource _caught = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _released = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>A thread stands in the trap.</summary>
    public Task Caught => _caught.Task.WaitAsync(Wait.Limit);

    public void Release() => _released.TrySetResult();

    public void Spring()
    {
        if (action is not null)
        {
            action();
            return;
        }

        _caught.TrySetResult();
        if (!_released.Task.Wait(Wait.Limit))
            throw new TimeoutException("Nobody opened the trap.");
    }
}
