using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.AskedOnceMore2.C05_COMPLETED_ARGS_REPEAT
{
    public sealed class PageEventArgs : AsyncCompletedEventArgs
    {
        public PageEventArgs(string url, Exception? error)
            : base(error, false, null) => Url = url;

        public string Url { get; }
    }

    public interface ICrawler
    {
        /// <summary>Each page of the site, as it arrives.</summary>
        event EventHandler<PageEventArgs> PageReceived;
    }

    public sealed class PageIndexer
    {
        private readonly HttpClient _client;

        public PageIndexer(ICrawler crawler, HttpClient client)
        {
            _client = client;
            crawler.PageReceived += OnPage;
        }

        private void OnPage(object? sender, PageEventArgs e)
        {
            _client.PostAsync("http://index/pages", new StringContent(e.Url)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore2.C07_CLOSE_POSITION
{
    public interface IMarket
    {
        event Action<string, decimal> QuoteReceived;

        bool TrySell(string symbol);
    }

    public sealed class StopGuard
    {
        private readonly IMarket _market;

        public StopGuard(IMarket market)
        {
            _market = market;
            market.QuoteReceived += OnQuote;
        }

        public decimal Limit { get; set; }

        private void OnQuote(string symbol, decimal price)
        {
            if (price < Limit)
                ClosePosition(symbol);
        }

        /// <summary>Sells, with as many tries as the market needs.</summary>
        private void ClosePosition(string symbol)
        {
            for (var i = 0; i < 60 && !_market.TrySell(symbol); i++)
                Thread.Sleep(1000); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore2.C08_STOP_NOTICE
{
    public interface IBus
    {
        Task PublishAsync(string message);
    }

    public sealed class JobRunner
    {
        private readonly IBus _bus;

        public JobRunner(IBus bus) => _bus = bus;

        public async Task RunAsync(string job, Func<Task> work, CancellationToken token)
        {
            using (token.Register(() => _bus.PublishAsync(StopNotice(job)).GetAwaiter().GetResult())) //! LEAK3001
                await work();
        }

        private static string StopNotice(string job) => "stopped: " + job;
    }
}

namespace Samples.AskedOnceMore2.C09_ON_TERMINATED
{
    public sealed class PodWatcher
    {
        private readonly List<Action<string>> _handlers = new();

        /// <summary>For each pod that terminates, all day long.</summary>
        public void OnTerminated(Action<string> handler) => _handlers.Add(handler);

        public async Task RunAsync(Func<Task<string>> next, CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                var pod = await next();
                foreach (var handler in _handlers)
                    handler(pod);
            }
        }
    }

    public sealed class PodArchive
    {
        private readonly HttpClient _client;

        public PodArchive(PodWatcher watcher, HttpClient client)
        {
            _client = client;
            watcher.OnTerminated(Archive);
        }

        private void Archive(string pod)
        {
            _client.PostAsync("http://archive/pods", new StringContent(pod)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore2.C10_CLOSE_ROOM_TOKEN
{
    public interface IHub
    {
        Task SendAsync(string room, string text);
    }

    public sealed class Rooms
    {
        private readonly IHub _hub;

        public Rooms(IHub hub) => _hub = hub;

        /// <summary>One for each visitor, whose token is cancelled by the server when the visitor goes.</summary>
        public async Task VisitAsync(string room, Func<Task> visit, CancellationToken gone)
        {
            using (gone.Register(() => CloseGreeting(room)))
                await visit();
        }

        private void CloseGreeting(string room)
        {
            _hub.SendAsync(room, "somebody has left").Wait(); //! LEAK3001
            Thread.Sleep(5000); //! LEAK3001
        }
    }
}

namespace Samples.AskedOnceMore2.D02_TWO_COUNTERS
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
        private readonly object _gate = new();
        private readonly Dictionary<int, Channel> _channels = new();
        private int _incoming;
        private int _outgoing;

        public void Accept(Socket listener)
        {
            var channel = new Channel(listener.Accept(), Interlocked.Increment(ref _incoming));
            lock (_gate)
                _channels[channel.Id] = channel; //! LEAK1001 LEAK4002
        }

        public void Connect(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(host, 80);
            var channel = new Channel(socket, Interlocked.Increment(ref _outgoing));
            lock (_gate)
                _channels[channel.Id] = channel; //! LEAK1001 LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var channel in _channels.Values)
                    channel.Dispose();
                _channels.Clear();
            }
        }
    }
}

namespace Samples.AskedOnceMore2.D04_STATIC_TABLE
{
    public sealed class Tunnel : IDisposable
    {
        private readonly Socket _socket;

        internal Tunnel(Socket socket, long id)
        {
            Id = id;
            _socket = socket;
        }

        public long Id { get; }

        public void Send(byte[] data) => _socket.Send(data);

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>One for each port, but the table is for all.</summary>
    public sealed class Port
    {
        private static readonly ConcurrentDictionary<long, Tunnel> s_tunnels = new();
        private long _last;

        public void Adopt(Socket socket)
        {
            var tunnel = new Tunnel(socket, Interlocked.Increment(ref _last));
            s_tunnels[tunnel.Id] = tunnel; //! LEAK1001
        }

        public static void Drop(long id)
        {
            if (s_tunnels.TryRemove(id, out var tunnel))
                tunnel.Dispose();
        }
    }
}

namespace Samples.AskedOnceMore2.D05_COUNTED_IN_LAMBDA
{
    public sealed class Clients : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _clients = new();
        private int _last;

        public void Open(List<string> hosts) => hosts.ForEach(host =>
        {
            var id = ++_last;
            Enter(id, new TcpClient(host, 80));
        });

        private void Enter(int id, TcpClient client) => _clients[id] = client;

        public void Leave(int id)
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

namespace Samples.AskedOnceMore2.E03_PARTS_IF_USER
{
    public sealed class Peer : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public string? User { get; set; }

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
                if (peer.User != null)
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
