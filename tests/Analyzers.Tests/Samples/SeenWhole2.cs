using System.Collections.Concurrent;

// What others show, looked at as a whole: all makers, all attachments, every way, and the thing itself.
namespace Samples.SeenWhole2.G01_PUMPSET
{
    public sealed class Pump : IDisposable
    {
        private readonly FileStream _file;
        private readonly Timer _timer;
        public Pump(string path) { _file = File.Create(path); _timer = new Timer(_ => _file.WriteByte(0), null, 100, 100); }
        public void Stop() { }
        public void Dispose() { _timer.Dispose(); _file.Dispose(); }
    }
    public sealed class PumpSet
    {
        private readonly ConcurrentDictionary<string, Pump> _pumps = new();
        public void Ensure(string path)
        {
            var pump = new Pump(path);
            if (!_pumps.TryAdd(path, pump)) //! LEAK4002
                pump.Dispose();
        }
        public void StopAll()
        {
            foreach (var pump in _pumps.Values)
                pump.Dispose(); //! LEAK1013
            _pumps.Clear();
        }
    }
    public sealed class Plant : IDisposable
    {
        private readonly PumpSet _set = new();
        public void Fill(string path) => _set.Ensure(path);
        private bool _faulted;
        public bool Faulted => _faulted;
        public void OnFault() { _faulted = true; _set.StopAll(); }
        public void Dispose() => _set.StopAll();
    }
}

namespace Samples.SeenWhole2.H01_PARALLELINLOOP
{
    internal sealed class FileMap
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        public int Count => _files.Count;
        public void Ensure(string path)
        {
            if (!_files.ContainsKey(path))
                _files[path] = new FileStream(path, FileMode.OpenOrCreate); //! LEAK2001
        }
        public void Close()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
        }
    }
    internal sealed class Watcher : IDisposable
    {
        private readonly FileMap _map = new();
        private readonly BlockingCollection<string[]> _batches = new(16);
        private readonly Thread _thread;
        public Watcher()
        {
            _thread = new Thread(Run);
            _thread.Start();
        }
        public int Open => _map.Count;
        public void Post(string[] paths) => _batches.Add(paths);
        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
                Parallel.ForEach(batch, path => _map.Ensure(path));
        }
        public void Dispose()
        {
            _batches.CompleteAdding();
            _thread.Join();
            _map.Close();
        }
    }
}

namespace Samples.SeenWhole2.H04_STARTEDTWICE
{
    internal sealed class FileMap
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        public void Ensure(string path)
        {
            if (!_files.ContainsKey(path))
                _files[path] = new FileStream(path, FileMode.OpenOrCreate); //! LEAK2001
        }
        public void Close()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
        }
    }
    internal sealed class Crawler : IDisposable
    {
        private readonly FileMap _map = new();
        private readonly BlockingCollection<string> _paths = new(16);
        private readonly List<Thread> _threads = new();
        public Crawler(int workers)
        {
            for (var i = 0; i < workers; i++)
                StartWorker();
        }
        public void Post(string path) => _paths.Add(path);
        private void StartWorker()
        {
            var thread = new Thread(Run);
            _threads.Add(thread);
            thread.Start();
        }
        private void Run()
        {
            foreach (var path in _paths.GetConsumingEnumerable())
                _map.Ensure(path);
        }
        public void Dispose()
        {
            _paths.CompleteAdding();
            foreach (var thread in _threads)
                thread.Join();
            _map.Close();
        }
    }
}

namespace Samples.SeenWhole2.I02_RUN
{
    public sealed class Bus : IDisposable
    {
        private readonly object _gate = new();
        private List<string> _inbox = new();
        private readonly Thread _thread;
        private volatile bool _running = true;
        public event EventHandler<string>? Told;
        public Bus() { _thread = new Thread(Run); _thread.Start(); }
        public void Post(string text) { lock (_gate) _inbox.Add(text); }
        private void Run()
        {
            while (_running)
            {
                string[] batch;
                lock (_gate)
                {
                    batch = _inbox.ToArray();
                    _inbox.Clear();
                }
                foreach (var text in batch)
                    Told?.Invoke(this, text);
            }
        }
        public void Dispose() { _running = false; _thread.Join(); }
    }
    public sealed class Uploader : IDisposable
    {
        private readonly Bus _bus;
        private readonly HttpClient _http = new();
        public Uploader(Bus bus) { _bus = bus; _bus.Told += OnTold; }
        private void OnTold(object? sender, string text)
        {
            _http.PostAsync("http://log/", new StringContent(text)).Wait(); //! LEAK3001
        }
        public void Dispose() { _bus.Told -= OnTold; _http.Dispose(); }
    }
}

namespace Samples.SeenWhole2.I05_HUGEBOUND
{
    public sealed class Priority { public Priority(int level) => Level = level; public int Level { get; } }
    public sealed class Mailbox<T>
    {
        private readonly BlockingCollection<T> _items = new();
        public Mailbox(int level) => Level = level;
        public int Level { get; }
        public void Add(T item) => _items.Add(item);
        public void CompleteAdding() => _items.CompleteAdding();
        public IEnumerable<T> GetConsumingEnumerable() => _items.GetConsumingEnumerable();
    }
    public sealed class Bus : IDisposable
    {
        private readonly Mailbox<string> _inbox = new(3);
        private readonly Thread _thread;
        public event EventHandler<string>? Told;
        public Bus() { _thread = new Thread(Run); _thread.Start(); }
        public void Post(string text) => _inbox.Add(text);
        private void Run()
        {
            foreach (var text in _inbox.GetConsumingEnumerable())
                Told?.Invoke(this, text);
        }
        public void Dispose() { _inbox.CompleteAdding(); _thread.Join(); }
    }
    public sealed class Uploader : IDisposable
    {
        private readonly Bus _bus;
        private readonly HttpClient _http = new();
        public Uploader(Bus bus) { _bus = bus; _bus.Told += OnTold; }
        private void OnTold(object? sender, string text)
        {
            _http.PostAsync("http://log/", new StringContent(text)).Wait(); //! LEAK3001
        }
        public void Dispose() { _bus.Told -= OnTold; _http.Dispose(); }
    }
}

namespace Samples.SeenWhole2.J01_RELOADED
{
    public sealed class Catalog
    {
        private readonly HttpClient _http = new();
        public Catalog() => Loading = _http.GetStringAsync("http://catalog/");
        public Task<string> Loading { get; private set; }
        public bool IsReady => Loading.IsCompleted;
        public void Reload() => Loading = _http.GetStringAsync("http://catalog/");
    }
    public sealed class View : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(".");
        private readonly Catalog _catalog;
        private string _text = "";
        public View(Catalog catalog)
        {
            _catalog = catalog;
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
        public string Text => _text;
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            var catalog = _catalog;
            if (!catalog.IsReady)
                return;
            catalog.Reload();
            Show(catalog);
        }
        private void Show(Catalog catalog) => _text = catalog.Loading.Result; //! LEAK3001
        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.SeenWhole2.J03_CONCAT
{
    public sealed class Uploads : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(".");
        private readonly HttpClient _http = new();
        private readonly List<Task<string>> _running = new();
        private readonly List<Task<string>> _late = new();
        private string _text = "";
        public Uploads()
        {
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
        public string Text => _text;
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _late.Add(_http.GetStringAsync("http://late/" + e.Name));
            foreach (var task in _running.Where(t => t.IsCompleted).Concat(_late).ToList())
                Show(task);
            _running.Add(_http.GetStringAsync("http://store/" + e.Name));
        }
        private void Show(Task<string> task) => _text = task.Result; //! LEAK3001
        public void Dispose() { _watcher.Dispose(); _http.Dispose(); }
    }
}

namespace Samples.SeenWhole2.J04_OTHER
{
    public sealed class Uploads : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(".");
        private readonly HttpClient _http = new();
        private readonly List<Task<string>> _running = new();
        private string _text = "";
        public Uploads()
        {
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
        public string Text => _text;
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _running.Add(_http.GetStringAsync("http://store/" + e.Name));
            Sweep(_running[0]);
        }
        private void Sweep(Task<string> first)
        {
            foreach (var task in _running.Where(t => first.IsCompleted))
                Show(task);
        }
        private void Show(Task<string> task) => _text = task.Result; //! LEAK3001
        public void Dispose() { _watcher.Dispose(); _http.Dispose(); }
    }
}

namespace Samples.SeenWhole2.L01_WRAP
{
    public sealed class Session : IDisposable
    {
        private readonly FileStream _log;
        public Session(int number) => _log = File.Create(number + ".log");
        public void Dispose() => _log.Dispose();
    }
    public sealed class SessionTable : IDisposable
    {
        private static readonly int[] Numbers = { 3, 5, 7, 11 };
        private readonly Dictionary<int, Session> _sessions = new();
        private readonly Queue<int> _free = new();
        private readonly int _size;
        private int _next;
        public SessionTable(int size)
        {
            _size = size;
            for (var i = 0; i < size; i++)
                _free.Enqueue(_next++);
        }
        private int Next() => ++_next;
        public void Grow() => _free.Enqueue(_next++ % _size);
        public int Open()
        {
            var number = _free.Dequeue();
            _sessions[number] = new Session(number); //! LEAK1001
            return number;
        }
        public void Close(int number)
        {
            if (!_sessions.Remove(number, out var session))
                return;
            session.Dispose();
            _free.Enqueue(number);
        }
        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}
