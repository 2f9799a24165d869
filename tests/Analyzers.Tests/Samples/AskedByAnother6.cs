using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
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

namespace Samples.AskedByAnother6.A66
{
    // Right: Start() looks whether the thread is there; it is called in two places.
    internal sealed class Table
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly object _names = new();
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file;
            }

            return file;
        }

        public void CloseAll()
        {
            foreach (var f in _files.Values)
                f.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string> _lines = new(100);
        private readonly object _gate = new();
        private Thread? _thread;

        public void Start()
        {
            lock (_gate)
            {
                if (_thread != null)
                    return;
                _thread = new Thread(Run);
                _thread.Start();
            }
        }

        public void Add(string line) => _lines.Add(line);

        private void Run()
        {
            foreach (var line in _lines.GetConsumingEnumerable())
                _table.Ensure(line).Write("x"u8);
            _table.CloseAll();
        }

        public void Stop() => _lines.CompleteAdding();
    }

    public static class Program1
    {
        private static readonly Writer Writer = new();
        public static void Boot() => Writer.Start();
        public static void Log(string line)
        {
            Writer.Start();
            Writer.Add(line);
        }
    }
}

namespace Samples.AskedByAnother6.A67
{
    // Right: the numbers grow by a block, then the count; a number that has an entry is never free.
    public sealed class Sessions : IDisposable
    {
        private readonly object _gate = new();
        private readonly Queue<int> _free = new();
        private readonly Dictionary<int, FileStream> _files = new();
        private int _size;

        private void Grow(int count)
        {
            for (var i = _size; i < _size + count; i++)
                _free.Enqueue(i);
            _size += count;
        }

        public int Open(string path)
        {
            lock (_gate)
            {
                if (_free.Count == 0)
                    Grow(16);
                var number = _free.Dequeue();
                _files[number] = File.OpenRead(path); //! LEAK4002
                return number;
            }
        }

        public void Close(int number)
        {
            lock (_gate)
            {
                if (_files.Remove(number, out var file))
                {
                    file.Dispose();
                    _free.Enqueue(number);
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files.Values)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }
}

namespace Samples.AskedByAnother6.A68
{
    // Right: only those that have ended are asked.
    public sealed class Gather : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly List<Task<string>> _running = new();

        public Gather(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        public string Text { get; private set; } = "";

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            lock (_running)
            {
                foreach (var done in _running.FindAll(t => t.IsCompleted))
                {
                    _running.Remove(done);
                    Take(done);
                }

                _running.Add(File.ReadAllTextAsync(e.FullPath));
            }
        }

        private void Take(Task<string> task) => Text = task.Result;

        public void Dispose() => _watcher.Dispose();
    }
}
