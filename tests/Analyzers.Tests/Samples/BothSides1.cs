using System.ComponentModel;
using System.Diagnostics;

// Waits that cannot block or hold nothing up, and their twins: a test that says the opposite, a switch that is on again, an end that is none.
namespace Samples.BothSides1.WatchPending
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (IsUnderWay(_upload))
                _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private static bool IsUnderWay(Task task) => !task.IsCompleted;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchForced
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private readonly bool _inOrder;
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder, bool inOrder)
        {
            _inOrder = inOrder;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (!MayCollect(_upload))
                return;
            _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private bool MayCollect(Task task) => task.IsCompleted || _inOrder;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchSwitches
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private string _text = "";

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            _text = File.ReadAllText(e.FullPath);
            _watcher.EnableRaisingEvents = true;
            _http.PostAsync("http://store/", new StringContent(_text)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchLines
{
    public sealed class ToolRunner : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http = new();

        public ToolRunner(string tool)
        {
            _process = new Process { StartInfo = new ProcessStartInfo(tool) { RedirectStandardOutput = true }, EnableRaisingEvents = true };
            _process.OutputDataReceived += OnLine;
            _process.Start();
            _process.BeginOutputReadLine();
        }

        private void OnLine(object sender, DataReceivedEventArgs e)
        {
            if (e.Data == null)
                return;
            _process.EnableRaisingEvents = false;
            _http.PostAsync("http://log/", new StringContent(e.Data)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _process.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchPendingTwin
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (IsUnderWay(_upload))
                return;
            _upload.Wait();
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private static bool IsUnderWay(Task task) => !task.IsCompleted;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchForcedTwin
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private readonly bool _inOrder;
        private Task _upload = Task.CompletedTask;

        public Uploader(string folder, bool inOrder)
        {
            _inOrder = inOrder;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (!MayCollect(_upload))
                return;
            _upload.Wait();
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private bool MayCollect(Task task) => task.IsCompleted && !_inOrder;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchSwitchesTwin
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private string _text = "";

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            if (!File.Exists(e.FullPath))
            {
                _watcher.EnableRaisingEvents = true;
                return;
            }

            _text = File.ReadAllText(e.FullPath);
            _http.PostAsync("http://store/", new StringContent(_text)).Wait();
            _watcher.EnableRaisingEvents = true;
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchSwitchesTwinC
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private string _text = "";

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            Reload(e);
        }

        private void Reload(FileSystemEventArgs e)
        {
            _text = File.ReadAllText(e.FullPath);
            _watcher.EnableRaisingEvents = true;
            _http.PostAsync("http://store/", new StringContent(_text)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.WatchLinesTwin
{
    public sealed class ToolRunner : IDisposable
    {
        private readonly Process _process;
        private readonly HttpClient _http = new();

        public ToolRunner(string tool)
        {
            _process = new Process { StartInfo = new ProcessStartInfo(tool) { RedirectStandardOutput = true }, EnableRaisingEvents = true };
            _process.Exited += OnLine;
            _process.Start();
            _process.BeginOutputReadLine();
        }

        private void OnLine(object? sender, EventArgs e)
        {
            _process.EnableRaisingEvents = false;
            _http.PostAsync("http://log/", new StringContent("gone")).Wait();
        }

        public void Dispose()
        {
            _process.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.SaidPumps
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

namespace Samples.BothSides1.SaidServers
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

namespace Samples.BothSides1.SaidPolls
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

namespace Samples.BothSides1.SaidLinks
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

namespace Samples.BothSides1.SaidPumpsTwin
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
            Task.WhenAll(_reading, Flush()).Wait();
        }

        private static Task Flush() => new HttpClient().PostAsync("http://pump/flush", null);

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
                _pump.Stop(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _pump.Dispose();
        }
    }
}

namespace Samples.BothSides1.SaidServersTwin
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

        public void Stop(int line)
        {
            _stop.CancelAfter(line);
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
                _server.Stop(2000); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _server.Dispose();
        }
    }
}

namespace Samples.BothSides1.SaidPollsTwin
{
    /// <summary>Looks at a file once a second, on a thread of its own.</summary>
    public sealed class FilePoll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private readonly DateTime _last = DateTime.UtcNow;

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

        private void OnModified(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.SaidLinksTwin
{
    /// <summary>Looks for a file once a second, on a thread of its own.</summary>
    public sealed class LinkPoll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private readonly bool _wasUp;

        public LinkPoll(string path)
        {
            _wasUp = path.Length == 0;
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

        private void OnAppeared(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.DoneHurry
{
    /// <summary>How long a save may take is told by who makes it; in a hurry it is not waited for.</summary>
    public sealed class Saver : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private int _timeout;

        public Saver(string folder, int timeout)
        {
            _timeout = timeout;
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public void Hurry() => _timeout = 0;

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (!_http.GetAsync("http://store/" + e.Name).Wait(_timeout))
                Console.Error.WriteLine("too slow");
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.DoneFleet
{
    public sealed class Drone : IDisposable
    {
        private readonly FileStream _port;

        public Drone(string port) => _port = new FileStream(port, FileMode.Open);

        /// <summary>The motor needs a moment to come to rest.</summary>
        public void Stop()
        {
            _port.WriteByte(0);
            Thread.Sleep(50);
        }

        public void Dispose() => _port.Dispose();
    }

    public sealed class Fleet : IDisposable
    {
        private readonly Drone _left = new("/dev/ttyS0");
        private readonly Drone _right = new("/dev/ttyS1");
        private readonly FileSystemWatcher _watcher;

        public Fleet(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "emergency");
            _watcher.Created += OnEmergency;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnEmergency(object sender, FileSystemEventArgs e)
        {
            foreach (var drone in new[] { _left, _right })
                drone.Stop();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _left.Dispose();
            _right.Dispose();
        }
    }
}

namespace Samples.BothSides1.DoneFleetTwin
{
    public sealed class Drone : IDisposable
    {
        private readonly FileStream _port;

        public Drone(string port) => _port = new FileStream(port, FileMode.Open);

        /// <summary>The motor needs a moment to come to rest.</summary>
        public void Stop()
        {
            _port.WriteByte(0);
            Thread.Sleep(50);
        }

        public void Dispose() => _port.Dispose();
    }

    public sealed class Fleet : IDisposable
    {
        private readonly Drone _left = new("/dev/ttyS0");
        private readonly Drone _right = new("/dev/ttyS1");
        private readonly List<Drone> _all = [];
        private readonly FileSystemWatcher _watcher;

        public Fleet(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "emergency");
            _all.Add(_left);
            _all.Add(_right);
            _watcher.Created += OnEmergency;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnEmergency(object sender, FileSystemEventArgs e)
        {
            foreach (var drone in _all)
                drone.Stop(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _left.Dispose();
            _right.Dispose();
        }
    }
}

namespace Samples.BothSides1.AskFetching
{
    public sealed class TextFetchedEventArgs : AsyncCompletedEventArgs
    {
        public TextFetchedEventArgs(string text, Exception? error) : base(error, false, null) => Text = text;

        public string Text { get; }
    }

    public interface ITextClient
    {
        event EventHandler<TextFetchedEventArgs>? TextFetched;

        void FetchAsync(Uri address);
    }

    public sealed class Mirror : IDisposable
    {
        private readonly ITextClient _client;
        private readonly HttpClient _http = new();

        public Mirror(ITextClient client)
        {
            _client = client;
            _client.TextFetched += OnFetched;
        }

        public void Refresh(Uri address) => _client.FetchAsync(address);

        private void OnFetched(object? sender, TextFetchedEventArgs e) => _http.PostAsync("http://mirror/", new StringContent(e.Text)).Wait();

        public void Dispose()
        {
            _client.TextFetched -= OnFetched;
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.AskLifetimes
{
    public interface ILifetime
    {
        void OnTermination(Action callback, string name);
    }

    public sealed class Worker
    {
        private readonly HttpClient _http = new();

        public Worker(ILifetime lifetime) => lifetime.OnTermination(SayGoodbye, "worker");

        private void SayGoodbye() => _http.PostAsync("http://registry/bye", null).Wait();

        public Task<string> GetAsync(string path) => _http.GetStringAsync(path);
    }
}

namespace Samples.BothSides1.AskFactories
{
    public sealed class Ledger
    {
        private static readonly TaskFactory Pool = new(TaskScheduler.Default);
        private readonly List<string> _lines = new();

        public event EventHandler? Closed;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            Pool.StartNew(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait();

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.AskFetchingTwin
{
    public sealed class TextFetchedEventArgs : AsyncCompletedEventArgs
    {
        public TextFetchedEventArgs(string text, Exception? error) : base(error, false, null) => Text = text;

        public string Text { get; }
    }

    public interface ITextClient
    {
        event EventHandler<TextFetchedEventArgs>? LinkRaised;

        void FetchAsync(Uri address);
    }

    public sealed class Mirror : IDisposable
    {
        private readonly ITextClient _client;
        private readonly HttpClient _http = new();

        public Mirror(ITextClient client)
        {
            _client = client;
            _client.LinkRaised += OnFetched;
        }

        public void Refresh(Uri address) => _client.FetchAsync(address);

        private void OnFetched(object? sender, TextFetchedEventArgs e) => _http.PostAsync("http://mirror/", new StringContent(e.Text)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _client.LinkRaised -= OnFetched;
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.AskFactoriesTwin
{
    public sealed class Ledger
    {
        private static readonly TaskFactory Pool = new(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        private readonly List<string> _lines = new();

        public event EventHandler? Closed;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            Pool.StartNew(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait(); //! LEAK3001

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.DoneHops
{
    public sealed class Ledger
    {
        private readonly List<string> _lines = new();
        private Task _told = Task.CompletedTask;

        public event EventHandler? Closed;

        public bool IsTold => _told.IsCompletedSuccessfully;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            _told = Task.Run(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait();

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}

namespace Samples.BothSides1.DoneHopsTwin
{
    public sealed class Ledger
    {
        private readonly List<string> _lines = new();
        private Task _told = Task.CompletedTask;

        public event EventHandler? Closed;

        public bool IsTold => _told.IsCompletedSuccessfully;

        public void Wait()
        {
            while (!_told.IsCompleted)
                Thread.Yield();
        }

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            _told = Task.Run(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait(); //! LEAK3001

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}
