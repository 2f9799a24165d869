using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.OnceAndForAll;

public interface IArchive
{
    Task SaveAsync(string text);
}

public sealed class Line
{
    public event EventHandler? Stopped;

    public void Stop() => Stopped?.Invoke(this, EventArgs.Empty);
}

/// <summary>Waits where nothing can pile up behind it: at the end, at its own cancellation, off the delivering thread.</summary>
public sealed class Recorder : IDisposable
{
    private readonly IArchive _archive;
    private readonly CancellationTokenSource _over = new();
    private readonly CancellationTokenRegistration _atEnd;
    private readonly Thread _pump;

    public Recorder(Line line, IArchive archive)
    {
        _archive = archive;
        line.Stopped += (_, _) => _archive.SaveAsync("stopped").Wait();
        _atEnd = _over.Token.Register(() => _archive.SaveAsync("over").Wait());
        _pump = new Thread(() => { });
    }

    public bool IsPumpThread => Thread.CurrentThread == _pump;

    public void Attach(AppDomain domain) => domain.TypeResolve += (_, arguments) =>
    {
        if (!IsPumpThread)
            _archive.SaveAsync(arguments.Name).Wait();
        return null;
    };

    public void Dispose()
    {
        _over.Cancel();
        _atEnd.Dispose();
        _over.Dispose();
    }
}

/// <summary>A new stream around the one before, made by a helper.</summary>
public sealed class Pipe(Stream first) : IDisposable
{
    private Stream _stream = new BufferedStream(first);

    public void Reset() => _stream = Around(_stream);

    public void Dispose() => _stream.Dispose();

    private static Stream Around(Stream inner) => new BufferedStream(inner);
}

/// <summary>Entries made while nobody else has the table, and entries that a caller brings.</summary>
public sealed class Gauges : IDisposable
{
    private readonly ConcurrentDictionary<string, Timer> _gauges = new();

    public Gauges(IEnumerable<string> names)
    {
        foreach (var name in names)
            _gauges.GetOrAdd(name, n => new Timer(_ => Console.WriteLine(n)));
    }

    public void Dispose()
    {
        foreach (var gauge in _gauges.Values)
            gauge.Dispose();
    }
}

/// <summary>Readers that take themselves out when their user disposes them.</summary>
public sealed class Journal : IDisposable
{
    private readonly ConcurrentDictionary<int, Reader> _readers = new();
    private readonly FileStream _file = File.Create(Path.GetTempFileName());
    private int _last;

    public Reader Read()
    {
        var number = Interlocked.Increment(ref _last);
        return _readers[number] = new Reader(this, number);
    }

    public void Dispose() => _file.Dispose();

    public sealed class Reader(Journal journal, int number) : IDisposable
    {
        private readonly Timer _poll = new(_ => Console.WriteLine(number), null, 0, 100);

        public void Dispose()
        {
            journal._readers.TryRemove(number, out _);
            _poll.Dispose();
        }
    }
}
