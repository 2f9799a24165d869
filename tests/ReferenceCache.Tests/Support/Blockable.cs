namespace LeakGuard.ReferenceCache.Tests.Support;

/// <summary>A factory that the test opens.</summary>
internal sealed class Blockable
{
    private readonly TaskCompletionSource _started = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _open = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private int _calls;

    public Task Started => _started.Task.WaitAsync(Wait.Limit);

    public int Calls => Volatile.Read(ref _calls);

    public CancellationToken Token { get; private set; }

    public void Open() => _open.TrySetResult();

    /// <summary>Waits until opened or, if it listens, cancelled.</summary>
    public async Task<Resource> CreateAsync(TestCache test, string key, CancellationToken token, bool listens = true)
    {
        Interlocked.Increment(ref _calls);
        Token = token;
        _started.TrySetResult();
        await _open.Task.WaitAsync(listens ? token : CancellationToken.None);
        return test.Ledger.Create(key);
    }
}
