using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What the first form of an exemption hid: makers, copies and what is left. Each namespace is a program of its own.
namespace Samples.SaidTooEasily9.E50
{
    // TakesTelling: the interface hands out subscriptions (IDisposable), no void method in it.
    public interface IPriceStream
    {
        IDisposable Subscribe(Action<decimal> handler);
        decimal Last { get; }
    }

    public sealed class PriceBook
    {
        private readonly ConcurrentDictionary<string, PriceStream> _streams = new();

        public IPriceStream Of(string symbol)
        {
            if (_streams.TryGetValue(symbol, out var known))
                return known;
            var stream = new PriceStream();
            stream.Assign(symbol);
            _streams[symbol] = stream; //! LEAK2001
            return stream;
        }
    }

    public sealed class PriceStream : IPriceStream
    {
        private readonly List<Action<decimal>> _handlers = new();
        private readonly List<string> _symbols = new();
        public void Assign(string symbol) => _symbols.Add(symbol);
        public decimal Last => _symbols.Count;
        public IDisposable Subscribe(Action<decimal> handler)
        {
            lock (_handlers)
                _handlers.Add(handler);
            return new Subscription(() => { lock (_handlers) _handlers.Remove(handler); });
        }

        private sealed class Subscription(Action end) : IDisposable
        {
            public void Dispose() => end();
        }
    }
}

namespace Samples.SaidTooEasily9.E52
{
    // IsMakerClosed: the local is a part of the factory (its log), and what is closed is that; the factory and its connection stay.
    public sealed class BusClient
    {
        private readonly BusFactory _factory = new();
        private TcpClient? _connection; //! LEAK1004

        public void Connect() => _connection = _factory.CreateConnection();

        public void Send(byte[] data) => _connection!.GetStream().Write(data);

        public void Close()
        {
            _connection = null;
            var log = _factory.Log;
            log.Close();
        }
    }

    public sealed class BusFactory
    {
        public StreamWriter Log { get; } = new("bus.log");
        public TcpClient CreateConnection() => new("bus", 5672);
    }
}

namespace Samples.SaidTooEasily9.E53
{
    // IsMakerClosed: StopListening of a local of the maker ends no process that it has started.
    public sealed class ToolHost : IDisposable
    {
        private readonly Launcher _launcher = new();
        private Process? _tool; //! LEAK1004

        public void Open(string file) => _tool = _launcher.Launch(file);

        public int Id => _tool?.Id ?? 0;

        public void Dispose()
        {
            _tool = null;
            var launcher = _launcher;
            launcher.StopListening();
        }
    }

    public sealed class Launcher
    {
        private readonly List<string> _listeners = new();
        public Process Launch(string file) => Process.Start(file)!;
        public void StopListening() => _listeners.Clear();
    }
}

namespace Samples.SaidTooEasily9.E54
{
    // Updaters: the list keeps the last four only: the oldest one leaves it alive.
    public sealed class SnapshotKeeper : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream[]> _snapshots = new();

        public void Add(string table, string path)
        {
            var file = File.OpenRead(path);
            _snapshots.AddOrUpdate(table, _ => [file], (_, old) => [.. old.TakeLast(3), file]); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var files in _snapshots.Values)
                foreach (var file in files)
                    file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.SaidTooEasily9.E55
{
    // Updaters: those that are not connected any more are left out, and nobody disposes them.
    public sealed class PeerGroups : IDisposable
    {
        private readonly ConcurrentDictionary<string, List<TcpClient>> _groups = new();

        public void Join(string group, string host)
        {
            var client = new TcpClient(host, 9000);
            _groups.AddOrUpdate(group, _ => new List<TcpClient> { client }, (_, old) => [.. old.Where(c => c.Connected), client]); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var client in _groups.Values.SelectMany(g => g))
                client.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily9.E56
{
    // IsOnCopy: the shallow copy shares the list, and Clear empties the original's too.
    public sealed class Toolbox : IDisposable
    {
        private readonly List<FileStream> _tools = new();

        public void Add(string path) => _tools.Add(File.OpenRead(path));

        public Toolbox CreateEmptyCopy()
        {
            var copy = (Toolbox)MemberwiseClone();
            copy._tools.Clear(); //! LEAK1003
            return copy;
        }

        public void Dispose()
        {
            foreach (var tool in _tools)
                tool.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.SaidTooEasily9.E58
{
    // IsNeverLocked: Dispose takes the lock of the waiters by a helper, threads do meet here; the sessions are added without any.
    public sealed class RelayServer : IDisposable
    {
        private readonly object _gate = new();
        private readonly object _sending = new();
        private readonly List<TaskCompletionSource> _waiters = new();
        private string _banner = "";
        private readonly Dictionary<string, TcpClient> _sessions = new();

        public string Banner
        {
            get { lock (_sending) return _banner; }
            set { lock (_sending) _banner = value; }
        }

        public Task WaitAsync()
        {
            lock (_gate)
            {
                _waiters.Add(new TaskCompletionSource());
                return _waiters[^1].Task;
            }
        }

        public void Open(string host)
        {
            _sessions.Add(host, new TcpClient(host, 3478)); //! LEAK4002
        }

        public void Dispose()
        {
            ReleaseWaiters();
            foreach (var session in _sessions.Values)
                session.Dispose();
            _sessions.Clear();
        }

        private void ReleaseWaiters()
        {
            lock (_gate)
            {
                foreach (var waiter in _waiters)
                    waiter.TrySetCanceled();
                _waiters.Clear();
            }
        }
    }
}

namespace Samples.SaidTooEasily9.E91
{
    // CallersEnd: the constructor fills too; Remount ends the lock file of the caller, not the old volumes.
    public sealed class VolumeSet : IDisposable
    {
        private readonly FileStream[] _volumes = new FileStream[4];
        private readonly string _root;

        public VolumeSet(string root)
        {
            _root = root;
            Mount();
        }

        public void Remount(FileStream lockFile)
        {
            Mount();
            lockFile.Dispose();
        }

        private void Mount()
        {
            for (var i = 0; i < _volumes.Length; i++)
                _volumes[i] = File.OpenRead(_root + i); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var volume in _volumes)
                volume.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.SaidTooEasily9.E14
{
    // OneTime.IsBehindFlag: another class sets the flag back.
    public sealed class TileRenderer : IDisposable
    {
        private FileStream? _atlas;
        internal bool _needsAtlas = true;

        public TileRenderer(Display display) => display.FrameReady += OnFrame;

        private void OnFrame(int frame)
        {
            if (_needsAtlas)
            {
                _needsAtlas = false;
                OpenAtlas();
            }

            _atlas!.Position = frame;
        }

        private void OpenAtlas() => _atlas = File.OpenRead("atlas.png"); //! LEAK1001

        public void Dispose() => _atlas?.Dispose();
    }

    public sealed class Display
    {
        public event Action<int>? FrameReady;
        public void Tick(int frame) => FrameReady?.Invoke(frame);
    }

    public sealed class ThemeMenu(TileRenderer renderer)
    {
        public void Choose() => renderer._needsAtlas = true;
    }
}

namespace Samples.SaidTooEasily9.E19
{
    // IsReaderOfField: a path again, in a timer tick, by a static readonly field.
    public sealed class LoadSampler : IDisposable
    {
        private static readonly string StatFile = "/proc/stat";
        private readonly Timer _timer;
        private StreamReader? _stat;

        public LoadSampler() => _timer = new Timer(Sample, null, 0, 1000);

        private void Sample(object? state)
        {
            _stat = new StreamReader(StatFile); //! LEAK1001
            Console.WriteLine(_stat.ReadLine());
        }

        public void Dispose()
        {
            _timer.Dispose();
            _stat?.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily9.E21
{
    // IsMadeByOld: nested entry type; a part of what an async method of the old one gives, made anew.
    public sealed class LeaseKeeper : IDisposable
    {
        private readonly Timer _timer;
        private Lease _lease = new("first");

        public LeaseKeeper() => _timer = new Timer(_ => Renew(), null, 1000, 1000);

        private void Renew()
        {
            var outcome = _lease.Renew();
            _lease = outcome.Lease; //! LEAK1001
        }

        public void Dispose()
        {
            _timer.Dispose();
            _lease.Dispose();
        }

        private sealed class Lease(string name) : IDisposable
        {
            private readonly TcpClient _client = new("lock-server", 2379);
            public (Lease Lease, bool Ok) Renew() => (new Lease(name + "+"), true);
            public void Dispose() => _client.Dispose();
        }
    }
}
