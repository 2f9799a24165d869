using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter3.D03_STATE_IN_NESTED_TESTS
{
    /// <summary>Looks once in a while, on a thread of its own.</summary>
    public sealed class Poll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private bool _wasUp;

        public Poll(string path)
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
                var up = File.Exists(_path);
                if (up)
                {
                    if (!_wasUp)
                        Modified?.Invoke(this, EventArgs.Empty);
                }

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
        private readonly Poll _poll;
        private readonly HttpClient _http = new();
        private readonly string _path;

        public Uploader(string path)
        {
            _path = path;
            _poll = new Poll(path);
            _poll.Modified += OnTold;
            _poll.Start();
        }

        private void OnTold(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait();

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter3.D06_SIZE_DIFFERS_BY
{
    /// <summary>Looks once in a while, on a thread of its own.</summary>
    public sealed class Poll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private long _last;

        public Poll(string path)
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
                var size = new FileInfo(_path).Length;
                if (Math.Abs(size - _last) > 1024)
                {
                    _last = size;
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
        private readonly Poll _poll;
        private readonly HttpClient _http = new();
        private readonly string _path;

        public Uploader(string path)
        {
            _path = path;
            _poll = new Poll(path);
            _poll.Modified += OnTold;
            _poll.Start();
        }

        private void OnTold(object? sender, EventArgs e) => _http.PostAsync("http://store/", new StringContent(_path)).Wait();

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter3.D10_FACTORY_OF_SERIAL
{
    public sealed class Ledger
    {
        private readonly List<string> _lines = new();
        private readonly TaskFactory _pool = new(TaskScheduler.Default);

        /// <summary>Told one after the other, if somebody wants it so.</summary>
        public Ledger(bool inOrder)
        {
            if (inOrder)
                _pool = new TaskFactory(new ConcurrentExclusiveSchedulerPair().ExclusiveScheduler);
        }

        public event EventHandler? Closed;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            _pool.StartNew(() => Closed?.Invoke(this, EventArgs.Empty));
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

namespace Samples.ToTheLetter3.E01_WINDOW_OF_TWO_MEASURES
{
    /// <summary>A span of time in which events are counted.</summary>
    public abstract class Window
    {
        private readonly Queue<DateTime> _times = new();

        public void Count() => _times.Enqueue(DateTime.UtcNow);

        public double MeasureRate() => _times.Count / 60.0;

        public TimeSpan MeasureGap() => _times.Count < 2 ? TimeSpan.Zero : (_times.Last() - _times.First()) / _times.Count;
    }

    public sealed class FailureWindow : Window, IDisposable
    {
        private readonly Dictionary<string, TcpClient> _alarms = new();

        public void Connect(string name, string host)
        {
            _alarms[name] = new TcpClient(host, 700); //! LEAK1001
        }

        public void Ring(string name) => _alarms[name].GetStream().WriteByte(1);

        public void Dispose()
        {
            foreach (var alarm in _alarms.Values)
                alarm.Dispose();
            _alarms.Clear();
        }
    }
}

namespace Samples.ToTheLetter3.E02_VIEW_OF_DATABASE
{
    /// <summary>A view of the data base.</summary>
    public abstract class View
    {
        public string Name { get; set; } = "";

        /// <summary>The text of CREATE VIEW.</summary>
        protected abstract string RenderSql();

        public string Create() => $"CREATE VIEW {Name} AS {RenderSql()}";
    }

    public sealed class AlarmView : View, IDisposable
    {
        private readonly Dictionary<string, TcpClient> _alarms = new();

        public void Connect(string name, string host)
        {
            _alarms[name] = new TcpClient(host, 700); //! LEAK1001
        }

        public void Ring(string name) => _alarms[name].GetStream().WriteByte(1);

        protected override string RenderSql() => "SELECT name FROM alarms";

        public void Dispose()
        {
            foreach (var alarm in _alarms.Values)
                alarm.Dispose();
            _alarms.Clear();
        }
    }
}

namespace Samples.ToTheLetter3.F01_HOSTS_THAT_STOP
{
    public interface IClusterListener
    {
        void OnHostStopped(string name);
    }

    /// <summary>Tells of each machine of a cluster that comes and goes.</summary>
    public sealed class Monitor
    {
        private readonly List<IClusterListener> _listeners = new();

        public void Subscribe(IClusterListener listener) => _listeners.Add(listener);

        /// <summary>From the thread that reads the messages of the network.</summary>
        public async Task ReadAsync(Func<Task<string?>> next)
        {
            while (await next() is { } name)
            {
                foreach (var listener in _listeners)
                    listener.OnHostStopped(name);
            }
        }
    }

    public sealed class Reporter : IClusterListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public Reporter(Monitor monitor) => monitor.Subscribe(this);

        public void OnHostStopped(string name)
        {
            _http.PostAsync("http://report/", new StringContent(name)).Wait(); //! LEAK3001
        }

        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.ToTheLetter3.F02_APPS_THAT_START
{
    public interface IAppListener
    {
        void OnAppStarted(string name);
    }

    /// <summary>Tells of each app that somebody starts on a device.</summary>
    public sealed class Monitor
    {
        private readonly List<IAppListener> _listeners = new();

        public void Subscribe(IAppListener listener) => _listeners.Add(listener);

        /// <summary>From the thread that reads the messages of the network.</summary>
        public async Task ReadAsync(Func<Task<string?>> next)
        {
            while (await next() is { } name)
            {
                foreach (var listener in _listeners)
                    listener.OnAppStarted(name);
            }
        }
    }

    public sealed class Reporter : IAppListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public Reporter(Monitor monitor) => monitor.Subscribe(this);

        public void OnAppStarted(string name)
        {
            _http.PostAsync("http://report/", new StringContent(name)).Wait(); //! LEAK3001
        }

        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.ToTheLetter3.F04_HOSTS_THAT_JOIN
{
    public interface IClusterListener
    {
        void OnHostJoined(string name);
    }

    /// <summary>Tells of each machine of a cluster that comes and goes.</summary>
    public sealed class Monitor
    {
        private readonly List<IClusterListener> _listeners = new();

        public void Subscribe(IClusterListener listener) => _listeners.Add(listener);

        /// <summary>From the thread that reads the messages of the network.</summary>
        public async Task ReadAsync(Func<Task<string?>> next)
        {
            while (await next() is { } name)
            {
                foreach (var listener in _listeners)
                    listener.OnHostJoined(name);
            }
        }
    }

    public sealed class Reporter : IClusterListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public Reporter(Monitor monitor) => monitor.Subscribe(this);

        public void OnHostJoined(string name)
        {
            _http.PostAsync("http://report/", new StringContent(name)).Wait(); //! LEAK3001
        }

        public void Dispose() => _http.Dispose();
    }
}
