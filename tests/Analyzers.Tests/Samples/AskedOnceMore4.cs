using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.AskedOnceMore4.H01_EVENT_OR_OWN
{
    public sealed class ClientArgs : EventArgs
    {
        public ClientArgs(TcpClient client) => Client = client;

        public TcpClient Client { get; }
    }

    public interface IServer
    {
        event EventHandler<ClientArgs> ClientAccepted;
    }

    public sealed class Remote : IDisposable
    {
        private readonly object _gate = new();
        private TcpClient? _client;

        public Remote(IServer server) => server.ClientAccepted += OnClient;

        private void OnClient(object? sender, ClientArgs e)
        {
            lock (_gate)
            {
                _client?.Dispose();
                _client = e.Client;
            }
        }

        public void Reconnect(string host)
        {
            lock (_gate)
                _client = new TcpClient(host, 80); //! LEAK1001 LEAK4002
        }

        public void Send(byte[] data)
        {
            lock (_gate)
                _client?.GetStream().Write(data);
        }

        public void Dispose()
        {
            lock (_gate)
                _client?.Dispose();
        }
    }
}

namespace Samples.AskedOnceMore4.H02_OPENED_OF_ARGS
{
    public sealed class FileArgs : EventArgs
    {
        private readonly string _path;

        public FileArgs(string path) => _path = path;

        public FileStream Open() => File.OpenRead(_path);
    }

    public interface IDrop
    {
        event EventHandler<FileArgs> Dropped;
    }

    public sealed class LastFile : IDisposable
    {
        private FileStream? _last;

        public LastFile(IDrop drop) => drop.Dropped += OnDropped;

        private void OnDropped(object? sender, FileArgs e)
        {
            _last = e.Open(); //! LEAK1001
        }

        public long Length => _last?.Length ?? 0;

        public void Dispose() => _last?.Dispose();
    }
}

namespace Samples.AskedOnceMore4.H04_MAIN_LOOP
{
    public sealed class Probe
    {
        private readonly List<Link> _links = new(); //! LEAK1004

        public static void Main(string[] hosts)
        {
            while (true)
            {
                foreach (var host in hosts)
                    new Probe().Run(host);
                Thread.Sleep(60_000);
            }
        }

        private void Run(string host)
        {
            for (var i = 0; i < 3; i++)
            {
                var link = new Link(host);
                _links.Add(link);
            }

            foreach (var link in _links)
                link.Send(new byte[1]);
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore4.H05_USING_OLD_1007
{
    public sealed class Snapshots : IDisposable
    {
        private readonly object _gate = new();
        private FileStream _current = File.OpenRead("a");

        public FileStream Current
        {
            get
            {
                lock (_gate)
                    return _current;
            }
        }

        public void Refresh(string path)
        {
            var next = File.OpenRead(path);
            lock (_gate)
            {
                using (_current) //! LEAK1007
                    _current = next; //! LEAK4002
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _current.Dispose();
        }
    }
}

namespace Samples.AskedOnceMore4.H06_FLUSH_FIRST_ONLY
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                // What is less than half a batch is not worth it.
                if (_count > 50)
                    Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.AskedOnceMore4.H08_SHORT_STOP_LOOP
{
    public sealed class Device
    {
        private volatile bool _busy;

        public void Work() => _busy = true;

        public void Done() => _busy = false;

        /// <summary>Waits until the device has done what it does, which may be hours.</summary>
        public void StopWork()
        {
            while (_busy)
                Thread.Sleep(100);
        }
    }

    public interface IRack
    {
        event Action<Device> Removed;
    }

    public sealed class Inventory
    {
        public Inventory(IRack rack) => rack.Removed += OnRemoved;

        public int Left { get; private set; }

        private void OnRemoved(Device device)
        {
            device.StopWork(); //! LEAK3001
            Left++;
        }
    }
}

namespace Samples.AskedOnceMore4.I03_VERIFY_CONTEXT
{
    public sealed class Clients : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();
        private readonly SynchronizationContext? _context = SynchronizationContext.Current;

        public TcpClient Get(string host)
        {
            VerifyThread();
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            return client;
        }

        private void VerifyThread()
        {
            if (SynchronizationContext.Current != _context)
                throw new InvalidOperationException("call this in the context of the editor");
        }

        public void Dispose()
        {
            VerifyThread();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.AskedOnceMore4.I08_STOP_IF_STOPPED
{
    public sealed class ListenerSet : IDisposable
    {
        private readonly UdpClient?[] _sockets = new UdpClient?[4];
        private readonly int _port;
        private bool _stopped = true;

        public ListenerSet(int port) => _port = port;

        public void Start()
        {
            _stopped = false;
            for (var i = 0; i < _sockets.Length; i++)
                _sockets[i] = new UdpClient(_port + i);
        }

        public void Stop()
        {
            if (_stopped)
                return;
            for (var i = 0; i < _sockets.Length; i++)
            {
                _sockets[i]?.Dispose();
                _sockets[i] = null;
            }

            _stopped = true;
        }

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket?.Dispose();
        }
    }
}
