using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter3.F01_HOSTS_THAT_STOP
{
    public interface IClusterListener
    {
        void OnHostStopped(string name);
    }

    /// <summary>Tells of each machine of a cluster that comes and goes.</summary>
    public sealed class Monitor
    {
        private readonly List<IClusterListener> _listeners = new();

        public void Subscribe(IClusterListener listener) => _listeners.Add(listener);

        /// <summary>From the thread that reads the messages of the network.</summary>
        public async Task ReadAsync(Func<Task<string?>> next)
        {
            while (await next() is { } name)
            {
                foreach (var listener in _listeners)
                    listener.OnHostStopped(name);
            }
        }
    }

    public sealed class Reporter : IClusterListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public Reporter(Monitor monitor) => monitor.Subscribe(this);

        public void OnHostStopped(string name)
        {
            _http.PostAsync("http://report/", new StringContent(name)).Wait(); //! LEAK3001
        }

        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.ToTheLetter3.F02_APPS_THAT_START
{
    public interface IAppListener
    {
        void OnAppStarted(string name);
    }

    /// <summary>Tells of each app that somebody starts on a device.</summary>
    public sealed class Monitor
    {
        private readonly List<IAppListener> _listeners = new();

        public void Subscribe(IAppListener listener) => _listeners.Add(listener);

        /// <summary>From the thread that reads the messages of the network.</summary>
        public async Task ReadAsync(Func<Task<string?>> next)
        {
            while (await next() is { } name)
            {
                foreach (var listener in _listeners)
                    listener.OnAppStarted(name);
            }
        }
    }

    public sealed class Reporter : IAppListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public Reporter(Monitor monitor) => monitor.Subscribe(this);

        public void OnAppStarted(string name)
        {
            _http.PostAsync("http://report/", new StringContent(name)).Wait(); //! LEAK3001
        }

        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.ToTheLetter3.H01_RENEWED_BY_HELPER
{
    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        private void Connect() => _client = new TcpClient(_host, 5000);

        public void Renew()
        {
            _client.Dispose();
            Connect();
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
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

namespace Samples.ToTheLetter3.H02_SAID_GOODBYE
{
    internal sealed class Session : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;

        public Session(string host)
        {
            _host = host;
            _client = new TcpClient(host, 5000);
        }

        public void SendLast(byte[] data)
        {
            try
            {
                _client.GetStream().Write(data);
            }
            catch (IOException)
            {
                Dispose();
                throw;
            }
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose()
        {
            _client.Dispose();
        }
    }

    internal sealed class SessionTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _table = new();

        public void Open(string host)
        {
            var one = new Session(host);
            if (!_table.TryAdd(host, one)) //! LEAK1006 LEAK4002
                one.SendLast(new byte[] { 0 });
        }

        public void Forget(string host)
        {
            if (_table.TryRemove(host, out var one)) //! LEAK1002
                one.SendLast(new byte[] { 0 });
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

namespace Samples.ToTheLetter3.I02_BIND_MAY_FAIL
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

namespace Samples.ToTheLetter3.I04_NOT_EXCLUSIVE_SOCKET
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

namespace Samples.ToTheLetter3.I06_ADDRESS_OF_HOLDER
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

namespace Samples.ToTheLetter3.I07_MULTICAST_BESIDE
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

namespace Samples.ToTheLetter3.J01_HELD_GIVES_NUMBER_BACK
{
    public sealed class Switchboard : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _calls = new();
        private readonly Queue<int> _free = new();

        public Switchboard()
        {
            for (var i = 0; i < 32; i++)
                _free.Enqueue(i);
        }

        public int Dial(string host)
        {
            var number = _free.Dequeue();
            _calls[number] = new TcpClient(host, 5060); //! LEAK1001
            return number;
        }

        /// <summary>A held call stays on the board, but others may use its line.</summary>
        public void Hold(int number) => _free.Enqueue(number);

        public void HangUp(int number)
        {
            if (!_calls.Remove(number, out var call))
                return;
            call.Dispose();
            _free.Enqueue(number);
        }

        public void Say(int number, byte[] data) => _calls[number].GetStream().Write(data);

        public void Dispose()
        {
            foreach (var call in _calls.Values)
                call.Dispose();
            _calls.Clear();
        }
    }
}
