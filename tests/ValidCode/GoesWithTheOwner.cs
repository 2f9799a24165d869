using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.GoesWithTheOwner;

/// <summary>Every area attaches its own end to the event that the browser raises when it is disposed.</summary>
internal sealed class Browser : IDisposable
{
    private readonly ConcurrentDictionary<string, Area> _areas = new();

    public event EventHandler? Left;

    public static Browser Open() => new();

    public string Create()
    {
        var id = Guid.NewGuid().ToString();
        var area = Area.Create(this, id);
        _areas.TryAdd(id, area);
        area.Closed += (_, _) => _areas.TryRemove(id, out _);
        return id;
    }

    public long Size(string id) => _areas.TryGetValue(id, out var area) ? area.Size : 0;

    public void Dispose() => Left?.Invoke(this, EventArgs.Empty);
}

internal sealed class Area : IDisposable
{
    private readonly Browser _browser;
    private readonly FileStream _log;
    private int _isDisposed;

    private Area(Browser browser, string id)
    {
        _browser = browser;
        _log = File.Create(id);
    }

    public event EventHandler? Closed;

    public long Size => _log.Length;

    public static Area Create(Browser browser, string id)
    {
        var area = new Area(browser, id);
        area.Initialize();
        return area;
    }

    public void Dispose()
    {
        if (Interlocked.Exchange(ref _isDisposed, 1) != 0)
            return;
        _log.Dispose();
        Closed?.Invoke(this, EventArgs.Empty);
    }

    private void Initialize() => _browser.Left += (_, _) => Dispose("left");

    private void Dispose(string reason)
    {
        Console.WriteLine(reason);
        Dispose();
    }
}

/// <summary>A page says by its event Close that it has ended.</summary>
internal sealed class Book
{
    private readonly ConcurrentDictionary<string, Page> _pages = new();

    public string Add()
    {
        var id = Guid.NewGuid().ToString();
        var page = new Page(id);
        _pages.TryAdd(id, page);
        page.Close += (_, _) => _pages.TryRemove(id, out _);
        return id;
    }

    public void End(string id)
    {
        if (_pages.TryRemove(id, out var page))
            page.Dispose();
    }
}

internal sealed class Page(string id) : IDisposable
{
    private readonly Mutex _mutex = new(false, id);

    public event EventHandler? Close;

    public void Dispose()
    {
        _mutex.Dispose();
        Close?.Invoke(this, EventArgs.Empty);
    }
}

internal abstract class Reader : IAsyncDisposable
{
    public abstract Task StartAsync();

    public abstract ValueTask DisposeAsync();
}

/// <summary>Derived types add their readers in the hook that the start runs, by helpers of theirs.</summary>
internal abstract class Bus : IAsyncDisposable
{
    private readonly List<Reader> _readers = [];
    private readonly object _gate = new();
    private bool _isOn;

    public async Task StartAsync()
    {
        lock (_gate)
        {
            if (_isOn)
                return;
            _isOn = true;
        }

        await CreateReadersAsync();
        await Task.WhenAll(_readers.Select(r => r.StartAsync()));
    }

    public async Task StopAsync()
    {
        lock (_gate)
        {
            if (!_isOn)
                return;
        }

        foreach (var reader in _readers)
            await reader.DisposeAsync();
        _readers.Clear();
        lock (_gate)
            _isOn = false;
    }

    public async ValueTask DisposeAsync() => await StopAsync();

    protected virtual Task CreateReadersAsync() => Task.CompletedTask;

    protected void Add(Reader reader) => _readers.Add(reader);
}

internal sealed class PipeReader(string name) : Reader
{
    public override Task StartAsync() => Console.Out.WriteLineAsync(name);

    public override ValueTask DisposeAsync() => default;
}

internal sealed class PipeBus(string[] names) : Bus
{
    protected override async Task CreateReadersAsync()
    {
        await base.CreateReadersAsync();
        foreach (var name in names)
            AddPipe(name);
    }

    private void AddPipe(string name)
    {
        Console.WriteLine(name);
        Add(new PipeReader(name));
    }
}

/// <summary>The file is opened only while there is no stream to write to, and is that stream from then on.</summary>
internal sealed class Sink(string path) : IDisposable
{
    private readonly ConcurrentQueue<byte[]> _queue = new();
    private readonly CancellationTokenSource _end = new();
    private FileStream? _file;
    private Stream? _out;
    private bool _failed;
    private Thread? _worker;

    public void Start()
    {
        _worker = new Thread(Run);
        _worker.Start();
    }

    public void Write(byte[] frame)
    {
        if (_queue.Count < 100)
            _queue.Enqueue(frame);
    }

    public void Dispose()
    {
        _end.Cancel();
        _worker?.Join();
        _file?.Dispose();
    }

    private void Run()
    {
        while (!_end.IsCancellationRequested)
        {
            if (!_failed && _queue.TryDequeue(out var frame))
                WriteOne(frame);
        }
    }

    private void WriteOne(byte[] frame)
    {
        foreach (var part in frame.Chunk(10))
        {
            if (_out == null && !Open())
                return;
            _out!.Write(part, 0, part.Length);
        }
    }

    private bool Open()
    {
        try
        {
            if (path == "-")
            {
                _out = Console.OpenStandardOutput();
                return true;
            }

            _file = new FileStream(path, FileMode.Create);
            _out = _file;
            return true;
        }
        catch (IOException)
        {
            _failed = true;
            return false;
        }
    }
}
