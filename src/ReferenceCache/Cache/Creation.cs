using System;
using System.Runtime.ExceptionServices;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

/// <summary>One run of the factory, shared by all who wait for it.</summary>
internal sealed class Creation(TimeSpan timeout, TimeProvider time, Creation? predecessor) : IDisposable
{
    private readonly CancellationTokenSource _source = new(timeout, time);
    private readonly TaskCompletionSource _settled = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _ended = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>An earlier run for the same entry that was given up but may still go on: two never run at once.</summary>
    public Creation? Predecessor { get; private set; } = predecessor;

    /// <summary>What the waiting callers get instead of a value.</summary>
    public ExceptionDispatchInfo? Failure { get; private set; }

    /// <summary>Complete when the callers can go on: with the value, with the failure, or by asking again.</summary>
    public Task Settled => _settled.Task;

    /// <summary>Complete when the factory has really ended.</summary>
    public Task Ended => _ended.Task;

    public CancellationToken Token => _source.Token;

    public void Settle(Exception? failure = null)
    {
        if (failure is not null)
            Failure = ExceptionDispatchInfo.Capture(failure);
        _settled.TrySetResult();
    }

    public void End()
    {
        // Or each run would keep all runs before it alive.
        Predecessor = null;
        _ended.TrySetResult();
    }

    /// <summary>Cancels without running foreign callbacks on this thread.</summary>
    public async Task CancelAsync()
    {
        try
        {
            await _source.CancelAsync().ConfigureAwait(false);
        }
        catch (ObjectDisposedException)
        {
            // The run has ended meanwhile.
        }
        catch (AggregateException)
        {
            // Callbacks that the factory registered failed; the factory sees its token cancelled all the same.
        }
    }

    public void Dispose() => _source.Dispose();
}
