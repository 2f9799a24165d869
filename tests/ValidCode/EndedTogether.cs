using System.Collections.Concurrent;
using System.Threading.Channels;

namespace LeakGuard.ValidCode.EndedTogether;

public static class Owner
{
    public static Recorder Record() => new();

    public static Requests Ask() => new();

    public static IndexWriter Write(string path) => new(path);
}

public static class Disposer
{
    public static void DisposeAll(params IDisposable?[] all)
    {
        foreach (var one in all)
            one?.Dispose();
    }

    public static void DisposeEach(IEnumerable<IDisposable> all)
    {
        foreach (var one in all)
            one.Dispose();
    }
}

/// <summary>A helper gets them all at once.</summary>
public sealed class IndexWriter(string path) : IDisposable
{
    private FileStream? _data = File.Create(path + ".dat");
    private FileStream? _meta = File.Create(path + ".met");

    public void Write(byte value)
    {
        _data!.WriteByte(value);
        _meta!.WriteByte(1);
    }

    public void Dispose()
    {
        try
        {
            Write(0);
        }
        finally
        {
            Disposer.DisposeAll(_data, _meta);
            _data = _meta = null;
        }
    }
}

/// <summary>They are taken out one by one and disposed in the list they were copied to.</summary>
public sealed class Trackers : IDisposable
{
    private readonly ConcurrentDictionary<long, Lazy<Tracker>> _trackers = new();

    public long Record(long version) => _trackers.GetOrAdd(version, v => new Lazy<Tracker>(() => new Tracker(v))).Value.Version;

    public void Prune(long oldest)
    {
        foreach (var tracker in _trackers.Values.Select(t => t.Value).Where(t => t.Version < oldest).ToList())
        {
            _trackers.TryRemove(tracker.Version, out _);
            tracker.Dispose();
        }
    }

    public void Dispose()
    {
        IList<Tracker> all = new List<Tracker>(_trackers.Values.Select(t => t.Value));
        foreach (var tracker in all)
            _trackers.TryRemove(tracker.Version, out _);
        Disposer.DisposeEach(all);
    }

    private sealed class Tracker(long version) : IDisposable
    {
        public long Version => version;

        public void Dispose() => Console.WriteLine(version);
    }
}

/// <summary>A buffer that is closed as soon as it is filled; what stays is text to read.</summary>
public sealed class Report
{
    private Buffer? _buffer;

    public void Build(string text)
    {
        _buffer = new Buffer();
        _buffer.Write(text);
        _buffer.Close();
    }

    public string? Read() => _buffer?.Text;

    public void Close() => _buffer = null;

    private sealed class Buffer
    {
        private readonly BufferedStream _stream = new(new MemoryStream());

        public string Text { get; private set; } = string.Empty;

        public void Write(string text)
        {
            Text += text;
            _stream.WriteByte((byte)text.Length);
        }

        public void Close() => _stream.Dispose();
    }
}

/// <summary>Kept while the operation runs, which ends what it made.</summary>
public sealed class Requests : IDisposable
{
    private readonly Dictionary<Guid, Pending> _pending = [];
    private readonly Lock _gate = new();

    public async Task<string> AskAsync(Guid id)
    {
        var pending = new Pending(id);
        Register(pending);
        try
        {
            return await pending.WaitAsync();
        }
        finally
        {
            Unregister(pending.Id);
            pending.Dispose();
        }
    }

    public void Dispose() => GC.SuppressFinalize(this);

    private void Register(Pending pending)
    {
        lock (_gate)
            _pending[pending.Id] = pending;
    }

    private void Unregister(Guid id)
    {
        lock (_gate)
            _pending.Remove(id);
    }

    private sealed class Pending(Guid id) : IDisposable
    {
        private readonly Timer _timeout = new(_ => Console.WriteLine(id), null, 1000, Timeout.Infinite);

        public Guid Id => id;

        public Task<string> WaitAsync() => Task.FromResult(_timeout.ToString()!);

        public void Dispose() => _timeout.Dispose();
    }
}

/// <summary>What the member has put there itself, it takes back when connecting fails.</summary>
public sealed class Connector : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1);
    private FileStream? _channel;

    public async Task ConnectAsync(string path)
    {
        await _gate.WaitAsync();
        try
        {
            if (_channel != null)
                throw new InvalidOperationException();
            var channel = File.OpenRead(path);
            _channel = channel;
            try
            {
                await channel.ReadExactlyAsync(new byte[1]);
            }
            catch
            {
                _channel = null;
                channel.Dispose();
                throw;
            }
        }
        finally
        {
            _gate.Release();
        }
    }

    public void Dispose() => _channel?.Dispose();
}

/// <summary>Who started it is stopped; no more come in, and the reader disposes what is left; a callback ends the rest.</summary>
public sealed class Recorder : IAsyncDisposable
{
    private readonly Starter _starter = new();
    private readonly Channel<MemoryFile> _files = Channel.CreateUnbounded<MemoryFile>();
    private readonly Dictionary<int, FileStream> _streams = [];
    private readonly Starter.Line _line;
    private readonly Task _reader;
    private FileStream? _capture;

    public Recorder()
    {
        _line = new Starter.Line(OnDisconnected);
        _reader = Task.Run(ReadAsync);
    }

    public async Task BeginAsync() => _capture = await _starter.StartAsync();

    public void Offer(string path)
    {
        var file = new MemoryFile(path);
        if (!_files.Writer.TryWrite(file))
            file.Dispose();
    }

    public void Open(int id, string path)
    {
        if (!_streams.ContainsKey(id))
            _streams.Add(id, File.OpenRead(path));
    }

    public async Task EndAsync(int id)
    {
        if (_streams.Remove(id, out var stream))
            await stream.DisposeAsync();
    }

    public async Task StopAsync()
    {
        _capture = null;
        await _starter.StopAsync();
    }

    public async ValueTask DisposeAsync()
    {
        _files.Writer.TryComplete();
        await _reader;
        await _line.StopAsync();
    }

    private void OnDisconnected()
    {
        foreach (var stream in _streams.Values)
            stream.Dispose();
        _streams.Clear();
    }

    private async Task ReadAsync()
    {
        await foreach (var file in _files.Reader.ReadAllAsync())
            file.Dispose();
    }

    public sealed class MemoryFile(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);

        public void Dispose() => _file.Dispose();
    }
}

public sealed class Starter
{
    private FileStream? _file;

    public async Task<FileStream> StartAsync()
    {
        await Task.Yield();
        return _file = File.Create("capture");
    }

    public async Task StopAsync()
    {
        if (_file != null)
            await _file.DisposeAsync();
        _file = null;
    }

    public sealed class Line(Action disconnected)
    {
        public Task StopAsync()
        {
            disconnected();
            return Task.CompletedTask;
        }
    }
}
