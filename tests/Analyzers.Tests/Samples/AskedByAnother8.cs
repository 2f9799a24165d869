using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother8.A76
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

namespace Samples.AskedByAnother8.A77
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

namespace Samples.AskedByAnother8.A78
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

namespace Samples.AskedByAnother8.A79
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

namespace Samples.AskedByAnother8.A80
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

    // Unmount() takes it out of the table by path, without an end; the table by number has it until Dispose(), where only that by path is gone over.
    public sealed class Mounts : IDisposable
    {
        private readonly Dictionary<string, Mount> _byPath = new();
        private readonly Dictionary<int, Mount> _byId = new();
        private int _last;

        public int Add(string path)
        {
            var mount = new Mount(path, ++_last);
            _byId.Add(mount.Id, mount);
            Remember(mount);
            return mount.Id;
        }

        private void Remember(Mount mount) => _byPath.Add(mount.Path, mount);

        public void Unmount(int id)
        {
            if (_byId.Remove(id, out var mount))
                _byPath.Remove(mount.Path); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var mount in _byPath.Values)
                mount.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother8.A81
{
    // Each worker of the owner runs the loop on its own thread: Enumerable.Range(…).Select starts several.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file; //! LEAK2001
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string> _lines = new(100);

        public Writer(int count)
        {
            StartOne();
            if (count > 1)
                StartOne();
        }

        private void StartOne() => new Thread(Run).Start();

        public void Add(string line) => _lines.Add(line);

        private void Run()
        {
            foreach (var line in _lines.GetConsumingEnumerable())
                _table.Ensure(line).Write("x"u8);
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new(2);
        public static void Log(string line) => Writer.Add(line);
    }
}

namespace Samples.AskedByAnother8.A82
{
    // In the one loop the lines go through PLINQ: Ensure runs on several threads at once.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file; //! LEAK2001
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string[]> _batches = new(100);

        public Writer() => new Thread(Run).Start();

        public void Add(string[] batch) => _batches.Add(batch);

        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                var files = batch.AsParallel().Select(name => _table.Ensure(name)).ToArray();
                foreach (var file in files)
                    file.Flush();
            }
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new();
        public static void Log(string line) => Writer.Add(new[] { line });
    }
}

namespace Samples.AskedByAnother8.A83
{
    // Right: one loop, one thread; the lambda runs there.
    internal sealed class Table
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new(); //! LEAK1004
        public FileStream Ensure(string name)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = File.Create(name);
                _files[name] = file;
            }

            return file;
        }
    }

    internal sealed class Writer
    {
        private readonly Table _table = new();
        private readonly System.Collections.Concurrent.BlockingCollection<string[]> _batches = new(100);

        public Writer() => new Thread(Run).Start();

        public void Add(string[] batch) => _batches.Add(batch);

        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                var files = batch.Select(name => _table.Ensure(name)).ToArray();
                foreach (var file in files)
                    file.Flush();
            }
        }
    }

    public static class Program1
    {
        private static readonly Writer Writer = new();
        public static void Log(string line) => Writer.Add(new[] { line });
    }
}
