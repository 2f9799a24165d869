using System.Collections.Concurrent;
using System.Threading;
using System.Threading.Tasks;

namespace LeakGuard.ValidCode.SettledByOthers;

// Flags of a type of their own, entries found by the caller's object, tables that a start fills once, and gates that let one in.
public sealed class Pulse : IDisposable
{
    private readonly Timer timer = new(_ => { }, null, 0, 1000);
    private readonly Action? ended;

    public Pulse()
    {
    }

    public Pulse(string name, Action ended)
    {
        Name = name;
        this.ended = ended;
    }

    public string Name { get; } = string.Empty;

    public void Dispose()
    {
        timer.Dispose();
        ended?.Invoke();
    }
}

public sealed class AtomicFlag
{
    private int value;

    public bool TrySet() => Interlocked.CompareExchange(ref value, 1, 0) == 0;

    public static implicit operator bool(AtomicFlag flag) => Volatile.Read(ref flag.value) == 1;
}

/// <summary>Set before the drain takes the lock, and asked under that lock by whoever adds.</summary>
public sealed class Client : IDisposable
{
    private readonly Dictionary<string, Pulse> pulses = new();
    private readonly AtomicFlag closed = new();

    public Pulse Connect(string name)
    {
        lock (pulses)
        {
            CheckOpen();
            return Keep(name, new Pulse());
        }
    }

    public void Dispose()
    {
        if (!closed.TrySet())
            return;
        lock (pulses)
        {
            foreach (var pulse in pulses.Values)
                pulse.Dispose();
        }
    }

    private void CheckOpen()
    {
        if (closed)
            throw new ObjectDisposedException(nameof(Client));
    }

    private Pulse Keep(string name, Pulse pulse)
    {
        lock (pulses)
            pulses.Add(name, pulse);
        return pulse;
    }
}

public interface IFilter : IDisposable;

/// <summary>Who takes a filter out has it in hand.</summary>
public sealed class Filters
{
    private readonly List<Placed> placed = new();

    public void Add(IFilter filter, double order)
    {
        if (IndexOf(filter) >= 0)
            throw new ArgumentException("It is there already.", nameof(filter));
        placed.Add(new Placed(filter, order));
    }

    public void Remove(IFilter filter)
    {
        var index = IndexOf(filter);
        if (index >= 0)
            placed.RemoveAt(index);
    }

    public void Withdraw(IFilter filter)
    {
        var index = placed.FindIndex(p => p.Filter == filter);
        if (index >= 0)
            placed.RemoveAt(index);
    }

    public void Close()
    {
        foreach (var one in placed.ToArray())
        {
            try
            {
                one.Filter.Dispose();
            }
            catch (InvalidOperationException)
            {
                // It has ended.
            }
        }

        placed.Clear();
    }

    private int IndexOf(IFilter filter)
    {
        for (var i = 0; i < placed.Count; i++)
        {
            if (placed[i].Filter == filter)
                return i;
        }

        return -1;
    }

    private sealed record Placed(IFilter Filter, double Order);
}

/// <summary>The start goes over the endpoints once, and nothing else fills the table.</summary>
public sealed class Runtime(IReadOnlyList<string> endpoints) : IAsyncDisposable
{
    private readonly Dictionary<string, Pulse> pulses = new();

    public async Task StartAsync(CancellationToken cancellation)
    {
        await startPulsesAsync();
        cancellation.ThrowIfCancellationRequested();
    }

    public ValueTask DisposeAsync()
    {
        foreach (var pulse in pulses.Values)
            pulse.Dispose();
        pulses.Clear();
        return default;
    }

    private async Task startPulsesAsync()
    {
        foreach (var endpoint in endpoints)
        {
            await Task.Yield();
            var pulse = new Pulse(endpoint, () => { });
            pulses[pulse.Name] = pulse;
        }
    }
}

/// <summary>One at a time comes through, the others leave at once.</summary>
public sealed class Waker
{
    private readonly BlockingCollection<object> calls = new();
    private int isWaking;

    public void Wake()
    {
        if (Interlocked.CompareExchange(ref isWaking, 1, 0) == 0)
        {
            if (calls.Count == 0)
                calls.Add(new object());
            Interlocked.Exchange(ref isWaking, 0);
        }
    }
}

public sealed class Poller
{
    private readonly ConcurrentDictionary<string, object> marks = new();
    private int isPolling;

    public void Poll(string name)
    {
        if (Interlocked.Exchange(ref isPolling, 1) == 1)
            return;
        try
        {
            if (!marks.ContainsKey(name))
                marks[name] = new object();
        }
        finally
        {
            Volatile.Write(ref isPolling, 0);
        }
    }
}

/// <summary>Derived types may call the helpers, which the type itself calls under its lock.</summary>
public class Folder
{
    private readonly object gate = new();
    private readonly Dictionary<string, Folder> folders = new();
    private volatile bool isKnown;

    public bool Knows(string path)
    {
        lock (gate)
            return Find(path, false)?.isKnown == true;
    }

    public void Learn(string path)
    {
        lock (gate)
            Find(path, true)!.isKnown = true;
    }

    protected Folder? Find(string path, bool create)
    {
        var slash = path.IndexOf('/', StringComparison.Ordinal);
        var name = slash < 0 ? path : path[..slash];
        if (!folders.TryGetValue(name, out var folder))
        {
            if (!create)
                return null;
            folder = folders[name] = new Folder();
        }

        return slash < 0 ? folder : folder.Find(path[(slash + 1)..], create);
    }
}

/// <summary>The slot has nothing, or what the caller has as well.</summary>
public sealed class Handover : IDisposable
{
    private Pulse? pulse = new();

    public bool Release(Pulse wanted)
    {
        if (pulse != null && pulse != wanted)
            return false;
        pulse = null;
        return true;
    }

    public void Dispose() => pulse?.Dispose();
}

public static class Check
{
    public static void State(Func<bool> holds)
    {
        if (!holds())
            throw new InvalidOperationException();
    }
}

/// <summary>What must be so is said by a lambda.</summary>
public sealed class Opened : IDisposable
{
    private readonly Dictionary<string, Pulse> pulses = new();

    public void Open(string name)
    {
        Check.State(() => !pulses.ContainsKey(name));
        pulses[name] = new Pulse();
    }

    public void Close(string name)
    {
        if (pulses.Remove(name, out var pulse))
            pulse.Dispose();
    }

    public void Dispose()
    {
        foreach (var pulse in pulses.Values)
            pulse.Dispose();
    }
}
