using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint2.B05_RETIRED_BEFORE_AWAIT
{
    /// <summary>Several may reconnect at the same time: what the one has put in while the other connects is lost.</summary>
    public sealed class AwaitingLink : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<TcpClient> _retired = new();
        private TcpClient _current = new();

        public async Task ReconnectAsync(string host)
        {
            Retire();
            var next = new TcpClient(); //! LEAK1009
            await next.ConnectAsync(host, 9100);
            _current = next; //! LEAK1001
        }

        public void Send(byte[] frame) => _current.GetStream().Write(frame);

        private void Retire()
        {
            lock (_gate)
                _retired.Add(_current); //! LEAK4002
        }

        public void Dispose()
        {
            _current.Dispose();
            lock (_gate)
            {
                foreach (var old in _retired)
                    old.Dispose();
                _retired.Clear();
            }
        }
    }
}

namespace Samples.ButForOnePoint2.B06_MARKED_BY_DERIVED
{
    public class Link : IDisposable
    {
        private readonly List<TcpClient> _retired = new();
        private TcpClient _current;

        public Link(string host) => _current = new TcpClient(host, 9100);

        protected TcpClient Current => _current;

        public void Reconnect(string host)
        {
            Retire();
            _current = new TcpClient(host, 9100); //! LEAK1001
        }

        public void Send(byte[] frame) => _current.GetStream().Write(frame);

        protected virtual void Retire() => _retired.Add(_current);

        public virtual void Dispose()
        {
            _current.Dispose();
            foreach (var old in _retired)
                old.Dispose();
            _retired.Clear();
        }
    }

    /// <summary>Only says that the old one goes.</summary>
    public sealed class LoudLink : Link
    {
        public LoudLink(string host) : base(host)
        {
        }

        protected override void Retire() => Console.Error.WriteLine("leaving " + Current.Client.RemoteEndPoint);
    }
}

namespace Samples.ButForOnePoint2.C01_WORKERS_BY_RANGE
{
    public sealed class RelayDispatcher : IDisposable
    {
        private readonly BlockingCollection<Action> _commands = new(1000);
        private readonly Dictionary<string, TcpClient> _clients = new();
        private readonly object _gate = new();
        private readonly Task[] _workers;

        public RelayDispatcher(int count)
        {
            _workers = Enumerable.Range(0, count).Select(_ => Task.Run(Work)).ToArray();
        }

        public void Send(string host, byte[] data) => _commands.Add(() =>
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 7000);
                _clients[host] = client; //! LEAK2001
            }

            client.GetStream().Write(data);
        });

        private void Work()
        {
            foreach (var command in _commands.GetConsumingEnumerable())
                command();
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _clients.Count;
            }
        }

        public bool Drop(string host)
        {
            lock (_gate)
            {
                if (!_clients.Remove(host, out var client))
                    return false;
                client.Dispose();
                return true;
            }
        }

        public void Dispose()
        {
            _commands.CompleteAdding();
            Task.WaitAll(_workers);
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
            _commands.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint2.C03_STATIC_TABLE
{
    /// <summary>Each tenant has a mailbox with a thread of its own; the links are of all of them.</summary>
    public sealed class TenantMailbox : IDisposable
    {
        private static readonly Dictionary<string, TcpClient> Links = new();
        private readonly BlockingCollection<Action> _mails = new(1000);
        private readonly Thread _thread;

        public TenantMailbox()
        {
            _thread = new Thread(Run);
            _thread.Start();
        }

        public void Post(string host, byte[] data) => _mails.Add(() =>
        {
            if (!Links.TryGetValue(host, out var link))
            {
                link = new TcpClient(host, 7000);
                Links[host] = link; //! LEAK2001
            }

            link.GetStream().Write(data);
        });

        private void Run()
        {
            foreach (var mail in _mails.GetConsumingEnumerable())
                mail();
        }

        public void Dispose()
        {
            _mails.CompleteAdding();
            _thread.Join();
            _mails.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint2.C04_ALSO_ASKED_DIRECTLY
{
    public sealed class DirectRelay : IDisposable
    {
        private readonly BlockingCollection<Action> _jobs = new(1000);
        private readonly Dictionary<string, TcpClient> _clients = new();
        private readonly object _gate = new();
        private readonly Thread _thread;

        public DirectRelay()
        {
            _thread = new Thread(Run);
            _thread.Start();
        }

        public void Send(string host, byte[] data) => _jobs.Add(() => Connect(host).GetStream().Write(data));

        public void Warm(string host) => _jobs.Add(() =>
        {
            if (!_clients.ContainsKey(host))
                _clients[host] = new TcpClient(host, 7000); //! LEAK2001
        });

        public TcpClient Connect(string host)
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 7000);
                _clients[host] = client; //! LEAK2001 LEAK4002
            }

            return client;
        }

        private void Run()
        {
            foreach (var job in _jobs.GetConsumingEnumerable())
                job();
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _clients.Count;
            }
        }

        public bool Drop(string host)
        {
            lock (_gate)
            {
                if (!_clients.Remove(host, out var client))
                    return false;
                client.Dispose();
                return true;
            }
        }

        public void Dispose()
        {
            _jobs.CompleteAdding();
            _thread.Join();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
            _jobs.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint2.C05_BOUND_BY_LOOP
{
    /// <summary>Work comes by a channel; one reader takes it out, and lets each piece run by itself.</summary>
    public sealed class ChannelRelay : IDisposable
    {
        private readonly Channel<Func<Task>> _work = Channel.CreateBounded<Func<Task>>(100);
        private readonly Dictionary<string, TcpClient> _clients = new();
        private readonly object _gate = new();
        private readonly Task _loop;

        public ChannelRelay()
        {
            _loop = Task.Run(ReadAsync);
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _clients.Count;
            }
        }

        public bool Send(string host, byte[] data) => _work.Writer.TryWrite(async () =>
        {
            await Task.Yield();
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 7000);
                _clients[host] = client; //! LEAK2001
            }

            await client.GetStream().WriteAsync(data);
        });

        private async Task ReadAsync()
        {
            await foreach (var work in _work.Reader.ReadAllAsync())
                _ = work();
        }

        public void Drop(string host)
        {
            lock (_gate)
            {
                if (_clients.Remove(host, out var client))
                    client.Dispose();
            }
        }

        public void Dispose()
        {
            _work.Writer.Complete();
            _loop.Wait();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.ButForOnePoint2.D01_FIND_OF_LIVING
{
    internal sealed class Shard : IDisposable
    {
        private readonly TcpClient _client;

        public Shard(string host) => _client = new TcpClient(host, 6000);

        public bool IsAlive => _client.Connected;

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class ShardMap : IDisposable
    {
        private readonly Dictionary<string, Shard> _shards = new();

        internal Shard? Find(string host) => _shards.TryGetValue(host, out var shard) && shard.IsAlive ? shard : null;

        internal Shard Add(string host)
        {
            var shard = new Shard(host);
            _shards[host] = shard; //! LEAK1001
            return shard;
        }

        public void Dispose()
        {
            foreach (var shard in _shards.Values)
                shard.Dispose();
            _shards.Clear();
        }
    }

    internal sealed class ShardWriter : IDisposable
    {
        private readonly object _gate = new();
        private readonly ShardMap _map = new();

        public void Write(string host, byte[] data)
        {
            Shard shard;
            lock (_gate)
                shard = _map.Find(host) ?? _map.Add(host);
            shard.Put(data);
        }

        public void Dispose()
        {
            lock (_gate)
                _map.Dispose();
        }
    }
}
