using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain6.M19_SUBSCRIBE_LATER
{
    public sealed class TickFeed : IDisposable
    {
        private readonly object _gate = new();
        private readonly string _symbol;
        private UdpClient? _udp;
        private int _received;
        private bool _ended;

        public TickFeed(string symbol) => _symbol = symbol;

        public string Symbol => _symbol;
        public int Received => _received;
        public bool IsEnded => _ended;
        public bool IsListening => _udp != null;
        public string Venue { get; init; } = "";

        public void Subscribe(int port)
        {
            lock (_gate)
            {
                if (_ended)
                    return;
                _udp = new UdpClient(port);
                _udp.JoinMulticastGroup(System.Net.IPAddress.Parse("239.0.0.1"));
            }
        }

        public byte[] Receive()
        {
            System.Net.IPEndPoint? from = null;
            _received++;
            return _udp!.Receive(ref from);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                _udp?.Dispose();
            }
        }
    }

    public sealed class TickFeeds : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, TickFeed> _feeds = new();

        public void Follow(string symbol, int port)
        {
            var feed = new TickFeed(symbol); //! LEAK1009
            feed.Subscribe(port);
            lock (_gate)
            {
                if (!_feeds.TryAdd(symbol, feed)) //! LEAK4002
                    feed.Dispose();
            }
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _feeds.Count;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var feed in _feeds.Values)
                    feed.Dispose();
                _feeds.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain6.M21_FLAG_ENDS_IN_CATCH
{
    public interface IGrab : IDisposable
    {
        int Frames { get; }
    }

    public sealed class TimedGrab : IGrab
    {
        private readonly Timer _timer;
        private readonly string _folder;
        private volatile bool _closed;
        private int _frames;

        public TimedGrab(string folder)
        {
            _folder = folder;
            _timer = new Timer(_ => OnTick(), null, 0, 40);
        }

        public int Frames => _frames;

        private void OnTick()
        {
            try
            {
                if (_closed)
                    throw new OperationCanceledException();
                File.WriteAllBytes(Path.Combine(_folder, $"{_frames++}.raw"), new byte[1024]);
            }
            catch (OperationCanceledException)
            {
                _timer.Dispose();
            }
        }

        public void Dispose() => _closed = true;
    }

    public sealed class Grabs : IDisposable
    {
        private readonly Dictionary<string, IGrab> _grabs = new();

        public void Begin(string folder)
        {
            _grabs[folder] = new TimedGrab(folder); //! LEAK1001
        }

        public void End(string folder)
        {
            _grabs.Remove(folder); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var grab in _grabs.Values)
                grab.Dispose();
            _grabs.Clear();
        }
    }
}

namespace Samples.NarrowedAgain6.T01_ENSURE_WORKER_THREAD
{
    public sealed class Outbox : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _servers = new();
        private readonly BlockingCollection<Action> _work = new(100);
        private readonly object _gate = new();
        private Thread? _thread;
        private bool _disposed;

        public void Send(string host, byte[] message)
        {
            EnsureWorkerThread();
            if (!_servers.TryGetValue(host, out var server))
            {
                server = new TcpClient(host, 25);
                _servers[host] = server; //! LEAK2001 LEAK4002
            }

            _work.TryAdd(() => server.GetStream().Write(message));
        }

        private void EnsureWorkerThread()
        {
            lock (_gate)
            {
                if (_disposed)
                    throw new ObjectDisposedException(nameof(Outbox));
                if (_thread != null)
                    return;
                _thread = new Thread(Work) { IsBackground = true };
                _thread.Start();
            }
        }

        private void Work()
        {
            foreach (var work in _work.GetConsumingEnumerable())
                work();
        }

        public void Dispose()
        {
            Thread? thread;
            lock (_gate)
            {
                _disposed = true;
                thread = _thread;
            }

            _work.CompleteAdding();
            thread?.Join();
            foreach (var server in _servers.Values)
                server.Dispose();
            _servers.Clear();
            _work.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain6.T02_THROW_IF_ON_UI_THREAD
{
    public static class Threads
    {
        private static int s_main;

        public static void Init() => s_main = Environment.CurrentManagedThreadId;

        public static void ThrowIfOnMainThread()
        {
            if (Environment.CurrentManagedThreadId == s_main)
                throw new InvalidOperationException("Not on the main thread.");
        }
    }

    /// <summary>Asked by all workers, never by the main thread.</summary>
    public sealed class IndexFiles : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();

        public FileStream Open(string path)
        {
            Threads.ThrowIfOnMainThread();
            if (_files.TryGetValue(path, out var file))
                return file;
            file = File.OpenRead(path);
            _files[path] = file; //! LEAK2001 LEAK4002
            return file;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.NarrowedAgain6.T03_ASSERT_BACKGROUND_THREAD
{
    public sealed class ShardTable : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _shards = new();
        private readonly object _gate = new();
        private readonly int _mainThread = Environment.CurrentManagedThreadId;

        public void Connect(int shard, string host)
        {
            AssertBackgroundThread();
            var client = new TcpClient(host, 9300);
            lock (_gate)
            {
                if (!_shards.TryAdd(shard, client)) //! LEAK4002
                    client.Dispose();
            }
        }

        public void Send(int shard, byte[] query)
        {
            lock (_gate)
            {
                if (_shards.TryGetValue(shard, out var client))
                    client.GetStream().Write(query);
            }
        }

        private void AssertBackgroundThread()
        {
            if (Environment.CurrentManagedThreadId == _mainThread)
                throw new InvalidOperationException("Blocks; call it from a worker.");
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var client in _shards.Values)
                    client.Dispose();
                _shards.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain6.U01_DB_VIEW
{
    /// <summary>A view of a table: materialised or computed.</summary>
    public abstract class View
    {
        protected View(string table) => Table = table;

        public string Table { get; }

        public abstract IEnumerable<string> Rows();
    }

    public sealed class MaterializedView : View, IDisposable
    {
        private readonly Dictionary<int, FileStream> _segments = new();
        private readonly object _gate = new();
        private readonly string _folder;

        public MaterializedView(string table, string folder) : base(table) => _folder = folder;

        public override IEnumerable<string> Rows()
        {
            lock (_gate)
                return _segments.Keys.Select(k => k.ToString()).ToList();
        }

        public void Rebuild(int segment)
        {
            lock (_gate)
                _segments[segment] = new FileStream(Path.Combine(_folder, $"{segment}.seg"), FileMode.Create); //! LEAK1001 LEAK4002
        }

        public void Drop(int segment)
        {
            lock (_gate)
                _segments.Remove(segment); //! LEAK1002
        }

        public void Truncate()
        {
            lock (_gate)
                _segments.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var segment in _segments.Values)
                    segment.Dispose(); //! LEAK1013
                _segments.Clear();
            }
        }
    }
}
