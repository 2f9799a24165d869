using System.Net.Sockets;

// The template fills it without ending it first, the slot gets another one, the way is taken, or the stream has a client of its own.
namespace Samples.OnTheWayToo.Template
{
    public abstract class Port : IDisposable
    {
        private readonly FileSystemWatcher _cable = new("/dev");

        protected Port() => _cable.Created += Reconnect;

        public bool IsFirst { get; set; }

        public virtual void Dispose() => _cable.Dispose();

        protected abstract void StopCore();

        protected abstract void StartCore();

        private void Reconnect(object sender, FileSystemEventArgs e) => Enable();

        private void Enable()
        {
            if (IsFirst)
                StopCore();
            StartCore();
        }
    }

    public sealed class UdpPort : Port
    {
        private UdpClient? _client;

        public override void Dispose()
        {
            StopCore();
            base.Dispose();
        }

        protected override void StopCore()
        {
            _client?.Dispose();
            _client = null;
        }

        protected override void StartCore() => _client = new UdpClient(0); //! LEAK1001
    }
}

namespace Samples.OnTheWayToo.Chain
{
    public sealed class Snapshot : IDisposable
    {
        private readonly FileStream _file;

        public Snapshot(string path) => _file = File.OpenRead(path);

        public bool IsUnused => _file.Length == 0;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Snapshots : IDisposable
    {
        private readonly object _gate = new();
        private Snapshot? _head;

        public void Renew(string path)
        {
            lock (_gate)
            {
                _head?.Dispose();
                _head = new Snapshot(path); //! LEAK4002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _head?.Dispose();
                _head = null;
            }
        }
    }
}

namespace Samples.OnTheWayToo.Taken
{
    public sealed class Types
    {
        private readonly List<string> _names = new();

        public Types(FileSystemWatcher watcher)
        {
            watcher.Created += (_, e) => Load(e.FullPath, wait: true);
            watcher.Changed += (_, e) => Initialize(e.FullPath, false);
        }

        private void Initialize(string name, bool later) => Load(name, !later);

        private void Load(string name, bool wait)
        {
            _names.Add(name);
            if (wait)
                Task.Run(() => File.ReadAllLines(name)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.OnTheWayToo.StreamOfItsOwn
{
    public sealed class Connector : IDisposable
    {
        private readonly TcpClient _client = new();
        private Stream? _frames;

        public void Upgrade(string host)
        {
            _client.Connect(host, 80);
            _frames = new BufferedStream(_client.GetStream());
        }

        public void Watch(FileSystemWatcher captures) => captures.Created += (_, e) => Replay(e.FullPath);

        private void Replay(string path)
        {
            _frames = File.OpenRead(path); //! LEAK1001
            _frames.CopyTo(Stream.Null);
        }

        public void Dispose()
        {
            _frames?.Dispose();
            _client.Dispose();
        }
    }
}
