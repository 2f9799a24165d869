using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother6.A55
{
    internal sealed class Supervisor
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Process> _processes = new();

        public void Launch(string name, string file)
        {
            lock (_gate)
            {
                if (!_processes.ContainsKey(name))
                    _processes.Add(name, Process.Start(file)); //! LEAK4002
            }
        }

        public void StopAll()
        {
            lock (_gate)
            {
                foreach (var process in _processes.Values)
                {
                    process.Kill();
                    process.Dispose();
                }

                _processes.Clear();
            }
        }
    }

    // The end of the owner stops all by a helper of its own.
    public sealed class Daemon : IDisposable
    {
        private readonly Supervisor _supervisor = new();
        private readonly FileSystemWatcher _watcher;

        public Daemon(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += (_, e) => _supervisor.Launch(e.Name!, e.FullPath);
            _watcher.EnableRaisingEvents = true;
        }

        private void TearDown()
        {
            _watcher.EnableRaisingEvents = false;
            _supervisor.StopAll();
        }

        public void Dispose()
        {
            TearDown();
            _watcher.Dispose();
        }
    }
}

namespace Samples.AskedByAnother6.A56
{
    // The loop raises what others have posted meanwhile: it takes the list by an assignment. Behind a handler that waits it piles up.
    public sealed class Bus
    {
        private List<string> _posted = new();
        private volatile bool _running = true;

        public event Action<string>? Received;

        public void Post(string message)
        {
            lock (this)
                _posted.Add(message);
        }

        public void Start() => new Thread(Loop) { IsBackground = true }.Start();

        private void Loop()
        {
            while (_running)
            {
                List<string> batch;
                lock (this)
                {
                    batch = _posted;
                    _posted = new List<string>();
                }

                foreach (var message in batch)
                    Received?.Invoke(message);
            }
        }

        public void Stop() => _running = false;
    }

    public sealed class Mailer
    {
        private readonly HttpClient _http = new();

        public Mailer(Bus bus) => bus.Received += OnReceived;

        private void OnReceived(string message)
        {
            _http.PostAsync("http://localhost/", new StringContent(message)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedByAnother6.A57
{
    // As before, with ToArray and Clear.
    public sealed class Bus
    {
        private readonly List<string> _posted = new();
        private volatile bool _running = true;

        public event Action<string>? Received;

        public void Post(string message)
        {
            lock (_posted)
                _posted.Add(message);
        }

        public void Start() => new Thread(Loop) { IsBackground = true }.Start();

        private void Loop()
        {
            while (_running)
            {
                string[] batch;
                lock (_posted)
                {
                    batch = _posted.ToArray();
                    _posted.Clear();
                }

                foreach (var message in batch)
                    Received?.Invoke(message);
            }
        }

        public void Stop() => _running = false;
    }

    public sealed class Mailer
    {
        private readonly HttpClient _http = new();

        public Mailer(Bus bus) => bus.Received += OnReceived;

        private void OnReceived(string message)
        {
            _http.PostAsync("http://localhost/", new StringContent(message)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedByAnother6.A58
{
    // Right: the emulator makes its frames by itself, and asks a policy whether it shall go on.
    public sealed class Machine
    {
        private readonly int[] _memory = new int[1024];
        private volatile bool _running = true;
        public Func<int, bool>? Breakpoint { get; set; }
        public event Action<int>? Frame;

        public void Start() => new Thread(Loop) { IsBackground = true }.Start();

        private void Loop()
        {
            var count = 0;
            while (_running)
            {
                Step(count);
                if (Breakpoint?.Invoke(count) == true)
                    _running = false;
                Array.Clear(_memory);
                Frame?.Invoke(++count);
            }
        }

        private void Step(int at) => _memory[at % 1024]++;

        public void Stop() => _running = false;
    }

    public sealed class Screen
    {
        private readonly SemaphoreSlim _vsync = new(0);
        public Screen(Machine machine) => machine.Frame += OnFrame;
        public void Vsync() => _vsync.Release();
        private void OnFrame(int number)
        {
            _vsync.Wait();
        }
    }
}

namespace Samples.AskedByAnother6.A60
{
    // Right: Fallback() puts a task there that has ended.
    public sealed class Settings : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private Task<string> _load;

        public Settings(string folder)
        {
            _load = File.ReadAllTextAsync(Path.Combine(folder, "settings.json"));
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        public string Text { get; private set; } = "";

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_load.IsCompleted)
                return;
            Fallback(Text);
            Text = _load.Result;
        }

        private void Fallback(string text)
        {
            if (_load.IsFaulted)
                _load = Task.FromResult(text);
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.AskedByAnother6.A61
{
    internal sealed class Download : Task<string>
    {
        public Download(string url) : base(() => new HttpClient().GetStringAsync(url).GetAwaiter().GetResult()) { }
    }

    // Begin() puts a running one there: a task type of its own.
    public sealed class Settings : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private Task<string> _load = Task.FromResult("");

        public Settings(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        public string Text { get; private set; } = "";

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_load.IsCompleted)
                return;
            Begin(e.FullPath);
            Text = _load.Result; //! LEAK3001
        }

        private void Begin(string path)
        {
            _load = new Download("http://localhost/" + path);
            _load.Start();
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.AskedByAnother6.A62
{
    public sealed class Catalog
    {
        public Catalog(string path) { Loading = File.ReadAllTextAsync(path); }
        public Task<string> Loading { get; private set; }
        public bool IsReady => Loading.IsCompleted;
    }

    // Right: who comes here has asked, and the task is given by the constructor alone.
    public sealed class View : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Catalog _catalog;

        public View(Catalog catalog, string folder)
        {
            _catalog = catalog;
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        public string Text { get; private set; } = "";

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_catalog.IsReady)
                return;
            Show(_catalog);
        }

        private void Show(Catalog catalog) => Text = catalog.Loading.Result;

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.AskedByAnother6.A63
{
    public sealed class Catalog
    {
        public Catalog(string path) { Loading = File.ReadAllTextAsync(path); }
        public Task<string> Loading { get; }
    }

    public sealed class Session
    {
        public Catalog Catalog { get; set; } = new("default");
    }

    // Show() takes a new catalog before it asks for the text: what had ended was the old one's task.
    public sealed class View : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Session _session;

        public View(Session session, string folder)
        {
            _session = session;
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        public string Text { get; private set; } = "";

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_session.Catalog.Loading.IsCompleted)
                return;
            Show(_session, e.FullPath);
        }

        private void Show(Session session, string path)
        {
            session.Catalog = new Catalog(path);
            Text = session.Catalog.Loading.Result; //! LEAK3001
        }

        public void Dispose() => _watcher.Dispose();
    }
}
