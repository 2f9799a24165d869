using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// Each program lacks what makes its look-alike right.
namespace Samples.KnownHere1.A1_FLUSHES
{
    public sealed class Tunnel : IDisposable
    {
        private readonly SemaphoreSlim _writing = new(1);
        private readonly Socket _socket;

        public Tunnel(Socket socket) => _socket = socket;

        public async Task<int> ReadAsync(Memory<byte> buffer, CancellationToken cancel)
        {
            using (cancel.Register(Flush, false))
                return await _socket.ReceiveAsync(buffer, SocketFlags.None, cancel);
        }

        public async Task WriteAsync(ReadOnlyMemory<byte> data, CancellationToken cancel)
        {
            await _writing.WaitAsync(cancel);
            try
            {
                await _socket.SendAsync(data, SocketFlags.None, cancel);
                await Task.Delay(5, cancel);
            }
            finally
            {
                _writing.Release();
            }
        }

        private void Flush()
        {
            if (!_writing.Wait(5000)) //! LEAK3001
                return;
            _socket.Send(new byte[] { 0x88, 0 });
            _writing.Release();
        }

        public void Dispose() => _socket.Dispose();
    }
}

namespace Samples.KnownHere1.A2_OTHER_FIELD
{
    public sealed class Writers : IDisposable
    {
        private Dictionary<string, StreamWriter> _writers = new();
        private Dictionary<string, StreamReader>? _readers;

        public void Load(IEnumerable<string> paths)
        {
            if (_readers != null)
                throw new InvalidOperationException("Clear first.");
            _readers = new();
            _writers = new Dictionary<string, StreamWriter>(); //! LEAK1003
            foreach (var path in paths)
                _writers.Add(path, File.AppendText(path));
        }

        public void Reset() => _readers = null;

        public void Dispose()
        {
            foreach (var writer in _writers.Values)
                writer.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.KnownHere1.A3_USING_OTHER
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
                _client = _listener.AcceptTcpClient(); //! LEAK1001
                using (var stream = new BufferedStream(Stream.Null))
                    stream.WriteByte(1);
            }
        }

        public void Cancel() => _client?.Close();
    }
}

namespace Samples.KnownHere1.A4_OWN_ID_REUSED
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
        private int _closed;

        public Link Adopt(Socket socket, long tenant) => new(socket, tenant);

        public void Park(Link link)
        {
            _idle[link.Id] = link; //! LEAK1001
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

namespace Samples.KnownHere1.A5_NOT_FLUSHED
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
                {
                    OnFull();
                    _count = 0;
                }

                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _closed = true;
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();
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

namespace Samples.KnownHere1.A6_MAIN_USES
{
    public sealed class SyncTool
    {
        private readonly List<FileSystemWatcher> _watchers = new(); //! LEAK1004

        public static void RunAll(string[] folders)
        {
            foreach (var folder in folders)
            {
                var tool = new SyncTool();
                tool.Run(folder);
            }
        }

        private void Run(string folder)
        {
            _watchers.Add(new FileSystemWatcher(folder) { EnableRaisingEvents = true });
            Console.ReadLine();
        }
    }
}

namespace Samples.KnownHere1.A7_FAULTED_OR_OLD
{
    public sealed class Gateway : IAsyncDisposable
    {
        private readonly Dictionary<string, Lazy<Task<TcpClient>>> _links = new();
        private bool _closed;

        public Task<TcpClient> LinkAsync(string host)
        {
            lock (_links)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_links.TryGetValue(host, out var slot))
                    _links[host] = slot = new(() => OpenAsync(host));
                return slot.Value;
            }
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

        public void Forget(string host)
        {
            lock (_links)
            {
                if (_links.TryGetValue(host, out var now) && !now.Value.IsFaulted)
                    _links.Remove(host); //! LEAK1002
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

namespace Samples.KnownHere1.A8_STOP_LONG
{
    public sealed class Board : IDisposable
    {
        private readonly Thread _pump;
        private volatile bool _stop;

        public Board()
        {
            _pump = new Thread(Pump);
            _pump.Start();
        }

        public void StopPump()
        {
            Thread.Sleep(30_000);
            _stop = true;
        }

        public void Dispose() => StopPump();

        private void Pump()
        {
            while (!_stop)
                Thread.Sleep(1);
        }
    }

    public interface IBus
    {
        event Action<Board> Removed;
    }

    public sealed class Panel
    {
        public Panel(IBus bus) => bus.Removed += OnRemoved;

        public int Left { get; private set; }

        private void OnRemoved(Board board)
        {
            board.StopPump(); //! LEAK3001
            Left++;
        }
    }
}
