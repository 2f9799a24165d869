using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason6.K06_FOUND_FREE_AWAITS
{
    public sealed class Clients : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _clients = new();

        public async Task<int> OpenAsync(string host)
        {
            var id = NextFree();
            await PutAsync(id, host);
            return id;
        }

        private int NextFree()
        {
            var id = 1;
            while (_clients.ContainsKey(id))
                id++;
            return id;
        }

        private async Task PutAsync(int id, string host)
        {
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(host, 80);
            }
            catch
            {
                client.Dispose();
                throw;
            }

            _clients[id] = client; //! LEAK1001
        }

        public void Close(int id)
        {
            if (_clients.Remove(id, out var client))
                client.Dispose();
        }

        public void Dispose()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.HeldToReason6.K08_HELPER_COUNTERS
{
    internal sealed class Channel : IDisposable
    {
        private readonly Socket _socket;

        internal Channel(Socket socket, int id)
        {
            _socket = socket;
            Id = id;
        }

        public int Id { get; }

        public int Send(byte[] data) => _socket.Send(data);

        public void Dispose() => _socket.Dispose();
    }

    internal sealed class Channels : IDisposable
    {
        private readonly Dictionary<int, Channel> _channels = new();
        private int _incoming;
        private int _outgoing;

        public void Accept(Socket listener)
        {
            var channel = new Channel(listener.Accept(), NextIncoming());
            _channels[channel.Id] = channel; //! LEAK1001
        }

        public void Connect(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            var channel = new Channel(socket, NextOutgoing());
            _channels[channel.Id] = channel; //! LEAK1001
        }

        private int NextIncoming() => ++_incoming;

        private int NextOutgoing() => ++_outgoing;

        public void Dispose()
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }
}

namespace Samples.HeldToReason6.K09_HELPER_STATIC_TABLE
{
    internal sealed class Channel : IDisposable
    {
        private readonly Socket _socket;

        internal Channel(Socket socket, int id)
        {
            _socket = socket;
            Id = id;
        }

        public int Id { get; }

        public int Send(byte[] data) => _socket.Send(data);

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>One for each port; the table is for all.</summary>
    internal sealed class Channels
    {
        private static readonly Dictionary<int, Channel> s_channels = new();
        private int _incoming;

        public void Accept(Socket listener)
        {
            var channel = new Channel(listener.Accept(), NextIncoming());
            s_channels[channel.Id] = channel; //! LEAK1001
        }

        private int NextIncoming() => ++_incoming;

        public static void Drop(int id)
        {
            if (s_channels.Remove(id, out var channel))
                channel.Dispose();
        }
    }
}

namespace Samples.HeldToReason6.M01_CONNECT_BY_TIMER
{
    public sealed class LineClient : IDisposable
    {
        private readonly object _gate = new();
        private readonly Timer _retry;
        private readonly string _host;
        private TcpClient? _client;

        public LineClient(string host)
        {
            _host = host;
            _retry = new Timer(_ => Retry(), null, 1000, 1000);
        }

        public void Send(byte[] data)
        {
            lock (_gate)
                _client?.GetStream().Write(data);
        }

        private void Retry()
        {
            lock (_gate)
            {
                if (_client is { Connected: true })
                    return;
            }

            Connect();
        }

        public void Connect()
        {
            lock (_gate)
            {
                _client?.Dispose();
                _client = null;
                _client = new TcpClient(_host, 502); //! LEAK4002
            }
        }

        public void Disconnect()
        {
            lock (_gate)
            {
                _retry.Dispose();
                _client?.Dispose();
                _client = null;
            }
        }

        public void Dispose() => Disconnect();
    }
}

namespace Samples.HeldToReason6.M04_MADE_ON_DEMAND_HELPER
{
    public sealed class Uploads : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Link> _uploads = new();

        public async Task UploadAsync(string uploadId, Func<Link, Task> work)
        {
            Link? link;
            lock (_gate)
            {
                if (!_uploads.TryGetValue(uploadId, out link))
                    _uploads[uploadId] = link = new Link("store"); //! LEAK4001 LEAK4002
            }

            try
            {
                await work(link);
            }
            catch (IOException)
            {
                End(uploadId);
            }
        }

        private void End(string uploadId)
        {
            lock (_gate)
            {
                if (_uploads.Remove(uploadId, out var link))
                    link.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _uploads.Values)
                    link.Dispose();
                _uploads.Clear();
            }
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason6.M06_LEAVES_ANOTHER
{
    public sealed class Tunnel : IDisposable
    {
        private readonly TcpClient _client;

        public Tunnel(int id, int via, string host)
        {
            Id = id;
            Via = via;
            _client = new TcpClient(host, 443);
        }

        public int Id { get; }

        /// <summary>The tunnel that this one goes through.</summary>
        public int Via { get; }

        public void Write(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tunnels : IDisposable
    {
        private readonly ConcurrentDictionary<int, Tunnel> _tunnels = new();
        private int _next;
        private volatile bool _closed;

        public Tunnel? Open(string host, int over)
        {
            var tunnel = Enter(host, over);
            if (!_closed)
                return tunnel;
            Leave(tunnel.Via);
            return null;
        }

        private Tunnel Enter(string host, int over)
        {
            var id = Interlocked.Increment(ref _next);
            var tunnel = new Tunnel(id, Math.Max(over, 0), host);
            _tunnels[id] = tunnel; //! LEAK4002
            return tunnel;
        }

        public void Leave(int id)
        {
            if (_tunnels.TryRemove(id, out var tunnel))
                tunnel.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var id in _tunnels.Keys)
                Leave(id);
        }
    }
}
