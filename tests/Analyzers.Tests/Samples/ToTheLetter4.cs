using System.Collections.Concurrent;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter4.J02_NUMBER_BACK_BY_HELPER
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
            _calls[number] = new TcpClient(host, 5060);
            return number;
        }

        /// <summary>Whoever takes the call has it from then on.</summary>
        public TcpClient? Take(int number)
        {
            if (!_calls.Remove(number, out var call))
                return null;
            Free(number);
            return call;
        }

        private void Free(int number) => _free.Enqueue(number);

        public void Say(int number, byte[] data) => _calls[number].GetStream().Write(data);

        public void Dispose()
        {
            foreach (var call in _calls.Values)
                call.Dispose();
            _calls.Clear();
        }
    }
}

namespace Samples.ToTheLetter4.K01_ADDRESS_OF_PROXY
{
    public sealed class Tail : IDisposable
    {
        private readonly TcpClient _client;

        public Tail(string host, string? proxy)
        {
            Address = host;
            if (proxy != null)
                Address = proxy;
            _client = new TcpClient(host, 70);
        }

        public string Address { get; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;
        private readonly string? _proxy = Environment.GetEnvironmentVariable("PROXY");

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host, _proxy);
            while (!_tails.TryAdd(host, tail)) //! LEAK4002
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}

namespace Samples.ToTheLetter4.K02_ADDRESS_BY_INIT
{
    public sealed class Tail : IDisposable
    {
        private readonly TcpClient _client;

        public Tail(string host)
        {
            Address = host;
            _client = new TcpClient(host, 70);
        }

        public string Address { get; init; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;
        private readonly string _alias = Environment.MachineName + "/";

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host) { Address = _alias + host };
            while (!_tails.TryAdd(host, tail)) //! LEAK4002
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}

namespace Samples.ToTheLetter4.K03_ADDRESS_NOT_NULL
{
    public sealed class Tail : IDisposable
    {
        private readonly TcpClient _client;

        public Tail(string host)
        {
            Address = host ?? throw new ArgumentNullException(nameof(host));
            _client = new TcpClient(host, 70);
        }

        public string Address { get; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host);
            while (!_tails.TryAdd(host, tail))
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}

namespace Samples.ToTheLetter4.K04_PRIMARY
{
    public sealed class Tail(string host) : IDisposable
    {
        private readonly TcpClient _client = new(host, 70);

        public string Address { get; } = host;

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host);
            while (!_tails.TryAdd(host, tail))
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}

namespace Samples.ToTheLetter4.M04_CHECK_IN_HELPER
{
    internal sealed class Peer : IDisposable
    {
        private readonly TcpClient _client;

        public Peer(string host) => _client = new TcpClient(host, 6000);

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class PeerMap
    {
        private readonly ConcurrentDictionary<string, Peer> _peers = new();

        internal bool Add(string host)
        {
            var peer = new Peer(host);
            if (_peers.TryAdd(host, peer))
                return true;
            peer.Dispose();
            return false;
        }

        internal void Send(byte[] data)
        {
            foreach (var peer in _peers.Values)
                peer.Put(data);
        }

        internal void CloseAll()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }

    internal sealed class PeerBook : IDisposable
    {
        private readonly object _gate = new();
        private readonly PeerMap _map = new();
        private bool _stopped;

        public bool Connect(string host)
        {
            lock (_gate)
            {
                Check();
                return _map.Add(host);
            }
        }

        private void Check()
        {
            if (_stopped)
                throw new ObjectDisposedException(nameof(PeerBook));
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _stopped = true;
                _map.CloseAll();
            }
        }
    }
}
