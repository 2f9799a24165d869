using System.Collections.Concurrent;
using System.Net.Sockets;

// The newest exemptions taken at their word: another table, another part, another time, another way.
namespace Samples.AtItsWord4.S02_CLOSES_ONE_SHOWTIME
{
    public sealed class Booking : IDisposable
    {
        private readonly Dictionary<int, Thread> _shows = new();
        private readonly ManualResetEventSlim _stop = new();

        public void Open(int showtime)
        {
            var thread = new Thread(() => _stop.Wait()) { IsBackground = true };
            lock (_shows)
                _shows[showtime] = thread;
            thread.Start();
        }

        /// <summary>That one takes no more guests; its list is written to the end.</summary>
        public void Close(int showtime)
        {
            Thread? thread;
            lock (_shows)
                _shows.Remove(showtime, out thread);
            thread?.Join();
        }

        public void Dispose()
        {
            _stop.Set();
            _stop.Dispose();
        }
    }

    public sealed class BoxOffice : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Booking _booking = new();

        public BoxOffice(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e) => _booking.Close(int.Parse(e.Name!)); //! LEAK3001

        public void Dispose()
        {
            _watcher.Dispose();
            _booking.Dispose();
        }
    }
}

namespace Samples.AtItsWord4.T01_TOLD_BEFORE_REMOVED
{
    public sealed class Jobs : IDisposable
    {
        private readonly Dictionary<int, FileStream> _logs = new();
        private readonly Dictionary<int, TaskCompletionSource> _done = new();

        public Task Begin(int number, string path)
        {
            if (_done.TryGetValue(number, out var waiting))
                return waiting.Task;
            _logs[number] = new FileStream(path, FileMode.Create);
            var done = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _done[number] = done;
            return done.Task;
        }

        public void Write(int number, byte[] data) => _logs[number].Write(data);

        public void End(int number, TaskCompletionSource done)
        {
            if (!_logs.TryGetValue(number, out var log))
                return;
            log.Dispose();
            done.TrySetResult();
            _logs.Remove(number);
            _done.Remove(number);
        }

        public void Dispose()
        {
            foreach (var log in _logs.Values)
                log.Dispose(); //! LEAK1013
            _logs.Clear();
            _done.Clear();
        }
    }
}

namespace Samples.AtItsWord4.T02_ASKED_OF_NOTES
{
    public sealed class Note
    {
        public Note(string title) => Title = title;

        public string Title { get; }
        public int Lines { get; set; }
    }

    /// <summary>The files and what is known of them: both get every name, and both lose it.</summary>
    public sealed class NotedLogs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new(StringComparer.Ordinal);
        private readonly Dictionary<string, Note> _notes = new(StringComparer.Ordinal);

        public void Open(string name)
        {
            if (_notes.ContainsKey(name))
                return;
            _files[name] = new FileStream(name, FileMode.Append);
            _notes[name] = new Note(name);
        }

        public void Write(string name, byte[] data)
        {
            _files[name].Write(data);
            _notes[name].Lines++;
        }

        public void Close(string name)
        {
            _notes.Remove(name);
            if (_files.Remove(name, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
            _notes.Clear();
        }
    }
}

namespace Samples.AtItsWord4.U03_LOOP_IN_PARALLEL
{
    public sealed class Relay : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();
        private readonly BlockingCollection<string[]> _batches = new(16);
        private readonly Task _loop;

        public Relay() => _loop = Task.Run(Run);

        public void Post(string[] hosts) => _batches.Add(hosts);

        private void Run()
        {
            foreach (var batch in _batches.GetConsumingEnumerable())
            {
                Parallel.ForEach(batch, host =>
                {
                    var client = _clients.GetOrAdd(host, h => new TcpClient(h, 80)); //! LEAK1005
                    client.GetStream().Write(new byte[] { 1 });
                });
            }
        }

        public void Dispose()
        {
            _batches.CompleteAdding();
            _loop.Wait();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
            _batches.Dispose();
        }
    }
}

namespace Samples.AtItsWord4.W01_LOADED_BETWEEN
{
    public sealed class Layer : IDisposable
    {
        private readonly FileStream _tiles;

        public Layer(string path) => _tiles = new FileStream(path, FileMode.Open);

        public long Size => _tiles.Length;

        public void Dispose() => _tiles.Dispose();
    }

    public sealed class Loader
    {
        public bool Load(Map map, string[] paths)
        {
            foreach (var path in paths)
                map.Add(path);
            return map.Count == paths.Length;
        }
    }

    public sealed class Map : IDisposable
    {
        private List<Layer> _layers = new();
        private readonly Loader _loader = new();

        public int Count => _layers.Count;

        public void Add(string path) => _layers.Add(new Layer(path));

        private void Reset() => _layers = new(); //! LEAK1003

        public void Open(string[] paths)
        {
            Reset();
            if (!_loader.Load(this, paths))
                _layers = new(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var layer in _layers)
                layer.Dispose(); //! LEAK1013
            _layers.Clear();
        }
    }
}

namespace Samples.AtItsWord4.Y01_EXPIRED_NUMBERS
{
    public sealed class Channels : IDisposable
    {
        private readonly Queue<int> _free = new(Enumerable.Range(1, 64));
        private readonly Dictionary<int, FileStream> _open = new();
        private readonly Dictionary<int, DateTime> _until = new();

        public int Open(string path)
        {
            var number = _free.Dequeue();
            _open[number] = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite); //! LEAK1001
            _until[number] = DateTime.UtcNow.AddMinutes(5);
            return number;
        }

        public void Write(int number, byte[] data) => _open[number].Write(data);

        public void Close(int number)
        {
            if (!_open.Remove(number, out var file))
                return;
            file.Dispose();
            _until.Remove(number);
            _free.Enqueue(number);
        }

        /// <summary>The numbers of those that are too old are given to others.</summary>
        public void Sweep()
        {
            foreach (var (number, until) in _until.ToArray())
            {
                if (until > DateTime.UtcNow)
                    continue;
                _until.Remove(number);
                _free.Enqueue(number);
            }
        }

        public void Dispose()
        {
            foreach (var file in _open.Values)
                file.Dispose(); //! LEAK1013
            _open.Clear();
        }
    }
}

namespace Samples.AtItsWord4.Z01_LEFT_BY_REGISTRY
{
    public sealed class ReaderRegistry : IDisposable
    {
        private readonly Dictionary<string, FileStream> _readers = new();

        public void Open(string name)
        {
            // The old one must not be disposed by the registry: whoever got it closes it himself.
            _readers[name] = new FileStream(name, FileMode.Open);
        }

        public FileStream Get(string name) => _readers[name];

        public void Dispose()
        {
            foreach (var reader in _readers.Values)
                reader.Dispose(); //! LEAK1013
            _readers.Clear();
        }
    }
}
