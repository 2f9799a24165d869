using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast1.A01
{
    public sealed record BrokerAddress(string Host, int Port, TimeSpan Backoff);

    internal sealed class SpooledMessage : IDisposable
    {
        private readonly FileStream _body;

        public SpooledMessage(string topic, string path)
        {
            Topic = topic;
            _body = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read, 4096,
                FileOptions.Asynchronous | FileOptions.DeleteOnClose);
        }

        public string Topic { get; }

        public long Length => _body.Length;

        public Task CopyToAsync(Stream target, CancellationToken ct) => _body.CopyToAsync(target, ct);

        public void Dispose() => _body.Dispose();
    }

    /// <summary>Keeps one wire to the broker alive and forwards spooled messages in order.</summary>
    public sealed class BrokerLink(BrokerAddress address, int outboxLimit) : IAsyncDisposable
    {
        private readonly object _sync = new();
        private readonly Queue<SpooledMessage> _outbox = new();
        private readonly SemaphoreSlim _ready = new(0);
        private readonly CancellationTokenSource _stop = new();
        private TcpClient? _wire;
        private Task? _pump;
        private bool _closed;

        public void Start()
        {
            lock (_sync)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _pump ??= Task.Run(() => PumpAsync(_stop.Token));
            }
        }

        public bool Post(string topic, string path)
        {
            var message = new SpooledMessage(topic, path);
            bool accepted = false;
            lock (_sync)
            {
                if (!_closed)
                {
                    while (_outbox.Count >= outboxLimit)
                        _outbox.Dequeue(); //! LEAK1002
                    _outbox.Enqueue(message);
                    accepted = true;
                }
            }

            if (!accepted)
            {
                message.Dispose();
                return false;
            }

            _ready.Release();
            return true;
        }

        private async Task PumpAsync(CancellationToken ct)
        {
            while (!ct.IsCancellationRequested)
            {
                try
                {
                    await ReconnectAsync(ct).ConfigureAwait(false);
                    await ForwardAsync(ct).ConfigureAwait(false);
                }
                catch (OperationCanceledException) when (ct.IsCancellationRequested)
                {
                    return;
                }
                catch (Exception e) when (e is IOException or SocketException)
                {
                    await Task.Delay(address.Backoff, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
                }
            }
        }

        private async Task ReconnectAsync(CancellationToken ct)
        {
            var fresh = new TcpClient { NoDelay = true };
            try
            {
                await fresh.ConnectAsync(address.Host, address.Port, ct).ConfigureAwait(false);
            }
            catch
            {
                fresh.Dispose();
                throw;
            }

            _wire = fresh; //! LEAK1001
        }

        private async Task ForwardAsync(CancellationToken ct)
        {
            NetworkStream stream = _wire!.GetStream();
            while (true)
            {
                await _ready.WaitAsync(ct).ConfigureAwait(false);
                SpooledMessage? next;
                lock (_sync)
                {
                    if (!_outbox.TryDequeue(out next))
                        continue;
                }

                using (next)
                {
                    byte[] header = Encoding.UTF8.GetBytes($"PUB {next.Topic} {next.Length}\r\n");
                    await stream.WriteAsync(header, ct).ConfigureAwait(false);
                    await next.CopyToAsync(stream, ct).ConfigureAwait(false);
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            Task? pump;
            SpooledMessage[] rest;
            lock (_sync)
            {
                if (_closed)
                    return;
                _closed = true;
                pump = _pump;
                rest = _outbox.ToArray();
                _outbox.Clear();
            }

            _stop.Cancel();
            if (pump is not null)
                await pump.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            foreach (SpooledMessage message in rest)
                message.Dispose(); //! LEAK1013
            _wire?.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.SeenLast1.A03
{
    public sealed class ChatSession : IDisposable
    {
        private int _silentRounds;
        private readonly Socket _socket;
        private readonly Timer _keepAlive;

        public ChatSession(Guid id, string user, Socket socket)
        {
            Id = id;
            User = user;
            _socket = socket;
            _keepAlive = new Timer(static s => ((ChatSession)s!).Ping(), this, TimeSpan.FromSeconds(20), TimeSpan.FromSeconds(20));
        }

        public Guid Id { get; }

        public string User { get; }

        private void Ping()
        {
            if (Interlocked.Increment(ref _silentRounds) == 4)
                _socket.Close();
        }

        public ValueTask<int> SendAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
        {
            Interlocked.Exchange(ref _silentRounds, 0);
            return _socket.SendAsync(frame, SocketFlags.None, ct);
        }

        public void Dispose()
        {
            _keepAlive.Dispose();
            _socket.Dispose();
        }
    }

    public interface IModerationLog
    {
        void Kicked(Guid session, string reason);
    }

    public sealed class ChatSessionRegistry(IModerationLog moderation) : IDisposable
    {
        private readonly ConcurrentDictionary<Guid, ChatSession> _sessions = new();
        private volatile bool _stopping;

        public int Online => _sessions.Count;

        public Guid Attach(string user, Socket socket)
        {
            if (_stopping)
            {
                socket.Dispose();
                return Guid.Empty;
            }

            var session = new ChatSession(Guid.CreateVersion7(), user, socket);
            if (!_sessions.TryAdd(session.Id, session)) //! LEAK4002
            {
                session.Dispose();
                return Guid.Empty;
            }

            return session.Id;
        }

        public void Disconnected(Guid id)
        {
            if (_sessions.TryRemove(id, out ChatSession? session))
                session.Dispose();
        }

        public bool Kick(Guid id, string reason)
        {
            if (!_sessions.TryRemove(id, out _)) //! LEAK1002
                return false;

            moderation.Kicked(id, reason);
            return true;
        }

        public async Task BroadcastAsync(ReadOnlyMemory<byte> frame, CancellationToken ct)
        {
            foreach (ChatSession session in _sessions.Values)
            {
                try
                {
                    await session.SendAsync(frame, ct).ConfigureAwait(false);
                }
                catch (Exception e) when (e is SocketException or ObjectDisposedException)
                {
                    Disconnected(session.Id);
                }
            }
        }

        public string[] UsersOnline() => _sessions.Values.Select(s => s.User).Distinct(StringComparer.OrdinalIgnoreCase).ToArray();

        public void Dispose()
        {
            _stopping = true;
            foreach (Guid id in _sessions.Keys)
                Disconnected(id);
        }
    }
}
