using System.Collections;
using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.AsTheySay;

/// <summary>Who puts something back sees to it that a sweep comes, and the end forgets the timer so that a new one is made.</summary>
public sealed class Spares(TimeSpan pause) : IDisposable
{
    private readonly ConcurrentQueue<FileStream> _idle = new();
    private readonly object _gate = new();
    private Timer? _timer;

    public FileStream Take(string path) => _idle.TryDequeue(out var file) ? file : File.OpenRead(path);

    public void Return(FileStream file)
    {
        _idle.Enqueue(file);
        StartTimer();
    }

    public void Dispose()
    {
        _timer?.Dispose();
        _timer = null;
        Sweep(null);
    }

    private void StartTimer()
    {
        if (_timer != null)
            return;
        lock (_gate)
            _timer ??= new Timer(Sweep, null, pause, pause);
    }

    private void Sweep(object? state)
    {
        while (_idle.TryDequeue(out var file))
        {
            try
            {
                file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

public sealed class Feed(Func<Stream> open)
{
    public event Action<string>? Lost;

    public Stream Open() => open();

    public void Lose(string name) => Lost?.Invoke(name);
}

public static class Watching
{
    /// <summary>Nobody has the watcher afterwards: it lives by the events of the feed, which tell of every end.</summary>
    public static void Watch(this Feed feed, string[] names) => new Watcher(feed).Start(names);

    private sealed class Watcher
    {
        private readonly Dictionary<string, Stream> _streams = new();
        private readonly object _gate = new();
        private readonly Feed _feed;

        public Watcher(Feed feed) => _feed = feed;

        public void Start(string[] names)
        {
            _feed.Lost += name =>
            {
                lock (_gate)
                {
                    if (_streams.TryGetValue(name, out var stream))
                    {
                        _streams.Remove(name);
                        stream.Dispose();
                    }
                }
            };
            foreach (var name in names)
                Follow(name);
        }

        private void Follow(string name)
        {
            lock (_gate)
            {
                if (!_streams.ContainsKey(name))
                    _streams.Add(name, new FileStream(name, FileMode.Open));
            }
        }
    }
}

public sealed class Talk(int port) : IDisposable
{
    private readonly FileStream _log = File.OpenRead("talk");

    public event EventHandler? Ended;

    public int Port { get; } = port;

    public void Dispose()
    {
        _log.Dispose();
        Ended?.Invoke(this, EventArgs.Empty);
    }
}

/// <summary>A table that reads the key off what is put in.</summary>
public sealed class Talks : IDisposable, IReadOnlyDictionary<int, Talk>
{
    private readonly ConcurrentDictionary<int, Talk> _all = new();
    private volatile bool _closed;

    public IEnumerable<int> Keys => _all.Keys;

    public IEnumerable<Talk> Values => _all.Values;

    public int Count => _all.Count;

    public Talk this[int port] => _all[port];

    public bool Add(Talk talk)
    {
        if (!_all.TryAdd(talk.Port, talk))
            return false;
        if (_closed && _all.TryRemove(talk.Port, out var late))
            late.Dispose();
        return true;
    }

    public Talk? Find(int port) => _all.TryGetValue(port, out var talk) ? talk : null;

    public bool ContainsKey(int port) => _all.ContainsKey(port);

    public bool TryGetValue(int port, out Talk talk) => _all.TryGetValue(port, out talk!);

    public IEnumerator<KeyValuePair<int, Talk>> GetEnumerator() => _all.GetEnumerator();

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public void Dispose()
    {
        _closed = true;
        foreach (var talk in _all.Values)
        {
            try
            {
                talk.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

/// <summary>What goes to everybody is looked up in a second table; all talks are in the first one.</summary>
public class Exchange : IDisposable
{
    private readonly Talks _talks = new();
    private readonly Dictionary<int, Talk> _toAll = new();

    public Talk Begin(int port, bool toAll)
    {
        var talks = _talks;
        var talk = talks.Find(port);
        if (talk != null || _toAll.TryGetValue(port, out talk))
            return talk;
        lock (talks)
        {
            talk = new Talk(port);
            if (talks.Add(talk) && toAll)
            {
                _toAll[port] = talk;
                talk.Ended += (sender, _) =>
                {
                    if (sender is Talk ended)
                        _toAll.Remove(ended.Port);
                };
            }
        }

        return talk;
    }

    public void Dispose() => _talks.Dispose();
}

public static class Offices
{
    public static Exchange Open() => new();
}

public sealed class Sheet : IDisposable
{
    private readonly Stream _source;
    private System.Data.DataColumn[]? _columns;

    public Sheet(Stream source, string[] names)
    {
        _source = source;
        Read(names);
    }

    public int Width => _columns?.Length ?? 0;

    public void Dispose() => _source.Dispose();

    private void Read(string[] names)
    {
        _columns = new System.Data.DataColumn[names.Length];
        for (var i = 0; i < names.Length; i++)
            _columns[i] = new System.Data.DataColumn(names[i]);
        if (names.Distinct().Count() != names.Length)
        {
            _columns = null;
            throw new InvalidDataException("columns");
        }
    }
}
