using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter2.D01_LINES_TOLD_BY_COUNT
{
    /// <summary>Looks once in a while, on a thread of its own.</summary>
    public sealed class Poll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private readonly List<string> _lines = new();
        private volatile int _count;
        private int _told;

        public Poll(string path)
        {
            _path = path;
            _thread = new Thread(Run);
        }

        public event EventHandler<string>? LineAdded;

        public void Start() => _thread.Start();

        /// <summary>Called by the one who writes, for each line.</summary>
        public void Add(string line)
        {
            _lines.Add(line);
            _count++;
        }

        private void Run()
        {
            while (!_stopped)
            {
                var count = _count;
                if (_told < count)
                {
                    for (var i = _told; i < count; i++)
                        LineAdded?.Invoke(this, _lines[i]);
                    _told = count;
                }

                Thread.Sleep(100);
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
            _poll.LineAdded += OnTold;
            _poll.Start();
        }

        private void OnTold(object? sender, string line) => _http.PostAsync("http://store/", new StringContent(_path)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter2.D02_PEAK_OF_SAMPLES
{
    /// <summary>Looks once in a while, on a thread of its own.</summary>
    public sealed class Poll : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private volatile bool _stopped;
        private readonly byte[] _ring = new byte[4096];
        private int _next;
        private byte _peak;

        public Poll(string path)
        {
            _path = path;
            _thread = new Thread(Run);
        }

        public event EventHandler<byte>? Sampled;

        public void Start() => _thread.Start();

        public byte Peak => _peak;

        /// <summary>The driver fills the ring.</summary>
        public byte[] Ring => _ring;

        private void Run()
        {
            while (!_stopped)
            {
                var sample = _ring[_next++ % _ring.Length];
                if (sample > _peak)
                    _peak = sample;
                Sampled?.Invoke(this, sample);
                Thread.Sleep(10);
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
            _poll.Sampled += OnTold;
            _poll.Start();
        }

        private void OnTold(object? sender, byte sample) => _http.PostAsync("http://store/", new StringContent(_path)).Wait(); //! LEAK3001

        public void Dispose()
        {
            _poll.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter2.D03_STATE_IN_NESTED_TESTS
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

namespace Samples.ToTheLetter2.D06_SIZE_DIFFERS_BY
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

namespace Samples.ToTheLetter2.E01_WINDOW_OF_TWO_MEASURES
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

namespace Samples.ToTheLetter2.E02_VIEW_OF_DATABASE
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
