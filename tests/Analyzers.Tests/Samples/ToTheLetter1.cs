// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter1.A01_WAIT_UNLESS_FAULTED
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
            if (!_upload.IsFaulted)
                _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.A02_WAIT_WHILE_RUNNING
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
            if (_upload.Status is TaskStatus.Running or TaskStatus.WaitingForActivation)
                _upload.Wait(); //! LEAK3001
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.A04_NOT_COMPLETED_OTHER
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
            var done = _upload.IsCompleted;
            if (!done)
                return;
            _upload.Wait();
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.B01_RESUMED_BY_HELPER
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private string _text = "";

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            _text = File.ReadAllText(e.FullPath);
            Resume();
            _http.PostAsync("http://store/", new StringContent(_text)).Wait(); //! LEAK3001
        }

        private void Resume() => _watcher.EnableRaisingEvents = true;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.B02_OTHER_SWITCHED_ON
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private readonly FileSystemWatcher _removals;
        private int _removed;

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _removals = new FileSystemWatcher(folder);
            _removals.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        /// <summary>While the file is published, only its removal is noted.</summary>
        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            _removals.EnableRaisingEvents = true;
            _http.PostAsync("http://store/", new StringContent(e.FullPath)).Wait();
            _removals.EnableRaisingEvents = false;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e) => Interlocked.Increment(ref _removed);

        public void Dispose()
        {
            _watcher.Dispose();
            _removals.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.B03_PAUSED_BY_HELPER
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            Pause();
            try
            {
                _http.PostAsync("http://store/", new StringContent(e.FullPath)).Wait();
            }
            finally
            {
                _watcher.EnableRaisingEvents = true;
            }
        }

        private void Pause() => _watcher.EnableRaisingEvents = false;

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.B07_ON_IN_CALLERS_STEP
{
    public sealed class ConfigReloader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public ConfigReloader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            Apply(e.FullPath);
        }

        private void Apply(string path)
        {
            Restore();
            _http.PostAsync("http://store/", new StringContent(path)).Wait(); //! LEAK3001
        }

        private void Restore()
        {
            _watcher.Filter = "*.json";
            _watcher.EnableRaisingEvents = true;
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.C01_STOP_BEGINS_FLUSH
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
            _flush = _http.PostAsync("http://log/", new StringContent("stopped"));
            Task.WhenAll(_reading, _flush).Wait();
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
        private readonly Pump _pump = new();

        public PumpGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            _pump.Stop(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _pump.Dispose();
        }
    }
}

namespace Samples.ToTheLetter1.C05_STOP_OF_DELAYED_JOB
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
