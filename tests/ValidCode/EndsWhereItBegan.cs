using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ValidCode.EndsWhereItBegan;

// Entries of one thread, of one call, of a reader that goes on to the end, or of callers who have ended the one before.
public sealed class Pulse : IDisposable
{
    private readonly Timer timer = new(_ => { }, null, 0, 1000);

    public void Dispose() => timer.Dispose();
}

/// <summary>The key is the thread's own.</summary>
public sealed class Attached
{
    private readonly ConcurrentDictionary<int, Pulse> pulses = new();

    public void Attach() => pulses[Environment.CurrentManagedThreadId] = new Pulse();

    public void Detach()
    {
        if (pulses.TryRemove(Environment.CurrentManagedThreadId, out var pulse))
            pulse.Dispose();
    }
}

/// <summary>The end lets no more in and waits for the reader, which ends each.</summary>
public sealed class Recorder : IDisposable
{
    private readonly BlockingCollection<Pulse> pulses = new();
    private readonly Task reader;

    public Recorder() => reader = Task.Factory.StartNew(Read, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default);

    public void Add() => pulses.Add(new Pulse());

    public void Dispose()
    {
        pulses.CompleteAdding();
        reader.Wait();
        pulses.Dispose();
    }

    private void Read()
    {
        while (!pulses.IsCompleted)
        {
            if (pulses.TryTake(out var pulse, Timeout.Infinite))
                pulse.Dispose();
        }
    }
}

/// <summary>Who subscribes has ended what was there under that name.</summary>
public sealed class Subscriptions
{
    private readonly Dictionary<string, Pulse> pulses = new();

    public void Watch()
    {
        Unsubscribe("box");
        Subscribe("box", new Pulse());
    }

    public void Rest() => Unsubscribe("box");

    private void Subscribe(string name, Pulse pulse) => pulses[name] = pulse;

    private void Unsubscribe(string name)
    {
        if (pulses.TryGetValue(name, out var pulse))
            pulse.Dispose();
    }
}

/// <summary>Filled, used and ended by one call.</summary>
public sealed class Writer : IDisposable
{
    private readonly Dictionary<int, Pulse> open = new();
    private readonly StreamWriter target = new(Stream.Null);

    public void Write(IEnumerable<int> numbers)
    {
        foreach (var number in numbers)
        {
            if (!open.ContainsKey(number))
                open.Add(number, new Pulse());
        }

        target.WriteLine(open.Count);
        foreach (var pulse in open.Values)
            pulse.Dispose();
        open.Clear();
    }

    public void Dispose() => target.Dispose();
}
