using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

// Waits that cannot block or hold nothing up, and their twins: a test that says the opposite, a switch that is on again, an end that is none.
namespace Samples.BothSides2.SaidLinksTwin
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

namespace Samples.BothSides2.DoneFleetTwin
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

namespace Samples.BothSides2.AskFetchingTwin
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

namespace Samples.BothSides2.AskFactoriesTwin
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

namespace Samples.BothSides2.DoneHopsTwin
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

namespace Samples.BothSides2.SaidOfTwin
{
    public sealed class Proxy : IDisposable
    {
        private HttpClient _client = new();
        private HttpMessageHandler _handler = new SocketsHttpHandler();

        public void RefreshClient(Uri address)
        {
            // Do not dispose of its handler here: requests may still be using it.
            _client = new HttpClient { BaseAddress = address }; //! LEAK1001
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

namespace Samples.BothSides2.BatchClosedTwin
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        protected bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count >= 10)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}
