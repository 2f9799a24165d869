using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

// What others show, looked at as a whole: all makers, all attachments, every way, and the thing itself.
namespace Samples.SeenWhole1.A01_TRANSFERJOB
{
    public sealed class Transfer : IDisposable
    {
        private readonly FileStream _file;
        private SocketError _last;
        public Transfer(string path) { _file = new FileStream(path, FileMode.Create); }
        public SocketError Last => _last;
        public async Task CopyAsync(Stream source, CancellationToken token)
        {
            var buffer = new byte[8192];
            int read;
            while ((read = await source.ReadAsync(buffer, token)) > 0)
                await _file.WriteAsync(buffer.AsMemory(0, read), token);
            _last = SocketError.Success;
        }
        public void Dispose() => _file.Dispose();
    }
    public sealed class TransferBoard
    {
        private readonly Dictionary<string, Transfer> _running = new();
        private readonly object _gate = new();
        public async Task ReceiveAsync(string path, Stream source, CancellationToken token)
        {
            Transfer? transfer;
            lock (_gate)
            {
                if (!_running.TryGetValue(path, out transfer))
                {
                    transfer = new Transfer(path);
                    _running[path] = transfer; //! LEAK4001
                }
            }
            try
            {
                await transfer.CopyAsync(source, token);
            }
            catch (IOException)
            {
                lock (_gate) { _running.Remove(path); }
                transfer.Dispose();
                throw;
            }
        }
    }
}

namespace Samples.SeenWhole1.B01_CAMERA
{
    public sealed class Frame : IDisposable
    {
        private readonly FileStream _file;
        public Frame(string path) => _file = new FileStream(path, FileMode.Create);
        public void Save() => _file.Flush();
        public void Dispose() => _file.Dispose();
    }
    public sealed class Camera { public event EventHandler<string>? Arrived; public void Tick(string s) => Arrived?.Invoke(this, s); }
    public sealed class Recorder : IDisposable
    {
        private readonly Camera _camera;
        private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(8) { SingleReader = true }, dropped => dropped.Dispose());
        private readonly Task _worker;
        public Recorder(Camera camera)
        {
            _camera = camera;
            _worker = Task.Run(WorkAsync);
            _camera.Arrived += OnArrived;
        }
        private void OnArrived(object? sender, string path)
        {
            _frames.Writer.TryWrite(new Frame(path)); //! LEAK1006
        }
        private async Task WorkAsync()
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync())
            {
                frame.Save();
                frame.Dispose();
            }
        }
        public void Dispose()
        {
            _camera.Arrived -= OnArrived;
            _frames.Writer.Complete();
            _worker.Wait();
        }
    }
}

namespace Samples.SeenWhole1.B03_TWOEVENTS
{
    public sealed class Frame : IDisposable
    {
        private readonly FileStream _file;
        public Frame(string path) => _file = new FileStream(path, FileMode.Create);
        public void Save() => _file.Flush();
        public void Dispose() => _file.Dispose();
    }
    public sealed class Camera { public event EventHandler<string>? Arrived; public event EventHandler<string>? Replayed; public void Tick(string s) { Arrived?.Invoke(this, s); Replayed?.Invoke(this, s); } }
    public sealed class Recorder : IDisposable
    {
        private readonly Camera _camera;
        private readonly Channel<Frame> _frames = Channel.CreateBounded<Frame>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest }, dropped => dropped.Dispose());
        private readonly Task _worker;
        public Recorder(Camera camera)
        {
            _camera = camera;
            _worker = Task.Run(WorkAsync);
            _camera.Arrived += OnFrame;
            _camera.Replayed += OnFrame;
        }
        private void OnFrame(object? sender, string path)
        {
            _frames.Writer.TryWrite(new Frame(path)); //! LEAK1006
        }
        private async Task WorkAsync()
        {
            await foreach (var frame in _frames.Reader.ReadAllAsync())
            {
                frame.Save();
                frame.Dispose();
            }
        }
        public void Dispose()
        {
            _camera.Arrived -= OnFrame;
            _frames.Writer.Complete();
            _worker.Wait();
        }
    }
}

namespace Samples.SeenWhole1.C01_LINKMAP
{
    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;
        public Link(string host) { _client = new TcpClient(host, 80); Trace = File.Create(host + ".log"); }
        public FileStream Trace { get; }
        public bool IsIdle { get; set; }
        public void Dispose() { _client.Dispose(); Trace.Dispose(); }
    }
    public sealed class LinkMap
    {
        public Dictionary<string, Link> Links { get; } = new(); //! LEAK1004
        public Link Ensure(string host)
        {
            if (!Links.TryGetValue(host, out var link))
                Links[host] = link = new Link(host);
            return link;
        }
    }
    public sealed class Browser
    {
        private readonly LinkMap _map = new();
        public void Visit(string host) => _map.Ensure(host).IsIdle = false;
        public void Close()
        {
            foreach (var link in _map.Links.Values)
                link.Trace.Dispose();
        }
    }
}

namespace Samples.SeenWhole1.C03_TWOOWNERS
{
    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;
        public Link(string host) => _client = new TcpClient(host, 80);
        public bool IsIdle { get; set; }
        public void Dispose() => _client.Dispose();
    }
    public sealed class LinkMap
    {
        public Dictionary<string, Link> Links { get; } = new(); //! LEAK1004
        public Link Ensure(string host)
        {
            if (!Links.TryGetValue(host, out var link))
                Links[host] = link = new Link(host);
            return link;
        }
    }
    public sealed class Browser
    {
        private readonly LinkMap _map = new();
        public void Visit(string host) => _map.Ensure(host).IsIdle = false;
        public void Close()
        {
            foreach (var link in _map.Links.Values)
                link.Dispose();
        }
    }
    public sealed class Crawler
    {
        private LinkMap _map = new();
        public void Crawl(IEnumerable<string> hosts)
        {
            _map = new LinkMap();
            foreach (var host in hosts)
                _map.Ensure(host).IsIdle = true;
        }
    }
}

namespace Samples.SeenWhole1.C05_TAKE
{
    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;
        public Link(string host) => _client = new TcpClient(host, 80);
        public bool IsIdle { get; set; }
        public void Dispose() => _client.Dispose();
    }
    public sealed class LinkMap
    {
        public Dictionary<string, Link> Links { get; } = new(); //! LEAK1004
        public Link Ensure(string host)
        {
            if (!Links.TryGetValue(host, out var link))
                Links[host] = link = new Link(host);
            return link;
        }
    }
    public sealed class Browser
    {
        private readonly LinkMap _map = new();
        public void Visit(string host) => _map.Ensure(host).IsIdle = false;
        public void Close()
        {
            foreach (var link in _map.Links.Values.Take(10))
                link.Dispose();
        }
    }
}

namespace Samples.SeenWhole1.D01_SESSION
{
    public sealed class Session : IDisposable
    {
        private readonly FileStream _log;
        private readonly Timer _idle;
        public Session(string path)
        {
            _log = new FileStream(path, FileMode.Append);
            _idle = new Timer(_ => Dispose(), null, Timeout.Infinite, Timeout.Infinite);
        }
        public void Leave() => _idle.Change(30000, Timeout.Infinite);
        public void Write(byte b) => _log.WriteByte(b);
        public void Dispose() { _idle.Dispose(); _log.Dispose(); }
    }
    public sealed class SessionTable : IDisposable
    {
        private readonly Dictionary<string, Session> _sessions = new();
        public void Open(string user)
        {
            _sessions[user] = new Session(user + ".log"); //! LEAK1001
        }
        public void Write(string user, byte b) => _sessions[user].Write(b);
        public void Close(string user)
        {
            _sessions.Remove(user); //! LEAK1002
        }
        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}

namespace Samples.SeenWhole1.D03_RENEWED
{
    public sealed class Lease : IDisposable
    {
        private readonly FileStream _lock;
        private readonly Timer _life;
        private readonly Timer _beat;
        public Lease(string path)
        {
            _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
            _life = new Timer(_ => Dispose(), null, TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
            _beat = new Timer(_ => Renew(), null, 10000, 10000);
        }
        private void Renew()
        {
            _lock.SetLength(0);
            _lock.WriteByte(1);
            _life.Change(TimeSpan.FromSeconds(30), Timeout.InfiniteTimeSpan);
        }
        public void Dispose() { _beat.Dispose(); _life.Dispose(); _lock.Dispose(); }
    }
    public sealed class LeaseTable : IDisposable
    {
        private readonly Dictionary<string, Lease> _leases = new();
        public void Take(string name)
        {
            _leases[name] = new Lease(name + ".lock"); //! LEAK1001
        }
        public void Give(string name)
        {
            _leases.Remove(name); //! LEAK1002
        }
        public void Dispose()
        {
            foreach (var lease in _leases.Values)
                lease.Dispose(); //! LEAK1013
            _leases.Clear();
        }
    }
}

namespace Samples.SeenWhole1.F01_KEYEDLOCKS
{
    public sealed class KeyedLocks
    {
        private readonly ConcurrentDictionary<string, SemaphoreSlim> _gates = new();
        public async Task<IDisposable> EnterAsync(string key)
        {
            var gate = _gates.GetOrAdd(key, _ => new SemaphoreSlim(1, 1));
            await gate.WaitAsync();
            return new Releaser(gate);
        }
        private sealed class Releaser : IDisposable
        {
            private readonly SemaphoreSlim _gate;
            public Releaser(SemaphoreSlim gate) => _gate = gate;
            public void Dispose() => _gate.Release();
        }
    }
    public sealed class FileTable : IAsyncDisposable
    {
        private readonly KeyedLocks _locks = new();
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        private bool _closed;
        public async Task<long> LengthAsync(string path)
        {
            using (await _locks.EnterAsync(path))
            {
                if (_closed)
                    throw new ObjectDisposedException(nameof(FileTable));
                if (!_files.TryGetValue(path, out var file))
                    _files[path] = file = new FileStream(path, FileMode.OpenOrCreate); //! LEAK4002
                return file.Length;
            }
        }
        public async ValueTask DisposeAsync()
        {
            using (await _locks.EnterAsync("close"))
            {
                _closed = true;
                foreach (var file in _files.Values)
                    await file.DisposeAsync(); //! LEAK1013
                _files.Clear();
            }
        }
    }
}
