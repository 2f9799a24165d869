using System.Net;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint1.A01_UDP_TO_HOST
{
    /// <summary>One UDP client per statsd host.</summary>
    public sealed class StatsSenders : IDisposable
    {
        private readonly Dictionary<string, UdpClient> _senders = new();

        public void Reconnect(string host)
        {
            var sender = new UdpClient(host, 8125);
            _senders[host] = sender; //! LEAK1001
        }

        public void Send(string host, byte[] datagram)
        {
            if (_senders.TryGetValue(host, out var sender))
                sender.Send(datagram, datagram.Length);
        }

        public void Dispose()
        {
            foreach (var sender in _senders.Values)
                sender.Dispose();
            _senders.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A02_BOUND_TO_ADDRESS
{
    /// <summary>One sending socket per local address; the port is the system's choice.</summary>
    public sealed class ProbeSockets : IDisposable
    {
        private readonly Dictionary<IPAddress, Socket> _sockets = new();

        public void Open(IPAddress local)
        {
            var socket = new Socket(local.AddressFamily, SocketType.Dgram, ProtocolType.Udp); //! LEAK1009
            socket.Bind(new IPEndPoint(local, 0));
            _sockets[local] = socket; //! LEAK1001
        }

        public void Probe(IPAddress local, EndPoint target, byte[] payload)
        {
            if (_sockets.TryGetValue(local, out var socket))
                socket.SendTo(payload, target);
        }

        public void Dispose()
        {
            foreach (var socket in _sockets.Values)
                socket.Dispose();
            _sockets.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A03_PORT_OF_ADDRESSES
{
    /// <summary>Listeners by their port; a gateway has several addresses.</summary>
    public sealed class PortListeners : IDisposable
    {
        private readonly Dictionary<int, Socket> _listeners = new();

        public void Listen(IPAddress address, int port)
        {
            var listener = new Socket(address.AddressFamily, SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            listener.Bind(new IPEndPoint(address, port));
            listener.Listen(100);
            _listeners[port] = listener; //! LEAK1001
        }

        public Socket? Of(int port) => _listeners.GetValueOrDefault(port);

        public void Dispose()
        {
            foreach (var listener in _listeners.Values)
                listener.Dispose();
            _listeners.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A04_REUSE_BY_HELPER
{
    /// <summary>Multicast sockets by port: several programs, and this one again, may have the port.</summary>
    public sealed class GroupSockets : IDisposable
    {
        private readonly Dictionary<int, Socket> _groups = new();

        public void Join(IPAddress group, int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp); //! LEAK1009
            Prepare(socket, group);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            _groups[port] = socket; //! LEAK1001
        }

        private static void Prepare(Socket socket, IPAddress group)
        {
            socket.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            socket.SetSocketOption(SocketOptionLevel.IP, SocketOptionName.AddMembership, new MulticastOption(group));
        }

        public void Dispose()
        {
            foreach (var socket in _groups.Values)
                socket.Dispose();
            _groups.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A05_LINE_WITH_LOG
{
    public sealed class Line : IDisposable
    {
        public Line(TcpListener listener, FileStream log)
        {
            Listener = listener;
            Log = log;
        }

        public TcpListener Listener { get; }

        public FileStream Log { get; }

        public void Dispose()
        {
            Listener.Stop();
            Log.Dispose();
        }
    }

    /// <summary>A paused line stops listening, and keeps its log.</summary>
    public sealed class LineTable : IDisposable
    {
        private readonly Dictionary<int, Line> _lines = new();

        public void Resume(int port)
        {
            var listener = new TcpListener(IPAddress.Any, port); //! LEAK1009
            listener.Start();
            var log = new FileStream($"line-{port}.log", FileMode.Append);
            _lines[port] = new Line(listener, log); //! LEAK1001
        }

        public void Pause(int port)
        {
            if (_lines.TryGetValue(port, out var line))
                line.Listener.Stop();
        }

        public void Dispose()
        {
            foreach (var line in _lines.Values)
                line.Dispose(); //! LEAK1013
            _lines.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A06_LOCAL_ADDRESS
{
    /// <summary>Uplinks by the address of the card that the system has chosen.</summary>
    public sealed class Uplinks : IDisposable
    {
        private readonly Dictionary<IPAddress, Socket> _uplinks = new();

        public void Dial(EndPoint remote)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(remote);
            _uplinks[((IPEndPoint)socket.LocalEndPoint!).Address] = socket; //! LEAK1001
        }

        public void Send(IPAddress card, byte[] data)
        {
            if (_uplinks.TryGetValue(card, out var socket))
                socket.Send(data);
        }

        public void Dispose()
        {
            foreach (var socket in _uplinks.Values)
                socket.Dispose();
            _uplinks.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.A07_TCP_AND_UDP
{
    /// <summary>A name server answers on both transports.</summary>
    public sealed class ServerEnds : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        public void Open(int port, bool stream)
        {
            var socket = stream ? new Socket(SocketType.Stream, ProtocolType.Tcp) : new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1009
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            _ends[port] = socket; //! LEAK1001
        }

        public Socket? Of(int port) => _ends.GetValueOrDefault(port);

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.B01_RETIRED_IF_KEPT
{
    public sealed class UpstreamLink : IDisposable
    {
        private readonly List<TcpClient>? _retired;
        private TcpClient? _current;

        public UpstreamLink(bool keepOld) => _retired = keepOld ? new List<TcpClient>() : null;

        public void Reconnect(string host)
        {
            Retire();
            var next = new TcpClient(host, 9100);
            _current = next; //! LEAK1001
        }

        public void Send(byte[] frame) => _current?.GetStream().Write(frame);

        private void Retire()
        {
            if (_current != null)
                _retired?.Add(_current);
        }

        public void Dispose()
        {
            _current?.Dispose();
            if (_retired != null)
            {
                foreach (var old in _retired)
                    old.Dispose();
            }
        }
    }
}

namespace Samples.ButForOnePoint1.B02_RETIRED_UNLESS_IDLE
{
    public sealed class RotatingLink : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient _current;
        private int _readers;

        public RotatingLink(string host) => _current = new TcpClient(host, 9100);

        public void Rotate(string host)
        {
            Retire();
            _current = new TcpClient(host, 9100); //! LEAK1001
        }

        public void Read(byte[] buffer)
        {
            _readers++;
            _current.GetStream().Read(buffer, 0, buffer.Length);
            _readers--;
        }

        private void Retire()
        {
            if (_readers == 0)
                return;
            _retired.Add(_current);
        }

        public void Dispose()
        {
            _current.Dispose();
            foreach (var old in _retired)
                old.Dispose();
            _retired.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.B03_RETIRED_THEN_OPENED
{
    public sealed class FallbackLink : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient? _current;

        public void Reconnect(string host, string fallback)
        {
            Retire();
            Open(fallback);
            var next = new TcpClient(host, 9100);
            _current = next; //! LEAK1001
        }

        public void Send(byte[] frame) => _current?.GetStream().Write(frame);

        private void Open(string host)
        {
            if (_current == null)
                _current = new TcpClient(host, 9100);
        }

        private void Retire()
        {
            if (_current != null)
                _retired.Add(_current);
            _current = null;
        }

        public void Dispose()
        {
            _current?.Dispose();
            foreach (var old in _retired)
                old.Dispose();
            _retired.Clear();
        }
    }
}

namespace Samples.ButForOnePoint1.B04_ONLY_SEEN
{
    public sealed class SeenLink : IDisposable
    {
        private readonly HashSet<TcpClient> _seen = new();
        private TcpClient _current;

        public SeenLink(string host) => _current = new TcpClient(host, 9100);

        public int Count => _seen.Count;

        public void Reconnect(string host)
        {
            Note();
            _current = new TcpClient(host, 9100); //! LEAK1001
        }

        public void Send(byte[] frame) => _current.GetStream().Write(frame);

        private void Note() => _seen.Add(_current);

        public void Dispose()
        {
            _current.Dispose();
            _seen.Clear();
        }
    }
}
