using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain4.M01_RESERVED_UNASKED
{
    public sealed class PeerTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, TcpClient> _peers = new();
        private readonly Dictionary<string, DateTime> _attempts = new();
        private bool _closed;

        public void Connect(string host)
        {
            lock (_gate)
            {
                if (_closed || _peers.ContainsKey(host))
                    return;
                // For the statistics page.
                _attempts[host] = DateTime.UtcNow;
            }

            var peer = new TcpClient(host, 6881);
            lock (_gate)
            {
                if (_closed)
                {
                    peer.Dispose();
                    return;
                }

                _peers.TryAdd(host, peer); //! LEAK1006
            }
        }

        public IReadOnlyDictionary<string, DateTime> Attempts()
        {
            lock (_gate)
                return new Dictionary<string, DateTime>(_attempts);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var peer in _peers.Values)
                    peer.Dispose();
                _peers.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain4.M02_STOP_UNLESS_PERSISTENT
{
    public sealed class ListenerSet : IDisposable
    {
        private readonly UdpClient?[] _sockets = new UdpClient?[4];
        private readonly int _port;
        private bool _persistent;

        public ListenerSet(int port) => _port = port;

        public bool Persistent { get => _persistent; set => _persistent = value; }

        public void Start()
        {
            for (var i = 0; i < _sockets.Length; i++)
                _sockets[i] = new UdpClient(_port + i); //! LEAK1001
        }

        public void Stop()
        {
            if (_persistent)
                return;
            for (var i = 0; i < _sockets.Length; i++)
            {
                _sockets[i]?.Dispose();
                _sockets[i] = null;
            }
        }


        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket?.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain4.M03_STOP_NULL_TEST_OTHER
{
    public interface IPortBroker
    {
        void Return(int first, int count);
    }

    public sealed class ReceiverSet : IDisposable
    {
        private readonly UdpClient?[] _sockets = new UdpClient?[4];
        private readonly IPortBroker? _broker;
        private readonly int _port;

        public ReceiverSet(int port, IPortBroker? broker)
        {
            _port = port;
            _broker = broker;
        }

        public void Start()
        {
            for (var i = 0; i < _sockets.Length; i++)
                _sockets[i] = new UdpClient(_port + i); //! LEAK1001
        }

        /// <summary>Only the ports of a broker are given back.</summary>
        public void Stop()
        {
            if (_broker != null)
            {
                for (var i = 0; i < _sockets.Length; i++)
                {
                    _sockets[i]?.Dispose();
                    _sockets[i] = null;
                }

                _broker.Return(_port, _sockets.Length);
            }
        }

        public int Receive(int at, byte[] data) => _sockets[at]!.Client.Receive(data);

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket?.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain4.M04_STOP_TRY
{
    public sealed class SenderSet : IDisposable
    {
        private readonly TcpClient?[] _senders = new TcpClient?[4];
        private readonly string _host;

        public SenderSet(string host) => _host = host;

        public void Start()
        {
            for (var i = 0; i < _senders.Length; i++)
                _senders[i] = new TcpClient(_host, 9000 + i); //! LEAK1001
        }

        public void Stop()
        {
            try
            {
                Say("bye");
                for (var i = _senders.Length - 1; i >= 0; i--)
                {
                    _senders[i]?.Dispose();
                    _senders[i] = null;
                }
            }
            catch (IOException)
            {
                Console.Error.WriteLine("the other side is gone");
            }
        }

        private void Say(string word)
        {
            foreach (var sender in _senders)
                sender?.GetStream().Write(System.Text.Encoding.ASCII.GetBytes(word));
        }

        public void Dispose()
        {
            foreach (var sender in _senders)
                sender?.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain4.M05_TOUCH_NEW_NODE
{
    public sealed class RecentFiles : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _index = new();
        private readonly LinkedList<FileStream> _recent = new();

        public FileStream Open(string path)
        {
            lock (_gate)
            {
                if (!_index.TryGetValue(path, out var file))
                {
                    file = File.OpenRead(path);
                    _index[path] = file;
                }

                _recent.Remove(file);
                _recent.AddFirst(file); //! LEAK4002
                return file;
            }
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _recent.Count;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _recent)
                    file.Dispose(); //! LEAK1013
                _recent.Clear();
                _index.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain4.M06_INSERT_ITEM_OVERRIDE
{
    public sealed class Lines : Collection<Socket>, IDisposable
    {
        private readonly ConcurrentBag<Socket> _all = new();
        private volatile bool _closed;

        public bool IsClosed => _closed;

        public void Dial(string host, int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(host, port);
            Add(socket);
        }

        protected override void InsertItem(int index, Socket item)
        {
            base.InsertItem(index, item);
            _all.Add(item); //! LEAK4002
        }

        public void Dispose()
        {
            _closed = true;
            while (_all.TryTake(out var socket))
                socket.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain4.M09_HAS_LEFT_UNRELATED
{
    public sealed class Scanner
    {
        public bool IsRunning { get; set; }
    }

    public sealed class ScanJob : IDisposable
    {
        private readonly ScanDesk _desk;
        private readonly FileStream _output;

        public ScanJob(ScanDesk desk, string path)
        {
            _desk = desk;
            _output = File.Create(path);
        }

        public void Page(byte[] page) => _output.Write(page);

        public void Dispose()
        {
            _output.Dispose();
            _desk.JobEnded(this);
        }
    }

    public sealed class ScanDesk : IDisposable
    {
        private readonly Scanner _scanner;
        private ScanJob? _job;

        public ScanDesk(Scanner scanner) => _scanner = scanner;

        /// <summary>May be called while the scanner rests: then the job before is simply left behind.</summary>
        public ScanJob NextJob(string path)
        {
            if (_job != null && _scanner.IsRunning)
                throw new InvalidOperationException("wait for the scanner");
            _job = new ScanJob(this, path); //! LEAK1001
            return _job;
        }

        internal void JobEnded(ScanJob job)
        {
            if (_job == job)
                _job = null;
        }

        public void Dispose() => _job?.Dispose();
    }
}

namespace Samples.NarrowedAgain4.M10_ANSWER_COMPARED
{
    public sealed class IdleSockets : IDisposable
    {
        private readonly object _gate = new();
        private readonly Stack<Socket> _idle = new();

        public void Put(string host, int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, port);
            lock (_gate)
                _idle.Push(socket); //! LEAK4002
        }

        /// <summary>One fewer, if there is one.</summary>
        public bool Shrink() => Locked(() => _idle.TryPop(out var socket) ? socket : null) != null; //! LEAK1002

        public void ShrinkTo(int count)
        {
            var last = Locked(() => _idle.Count > count ? _idle.Pop() : null); //! LEAK1002
            Console.WriteLine(last == null ? "nothing to do" : "one fewer");
        }

        private T Locked<T>(Func<T> work)
        {
            lock (_gate)
                return work();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                while (_idle.TryPop(out var socket))
                    socket.Dispose();
            }
        }
    }
}
