// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter2.C05_STOP_OF_DELAYED_JOB
{
    public sealed class Pump : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HttpClient _http = new();
        private Task _reading = Task.CompletedTask;
        private Task _flush = Task.CompletedTask;
        private readonly List<Task> _workers = new();

        public void Start(Func<CancellationToken, Task> read)
        {
            _reading = Task.Run(() => read(_stop.Token));
            _workers.Add(_reading);
        }

        private readonly Dictionary<int, Thread> _jobs = new();

        public void Begin(int number, ThreadStart job) => (_jobs[number] = new Thread(job)).Start();

        /// <summary>Waits until one job has gone.</summary>
        public void StopJob(int delayedJob) => _jobs[delayedJob].Join();

        public void Dispose()
        {
            _stop.Cancel();
            _http.Dispose();
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
            if (int.TryParse(e.Name, out var number))
                _pump.StopJob(number); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _pump.Dispose();
        }
    }
}

namespace Samples.ToTheLetter2.C06_STOP_EACH_OF_MANY
{
    public sealed class Pump : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HttpClient _http = new();
        private Task _reading = Task.CompletedTask;
        private Task _flush = Task.CompletedTask;
        private readonly List<Task> _workers = new();

        public void Start(Func<CancellationToken, Task> read)
        {
            _reading = Task.Run(() => read(_stop.Token));
            _workers.Add(_reading);
        }

        public void Stop()
        {
            _stop.Cancel();
            Thread.Sleep(800);
        }

        public void Dispose()
        {
            _stop.Cancel();
            _http.Dispose();
            _stop.Dispose();
        }
    }

    public sealed class PumpGuard : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly List<Pump> _pumps = new();

        public PumpGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        public void Add() => _pumps.Add(new Pump());

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            _pumps.ForEach(p => p.Stop()); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            foreach (var pump in _pumps)
                pump.Dispose();
            _pumps.Clear();
        }
    }
}

namespace Samples.ToTheLetter2.C07_STOP_SOME_AND_REST
{
    public sealed class Pump : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly HttpClient _http = new();
        private Task _reading = Task.CompletedTask;
        private Task _flush = Task.CompletedTask;
        private readonly List<Task> _workers = new();

        public void Start(Func<CancellationToken, Task> read)
        {
            _reading = Task.Run(() => read(_stop.Token));
            _workers.Add(_reading);
        }

        public void Stop()
        {
            _stop.Cancel();
            Thread.Sleep(400);
        }

        public void Dispose()
        {
            _stop.Cancel();
            _http.Dispose();
            _stop.Dispose();
        }
    }

    public sealed class PumpGuard : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Pump _first = new();
        private readonly List<Pump> _rest = new();

        public PumpGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        public void Add() => _rest.Add(new Pump());

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            foreach (var pump in (Pump[])[_first, .. _rest])
                pump.Stop(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _first.Dispose();
            foreach (var pump in _rest)
                pump.Dispose();
            _rest.Clear();
        }
    }
}

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
