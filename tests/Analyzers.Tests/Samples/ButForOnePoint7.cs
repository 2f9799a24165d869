using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint7.N03_CURSOR_OF_LINES
{
    /// <summary>Stands in a file that it reads line by line.</summary>
    public sealed class LineCursor : IDisposable
    {
        private readonly IEnumerator<string> _lines;

        public LineCursor(IEnumerable<string> lines)
        {
            _lines = lines.GetEnumerator();
            _lines.MoveNext();
        }

        public string Line => _lines.Current;

        public bool Next() => _lines.MoveNext();

        public void Dispose() => _lines.Dispose();
    }

    public sealed class Cursors : IDisposable
    {
        private readonly ConcurrentDictionary<string, LineCursor> _cursors = new();

        public LineCursor Of(string path) => _cursors.GetOrAdd(path, p => new LineCursor(File.ReadLines(p))); //! LEAK1005 LEAK4002

        public void Dispose()
        {
            foreach (var cursor in _cursors.Values)
                cursor.Dispose();
            _cursors.Clear();
        }
    }
}

namespace Samples.ButForOnePoint7.N04_WINDOW_OF_FAILURES
{
    /// <summary>A span of time in which events are counted.</summary>
    public abstract class Window
    {
        private readonly Queue<DateTime> _times = new();

        public void Count() => _times.Enqueue(DateTime.UtcNow);

        public double MeasureRate() => _times.Count / 60.0;
    }

    public sealed class FailureWindow : Window, IDisposable
    {
        private readonly Dictionary<string, TcpClient> _alarms = new();

        public void Connect(string name, string host)
        {
            _alarms[name] = new TcpClient(host, 700); //! LEAK1001
        }

        public void Fail(string name)
        {
            Count();
            if (MeasureRate() > 1)
                _alarms[name].GetStream().WriteByte(1);
        }

        public void Dispose()
        {
            foreach (var alarm in _alarms.Values)
                alarm.Dispose();
            _alarms.Clear();
        }
    }
}

namespace Samples.ButForOnePoint7.O01_LOCKED_UNTIL_FAILURE
{
    /// <summary>One import per folder at a time.</summary>
    public sealed class Importer : IDisposable
    {
        private readonly Dictionary<string, FileStream> _locks = new();

        public async Task ImportAsync(string folder, Func<string, Task> import)
        {
            if (!_locks.TryGetValue(folder, out var held))
            {
                held = new FileStream(Path.Combine(folder, ".lock"), FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
                _locks[folder] = held; //! LEAK4001
            }

            try
            {
                held.WriteByte(1);
                await import(folder);
            }
            catch
            {
                _locks.Remove(folder); //! LEAK1002
                throw;
            }
        }

        public void Dispose()
        {
            foreach (var held in _locks.Values)
                held.Dispose(); //! LEAK1013
            _locks.Clear();
        }
    }
}

namespace Samples.ButForOnePoint7.P01_SAID_OF
{
    public sealed class Proxy : IDisposable
    {
        private HttpClient _client = new();
        private HttpMessageHandler _handler = new SocketsHttpHandler();

        public void RefreshClient(Uri address)
        {
            // Do not dispose of the old client: requests may still be using it.
            _client = new HttpClient { BaseAddress = address };
        }

        public void RefreshHandler()
        {
            // Don't dispose our last handler, callers may have it.
            _handler = new SocketsHttpHandler();
        }

        public Task<string> GetAsync(string path) => _client.GetStringAsync(path);

        public void Dispose()
        {
            _client.Dispose();
            _handler.Dispose();
        }

        public HttpMessageInvoker Invoker() => new(_handler, disposeHandler: false);
    }
}

namespace Samples.ButForOnePoint7.P03_STOP_WHEN_ALL
{
    public sealed class Pump : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Task _reading = Task.CompletedTask;
        private Task _writing = Task.CompletedTask;

        public void Start(Func<CancellationToken, Task> read, Func<CancellationToken, Task> write)
        {
            _reading = Task.Run(() => read(_stop.Token));
            _writing = Task.Run(() => write(_stop.Token));
        }

        public void Stop()
        {
            _stop.Cancel();
            Task.WhenAll(_reading, _writing).Wait();
        }

        public void Dispose()
        {
            Stop();
            _stop.Dispose();
        }
    }

    public sealed class PumpGuard : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Pump _pump = new();

        public PumpGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            if (e.Name == "pump.lock")
                _pump.Stop();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _pump.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint7.P04_STOP_WITH_GRACE
{
    public sealed class Server : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private Thread? _thread;

        public void Start(Action<CancellationToken> run)
        {
            _thread = new Thread(() => run(_stop.Token));
            _thread.Start();
        }

        public void Stop(int grace)
        {
            _stop.CancelAfter(grace);
            _thread?.Join();
        }

        public void Dispose()
        {
            Stop(0);
            _stop.Dispose();
        }
    }

    public sealed class ServerGuard : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Server _server = new();

        public ServerGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            if (e.Name == "server.lock")
                _server.Stop(2000);
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _server.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint7.P06_POLLED_BY_TIME
{
    /// <summary>Looks at a file once a second, on a thread of its own.</summary>
    public sealed class FilePoll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private DateTime _last;

        public FilePoll(string path)
        {
            _path = path;
            _thread = new Thread(Run);
        }

        public event EventHandler? Modified;

        public void Start() => _thread.Start();

        private void Run()
        {
            while (!_stopped)
            {
                var written = File.GetLastWriteTimeUtc(_path);
                if (written > _last)
                {
                    _last = written;
                    Modified?.Invoke(this, EventArgs.Empty);
                }

                Thread.Sleep(1000);
            }
        }

        public void Dispose()
        {
            _stopped = true;
            _thread.Join();
        }
    }

    public sealed class Uploader : IDisposable
    {
        private readonly FilePoll _poll;
        private readonly HttpClient _http = new();
        private readonly string _path;

        public Uploader(string path)
        {
            _path = path;
            _poll = new FilePoll(path);
            _poll.Modified += OnModified;
            _poll.Start();
        }

        private void OnModified(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait();

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint7.P07_POLLED_STATE
{
    /// <summary>Looks for a file once a second, on a thread of its own.</summary>
    public sealed class LinkPoll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private bool _wasUp;

        public LinkPoll(string path)
        {
            _path = path;
            _thread = new Thread(Run);
        }

        public event EventHandler? Appeared;

        public void Start() => _thread.Start();

        private void Run()
        {
            while (!_stopped)
            {
                var up = File.Exists(_path);
                if (up && !_wasUp)
                    Appeared?.Invoke(this, EventArgs.Empty);
                _wasUp = up;
                Thread.Sleep(1000);
            }
        }

        public void Dispose()
        {
            _stopped = true;
            _thread.Join();
        }
    }

    public sealed class Uploader : IDisposable
    {
        private readonly LinkPoll _poll;
        private readonly HttpClient _http = new();
        private readonly string _path;

        public Uploader(string path)
        {
            _path = path;
            _poll = new LinkPoll(path);
            _poll.Appeared += OnAppeared;
            _poll.Start();
        }

        private void OnAppeared(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait();

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}
