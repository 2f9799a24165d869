using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.SaidOnce;

/// <summary>Its dispose only tells the desk; a ticket that is dropped with the desk holds nothing.</summary>
public sealed class Ticket(Desk desk, int number) : IDisposable
{
    public int Number => number;

    public void Dispose() => desk.GiveBack(this);
}

public sealed class Desk : IDisposable
{
    private readonly ConcurrentDictionary<int, Ticket> _tickets = new();
    private readonly Timer _closing;

    public Desk() => _closing = new Timer(_ => _tickets.Clear());

    public Ticket Take(int number) => _tickets.GetOrAdd(number, n => new Ticket(this, n));

    public void GiveBack(Ticket ticket) => _tickets.TryRemove(KeyValuePair.Create(ticket.Number, ticket));

    public void Dispose() => _closing.Dispose();
}

/// <summary>The pump cancels its own token and waits in what it registered there.</summary>
public sealed class Pump : IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly Timer _timer;
    private readonly Func<Task> _work;
    private Task _last = Task.CompletedTask;

    public Pump(Func<Task> work)
    {
        _work = work;
        _stop.Token.Register(() => _last.Wait(TimeSpan.FromSeconds(2)));
        _timer = new Timer(_ => Tick());
        _timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
    }

    public void Dispose()
    {
        _stop.Cancel();
        _timer.Dispose();
        _stop.Dispose();
    }

    private void Tick()
    {
        _last = _work();
        _timer.Change(TimeSpan.FromSeconds(1), Timeout.InfiniteTimeSpan);
    }
}

/// <summary>Dispose waits until everything that was lent has come back, so giving back must go on working.</summary>
public sealed class Lending(Func<Stream> open) : IDisposable
{
    private readonly ConcurrentQueue<Stream> _idle = new();
    private readonly SemaphoreSlim _returned = new(0);
    private int _lent;

    public Stream Lend()
    {
        if (!_idle.TryDequeue(out var stream))
            stream = open();
        Interlocked.Increment(ref _lent);
        return stream;
    }

    public void GiveBack(Stream stream)
    {
        _idle.Enqueue(stream);
        _returned.Release();
    }

    public void Dispose()
    {
        while (Volatile.Read(ref _lent) > 0)
        {
            _returned.Wait();
            if (_idle.TryDequeue(out var stream))
            {
                try
                {
                    stream.Dispose();
                }
                catch (IOException)
                {
                    // The next one is closed all the same.
                }

                Interlocked.Decrement(ref _lent);
            }
        }
    }
}

/// <summary>Settings that callers bring: some of them can be disposed, and none was made here.</summary>
public sealed class Settings
{
    private readonly Dictionary<string, object> _values = new();

    public void Set(string name, object value) => _values[name] = value;

    public void Clear()
    {
        foreach (var value in _values.Values)
            (value as IDisposable)?.Dispose();
        _values.Clear();
    }
}

/// <summary>A job takes itself out of the table when it ends, with what the table gave it.</summary>
public sealed class Job : IDisposable
{
    private readonly Action _ended;
    private readonly Timer _timer;

    private Job(Action ended)
    {
        _ended = ended;
        _timer = new Timer(_ => Dispose(), null, 1000, Timeout.Infinite);
    }

    public static Job StartNew(Action ended) => new(ended);

    public void Dispose()
    {
        _timer.Dispose();
        _ended();
    }
}

public sealed class Jobs
{
    private readonly ConcurrentDictionary<Guid, Job> _running = new();

    public Guid Start()
    {
        var id = Guid.NewGuid();
        void Forget() => _running.TryRemove(id, out _);
        _running[id] = Job.StartNew(Forget);
        return id;
    }

    public void Stop(Guid id)
    {
        if (_running.TryRemove(id, out var job))
            job.Dispose();
    }

    public void StopAll()
    {
        foreach (var job in _running.Values)
            job.Dispose();
    }
}
