using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother2.A13
{
    // Right: cancelling closes all, by a helper or a method group.
    public sealed class Relay : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly List<TcpClient> _clients = new();

        public Relay() => _stop.Token.Register(() => CloseAll());

        public void Connect(string host, int port) => _clients.Add(new TcpClient(host, port));

        private void CloseAll()
        {
            foreach (var client in _clients)
                client.Close();
            _clients.Clear();
        }

        public void Dispose()
        {
            _stop.Cancel();
            _stop.Dispose();
        }
    }

    public static class Server
    {
        public static void Run()
        {
            using var relay = new Relay();
            relay.Connect("localhost", 80);
            Thread.Sleep(1000);
        }
    }
}

namespace Samples.AskedByAnother2.A15
{
    // The owner makes two maps and ends the entries of one.
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new(); //! LEAK1004

        public TcpClient Open(string host, int port)
        {
            if (!Links.TryGetValue(host, out var link))
            {
                link = new TcpClient(host, port);
                Links.Add(host, link);
            }

            return link;
        }
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _primary = new();
        private readonly LinkMap _backup = new();

        public void Send(string host, byte[] data)
        {
            try
            {
                _primary.Open(host, 9000).GetStream().Write(data);
            }
            catch (SocketException)
            {
                _backup.Open(host, 9001).GetStream().Write(data);
            }
        }

        public void Dispose()
        {
            foreach (var link in _primary.Links.Values)
                link.Dispose();
        }
    }
}

namespace Samples.AskedByAnother2.A16
{
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new(); //! LEAK1004

        public TcpClient Open(string host, int port)
        {
            if (!Links.TryGetValue(host, out var link))
                Links.Add(host, link = new TcpClient(host, port));
            return link;
        }
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _map = new();

        public void Send(string host, byte[] data) => _map.Open(host, 9000).GetStream().Write(data);

        public void Dispose()
        {
            foreach (var link in _map.Links.Values)
            {
                if (link.Client == null || !link.Connected)
                    continue;
                link.Dispose();
            }
        }
    }
}

namespace Samples.AskedByAnother2.A18
{
    // Right: the one owner ends all, in the ways one writes it.
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new();

        public TcpClient Open(string host, int port)
        {
            if (!Links.TryGetValue(host, out var link))
                Links.Add(host, link = new TcpClient(host, port));
            return link;
        }
    }

    public sealed class Bridge : IAsyncDisposable
    {
        private readonly LinkMap _map = new();

        public void Send(string host, byte[] data) => _map.Open(host, 9000).GetStream().Write(data);

        public async ValueTask DisposeAsync()
        {
            await Task.Yield();
            foreach (var (_, link) in _map.Links)
                link.Dispose();
        }
    }
}

namespace Samples.AskedByAnother2.A19
{
    // Right: a third type only gets the map as a parameter; it makes none.
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new();

        public TcpClient Open(string host, int port)
        {
            if (!Links.TryGetValue(host, out var link))
                Links.Add(host, link = new TcpClient(host, port));
            return link;
        }
    }

    internal static class LinkReport
    {
        public static string Describe(LinkMap map) => string.Join(", ", map.Links.Keys);
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _map = new();

        public void Send(string host, byte[] data) => _map.Open(host, 9000).GetStream().Write(data);

        public string Describe() => LinkReport.Describe(_map);

        public void Dispose()
        {
            foreach (var link in _map.Links.Values)
                link.Dispose();
        }
    }
}

namespace Samples.AskedByAnother2.A20
{
    internal sealed class Pump : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _run;
        public Pump(Stream stream) => _run = Task.Run(() => RunAsync(stream));
        private async Task RunAsync(Stream stream)
        {
            var buffer = new byte[1024];
            while (!_stop.IsCancellationRequested)
                await stream.ReadAsync(buffer, _stop.Token);
        }

        public async ValueTask DisposeAsync()
        {
            _stop.Cancel();
            await _run;
            _stop.Dispose();
        }
    }

    // Reconnect() ends the connection, then waits for the pump, which fails with it: the disposed connection stays, and others still send on it.
    public sealed class Uplink
    {
        private readonly SemaphoreSlim _sends = new(1);
        private TcpClient? _connection;
        private Pump? _pump;

        public async Task ReconnectAsync(string host, int port)
        {
            if (_connection != null)
            {
                _connection.Dispose(); //! LEAK1008
                await _pump!.DisposeAsync();
                _pump = null;
                _connection = null;
            }

            var next = new TcpClient(); //! LEAK1009
            await next.ConnectAsync(host, port);
            _pump = new Pump(next.GetStream());
            _connection = next;
        }

        public async Task SendAsync(byte[] data)
        {
            await _sends.WaitAsync();
            try
            {
                if (_connection is { } connection)
                    await connection.GetStream().WriteAsync(data);
            }
            finally
            {
                _sends.Release();
            }
        }
    }
}

namespace Samples.AskedByAnother2.A21
{
    // What is awaited is the end of an object of the caller: no part of this one, and it may take as long as it likes.
    public sealed class LogRouter
    {
        private readonly object _gate = new();
        private FileStream? _file;

        public void Open(string path)
        {
            lock (_gate)
                _file ??= File.Create(path);
        }

        public void Write(byte[] line)
        {
            lock (_gate)
                _file?.Write(line);
        }

        public async Task DetachAsync(IAsyncDisposable consumer)
        {
            _file?.Dispose(); //! LEAK1008
            await consumer.DisposeAsync();
            _file = null;
        }
    }
}

namespace Samples.AskedByAnother2.A22
{
    // The session is ended while it can still be found; then the transport is flushed and ended, which fails; the entry stays.
    public sealed class Session : IAsyncDisposable
    {
        private readonly FileStream _log;
        public Session(string path) => _log = File.Create(path);
        public ValueTask DisposeAsync() => _log.DisposeAsync();
        public void Write(byte[] b) => _log.Write(b);
    }

    public sealed class Slots
    {
        private readonly Session?[] _sessions = new Session?[16];
        private readonly object _gate = new();

        public void Open(int at, string path)
        {
            lock (_gate)
                _sessions[at] ??= new Session(path);
        }

        public void Write(int at, byte[] data)
        {
            lock (_gate)
                _sessions[at]?.Write(data);
        }

        public async Task CloseAsync(int at, Stream transport)
        {
            var session = _sessions[at];
            if (session != null)
            {
                await session.DisposeAsync(); //! LEAK1008
                await transport.FlushAsync();
                await transport.DisposeAsync();
                _sessions[at] = null;
            }
        }
    }
}

namespace Samples.AskedByAnother2.A23
{
    // Right enough: all parts end, all are forgotten, one user.
    public sealed class Recording
    {
        private FileStream? _index;
        private FileStream? _data;

        public void Start(string path)
        {
            _index = File.Create(path + ".idx");
            _data = File.Create(path);
        }

        public async Task StopAsync()
        {
            if (_index == null)
                return;
            await _index.DisposeAsync(); //! LEAK1013
            await _data!.DisposeAsync();
            _index = null;
            _data = null;
        }
    }
}

namespace Samples.AskedByAnother2.A24
{
    // Whoever comes after the end sees the flag, and leaves with the item in the queue.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private volatile bool _disposed;
        private int _sent;

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            if (_disposed)
                return;
            ThreadPool.QueueUserWorkItem(_ => Work());
        }

        private void Work()
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                        Interlocked.Increment(ref _sent);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            _disposed = true;
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}
