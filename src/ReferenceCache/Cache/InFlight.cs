using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>Counts work that runs, so that closing can wait for it.</summary>
internal sealed class InFlight
{
    private readonly object _gate = new();
    private TaskCompletionSource? _zero;
    private int _count;

    public int Count
    {
        get
        {
            lock (_gate)
                return _count;
        }
    }

    public void Add()
    {
        lock (_gate)
            _count++;
    }

    public void Done()
    {
        TaskCompletionSource? zero = null;
        lock (_gate)
        {
            if (--_count == 0)
            {
                zero = _zero;
                _zero = null;
            }
        }

        zero?.TrySetResult();
    }

    public Task WhenZero()
    {
        lock (_gate)
            return _count == 0 ? Task.CompletedTask : (_zero ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
    }
}
