using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// A lock for each key, and all of them at the end.
// Check and store of one key stand under that key's stripe of an awaited async lock; DisposeAsync takes every stripe before it closes the cache.
namespace LeakGuard.ValidCode.UnderManyLocks.DistributedCacheB39
{
    internal sealed class StripedAsyncLock
    {
        private readonly SemaphoreSlim[] _stripes;

        public StripedAsyncLock(int count) => _stripes = Enumerable.Range(0, count).Select(_ => new SemaphoreSlim(1, 1)).ToArray();

        public async ValueTask<Holder> EnterAsync(string key, CancellationToken token)
        {
            var stripe = _stripes[(uint)StringComparer.Ordinal.GetHashCode(key) % (uint)_stripes.Length];
            await stripe.WaitAsync(token).ConfigureAwait(false);
            return new Holder(stripe);
        }

        public async ValueTask EnterAllAsync()
        {
            foreach (var stripe in _stripes) await stripe.WaitAsync().ConfigureAwait(false);
        }

        public void ExitAll()
        {
            foreach (var stripe in _stripes) stripe.Release();
        }

        public readonly struct Holder(SemaphoreSlim stripe) : IDisposable
        {
            public void Dispose() => stripe.Release();
        }
    }

    internal sealed class NodeConnection : IDisposable
    {
        private readonly Socket _socket;

        private NodeConnection(Socket socket) => _socket = socket;

        public static async Task<NodeConnection> ConnectAsync(string host, int port, CancellationToken token)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                await socket.ConnectAsync(new DnsEndPoint(host, port), token).ConfigureAwait(false);
                return new NodeConnection(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public async Task StoreAsync(ReadOnlyMemory<byte> value, CancellationToken token) =>
            await _socket.SendAsync(value, SocketFlags.None, token).ConfigureAwait(false);

        public void Dispose() => _socket.Dispose();
    }

    public sealed class ShardedCache(int defaultPort) : IAsyncDisposable
    {
        private readonly StripedAsyncLock _locks = new(32);
        private readonly ConcurrentDictionary<string, NodeConnection> _nodes = new(StringComparer.Ordinal);
        private bool _closed;

        public int Nodes => _nodes.Count;

        public async Task SetAsync(string node, ReadOnlyMemory<byte> value, CancellationToken token = default)
        {
            using (await _locks.EnterAsync(node, token).ConfigureAwait(false))
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_nodes.TryGetValue(node, out var connection))
                {
                    connection = await NodeConnection.ConnectAsync(node, defaultPort, token).ConfigureAwait(false);
                    _nodes[node] = connection;
                }

                try
                {
                    await connection.StoreAsync(value, token).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    _nodes.TryRemove(node, out _);
                    connection.Dispose();
                    throw;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _locks.EnterAllAsync().ConfigureAwait(false);
            try
            {
                if (_closed) return;
                _closed = true;
                foreach (var connection in _nodes.Values)
                {
                    try { connection.Dispose(); }
                    catch (SocketException) { }
                }

                _nodes.Clear();
            }
            finally
            {
                _locks.ExitAll();
            }
        }
    }
}
