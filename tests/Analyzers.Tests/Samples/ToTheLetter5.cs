using System.Collections.Concurrent;
using System.Net.Sockets;

// Exemptions taken at their word, and the same in other words: what was looked at is not all that there is.
namespace Samples.ToTheLetter5.M10_FIND_IN_TWO_RETURNS
{
    internal sealed class Shard : IDisposable
    {
        private readonly TcpClient _client;

        public Shard(string host) => _client = new TcpClient(host, 6000);

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class ShardMap : IDisposable
    {
        private readonly Dictionary<string, Shard> _shards = new();

        internal Shard? Find(string host)
        {
            if (_shards.TryGetValue(host, out var shard))
                return shard;
            return null;
        }

        internal Shard Add(string host)
        {
            var shard = new Shard(host);
            _shards[host] = shard;
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

namespace Samples.ToTheLetter5.N01_CLEARED_AFTER_JOIN
{
    public sealed class RelayDispatcher : IDisposable
    {
        private readonly BlockingCollection<Action> _commands = new(1000);
        private readonly Dictionary<string, TcpClient> _clients = new();
        private readonly object _gate = new();
        private readonly Thread _thread;

        public RelayDispatcher()
        {
            _thread = new Thread(Work);
            _thread.Start();
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _clients.Count;
            }
        }

        public void Send(string host, byte[] data) => _commands.Add(() =>
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 7000);
                _clients[host] = client;
            }

            client.GetStream().Write(data);
        });

        private void Work()
        {
            foreach (var command in _commands.GetConsumingEnumerable())
                command();
        }


        public void Dispose()
        {
            _commands.CompleteAdding();
            _thread.Join();
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
            _commands.Dispose();
        }
    }
}

namespace Samples.ToTheLetter5.N02_DONE_BY_POOL
{
    public sealed class RelayDispatcher : IDisposable
    {
        private readonly BlockingCollection<Action> _commands = new(1000);
        private readonly Dictionary<string, TcpClient> _clients = new();
        private readonly object _gate = new();
        private readonly Thread _thread;

        public RelayDispatcher()
        {
            _thread = new Thread(Work);
            _thread.Start();
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _clients.Count;
            }
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
                Task.Run(command);
        }


        public void Dispose()
        {
            _commands.CompleteAdding();
            _thread.Join();
            foreach (var client in _clients.Values)
                client.Dispose();
            _commands.Dispose();
        }
    }
}

namespace Samples.ToTheLetter5.N07_STATIC_QUEUE_TASK
{
    /// <summary>For all of the program, until it ends.</summary>
    public static class Relay
    {
        private static readonly BlockingCollection<Action> Commands = new(1000);
        private static readonly Dictionary<string, TcpClient> Clients = new();
        private static readonly Task Worker = Task.Run(Work);

        public static bool HasFailed => Worker.IsFaulted;

        public static void Send(string host, byte[] data) => Commands.Add(() =>
        {
            if (!Clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 7000);
                Clients[host] = client;
            }

            client.GetStream().Write(data);
        });

        private static void Work()
        {
            foreach (var command in Commands.GetConsumingEnumerable())
                command();
        }
    }
}

namespace Samples.ToTheLetter5.O01_KEPT_CONNECTION_FORGOTTEN
{
    /// <summary>A connection is kept for the next request to the same host.</summary>
    public sealed class Requests : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _clients = new();

        public async Task SendAsync(string host, byte[] request)
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            try
            {
                await client.GetStream().WriteAsync(request);
            }
            catch
            {
                _clients.Remove(host); //! LEAK1002
                throw;
            }
        }

        public void Dispose()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.ToTheLetter5.O03_KEPT_CONNECTION_BY_HELPER
{
    /// <summary>A connection is kept for the next request to the same host.</summary>
    public sealed class Requests : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _clients = new();

        public async Task SendAsync(string host, byte[] request)
        {
            if (!_clients.TryGetValue(host, out var client))
            {
                client = new TcpClient(host, 80);
                _clients[host] = client;
            }

            try
            {
                await client.GetStream().WriteAsync(request);
            }
            catch
            {
                Forget(host);
                throw;
            }
        }

        private void Forget(string host)
        {
            if (_clients.Remove(host, out var client))
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

namespace Samples.ToTheLetter5.P01_LOOP_LEFT_INSIDE
{
    public sealed class TailRun : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _file;

        public TailRun(string path) => _file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);

        public async Task FollowAsync(Action<byte[]> got)
        {
            var buffer = new byte[4096];
            while (true)
            {
                if (_stop.IsCancellationRequested)
                    break;
                var count = await _file.ReadAsync(buffer);
                if (count > 0)
                    got(buffer.AsSpan(0, count).ToArray());
                else
                    await Task.Delay(500);
            }
        }

        public void Stop() => _stop.Cancel();

        public void Dispose()
        {
            _stop.Cancel();
            _file.Dispose();
        }
    }

    public sealed class TailService : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, TailRun> _runs = new();

        public async Task FollowAsync(string path, Action<byte[]> got)
        {
            var id = Guid.NewGuid();
            try
            {
                var run = new TailRun(path);
                _runs[id] = run; //! LEAK4002
                await run.FollowAsync(got);
            }
            finally
            {
                if (_runs.TryRemove(id, out var own))
                    own.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var run in _runs.Values)
                run.Dispose(); //! LEAK1013
            _runs.Clear();
        }
    }
}
