using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

// Each program has one thing that the exemption it resembles does not cover, or has all of it.
namespace Samples.ToldWithReason1.A01_SHOWNCOUNT
{
    public sealed class PoolReport
    {
        public PoolReport(string name, Dictionary<string, Socket> sockets)
        {
            Name = name;
            Open = sockets.Count;
            Connected = sockets.Values.Count(s => s.Connected);
        }

        public string Name { get; }
        public int Open { get; }
        public int Connected { get; }
    }

    public sealed class SocketPool
    {
        private readonly Dictionary<string, Socket> _sockets = new(); //! LEAK1004
        private readonly string _name;

        public SocketPool(string name) => _name = name;

        public PoolReport Report() => new PoolReport(_name, _sockets);

        public void Send(string host, byte[] data)
        {
            if (!_sockets.TryGetValue(host, out var socket))
            {
                socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
                socket.Connect(host, 4100);
                _sockets.Add(host, socket);
            }

            socket.Send(data);
        }

        public void Leave(string host)
        {
            if (_sockets.Remove(host, out var socket))
                socket.Dispose();
        }

        public int CountOf(string prefix) => _sockets.Keys.Count(k => k.StartsWith(prefix));
    }

    public static class Program15
    {
        public static void Main2(string[] hosts)
        {
            var pool = new SocketPool("main");
            foreach (var host in hosts)
                pool.Send(host, new byte[] { 1 });
            Console.WriteLine(pool.Report().Open);
        }
    }
}

namespace Samples.ToldWithReason1.A02_SHOWNCLEARED
{
    public readonly struct LogStatus
    {
        public LogStatus(IReadOnlyCollection<KeyValuePair<string, FileStream>> files) => Bytes = files.Sum(f => f.Value.Length);

        public long Bytes { get; }
    }

    public sealed class LogFiles : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public LogStatus Status => new LogStatus(_files);

        public void Write(string name, byte[] data)
        {
            if (!_files.TryGetValue(name, out var file))
            {
                file = new FileStream(name + ".log", FileMode.Append);
                _files.Add(name, file);
            }

            file.Write(data);
        }

        public void Rotate()
        {
            foreach (var file in _files.Values)
                file.Flush();
            _files.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.ToldWithReason1.A04_INJECTEDHUB
{
    public sealed class PollHub : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<Timer> _timers = new();

        public void Every(TimeSpan period, Action poll)
        {
            var timer = new Timer(_ => poll(), null, period, period);
            lock (_gate)
            {
                _timers.Add(timer); //! LEAK4002
            }
        }

        public int Count
        {
            get { lock (_gate) return _timers.Count; }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var timer in _timers)
                    timer.Dispose();
                _timers.Clear();
            }
        }
    }

    public sealed class DeviceView
    {
        private readonly PollHub _hub;
        private int _level;

        public DeviceView(PollHub hub)
        {
            _hub = hub;
            _hub.Every(TimeSpan.FromSeconds(5), Refresh);
        }

        public int Level => Volatile.Read(ref _level);

        private void Refresh() => Interlocked.Increment(ref _level);
    }
}

namespace Samples.ToldWithReason1.A05_STATICHUB
{
    public sealed class WatchHub : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileSystemWatcher> _watchers = new();

        public void Watch(string folder)
        {
            var watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            lock (_gate)
            {
                _watchers.Add(watcher); //! LEAK4002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var watcher in _watchers)
                    watcher.Dispose();
                _watchers.Clear();
            }
        }
    }

    public sealed class Document
    {
        private static readonly WatchHub Hub = new();

        public Document(string folder)
        {
            Folder = folder;
            Hub.Watch(folder);
        }

        public string Folder { get; }

        public static void Shutdown() => Hub.Dispose();
    }
}

namespace Samples.ToldWithReason1.A06_LAMBDATRYADD
{
    public sealed class Session : IDisposable
    {
        private readonly FileStream _log;
        public Session(string id) => _log = new FileStream(id + ".session", FileMode.Append);
        public void Write(byte[] data) => _log.Write(data);
        public void Dispose() => _log.Dispose();
    }

    public sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _sessions = new();

        public int OpenAll(IEnumerable<string> ids) => ids.Count(id => _sessions.TryAdd(id, new Session(id))); //! LEAK1006 LEAK4002

        public void Write(string id, byte[] data)
        {
            if (_sessions.TryGetValue(id, out var session))
                session.Write(data);
        }

        public void Close(string id)
        {
            if (_sessions.TryRemove(id, out var session))
                session.Dispose();
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}

namespace Samples.ToldWithReason1.A07_LOCALFUNCTIONTRYADD
{
    public sealed class FeedTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _feeds = new();
        private int _refused;

        public void Load(string[] names)
        {
            foreach (var name in names)
            {
                if (!Put(name))
                    Interlocked.Increment(ref _refused);
            }

            bool Put(string name)
            {
                var feed = new FileStream(name + ".feed", FileMode.OpenOrCreate); //! LEAK1009
                feed.Seek(0, SeekOrigin.End);
                return _feeds.TryAdd(name, feed); //! LEAK1006
            }
        }

        public int Refused => _refused;

        public void Dispose()
        {
            foreach (var feed in _feeds.Values)
                feed.Dispose(); //! LEAK1013
            _feeds.Clear();
        }
    }
}

namespace Samples.ToldWithReason1.A08_SECONDLOOP
{
    public abstract class MessagePump
    {
        private readonly Channel<string> _queue = Channel.CreateBounded<string>(64);
        private readonly List<Task> _workers = new();

        protected MessagePump() => _workers.Add(Task.Run(RunAsync));

        public ValueTask SendAsync(string message) => _queue.Writer.WriteAsync(message);

        /// <summary>One more worker for busy hours.</summary>
        public void AddWorker() => _workers.Add(Task.Run(RunAsync));

        protected abstract void Handle(string message);

        private async Task RunAsync()
        {
            while (await _queue.Reader.WaitToReadAsync())
            {
                while (_queue.Reader.TryRead(out var message))
                    Handle(message);
            }
        }
    }

    public sealed class FilePump : MessagePump, IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new();

        protected override void Handle(string message)
        {
            if (!_files.TryGetValue(message, out var file))
            {
                file = new FileStream(message + ".txt", FileMode.Append);
                _files[message] = file; //! LEAK2001 LEAK4002
            }

            file.WriteByte(10);
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.ToldWithReason1.A09_DISCARDEDHELPER
{
    public abstract class OrderLoop
    {
        private readonly Channel<string> _orders = Channel.CreateBounded<string>(64);
        private readonly Task _loop;

        protected OrderLoop() => _loop = Task.Run(RunAsync);

        public bool Post(string order) => _orders.Writer.TryWrite(order);

        protected abstract void Handle(string order);

        private async Task RunAsync()
        {
            while (await _orders.Reader.WaitToReadAsync())
            {
                while (_orders.Reader.TryRead(out var order))
                    Handle(order);
            }
        }
    }

    public sealed class OrderWriter : OrderLoop, IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();

        protected override void Handle(string order) => _ = StoreAsync(order);

        private async Task StoreAsync(string order)
        {
            await Task.Yield();
            if (!_files.TryGetValue(order, out var file))
            {
                file = new FileStream(order + ".ord", FileMode.Append);
                _files[order] = file; //! LEAK2001 LEAK4002
            }

            await file.WriteAsync(new byte[] { 1 });
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}
