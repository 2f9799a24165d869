using System.Collections.Concurrent;
using System.Data.Common;
using System.Net.Sockets;

// Twins of NothingKnownToBeHeld and UnderItsOwnProtocol in ValidCode, each with one thing more.
namespace Samples.HeldAfterAll
{
    /// <summary>As large as the harmless one, with one field that is a handle.</summary>
    public sealed class PageView(string url, string path) : IDisposable
    {
        private readonly List<string> _titles = new();
        private readonly FileStream _cache = new(path, FileMode.OpenOrCreate);
        private string _url = url;

        public string Url => _url;
        public string Host => new Uri(_url).Host;
        public string Title => _titles.Count == 0 ? string.Empty : _titles[^1];
        public int Visits { get; private set; }
        public int Depth => _url.Count(c => c == '/');
        public void Visit(string next) => _url = next;
        public void Name(string title) => _titles.Add(title);
        public string Describe() => $"{Title} ({_url}, {Visits})";
        public bool Matches(string pattern) => _url.Contains(pattern, StringComparison.Ordinal);
        public void Dispose() => _cache.Dispose();
    }

    public sealed class Browser : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, PageView> _pages = new();

        public void Open(string name, string url)
        {
            lock (_gate)
                _pages[name] = new PageView(url, name); //! LEAK1001 LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var page in _pages.Values)
                    page.Dispose(); //! LEAK1013
                _pages.Clear();
            }
        }
    }

    public interface ISetting : IDisposable
    {
        string Text { get; set; }
    }

    /// <summary>One kind of setting holds nothing …</summary>
    public sealed class PlainSetting(string key) : ISetting
    {
        private readonly List<Action<string>> _observers = new();
        public string Key => key;
        public string Text { get; set; } = string.Empty;
        public int Observers => _observers.Count;
        public bool IsEmpty => Text.Length == 0;
        public int Length => Text.Length;
        public void Observe(Action<string> observer) => _observers.Add(observer);
        public bool Says(string text) => Text == text;
        public void Reset() => Text = string.Empty;
        public string Describe() => Key + "=" + Text;
        public void Dispose() => _observers.Clear();
    }

    /// <summary>… and another watches a file.</summary>
    public sealed class FileSetting : ISetting
    {
        private readonly FileSystemWatcher _watcher;
        public FileSetting(string folder) => _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
        public string Text { get; set; } = string.Empty;
        public void Dispose() => _watcher.Dispose();
    }

    public sealed class Settings(Func<string, ISetting> createSetting) : IDisposable
    {
        private readonly ConcurrentDictionary<string, ISetting> _settings = new();

        public void Renew(string key) => _settings[key] = createSetting(key); //! LEAK1001 LEAK4002

        public void Dispose()
        {
            foreach (var setting in _settings.Values)
                setting.Dispose();
            _settings.Clear();
        }
    }

    /// <summary>Whatever state it is in: the old one is not asked whether it is open.</summary>
    public abstract class OpensAgain : IDisposable
    {
        private DbConnection? _connection;

        public async Task<DbConnection> ReopenAsync(string database)
        {
            if (_connection == null || _connection.Database != database)
            {
                _connection = CreateConnection(); //! LEAK1001
                await _connection.OpenAsync();
            }

            return _connection;
        }

        public void Dispose() => _connection?.Dispose();

        protected abstract DbConnection CreateConnection();
    }

    /// <summary>The lambda asks whether there was one, and says no more.</summary>
    public sealed class Sockets : IDisposable
    {
        private readonly object _gate = new();
        private readonly Stack<Socket> _idle = new();

        public bool Drop() => Locked(() => _idle.TryPop(out _)); //! LEAK1002

        public void Dispose()
        {
            lock (_gate)
            {
                while (_idle.TryPop(out var socket))
                    socket.Dispose();
            }
        }

        private T Locked<T>(Func<T> read)
        {
            lock (_gate)
                return read();
        }
    }

    /// <summary>One caller counts up, another brings a number of its own.</summary>
    public sealed class Guests : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, FileStream> _guests = new();
        private int _last;

        public int Accept(string path)
        {
            var id = Interlocked.Increment(ref _last);
            Enter(id, path);
            return id;
        }

        public void Return(int id, string path) => Enter(id, path);

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var guest in _guests.Values)
                    guest.Dispose(); //! LEAK1013
                _guests.Clear();
            }
        }

        private void Enter(int id, string path)
        {
            lock (_gate)
                _guests[id] = File.OpenRead(path); //! LEAK1001 LEAK4002
        }
    }

    /// <summary>The pragma has been restored before the wait.</summary>
    public sealed class Watched : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public Watched(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
#pragma warning disable VSTHRD002
#pragma warning restore VSTHRD002
            _http.GetStringAsync(e.Name).Wait(); //! LEAK3001
        }
    }

    /// <summary>A test of a job is another job: who runs one, releases only on success, whoever runs them all.</summary>
    public sealed class Runner
    {
        private readonly ConcurrentDictionary<string, DateTime> _running = new();

        public async Task<bool> RunAsync(string name, Func<Task> job)
        {
            if (!_running.TryAdd(name, DateTime.UtcNow)) //! LEAK4001
                return false;
            await job();
            await StepAsync(name);
            _running.TryRemove(name, out _);
            return true;
        }

        public async Task RunAllAsync(IEnumerable<string> names, Func<Task> job)
        {
            foreach (var name in names)
                await RunAsync(name, job);
        }

        private static async Task StepAsync(string name)
        {
            await Task.Yield();
            if (name.Length == 0)
                throw new InvalidOperationException("no name");
        }
    }
}
