using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.AsGoodAsOne;

/// <summary>A day and what is known of it: two of them are equal.</summary>
public class Chains(Func<string, DateTime, IEnumerable<string>> source)
{
    private readonly ConcurrentDictionary<string, Entry> _cache = new();

    public IEnumerable<string> Of(string symbol, DateTime date)
    {
        List<string> symbols;
        if (!_cache.TryGetValue(symbol, out var entry) || date.Date != entry.Date)
        {
            symbols = source(symbol, date.Date).ToList();
            _cache[symbol] = new Entry(date.Date, symbols);
        }
        else
        {
            symbols = entry.Symbols;
        }

        return symbols;
    }

    private class Entry(DateTime date, List<string> symbols)
    {
        public DateTime Date { get; } = date;

        public List<string> Symbols { get; } = symbols;
    }
}

/// <summary>The loser of the race has a token source that nothing hangs on yet.</summary>
public sealed class Loggers : IDisposable
{
    private readonly ConcurrentDictionary<string, State> _states = new();
    private readonly CancellationTokenSource _ending = new();

    internal State Of(string name) => _states.GetOrAdd(name, n => new State(n));

    public void Dispose()
    {
        foreach (var pair in _states)
            pair.Value.Complete();
        _ending.Cancel();
    }

    internal sealed class State(string name)
    {
        private readonly CancellationTokenSource _stream = new();

        public string Name => name;

        public async Task WatchAsync()
        {
            using var _ = _stream.Token.Register(() => Console.WriteLine(name));
            await Task.Delay(10);
        }

        public void Complete() => _stream.Cancel();
    }
}

/// <summary>Only the ticks of one timer use the table, and the next one comes when this one is done.</summary>
public sealed class Queue : IDisposable
{
    private readonly System.Timers.Timer _timer;
    private readonly Dictionary<string, Counter> _counters;

    public Queue()
    {
        _counters = new Dictionary<string, Counter>();
        _timer = new System.Timers.Timer { AutoReset = false, Enabled = true, Interval = 1000 };
        _timer.Elapsed += (_, _) =>
        {
            Populate();
            _timer.Start();
        };
    }

    private void Populate()
    {
        foreach (var name in new[] { "a", "b" })
            Of(name).Add();
    }

    private Counter Of(string name)
    {
        if (!_counters.TryGetValue(name, out var counter))
            _counters[name] = counter = new Counter();
        return counter;
    }

    public void Dispose() => _timer.Dispose();

    private sealed class Counter
    {
        private int _count;

        public void Add() => _count++;
    }
}

/// <summary>Derived types register when they are loaded.</summary>
public abstract class Decoder
{
    private static readonly Dictionary<Type, Dictionary<string, Func<string, Decoder>>> Decoders = new();

    public static Decoder Of(Type type, string line)
    {
        if (!Decoders.TryGetValue(type, out var typed))
            throw new IOException(line);
        return typed[line](line);
    }

    protected static void Add<T>(string magic, Func<string, Decoder> make)
    {
        if (!Decoders.TryGetValue(typeof(T), out var typed))
            Decoders.Add(typeof(T), typed = new Dictionary<string, Func<string, Decoder>>());
        typed[magic] = make;
    }
}
