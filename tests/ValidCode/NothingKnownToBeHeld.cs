using System.Collections.Concurrent;
using System.Data;
using System.Data.Common;

namespace LeakGuard.ValidCode.NothingKnownToBeHeld;

/// <summary>A remote page as a client sees it: large, and closing it only notes that it is closed.</summary>
public sealed class PageView(string url) : IDisposable
{
    private readonly List<string> _titles = new();
    private string _url = url;

    public bool IsClosed { get; private set; }
    public string Url => _url;
    public string Host => new Uri(_url).Host;
    public string Title => _titles.Count == 0 ? string.Empty : _titles[^1];
    public int Visits { get; private set; }
    public int Depth => _url.Count(c => c == '/');

    public void Visit(string next)
    {
        _url = next;
        Visits++;
    }

    public void Name(string title) => _titles.Add(title);

    public string Describe() => $"{Title} ({_url}, {Visits})";

    public bool Matches(string pattern) => _url.Contains(pattern, StringComparison.Ordinal);

    public void Dispose() => IsClosed = true;
}

/// <summary>Whatever is replaced here, nothing but memory goes with it.</summary>
public sealed class Browser : IDisposable
{
    private readonly object _gate = new();
    private readonly Dictionary<string, PageView> _pages = new();

    public void Open(string name, string url)
    {
        lock (_gate)
            _pages[name] = new PageView(url);
    }

    public void Forget(string name)
    {
        lock (_gate)
            _pages.Remove(name);
    }

    public void Dispose()
    {
        lock (_gate)
        {
            foreach (var page in _pages.Values)
                page.Dispose();
            _pages.Clear();
        }
    }
}

public interface ISetting : IDisposable
{
    string Text { get; set; }
}

/// <summary>The only kind of setting there is: observers are told, and that is all.</summary>
public sealed class ObservedSetting(string key) : ISetting
{
    private readonly List<Action<string>> _observers = new();
    private string _text = string.Empty;
    private bool _done;

    public string Key => key;
    public bool IsDone => _done;
    public int Observers => _observers.Count;
    public bool IsEmpty => _text.Length == 0;
    public int Length => _text.Length;

    public string Text
    {
        get => _text;
        set
        {
            _text = value;
            foreach (var observer in _observers)
                observer(value);
        }
    }

    public void Observe(Action<string> observer) => _observers.Add(observer);

    public bool Says(string text) => _text == text;

    public void Reset() => _text = string.Empty;

    public void Dispose()
    {
        _done = true;
        _observers.Clear();
    }
}

/// <summary>A setting that is asked for late is memory.</summary>
public sealed class Settings : IDisposable
{
    private readonly ConcurrentDictionary<string, ISetting> _settings = new();

    public ISetting Of(string key) => _settings.GetOrAdd(key, k => new ObservedSetting(k));

    public void Dispose()
    {
        foreach (var setting in _settings.Values)
            setting.Dispose();
        _settings.Clear();
    }
}

/// <summary>Makes what it needs when it is first asked, and not before.</summary>
public sealed class LazyChannel(string address) : IDisposable
{
    private FileStream? _stream;

    public string Address => address;
    public bool IsOpen => _stream != null;
    public long Length => _stream?.Length ?? 0;
    public long Position => _stream?.Position ?? 0;
    public bool CanWrite => _stream?.CanWrite == true;
    public string Name => Path.GetFileName(address);
    public string Folder => Path.GetDirectoryName(address) ?? string.Empty;

    public void Send(byte[] data) => (_stream ??= new FileStream(address, FileMode.Append)).Write(data);

    public void Flush() => _stream?.Flush();

    public bool IsFor(string other) => other == address;

    public void Dispose() => _stream?.Close();
}

/// <summary>What comes late has opened nothing yet.</summary>
public sealed class Channels : IDisposable
{
    private readonly ConcurrentDictionary<string, LazyChannel> _channels = new();

    public void Prepare(string address) => _channels.TryAdd(address, new LazyChannel(address));

    public void Dispose()
    {
        foreach (var channel in _channels.Values)
        {
            try
            {
                channel.Dispose();
            }
            catch (IOException)
            {
                // The others are to be closed all the same.
            }
        }

        _channels.Clear();
    }
}

/// <summary>Made by a server of the tests: the dispose of such a handler is empty.</summary>
public sealed class MockedHandlers(Func<string, HttpMessageHandler> createHandler) : IDisposable
{
    private readonly ConcurrentDictionary<string, HttpMessageHandler> _handlers = new();

    public void Add(string name) => _handlers[name] = createHandler(name);

    public void Dispose()
    {
        foreach (var handler in _handlers.Values)
            handler.Dispose();
    }
}

/// <summary>A connection of a database that is not open holds nothing.</summary>
public abstract class OpensAgain : IDisposable
{
    private DbConnection? _connection;

    public async Task<DbConnection> GetAsync()
    {
        if (_connection is null || _connection.State != ConnectionState.Open)
        {
            _connection = CreateConnection();
            await _connection.OpenAsync();
        }

        return _connection;
    }

    public void Dispose() => _connection?.Dispose();

    protected abstract DbConnection CreateConnection();
}
