using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
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

namespace Samples.NarrowedAgain6.U02_STREAM_WINDOW
{
    /// <summary>A window over the events of a key.</summary>
    public abstract class Window
    {
        public abstract void Add(string key, double value);

        public abstract double Sum(string key);
    }

    public sealed class SessionWindow : Window, IDisposable
    {
        private readonly ConcurrentDictionary<string, double> _sums = new();
        private readonly ConcurrentDictionary<string, Timer> _timers = new();
        private readonly TimeSpan _gap;

        public SessionWindow(TimeSpan gap) => _gap = gap;

        public override void Add(string key, double value)
        {
            _sums.AddOrUpdate(key, value, (_, old) => old + value);
            _timers[key] = new Timer(_ => Flush(key), null, _gap, Timeout.InfiniteTimeSpan); //! LEAK1001 LEAK4002
        }

        public override double Sum(string key) => _sums.TryGetValue(key, out var sum) ? sum : 0;

        private void Flush(string key) => _sums.TryRemove(key, out _);

        public void Cancel(string key)
        {
            _timers.TryRemove(key, out _); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var timer in _timers.Values)
                timer.Dispose();
            _timers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain6.U03_PLANT_CONTROL
{
    /// <summary>A control of the plant: a valve, a pump.</summary>
    public abstract class Control
    {
        public string Tag { get; init; } = "";

        public abstract void Apply(double setpoint);
    }

    public sealed class PumpControl : Control
    {
        private readonly Dictionary<string, NamedPipeClientStream> _pipes = new(); //! LEAK1004
        private readonly object _gate = new();

        public override void Apply(double setpoint)
        {
            lock (_gate)
            {
                if (!_pipes.TryGetValue(Tag, out var pipe))
                {
                    pipe = new NamedPipeClientStream(Tag); //! LEAK1009
                    pipe.Connect();
                    _pipes.Add(Tag, pipe);
                }

                pipe.Write(BitConverter.GetBytes(setpoint));
            }
        }

        public void Reset(string tag)
        {
            lock (_gate)
            {
                if (_pipes.Remove(tag, out var pipe))
                    pipe.Dispose();
            }
        }
    }

    public static class Program
    {
        public static void Run()
        {
            var pump = new PumpControl { Tag = "p1" };
            pump.Apply(0.5);
            pump.Reset("p1");
        }
    }
}
