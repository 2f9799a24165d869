using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;
using System.Text;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast9.A39
{
    public static class TopicNameExtensions
    {
        extension(string topic)
        {
            public string FileName => Convert.ToHexString(Encoding.UTF8.GetBytes(topic)) + ".topic";

            public bool Matches(string pattern)
                => pattern == "#" || pattern == topic || (pattern.EndsWith("/#", StringComparison.Ordinal) && topic.StartsWith(pattern[..^1], StringComparison.Ordinal));
        }
    }

    /// <summary>Retained messages of one topic.</summary>
    internal sealed class TopicFile(string path) : IDisposable
    {
        private readonly FileStream _file = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.Read);

        public long Size => _file.Length;

        public void Retain(ReadOnlySpan<byte> payload)
        {
            _file.Position = 0;
            _file.SetLength(payload.Length);
            _file.Write(payload);
        }

        public byte[] Read()
        {
            var bytes = new byte[_file.Length];
            RandomAccess.Read(_file.SafeFileHandle, bytes, 0);
            return bytes;
        }

        public void Dispose() => _file.Dispose();
    }

    public sealed class RetainedStore : IDisposable
    {
        private readonly Lock _lock = new();
        private readonly Dictionary<string, TopicFile> _topics = new(StringComparer.Ordinal); //! LEAK1004
        private readonly string _directory;
        private int _generation;
        private bool _closed;

        private RetainedStore(string directory)
        {
            _directory = directory;
            Overflow = OpenOverflow();
        }

        public static RetainedStore OpenIn(DirectoryInfo directory)
        {
            directory.Create();
            return new RetainedStore(directory.FullName);
        }

        public int LargestPayload
        {
            get;
            set => field = value is > 0 and < 1 << 28 ? value : throw new ArgumentOutOfRangeException(nameof(value));
        } = 1 << 16;

        private FileStream Overflow { get; set; }

        private FileStream OpenOverflow()
            => new(Path.Combine(_directory, $"overflow.{_generation++}"), FileMode.Create, FileAccess.Write, FileShare.Read);

        public void Retain(string topic, ReadOnlySpan<byte> payload)
        {
            lock (_lock)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (payload.Length > LargestPayload)
                {
                    Overflow.Write(payload);
                    return;
                }

                if (!_topics.TryGetValue(topic, out TopicFile? file))
                {
                    file = new TopicFile(Path.Combine(_directory, topic.FileName));
                    _topics.Add(topic, file);
                }

                file.Retain(payload);
            }
        }

        public IReadOnlyList<byte[]> Matching(string pattern)
        {
            var found = new List<byte[]>();
            lock (_lock)
            {
                foreach ((string topic, TopicFile file) in _topics)
                    if (topic.Matches(pattern))
                        found.Add(file.Read());
            }

            return found;
        }

        public bool Delete(string topic)
        {
            TopicFile? file;
            lock (_lock)
            {
                if (!_topics.Remove(topic, out file))
                    return false;
            }

            file.Dispose();
            return true;
        }

        public void RotateOverflow()
        {
            lock (_lock)
            {
                if (_closed || Overflow.Length == 0)
                    return;
                Overflow = OpenOverflow(); //! LEAK1001
            }
        }

        public void Dispose()
        {
            FileStream overflow;
            lock (_lock)
            {
                if (_closed)
                    return;
                _closed = true;
                overflow = Overflow;
            }

            overflow.Dispose();
        }
    }
}

namespace Samples.SeenLast9.A40
{
    public readonly record struct ShardEndpoint(string Host, int Port, bool Tls = true);

    internal sealed class ShardConnection : IAsyncDisposable
    {
        private readonly SemaphoreSlim _turn = new(1, 1);
        private readonly TcpClient _client;
        private readonly Stream _stream;

        private ShardConnection(TcpClient client, Stream stream) => (_client, _stream) = (client, stream);

        public static async Task<ShardConnection> DialAsync(ShardEndpoint endpoint, CancellationToken ct)
        {
            SslStream? tls = null;
            var client = new TcpClient();
            try
            {
                await client.ConnectAsync(endpoint.Host, endpoint.Port, ct).ConfigureAwait(false);
                Stream stream = client.GetStream();
                if (endpoint.Tls)
                {
                    tls = new SslStream(stream);
                    stream = tls;
                    await tls.AuthenticateAsClientAsync(new SslClientAuthenticationOptions { TargetHost = endpoint.Host }, ct).ConfigureAwait(false);
                }

                return new ShardConnection(client, stream);
            }
            catch
            {
                tls?.Dispose();
                client.Dispose();
                throw;
            }
        }

        public async Task<int> AskAsync(ReadOnlyMemory<byte> question, Memory<byte> answer, CancellationToken ct)
        {
            await _turn.WaitAsync(ct).ConfigureAwait(false);
            try
            {
                await _stream.WriteAsync(question, ct).ConfigureAwait(false);
                return await _stream.ReadAsync(answer, ct).ConfigureAwait(false);
            }
            finally
            {
                _turn.Release();
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stream.DisposeAsync().ConfigureAwait(false);
            _client.Dispose();
        }
    }

    /// <summary>One connection per shard, dialled once however many callers ask at the same time.</summary>
    public sealed class ShardMap : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<ShardEndpoint, Lazy<Task<ShardConnection>>> _connections = new();
        private readonly CancellationTokenSource _lifetime = new();
        private readonly CancellationToken _lifetimeToken;

        public ShardMap() => _lifetimeToken = _lifetime.Token;

        public async Task<int> AskAsync(ShardEndpoint shard, ReadOnlyMemory<byte> question, Memory<byte> answer, CancellationToken ct)
        {
            ShardConnection connection = await ConnectAsync(shard).WaitAsync(ct).ConfigureAwait(false);
            return await connection.AskAsync(question, answer, ct).ConfigureAwait(false);
        }

        private async Task<ShardConnection> ConnectAsync(ShardEndpoint shard)
        {
            Lazy<Task<ShardConnection>> slot = _connections.GetOrAdd(shard,
                static (key, token) => new Lazy<Task<ShardConnection>>(() => ShardConnection.DialAsync(key, token)), _lifetimeToken);
            if (_lifetimeToken.IsCancellationRequested)
            {
                await ReleaseAsync(shard, slot).ConfigureAwait(false);
                throw new ObjectDisposedException(nameof(ShardMap));
            }

            try
            {
                return await slot.Value.ConfigureAwait(false);
            }
            catch
            {
                // nothing came of it: the next caller dials again
                _connections.TryRemove(KeyValuePair.Create(shard, slot));
                throw;
            }
        }

        public async Task HangUpAsync(ShardEndpoint shard)
        {
            if (_connections.TryGetValue(shard, out Lazy<Task<ShardConnection>>? slot))
                await ReleaseAsync(shard, slot).ConfigureAwait(false);
        }

        public IReadOnlyCollection<ShardEndpoint> Connected
            => _connections.Where(p => p.Value is { IsValueCreated: true, Value.IsCompletedSuccessfully: true }).Select(p => p.Key).ToArray();

        private async Task ReleaseAsync(ShardEndpoint shard, Lazy<Task<ShardConnection>> slot)
        {
            if (!_connections.TryRemove(KeyValuePair.Create(shard, slot)))
                return; // whoever removed it closes it

            try
            {
                ShardConnection connection = await slot.Value.ConfigureAwait(false);
                await connection.DisposeAsync().ConfigureAwait(false);
            }
            catch (Exception)
            {
                // never came up, or broke while going down
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _lifetime.CancelAsync().ConfigureAwait(false);
            foreach ((ShardEndpoint shard, Lazy<Task<ShardConnection>> slot) in _connections.ToArray())
                await ReleaseAsync(shard, slot).ConfigureAwait(false);
            _lifetime.Dispose();
        }
    }
}
