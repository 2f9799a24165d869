using System.Collections.Concurrent;
using System.ComponentModel;
using System.Diagnostics;
using System.Net.Sockets;

// Waits that cannot block or hold nothing up, and their twins: a test that says the opposite, a switch that is on again, an end that is none.
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
