namespace LeakGuard.ValidCode.FetchesByItself;

public interface IShelf
{
    Task<string?> TakeAsync(CancellationToken cancellation);

    Task PutAsync(string text);
}

public static class Shelves
{
    /// <summary>Takes one piece after the other and passes it on: what is not taken yet stays on the shelf.</summary>
    public static async Task ConsumeAsync(this IShelf shelf, Action<string> onMessage, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            if (await shelf.TakeAsync(cancellation) is { } text)
                onMessage(text);
        }
    }
}

public sealed class Reader
{
    private readonly IShelf _to;

    public Reader(IShelf from, IShelf to, CancellationToken cancellation)
    {
        _to = to;
        Running = from.ConsumeAsync(Copy, cancellation);
    }

    public Task Running { get; }

    private void Copy(string text) => _to.PutAsync(text).Wait();
}

/// <summary>A clock of the program: the next beat is counted from the end of the one before.</summary>
public sealed class Beat(Action<object?> action) : ITimer
{
    private volatile bool _over;

    public void Run(TimeSpan pause)
    {
        while (!_over)
        {
            action(null);
            Thread.Sleep(pause);
        }
    }

    public bool Change(TimeSpan dueTime, TimeSpan period) => !_over;

    public void Dispose() => _over = true;

    public ValueTask DisposeAsync()
    {
        _over = true;
        return default;
    }
}

public sealed class Archive : IDisposable
{
    private readonly IShelf _shelf;
    private readonly Beat _beat;

    public Archive(IShelf shelf)
    {
        _shelf = shelf;
        _beat = new Beat(Save);
    }

    public void Dispose() => _beat.Dispose();

    private void Save(object? state) => _shelf.PutAsync("beat").Wait();
}

public interface IBoard
{
    void Subscribe(Action<string> action, string name);

    Task UnsubscribeAsync(string name);
}

public static class Boards
{
    public static void Unsubscribe(this IBoard board, string name) => board.UnsubscribeAsync(name).GetAwaiter().GetResult();

    /// <summary>The handler takes itself off before anything else: it comes once.</summary>
    public static Task<string> FirstAsync(this IBoard board, string name)
    {
        var first = new TaskCompletionSource<string>(TaskCreationOptions.RunContinuationsAsynchronously);
        board.Subscribe(
            text =>
            {
                board.Unsubscribe(name);
                first.TrySetResult(text);
            },
            name);
        return first.Task;
    }
}

public sealed class Tap
{
    public event Action<DateTime>? Unsubscribed;

    public async Task CloseAsync()
    {
        await Task.Yield();
        Unsubscribed?.Invoke(DateTime.UtcNow);
    }
}

public sealed class Branch
{
    private readonly ManualResetEvent _done = new(false);

    /// <summary>What was made for one tap ends when that tap has let go.</summary>
    public void Follow(Tap tap) => tap.Unsubscribed += Stop;

    public void Finish() => _done.Set();

    private void Stop(DateTime at) => StopAt(at);

    private void StopAt(DateTime at)
    {
        if (at > DateTime.MinValue)
            _done.WaitOne();
    }
}

/// <summary>A write that has already gone through has nothing left to wait for.</summary>
public sealed class Pinger : IDisposable
{
    private readonly Stream _line;
    private readonly Timer _timer;

    public Pinger(Stream line)
    {
        _line = line;
        _timer = new Timer(_ => _ = PingAsync(), null, 1000, 1000);
    }

    public void Dispose() => _timer.Dispose();

    private Task PingAsync()
    {
        Task? write = null;
        try
        {
            write = _line.WriteAsync(new byte[1], 0, 1);
            if (write.IsCompleted)
            {
                write.GetAwaiter().GetResult();
                return Task.CompletedTask;
            }
        }
        catch (IOException failure)
        {
            return Task.FromException(failure);
        }

        return write;
    }
}
