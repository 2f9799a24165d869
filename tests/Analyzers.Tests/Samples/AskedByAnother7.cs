using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother7.A66
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

namespace Samples.AskedByAnother7.A67
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

namespace Samples.AskedByAnother7.A68
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

namespace Samples.AskedByAnother7.A69
{
    public sealed class KeyedLocks
    {
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
        public async Task<IDisposable> EnterAsync(string key)
        {
            var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1));
            await gate.WaitAsync();
            return new Leave(gate);
        }

        // Only waits until nobody is inside; takes nothing.
        public async Task WaitAllIdleAsync()
        {
            foreach (var gate in _gates.Values)
            {
                await gate.WaitAsync();
                gate.Release();
            }
        }

        private sealed class Leave(SemaphoreSlim gate) : IDisposable
        {
            public void Dispose() => gate.Release();
        }
    }

    public sealed class Files : IAsyncDisposable
    {
        private readonly KeyedLocks _locks = new();
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        private volatile bool _closed;

        public async Task<FileStream> OpenAsync(string path)
        {
            using (await _locks.EnterAsync(path))
            {
                if (_closed)
                    throw new ObjectDisposedException(nameof(Files));
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = File.OpenRead(path);
                _files[path] = file; //! LEAK4002
                return file;
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _locks.WaitAllIdleAsync();
            _closed = true;
            foreach (var file in _files.Values)
                await file.DisposeAsync(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.AskedByAnother7.A71
{
    // The session is in the field of the server before Load() runs: a close may come between.
    internal sealed class Session : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        internal void Load(string path)
        {
            lock (_gate)
                _files.Add(File.OpenRead(path)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }

    public sealed class Server : IDisposable
    {
        private Session? _current;

        public void Open(string path)
        {
            var session = _current = new Session();
            session.Load(path);
        }

        public void Dispose() => _current?.Dispose();
    }
}

namespace Samples.AskedByAnother7.A72
{
    internal sealed class Session : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();
        internal string Name = "";

        internal void Load(string path)
        {
            lock (_gate)
                _files.Add(File.OpenRead(path)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }

    // The entry that has the session is in the map first.
    internal sealed record Entry(Session Session, DateTime Since);

    public sealed class Server
    {
        private readonly ConcurrentDictionary<string, Entry> _sessions = new();

        public void Open(string name, string path)
        {
            var session = new Session { Name = name };
            var entry = new Entry(session, DateTime.UtcNow);
            if (_sessions.TryAdd(name, entry))
                session.Load(path);
            else
                session.Dispose();
        }

        public void Close(string name)
        {
            if (_sessions.TryRemove(name, out var entry))
                entry.Session.Dispose();
        }
    }
}

namespace Samples.AskedByAnother7.A74
{
    // Whoever waits for the lock comes in after the drain; the field is null then or not yet: Dispose() sets it behind the lock.
    public sealed class Files : IDisposable
    {
        private List<FileStream> _files = new();

        public void Open(string path)
        {
            lock (_files)
                _files.Add(File.OpenRead(path)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_files)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }

            _files = null!;
        }
    }
}

namespace Samples.AskedByAnother7.A75
{
    internal sealed class Job
    {
        private readonly HttpClient _http;
        public Job(HttpClient http) => _http = http;
        public Task<string> RunAsync(string url) => _http.GetStringAsync(url);
    }

    // The job is in the table only while it runs; a failure leaves it there for ever.
    public sealed class Jobs
    {
        private readonly HttpClient _http = new();
        private readonly ConcurrentDictionary<Guid, Job> _running = new();

        public int Count => _running.Count;

        public async Task<string> RunAsync(string url)
        {
            var id = Guid.NewGuid();
            _running[id] = new Job(_http); //! LEAK4001
            var text = await _running[id].RunAsync(url);
            _running.TryRemove(id, out _);
            return text;
        }
    }
}
