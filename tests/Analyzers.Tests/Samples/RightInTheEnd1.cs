using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Threading.Channels;

// Hosts, tables and boards: one loop, tasks that have ended, and one bug among them.
namespace Samples.RightInTheEnd1.B06
{
    public abstract record GatewayCommand(string DeviceId);

    public sealed record SendFrame(string DeviceId, IPEndPoint Address, byte[] Payload) : GatewayCommand(DeviceId);

    public sealed record Disconnect(string DeviceId) : GatewayCommand(DeviceId);

    internal sealed class DeviceLink(Socket socket) : IDisposable
    {
        private long _frames;

        public long Frames => Interlocked.Read(ref _frames);

        public static DeviceLink Open(IPEndPoint address)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
            try
            {
                socket.Connect(address);
                return new DeviceLink(socket);
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }

        public async ValueTask SendAsync(byte[] payload, CancellationToken token)
        {
            await socket.SendAsync(payload, SocketFlags.None, token);
            Interlocked.Increment(ref _frames);
        }

        public void Dispose() => socket.Dispose();
    }

    public sealed class DeviceGateway(ILogger<DeviceGateway> logger) : BackgroundService
    {
        private readonly Channel<GatewayCommand> _commands = Channel.CreateBounded<GatewayCommand>(
            new BoundedChannelOptions(1024) { SingleReader = true, FullMode = BoundedChannelFullMode.Wait });

        private readonly ConcurrentDictionary<string, DeviceLink> _links = new();

        public int Connected => _links.Count;

        public long FramesOf(string deviceId) => _links.TryGetValue(deviceId, out var link) ? link.Frames : 0;

        public ValueTask PostAsync(GatewayCommand command, CancellationToken token) => _commands.Writer.WriteAsync(command, token);

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            try
            {
                await foreach (var command in _commands.Reader.ReadAllAsync(stoppingToken))
                {
                    try { await DispatchAsync(command, stoppingToken); }
                    catch (SocketException ex) { logger.LogWarning(ex, "device {Device}", command.DeviceId); }
                }
            }
            catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
            {
            }
            finally
            {
                _commands.Writer.TryComplete();
                CloseLinks();
            }
        }

        private async ValueTask DispatchAsync(GatewayCommand command, CancellationToken token)
        {
            switch (command)
            {
                case SendFrame send:
                    if (!_links.TryGetValue(send.DeviceId, out var link))
                    {
                        link = DeviceLink.Open(send.Address);
                        _links[send.DeviceId] = link;
                    }

                    await link.SendAsync(send.Payload, token);
                    break;
                case Disconnect when _links.TryRemove(command.DeviceId, out var gone):
                    gone.Dispose();
                    break;
            }
        }

        private void CloseLinks()
        {
            foreach (var id in _links.Keys)
            {
                if (!_links.TryRemove(id, out var link)) continue;
                try { link.Dispose(); }
                catch (SocketException ex) { logger.LogWarning(ex, "closing {Device}", id); }
            }
        }
    }
}

namespace Samples.RightInTheEnd1.B12
{
    internal sealed class ServerCursor : IDisposable
    {
        private readonly FileStream _spill;
        private readonly TimeProvider _clock;
        private long _lastUsed;

        public ServerCursor(long id, string directory, TimeProvider clock)
        {
            Id = id;
            _clock = clock;
            _lastUsed = clock.GetTimestamp();
            _spill = new FileStream(Path.Combine(directory, $"cursor-{id}.spill"), FileMode.Create, FileAccess.ReadWrite, FileShare.None, 8192, FileOptions.DeleteOnClose);
        }

        public long Id { get; }

        public TimeSpan Idle => _clock.GetElapsedTime(Interlocked.Read(ref _lastUsed));

        public int Fetch(long row, Span<byte> target)
        {
            Interlocked.Exchange(ref _lastUsed, _clock.GetTimestamp());
            return RandomAccess.Read(_spill.SafeFileHandle, target, row * target.Length);
        }

        public void Dispose() => _spill.Dispose();
    }

    public sealed class CursorTable : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly ConcurrentDictionary<long, ServerCursor> _cursors = new();
        private readonly ILogger<CursorTable> _logger;
        private readonly TimeProvider _clock;
        private readonly string _directory;
        private readonly TimeSpan _idleLimit;
        private readonly ITimer _sweeper;
        private long _lastId;
        private long _expired;
        private bool _closed;

        public CursorTable(string directory, TimeSpan idleLimit, TimeProvider clock, ILogger<CursorTable> logger)
        {
            _directory = directory;
            _idleLimit = idleLimit;
            _clock = clock;
            _logger = logger;
            _sweeper = clock.CreateTimer(static state => ((CursorTable)state!).Sweep(), this, idleLimit, idleLimit);
        }

        public long Expired => Interlocked.Read(ref _expired);

        public long Declare()
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                var cursor = new ServerCursor(++_lastId, _directory, _clock);
                _cursors[cursor.Id] = cursor;
                return cursor.Id;
            }
        }

        public int Fetch(long id, long row, Span<byte> target) =>
            _cursors.TryGetValue(id, out var cursor) ? cursor.Fetch(row, target) : throw new KeyNotFoundException($"cursor {id} does not exist");

        public bool Close(long id)
        {
            if (!_cursors.TryRemove(id, out var cursor)) return false;
            cursor.Dispose();
            return true;
        }

        private void Sweep()
        {
            var before = Interlocked.Read(ref _expired);
            foreach (var pair in _cursors)
            {
                if (pair.Value.Idle < _idleLimit) continue;
                if (_cursors.TryRemove(pair)) Interlocked.Increment(ref _expired); //! LEAK1002
            }

            var gone = Interlocked.Read(ref _expired) - before;
            if (gone > 0) _logger.LogInformation("{Count} idle cursors expired", gone);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed) return;
                _closed = true;
            }

            _sweeper.Dispose();
            foreach (var id in _cursors.Keys)
            {
                try { Close(id); }
                catch (IOException ex) { _logger.LogWarning(ex, "cursor {Id}", id); }
            }
        }
    }
}

namespace Samples.RightInTheEnd1.B17
{
    internal sealed class BrokerLink : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private readonly Channel<ReadOnlyMemory<byte>> _outbox = Channel.CreateBounded<ReadOnlyMemory<byte>>(512);
        private readonly EndPoint _endpoint;
        private long _sent;

        public BrokerLink(EndPoint endpoint) => _endpoint = endpoint;

        public long Sent => Interlocked.Read(ref _sent);

        public bool TrySend(ReadOnlyMemory<byte> message) => _outbox.Writer.TryWrite(message);

        public async Task RunAsync(CancellationToken token)
        {
            try
            {
                await _socket.ConnectAsync(_endpoint, token).ConfigureAwait(false);
                await foreach (var message in _outbox.Reader.ReadAllAsync(token).ConfigureAwait(false))
                {
                    await _socket.SendAsync(message, SocketFlags.None, token).ConfigureAwait(false);
                    Interlocked.Increment(ref _sent);
                }
            }
            finally
            {
                Dispose();
            }
        }

        public void Dispose()
        {
            _outbox.Writer.TryComplete();
            _socket.Dispose();
        }
    }

    public sealed class LinkSupervisor : BackgroundService
    {
        private readonly EndPoint _endpoint;
        private readonly ILogger<LinkSupervisor> _logger;
        private volatile BrokerLink? _link;
        private int _attempts;

        public LinkSupervisor(DnsEndPoint endpoint, ILogger<LinkSupervisor> logger)
        {
            _endpoint = endpoint;
            _logger = logger;
        }

        public int Attempts => Volatile.Read(ref _attempts);

        public bool TryPublish(ReadOnlyMemory<byte> message)
        {
            var link = _link;
            return link != null && link.TrySend(message);
        }

        protected override async Task ExecuteAsync(CancellationToken stoppingToken)
        {
            var backoff = TimeSpan.FromMilliseconds(200);
            while (!stoppingToken.IsCancellationRequested)
            {
                var attempt = Interlocked.Increment(ref _attempts);
                var link = new BrokerLink(_endpoint);
                _link = link;
                try
                {
                    await link.RunAsync(stoppingToken);
                }
                catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
                {
                    break;
                }
                catch (SocketException ex)
                {
                    _logger.LogWarning("attempt {Attempt} ended: {Error}", attempt, ex.SocketErrorCode);
                }

                backoff = link.Sent > 0 ? TimeSpan.FromMilliseconds(200) : TimeSpan.FromMilliseconds(Math.Min(30_000, backoff.TotalMilliseconds * 2));
                try { await Task.Delay(backoff, stoppingToken); }
                catch (OperationCanceledException) { break; }
            }
        }
    }
}

namespace Microsoft.Extensions.Logging
{
    public interface ILogger<T>
    {
    }

    public static class LoggerExtensions
    {
        public static void LogInformation<T>(this ILogger<T> logger, string message, params object?[] values) => Console.WriteLine(message, values);

        public static void LogWarning<T>(this ILogger<T> logger, string message, params object?[] values) => Console.WriteLine(message, values);

        public static void LogWarning<T>(this ILogger<T> logger, Exception? error, string message, params object?[] values) => Console.WriteLine(error?.Message + message, values);

        public static void LogError<T>(this ILogger<T> logger, Exception? error, string message, params object?[] values) => Console.WriteLine(error?.Message + message, values);
    }
}

namespace Microsoft.Extensions.Hosting
{
    public abstract class BackgroundService
    {
        protected abstract Task ExecuteAsync(CancellationToken stoppingToken);
    }
}
