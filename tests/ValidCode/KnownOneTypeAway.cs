using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// What makes each of these right stands in another member or a base type.
namespace LeakGuard.ValidCode.KnownOneTypeAway.RefusedIfSet
{
    public sealed class Writers : IDisposable
    {
        private Dictionary<string, StreamWriter>? _writers;

        public void Load(IEnumerable<string> paths)
        {
            if (_writers != null)
                throw new InvalidOperationException("Clear first.");
            _writers = new Dictionary<string, StreamWriter>();
            foreach (var path in paths)
                _writers.Add(path, File.AppendText(path));
        }

        public void Clear()
        {
            foreach (var writer in _writers?.Values.ToArray() ?? [])
                writer.Dispose();
            _writers = null;
        }

        public void Dispose() => Clear();
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.ReservedNumber
{
    public sealed class Clients : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _clients = new();
        private bool _closed;

        public void Accept(TcpClient client)
        {
            lock (_clients)
            {
                if (_closed)
                {
                    client.Dispose();
                    return;
                }

                var id = FreeId();
                Enter(id, client);
            }
        }

        private int FreeId()
        {
            var id = 0;
            while (_clients.ContainsKey(id))
                id++;
            return id;
        }

        private void Enter(int id, TcpClient client) => _clients[id] = client;

        public void Leave(int id)
        {
            lock (_clients)
            {
                if (_clients.Remove(id, out var client))
                    client.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_clients)
            {
                _closed = true;
                foreach (var client in _clients.Values)
                    client.Dispose();
                _clients.Clear();
            }
        }
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.UsedField
{
    public sealed class Acceptor
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private TcpClient? _client;

        public void Serve()
        {
            _listener.Start();
            while (true)
            {
                using (_client = _listener.AcceptTcpClient())
                    _client.GetStream().WriteByte(0);
            }
        }

        public void Cancel() => _client?.Close();
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.FlushedByBase
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
        private readonly Dictionary<string, FileStream> _files = new();

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

namespace LeakGuard.ValidCode.KnownOneTypeAway.TheProgram
{
    public sealed class SyncTool
    {
        private readonly List<FileSystemWatcher> _watchers = new();

        public static void Main(string[] folders)
        {
            var tool = new SyncTool();
            tool.Run(folders);
        }

        private void Run(string[] folders)
        {
            foreach (var folder in folders)
                _watchers.Add(new FileSystemWatcher(folder) { EnableRaisingEvents = true });
            Console.ReadLine();
        }
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.FailedSlot
{
    public sealed class Gateway : IAsyncDisposable
    {
        private readonly Dictionary<string, Lazy<Task<TcpClient>>> _links = new();
        private bool _closed;

        public async Task SendAsync(string host, ReadOnlyMemory<byte> data, CancellationToken cancel)
        {
            Lazy<Task<TcpClient>>? slot;
            lock (_links)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_links.TryGetValue(host, out slot))
                    _links[host] = slot = new(() => OpenAsync(host));
            }

            TcpClient link;
            try
            {
                link = await slot.Value.WaitAsync(cancel);
            }
            catch (SocketException)
            {
                Forget(host, slot);
                throw;
            }

            await link.GetStream().WriteAsync(data, cancel);
        }

        private static async Task<TcpClient> OpenAsync(string host)
        {
            var link = new TcpClient();
            try
            {
                await link.ConnectAsync(host, 9100);
                return link;
            }
            catch
            {
                link.Dispose();
                throw;
            }
        }

        private void Forget(string host, Lazy<Task<TcpClient>> failed)
        {
            lock (_links)
            {
                if (_links.TryGetValue(host, out var now) && ReferenceEquals(now, failed) && failed.Value.IsFaulted)
                    _links.Remove(host);
            }
        }

        public async ValueTask DisposeAsync()
        {
            Lazy<Task<TcpClient>>[] all;
            lock (_links)
            {
                _closed = true;
                all = [.. _links.Values];
                _links.Clear();
            }

            foreach (var slot in all)
            {
                try
                {
                    (await slot.Value).Dispose();
                }
                catch (SocketException)
                {
                    Console.Error.WriteLine("never opened");
                }
            }
        }
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.OwnNumber
{
    public sealed class Link : IDisposable
    {
        private readonly Socket _socket;

        internal Link(Socket socket, long id)
        {
            Id = id;
            _socket = socket;
        }

        public long Id { get; }

        public void Send(byte[] data) => _socket.Send(data);

        public void Dispose() => _socket.Dispose();
    }

    public sealed class IdleLinks : IDisposable
    {
        private readonly ConcurrentDictionary<long, Link> _idle = new();
        private long _last;
        private int _closed;

        public Link Adopt(Socket socket) => new(socket, Interlocked.Increment(ref _last));

        public void Park(Link link)
        {
            _idle[link.Id] = link;
            if (Volatile.Read(ref _closed) != 0)
                Drop(link.Id);
        }

        public void Dispose()
        {
            Interlocked.Exchange(ref _closed, 1);
            foreach (var id in _idle.Keys)
                Drop(id);
        }

        private void Drop(long id)
        {
            if (_idle.TryRemove(id, out var link))
                link.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.KnownOneTypeAway.ToldOf
{
    public sealed class Device : IDisposable
    {
        private FileStream? _handle;
        private readonly string _path;
        private readonly Bus _bus;

        internal Device(string path, Bus bus)
        {
            _path = path;
            _bus = bus;
        }

        public void Open()
        {
            _handle = new FileStream(_path, FileMode.Open);
            _bus.Opened(this);
        }

        public void Dispose() => _handle?.Dispose();
    }

    public sealed class Bus : IDisposable
    {
        private readonly ConcurrentDictionary<string, Device> _seen = new();
        private readonly ConcurrentDictionary<Device, int> _open = new();

        public event Action<Device>? Arrived;

        public static Bus Create() => new Bus();

        internal void Opened(Device device) => _open.TryAdd(device, 0);

        public void OnArrived(string path)
        {
            var device = new Device(path, this);
            if (_seen.TryAdd(path, device))
                Arrived?.Invoke(device);
        }

        public void OnLeft(string path) => _seen.TryRemove(path, out _);

        public void Dispose()
        {
            foreach (var device in _open.Keys)
                device.Dispose();
            _open.Clear();
        }
    }
}
