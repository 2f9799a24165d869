namespace LeakGuard.ValidCode.OnceOpened;

/// <summary>Until the game starts the record is in memory, and the writer over it holds nothing.</summary>
public sealed class Recorder
{
    private BinaryWriter _writer;
    private MemoryStream? _before = new();

    public Recorder() => _writer = new BinaryWriter(_before!);

    public void Receive(byte[] data)
    {
        if (_before != null && data.Length == 1)
        {
            _writer.Flush();
            var start = _before.ToArray();
            _before = null;
            Save(start);
        }

        _writer.Write(data);
    }

    public void Dispose() => _writer.Dispose();

    private void Save(byte[] start)
    {
        var file = File.Create("record");
        _writer = new BinaryWriter(file);
        _writer.Write(start);
    }
}

/// <summary>The loop goes on only while nothing could be opened.</summary>
public sealed class CacheFolder
{
    private FileStream? _lock;

    public int Find()
    {
        for (var i = 0; i < 15; i++)
        {
            if (TryLock(i))
                return i;
        }

        throw new IOException("no folder is free");
    }

    private bool TryLock(int i)
    {
        try
        {
            var file = File.Open("lock" + i, FileMode.Create, FileAccess.ReadWrite, FileShare.None);
            _lock = file;
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }

    public long Length => _lock?.Length ?? 0;
}

public sealed class Category(string name) : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly FileStream _file = File.OpenWrite(name);
    private bool _disposed;

    public void Write(byte value)
    {
        _gate.EnterWriteLock();
        try
        {
            if (!_disposed)
                _file.WriteByte(value);
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _file.Dispose();
    }
}

/// <summary>The mark in a category says that the category is disposed, not the manager, which ends with the process.</summary>
public sealed class Categories : IDisposable
{
    private readonly ReaderWriterLockSlim _gate = new();
    private readonly Dictionary<string, Category> _categories = new();
    private bool _ended;

    public Category Of(string name)
    {
        _gate.EnterWriteLock();
        try
        {
            ObjectDisposedException.ThrowIf(_ended, this);
            if (!_categories.TryGetValue(name, out var category))
            {
                category = new Category(name);
                _categories.Add(name, category);
            }

            return category;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    public void Dispose()
    {
        _gate.EnterWriteLock();
        _ended = true;
        _gate.ExitWriteLock();
        foreach (var category in _categories.Values)
        {
            try
            {
                category.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

public interface IEvents
{
    IDisposable Subscribe<T>(Action<T> handler);
}

/// <summary>Derived services subscribe in the hook that the start runs.</summary>
public abstract class EventService(IEvents events)
{
    private readonly List<IDisposable> _subscriptions = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly object _gate = new();

    public void StartAsync() => SubscribeToEvents();

    public void StopAsync()
    {
        lock (_gate)
        {
            foreach (var subscription in _subscriptions)
                subscription.Dispose();
        }

        _stop.Cancel();
    }

    protected virtual void SubscribeToEvents()
    {
    }

    protected void Subscribe<T>()
    {
        lock (_gate)
            _subscriptions.Add(events.Subscribe<T>(_ => { }));
    }
}

public sealed class Invoices(IEvents events) : EventService(events)
{
    protected override void SubscribeToEvents()
    {
        Subscribe<string>();
        base.SubscribeToEvents();
    }
}

/// <summary>Whoever brings the answer completes what is waited for and takes it out.</summary>
public sealed class Conversation
{
    private readonly Dictionary<int, TaskCompletionSource<string>> _open = new();
    private readonly Dictionary<int, string> _early = new();
    private int _next;

    public async Task<string> AskAsync()
    {
        var id = _next++;
        var answer = new TaskCompletionSource<string>();
        _open.Add(id, answer);
        if (_early.Remove(id, out var early))
        {
            answer.TrySetResult(early);
            _open.Remove(id);
        }

        return await answer.Task;
    }

    public void Bring(IEnumerable<(int Id, string Text)> answers)
    {
        foreach (var (id, text) in answers)
            Complete(id, text);
    }

    private void Complete(int id, string text)
    {
        if (_open.TryGetValue(id, out var answer))
        {
            answer.SetResult(text);
            _open.Remove(id);
            return;
        }

        _early.TryAdd(id, text);
    }
}

/// <summary>The name says what is started, not that this happens again.</summary>
public sealed class Plugins(string folder) : IDisposable
{
    private FileSystemWatcher? _watcher;

    public void StartHotReload()
    {
        _watcher = new FileSystemWatcher(folder, "*.json");
        _watcher.Created += (_, e) => Console.WriteLine(e.FullPath);
        _watcher.EnableRaisingEvents = true;
    }

    public void Dispose() => _watcher?.Dispose();
}
