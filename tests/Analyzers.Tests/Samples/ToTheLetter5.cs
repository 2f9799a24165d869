using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter5.H08_ENDED_ON_BOTH_WAYS
{
    internal static class ClientEnds
    {
        public static void SafeEnd(this TcpClient client)
        {
            if (!client.Connected)
            {
                client.Close();
                return;
            }

            client.Client.Shutdown(SocketShutdown.Both);
            client.Close();
        }
    }

    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private readonly TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void Abandon()
        {
            _client.SafeEnd();
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.SafeEnd();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK4002
                one.Abandon();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one))
                one.Abandon();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.H10_LINKS_RENEWED
{
    internal sealed class Bundle : IDisposable
    {
        private readonly string _host;
        private readonly List<TcpClient> _links = new();

        public Bundle(string host)
        {
            _host = host;
            _links.Add(new TcpClient(host, 5000));
        }

        public void Renew()
        {
            foreach (var link in _links)
                link.Dispose();
            _links.Clear();
            _links.Add(new TcpClient(_host, 5000));
        }

        public void Send(byte[] data) => _links[0].GetStream().Write(data);

        public void Dispose()
        {
            foreach (var link in _links)
                link.Dispose();
            _links.Clear();
        }
    }

    internal sealed class BundleTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Bundle> _table = new();

        public void Open(string host)
        {
            var one = new Bundle(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.Renew();
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.Renew();
        }

        public void Send(string host, byte[] data)
        {
            if (_table.TryGetValue(host, out var one))
                one.Send(data);
        }

        public void Dispose()
        {
            foreach (var one in _table.Values)
                one.Dispose();
            _table.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I02_BIND_MAY_FAIL
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        public void Listen(int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            try
            {
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
            }
            catch (SocketException e)
            {
                Console.Error.WriteLine(e.Message);
            }

            _ends[port] = socket; //! LEAK1001
        }

        public Socket Accept(int port) => _ends[port].Accept();

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I04_NOT_EXCLUSIVE_SOCKET
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        /// <summary>Others on this machine may listen there as well.</summary>
        public void Listen(int port)
        {
            var socket = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1009
            socket.ExclusiveAddressUse = false;
            socket.EnableBroadcast = true;
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            _ends[port] = socket; //! LEAK1001
        }

        public int Receive(int port, byte[] buffer) => _ends[port].Receive(buffer);

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I06_ADDRESS_OF_HOLDER
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();
        private readonly IPAddress _address;

        public Ends(IPAddress address) => _address = address;

        public void Listen(int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Bind(new IPEndPoint(_address, port));
            socket.Listen(10);
            _ends[port] = socket;
        }

        public Socket Accept(int port) => _ends[port].Accept();

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I07_MULTICAST_BESIDE
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        public void Listen(int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen(10);
            _ends[port] = socket;
        }

        /// <summary>Asks who is there; several programs may do that at the same time.</summary>
        public static string Discover()
        {
            using var client = new UdpClient();
            client.Client.SetSocketOption(SocketOptionLevel.Socket, SocketOptionName.ReuseAddress, true);
            client.Client.Bind(new IPEndPoint(IPAddress.Any, 1900));
            IPEndPoint? from = null;
            return Convert.ToHexString(client.Receive(ref from));
        }

        public Socket Accept(int port) => _ends[port].Accept();

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I08_TWO_WAYS_TO_LISTEN
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        public void Listen(int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            socket.Listen(10);
            _ends[port] = socket;
        }

        public int ListenSomewhere()
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Bind(new IPEndPoint(IPAddress.Any, 0));
            socket.Listen(10);
            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            _ends[port] = socket;
            return port;
        }

        public Socket Accept(int port) => _ends[port].Accept();

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I09_KEY_OF_NAME_AND_PORT
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<string, Socket> _ends = new();

        public string Open(IPEndPoint peer)
        {
            var client = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1009
            client.Bind(new IPEndPoint(IPAddress.Any, 0));
            client.Connect(peer);
            var name = $"udp:{((IPEndPoint)client.LocalEndPoint!).Port}";
            _ends[name] = client;
            return name;
        }

        public int Receive(string name, byte[] buffer) => _ends[name].Receive(buffer);

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.I10_CLOSED_IF_BIND_FAILS
{
    public sealed class Ends : IDisposable
    {
        private readonly Dictionary<int, Socket> _ends = new();

        public void Listen(int port)
        {
            Socket? socket = null;
            try
            {
                socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
                socket.Bind(new IPEndPoint(IPAddress.Any, port));
                socket.Listen(10);
            }
            catch
            {
                socket?.Dispose();
                throw;
            }

            _ends[port] = socket;
        }

        public Socket Accept(int port) => _ends[port].Accept();

        public void Dispose()
        {
            foreach (var socket in _ends.Values)
                socket.Dispose();
            _ends.Clear();
        }
    }
}
