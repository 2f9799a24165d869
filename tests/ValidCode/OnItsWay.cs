using System.Net.Sockets;

// What looks like a loss is none: the base type's template ends the old value first, the slot moves along a chain, or the way is not taken.
namespace LeakGuard.ValidCode.OnItsWay.Template
{
    public abstract class Port : IDisposable
    {
        private readonly FileSystemWatcher _cable = new("/dev");
        private int _busy;

        protected Port() => _cable.Created += Reconnect;

        public virtual void Dispose() => _cable.Dispose();

        protected abstract void StopCore();

        protected abstract void StartCore();

        private void Reconnect(object sender, FileSystemEventArgs e) => Enable();

        private void Enable()
        {
            if (Interlocked.CompareExchange(ref _busy, 1, 0) == 1)
                return;
            try
            {
                StopCore();
                StartCore();
            }
            finally
            {
                Interlocked.Exchange(ref _busy, 0);
            }
        }
    }

    public sealed class UdpPort : Port
    {
        private readonly int _number;
        private UdpClient? _client;

        public UdpPort(int number) => _number = number;

        public override void Dispose()
        {
            StopCore();
            base.Dispose();
        }

        protected override void StopCore()
        {
            if (_client != null)
            {
                _client.Dispose();
                _client = null;
            }
        }

        protected override void StartCore() => _client = new UdpClient(_number);
    }
}

namespace LeakGuard.ValidCode.OnItsWay.Chain
{
    public sealed class Snapshot : IDisposable
    {
        private readonly FileStream _file;

        public Snapshot(string path, Snapshot? next)
        {
            _file = File.OpenRead(path);
            Next = next;
        }

        public Snapshot? Next { get; }

        public bool IsUnused => _file.Length == 0;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Snapshots : IDisposable
    {
        private readonly object _gate = new();
        private Snapshot? _head;

        public Snapshots(Snapshot head) => _head = head;

        public void FreeUnused()
        {
            lock (_gate)
            {
                while (_head is { IsUnused: true })
                {
                    _head.Dispose();
                    _head = _head.Next;
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                while (_head != null)
                {
                    _head.Dispose();
                    _head = _head.Next;
                }
            }
        }
    }
}

namespace LeakGuard.ValidCode.OnItsWay.NotTaken
{
    public sealed class Types
    {
        private readonly List<string> _names = new();

        public Types() => AppDomain.CurrentDomain.AssemblyLoad += (_, e) => Initialize(e.LoadedAssembly.FullName!, wait: false);

        public void LoadAll() => Load("all", true);

        private void Initialize(string name, bool wait) => Load(name, wait);

        private void Load(string name, bool wait)
        {
            _names.Add(name);
            if (wait)
                Task.Run(() => File.ReadAllLines(name)).Wait();
        }
    }
}

namespace LeakGuard.ValidCode.OnItsWay.StreamOfClient
{
    public sealed class FrameStream : Stream
    {
        private readonly Stream _inner;

        public FrameStream(Stream inner) => _inner = inner;

        public override bool CanRead => true;

        public override bool CanSeek => false;

        public override bool CanWrite => true;

        public override long Length => throw new NotSupportedException();

        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }

        public override void Flush() => _inner.Flush();

        public override int Read(byte[] buffer, int offset, int count) => _inner.Read(buffer, offset, count);

        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

        public override void SetLength(long value) => throw new NotSupportedException();

        public override void Write(byte[] buffer, int offset, int count) => _inner.Write(buffer, offset, count);

        protected override void Dispose(bool disposing)
        {
            _inner.Dispose();
            base.Dispose(disposing);
        }
    }

    public sealed class Connector : IDisposable
    {
        private readonly TcpClient _client = new();
        private FrameStream? _frames;

        public async Task UpgradeAsync(string host)
        {
            await _client.ConnectAsync(host, 80);
            _frames = new FrameStream(_client.GetStream());
            await _frames.WriteAsync(new byte[] { 1 });
            _frames = new FrameStream(new BufferedStream(_client.GetStream()));
        }

        public void Dispose()
        {
            _frames?.Dispose();
            _client.Dispose();
        }
    }
}
