using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
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

namespace Samples.AskedByAnother7.A76
{
    internal sealed class Job
    {
        private readonly Func<string, Task<string>> _get;
        public Job(Func<string, Task<string>> get) => _get = get;
        public Task<string> RunAsync(string url) => _get(url);
    }

    public sealed class Jobs
    {
        private readonly HttpClient _http = new();
        private readonly ConcurrentDictionary<Guid, Job> _running = new();

        public int Count => _running.Count;

        public async Task<string> RunAsync(string url)
        {
            var id = Guid.NewGuid();
            var job = new Job(_http.GetStringAsync);
            _running[id] = job; //! LEAK4001
            var text = await job.RunAsync(url);
            _running.TryRemove(id, out _);
            return text;
        }
    }
}

namespace Samples.AskedByAnother7.A77
{
    // The counter starts again with each round: a number may have its file still.
    public sealed class Spool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, Entry> _files = new();
        private int _last;

        public void Open(string path)
        {
            lock (_gate)
            {
                var entry = new Entry(File.OpenRead(path), Interlocked.Increment(ref _last));
                _files[entry.Number] = entry; //! LEAK1001 LEAK4002
            }
        }

        public void Close(int number)
        {
            lock (_gate)
            {
                if (_files.Remove(number, out var entry))
                    entry.Dispose();
            }
        }

        public void NextRound()
        {
            lock (_gate)
                _last = 0;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var entry in _files.Values)
                    entry.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }

        private sealed class Entry : IDisposable
        {
            private readonly FileStream _file;
            internal Entry(FileStream file, int number)
            {
                _file = file;
                Number = number;
            }

            public int Number { get; }
            public void Dispose() => _file.Dispose();
        }
    }
}

namespace Samples.AskedByAnother7.A78
{
    // The number is a byte on the wire: after 256 it comes round.
    public sealed class Spool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, Entry> _files = new();
        private int _last;

        public void Open(string path)
        {
            lock (_gate)
            {
                var entry = new Entry(File.OpenRead(path), Interlocked.Increment(ref _last) % 256);
                _files[entry.Number] = entry; //! LEAK1001 LEAK4002
            }
        }

        public void Close(int number)
        {
            lock (_gate)
            {
                if (_files.Remove(number, out var entry))
                    entry.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var entry in _files.Values)
                    entry.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }

        private sealed class Entry : IDisposable
        {
            private readonly FileStream _file;
            internal Entry(FileStream file, int number)
            {
                _file = file;
                Number = number;
            }

            public int Number { get; }
            public void Dispose() => _file.Dispose();
        }
    }
}

namespace Samples.AskedByAnother7.A79
{
    public sealed class Mount : IDisposable
    {
        private readonly FileStream _file;
        public Mount(string path, int id) { _file = File.OpenRead(path); Path = path; Id = id; }
        public string Path { get; }
        public int Id { get; }
        public long Length => _file.Length;
        public void Dispose() => _file.Dispose();
    }

    // The other table is a log of the last 100: it forgets without ending, so the entry under the path is the one that counts.
    public sealed class Mounts : IDisposable
    {
        private readonly Dictionary<string, Mount> _byPath = new();
        private readonly Queue<Mount> _recent = new();
        private int _last;

        public void Add(string path)
        {
            var mount = new Mount(path, ++_last);
            _recent.Enqueue(mount);
            if (_recent.Count > 100)
                _recent.Dequeue();
            Remember(mount);
        }

        private void Remember(Mount mount)
        {
            _byPath[mount.Path] = mount; //! LEAK1001
        }

        public long Recent => _recent.Sum(m => m.Id);

        public void Dispose()
        {
            foreach (var mount in _byPath.Values)
                mount.Dispose(); //! LEAK1013
            _byPath.Clear();
        }
    }
}
