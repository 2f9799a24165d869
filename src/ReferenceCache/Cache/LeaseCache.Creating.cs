using System;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ReferenceCache;

partial class LeaseCache<TKey, TValue>
{
    /// <summary>On the pool and without execution context: a value lives longer than the call that happened to be the first.</summary>
    private static void Start(CacheEntry<TKey, TValue> entry) =>
        ThreadPool.UnsafeQueueUserWorkItem(static e => _ = e.Cache.CreateAsync(e), entry, preferLocal: false);

    private async Task CreateAsync(CacheEntry<TKey, TValue> entry)
    {
        var creation = entry.Creation;
        var request = new CreationRequest<TKey>(entry.Key, entry.Identity, entry.Generation);
        var started = _time.GetTimestamp();
        var build = BuildAsync(entry, request);
        var delivered = false;
        Exception? failure = null;
        try
        {
            var value = await build.WaitAsync(creation.Token).ConfigureAwait(false);
            delivered = true;
            _hooks?.Reach(CachePoint.Built);
            if (!TryPublish(entry, value))
                await DiscardAsync(entry, value).ConfigureAwait(false);
            _metrics.Created(_time.GetElapsedTime(started));
        }
        catch (OperationCanceledException) when (creation.Token.IsCancellationRequested)
        {
            failure = new TimeoutException($"The creation of an entry of the cache '{_options.Name}' took longer than {_options.CreationTimeout}.");
        }
        catch (Exception exception)
        {
            failure = exception;
        }

        if (failure is not null)
            Fail(entry, failure);
        creation.Settle();
        _work.Done();
        await FinishAsync(entry, build, discards: !delivered).ConfigureAwait(false);
    }

    private async Task<TValue> BuildAsync(CacheEntry<TKey, TValue> entry, CreationRequest<TKey> request)
    {
        var token = entry.Creation.Token;
        try
        {
            if (entry.Creation.Predecessor is { } predecessor)
                await WaitForAsync(predecessor, token).ConfigureAwait(false);
            token.ThrowIfCancellationRequested();
            _hooks?.Reach(CachePoint.BeforeBuild);
            var value = await Task.Run(() => _factory(request, token), token).ConfigureAwait(false);
            Interlocked.Increment(ref Counters.Created);
            return value;
        }
        catch (Exception)
        {
            await request.DisposePartsAsync(exception => Raise(CacheEventKind.DisposalFailed, entry, exception: exception)).ConfigureAwait(false);
            throw;
        }
    }

    private async Task WaitForAsync(Creation predecessor, CancellationToken token)
    {
        try
        {
            await predecessor.Ended.WaitAsync(_options.DrainBudget, _time, token).ConfigureAwait(false);
        }
        catch (TimeoutException)
        {
            Interlocked.Increment(ref Counters.Overlapping);
        }
    }

    private bool TryPublish(CacheEntry<TKey, TValue> entry, TValue value)
    {
        var now = _time.GetTimestamp();
        lock (_gate)
        {
            if (entry.State != EntryState.Creating)
                return false;
            entry.IdleSince = now;
            entry.Publish(value);
            entry.State = EntryState.Ready;
        }

        Raise(CacheEventKind.Created, entry);
        return true;
    }

    private void Fail(CacheEntry<TKey, TValue> entry, Exception failure)
    {
        lock (_gate)
        {
            if (entry.State != EntryState.Creating)
                return;
            Detach(entry, RemovalReason.Failed);
        }

        entry.Creation.Settle(failure);
        Interlocked.Increment(ref Counters.CreationFailures);
        Raise(CacheEventKind.CreationFailed, entry, RemovalReason.Failed, exception: failure);
        LetGo(entry);
    }

    /// <summary>The factory may still run, if it was cancelled and does not listen. What it returns then is nobody's.</summary>
    private async Task FinishAsync(CacheEntry<TKey, TValue> entry, Task<TValue> build, bool discards)
    {
        try
        {
            var value = await build.ConfigureAwait(false);
            if (discards)
                await DiscardAsync(entry, value).ConfigureAwait(false);
        }
        catch (Exception)
        {
            // The callers have it, or nobody waited for it any more.
        }

        if (entry.Creation.Predecessor is { } predecessor)
            await predecessor.Ended.ConfigureAwait(false);
        lock (_gate)
        {
            if (_ending.TryGetValue(entry.Key, out var ending) && ending == entry)
                _ending.Remove(entry.Key);
        }

        entry.Creation.End();
        entry.Creation.Dispose();
        _builds.Done();
    }

    private Task DiscardAsync(CacheEntry<TKey, TValue> entry, TValue value)
    {
        Interlocked.Increment(ref Counters.Discarded);
        Raise(CacheEventKind.CreationDiscarded, entry, entry.Reason);
        return DisposeValueAsync(entry, value);
    }
}
