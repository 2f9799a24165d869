using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain1.C01_PARTS_FILTERED
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();

        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            foreach (var peer in _peers.Where(p => p.IsIdle))
                peer.Client.Close();
            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C02_PARTS_OTHER_PART
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);
        private MemoryStream _buffer = new();

        public MemoryStream Buffer
        {
            get { return _buffer; }
            set { _buffer = value; }
        }

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();
            _buffer.Dispose();
        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            // The buffers are large; the sockets stay open.
            foreach (var peer in _peers)
                peer.Buffer.Dispose();
            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose(); //! LEAK1013
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C03_PARTS_TRY_IN_IF
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();

        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            foreach (var peer in _peers)
            {
                if (peer.IsIdle)
                {
                    try
                    {
                        peer.Client.Close();
                    }
                    catch (SocketException)
                    {
                    }
                }
            }

            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C04_PARTS_CONTINUE
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();

        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            foreach (var peer in _peers)
            {
                if (!peer.IsIdle)
                    continue;
                peer.Client.Close();
            }

            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C05_PARTS_BASE_TIMER
{
    public abstract class Beating
    {
        private readonly Timer _timer;

        protected Beating() => _timer = new Timer(_ => Beats++, null, 1000, 1000);

        public int Beats { get; private set; }

        public virtual void Dispose() => _timer.Dispose();
    }

    public sealed class Peer : Beating, IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public override void Dispose()
        {
            _socket.Dispose();
            base.Dispose();
        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            // Their timers go on.
            foreach (var peer in _peers)
                peer.Client.Close();
            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C06_PARTS_HANDLE
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);
        private readonly IntPtr _memory = System.Runtime.InteropServices.Marshal.AllocHGlobal(1 << 16);

        public IntPtr Memory => _memory;

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();
            System.Runtime.InteropServices.Marshal.FreeHGlobal(_memory);
        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            // The memory of each is not freed.
            foreach (var peer in _peers)
                peer.Client.Close();
            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.NarrowedAgain1.C07_PARTS_EVENT
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);
        private readonly string _name = Guid.NewGuid().ToString();

        public Peer() => AppDomain.CurrentDomain.ProcessExit += OnExit;

        private void OnExit(object? sender, EventArgs e) => Console.WriteLine(_name);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public bool IsIdle { get; set; }

        public void Dispose()
        {
            _socket.Dispose();
            AppDomain.CurrentDomain.ProcessExit -= OnExit;
        }
    }

    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Add()
        {
            var peer = new Peer();
            _peers.Add(peer);
        }

        public void Reset()
        {
            // Each stays attached to ProcessExit.
            foreach (var peer in _peers)
                peer.Client.Close();
            _peers.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer.Dispose();
            _peers.Clear();
        }
    }
}
