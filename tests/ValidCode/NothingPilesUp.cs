namespace LeakGuard.ValidCode.NothingPilesUp;

public interface IPublisher
{
    event EventHandler? Opened;
}

public sealed class Operation
{
    private static readonly AsyncLocal<Operation?> s_current = new();

    public event EventHandler? Completed;

    public static Operation Current => s_current.Value ?? throw new InvalidOperationException();

    public void Complete() => Completed?.Invoke(this, EventArgs.Empty);
}

/// <summary>Waits that hold up no delivery: answers, continuations, the start of the handler's own type, the end of the operation under way.</summary>
public sealed class Channel2
{
    private readonly HttpClientHandler _handler = new();
    private readonly Func<string, Task<bool>> _validate;

    public Channel2(IPublisher publisher, Func<string, Task<bool>> validate)
    {
        _validate = validate;
        _handler.ServerCertificateCustomValidationCallback = (_, certificate, _, _) => _validate(certificate!.Subject).GetAwaiter().GetResult();
        publisher.Opened += OnOpened;
    }

    public void Publish(Task<int> task)
    {
        task.ConfigureAwait(false).GetAwaiter().OnCompleted(() => Published(task));
        Operation.Current.Completed += (_, _) => _validate("end").Wait();
    }

    public async Task StartAsync() => await _validate("start");

    private static void Published(Task<int> task) => Console.WriteLine(task.Result);

    private void OnOpened(object? sender, EventArgs e) => StartAsync().GetAwaiter().GetResult();
}

/// <summary>A semaphore that is a lock: entered by a method that hands out what leaves it.</summary>
public sealed class Gate
{
    private readonly SemaphoreSlim _semaphore = new(1, 1);

    public Leaver Enter()
    {
        _semaphore.Wait();
        return new Leaver(this);
    }

    public readonly struct Leaver(Gate gate) : IDisposable
    {
        public void Dispose() => gate._semaphore.Release();
    }
}

/// <summary>Short critical sections in a timer, and a wait that asks for its context first.</summary>
public sealed class Store2 : IDisposable
{
    private readonly Gate _gate = new();
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly Dictionary<string, DateTime> _seen = [];
    private readonly Timer _prune;

    public Store2(IPublisher publisher, Func<Task> sink)
    {
        _prune = new Timer(_ => Prune(), null, 1000, 1000);
        publisher.Opened += (_, _) =>
        {
            if (SynchronizationContext.Current == null)
                Console.WriteLine("opened");
            else
                sink().Wait();
        };
    }

    public async Task TouchAsync(string name)
    {
        await _lock.WaitAsync();
        try
        {
            _seen[name] = DateTime.UtcNow;
        }
        finally
        {
            _lock.Release();
        }
    }

    public void Dispose()
    {
        _prune.Dispose();
        _lock.Dispose();
    }

    private void Prune()
    {
        using (_gate.Enter())
            Console.WriteLine("pruning");
        _lock.Wait();
        try
        {
            foreach (var name in _seen.Keys.ToList())
            {
                if (!File.Exists(name))
                    _seen.Remove(name);
            }
        }
        finally
        {
            _lock.Release();
        }
    }
}

public interface IRunListener
{
    Task OnRunAsync();

    Task OnCloseAsync();
}

/// <summary>Runs once in a life that ends what it made.</summary>
public sealed class Worker : IRunListener
{
    private Timer? _timer;

    public async Task OnRunAsync()
    {
        await Task.Yield();
        _timer = new Timer(_ => Console.WriteLine("work"));
    }

    public Task OnCloseAsync()
    {
        _timer?.Dispose();
        _timer = null;
        return Task.CompletedTask;
    }
}
