using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

// What looks like a loss is none: the system gives the place to one alone, the end has another name, or the operation ends its own entry.
namespace LeakGuard.ValidCode.TakenCareOf.PlacesOfSockets
{
    public sealed class Bound
    {
        public int Port { get; set; }

        public Socket Socket { get; set; } = null!;
    }

    public sealed class Listeners
    {
        private readonly ConcurrentDictionary<int, Socket> _streams = new();
        private readonly ConcurrentDictionary<int, Bound> _datagrams = new();
        private readonly ConcurrentDictionary<int, TcpListener> _listeners = new();
        private readonly ConcurrentDictionary<int, UdpClient> _clients = new();

        public void Listen(IPEndPoint place)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            try
            {
                socket.Bind(place);
                socket.Listen();
            }
            catch
            {
                socket.Dispose();
                throw;
            }

            var port = ((IPEndPoint)socket.LocalEndPoint!).Port;
            _streams[port] = socket;
        }

        public void Receive(int port)
        {
            var socket = new Socket(SocketType.Dgram, ProtocolType.Udp);
            socket.Bind(new IPEndPoint(IPAddress.Any, port));
            var bound = new Bound { Port = port, Socket = socket };
            _datagrams.AddOrUpdate(port, bound, (_, _) => bound);
        }

        public void Start(int port)
        {
            var listener = new TcpListener(IPAddress.Any, port);
            try
            {
                listener.Start();
            }
            catch
            {
                listener.Stop();
                throw;
            }

            _listeners[port] = listener;
        }

        public void Open(int port) => _clients[port] = new UdpClient(port);

        public void Stop(int port)
        {
            if (_streams.TryRemove(port, out var stream))
                stream.Dispose();
            if (_datagrams.TryRemove(port, out var bound))
                bound.Socket.Dispose();
            if (_listeners.TryRemove(port, out var listener))
                listener.Stop();
            if (_clients.TryRemove(port, out var client))
                client.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.TakenCareOf.OtherNames
{
    public static class Sockets
    {
        public static void SafeClose(this Socket socket)
        {
            if (socket == null)
                return;
            try
            {
                socket.Shutdown(SocketShutdown.Both);
            }
            catch (SocketException)
            {
                // it is gone already
            }
            finally
            {
                socket.Close();
            }
        }
    }

    public sealed class Token
    {
        public Socket? Socket { get; set; }

        public void Clear()
        {
            Socket?.SafeClose();
            Socket = null;
        }
    }

    public sealed class Tokens
    {
        private readonly ConcurrentDictionary<int, Token> _tokens = new();

        public bool Add(int id)
        {
            var token = new Token { Socket = new Socket(SocketType.Stream, ProtocolType.Tcp) };
            if (_tokens.TryAdd(id, token))
                return true;
            token.Clear();
            return false;
        }

        public void Stop(int id)
        {
            if (_tokens.TryRemove(id, out var token))
                token.Clear();
        }
    }

    public sealed class Signer : IDisposable
    {
        private RSA? _key;

        public async Task RefreshAsync()
        {
            _key?.Clear();
            _key = null;
            await Task.Yield();
            _key = RSA.Create(2048);
        }

        public byte[] Sign(byte[] data) => _key!.SignData(data, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1);

        public void Dispose()
        {
            _key?.Clear();
            _key = null;
        }
    }
}

namespace LeakGuard.ValidCode.TakenCareOf.ByTheOperation
{
    public sealed class Run : IDisposable
    {
        private readonly FileStream _input;

        public Run(string path) => _input = File.OpenRead(path);

        public Task GoAsync() => _input.CopyToAsync(Stream.Null);

        public void Dispose() => _input.Dispose();
    }

    public sealed class Runs : IDisposable
    {
        private readonly ConcurrentDictionary<string, Run> _runs = new();

        public async Task GoAsync(string id)
        {
            try
            {
                var run = new Run(id);
                if (!_runs.TryAdd(id, run))
                {
                    run.Dispose();
                    return;
                }

                await run.GoAsync();
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
            {
                try
                {
                    run.Dispose();
                }
                catch (IOException)
                {
                    // the others have to go as well
                }
            }

            _runs.Clear();
        }
    }

    public sealed class Certificates : IDisposable
    {
        private readonly Func<CancellationToken, Task<byte[]>> _get;
        private X509Certificate2? _certificate;

        public Certificates(Func<CancellationToken, Task<byte[]>> get) => _get = get;

        public async Task<string> SubjectAsync(CancellationToken token)
        {
            await RefreshAsync(token);
            return _certificate!.Subject;
        }

        private async Task RefreshAsync(CancellationToken token)
        {
            try
            {
                _certificate?.Dispose();
                _certificate = X509CertificateLoader.LoadCertificate(await _get(token));
            }
            catch (HttpRequestException e)
            {
                throw new InvalidOperationException("no certificate", e);
            }
        }

        public void Dispose() => _certificate?.Dispose();
    }
}

namespace LeakGuard.ValidCode.TakenCareOf.BesideIt
{
    public sealed class Clients : IDisposable
    {
        private readonly object _gate = new();
        private readonly Func<string, HttpMessageHandler> _make;
        private HttpClient? _client;
        private HttpMessageHandler? _handler;
        private bool _disposed;

        public Clients(Func<string, HttpMessageHandler> make) => _make = make;

        public void Refresh(string name)
        {
            lock (_gate)
            {
                if (_disposed)
                    return;
                var handler = _make(name);
                var client = Create(handler);
                _client?.Dispose();
                _client = client;
                _handler = handler;
            }
        }

        private static HttpClient Create(HttpMessageHandler handler)
        {
            var client = new HttpClient(handler);
            client.Timeout = TimeSpan.FromSeconds(10);
            return client;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _client?.Dispose();
                _handler?.Dispose();
            }
        }
    }

    public sealed class Scope : IDisposable
    {
        private readonly object _gate = new();
        private List<IDisposable>? _parts = new();
        private int _isDisposed;

        public void Open(string path)
        {
            lock (_gate)
            {
                _parts?.Add(File.OpenRead(path));
                if (_isDisposed == 1)
                {
                    _parts = null;
                    throw new ObjectDisposedException(nameof(Scope));
                }
            }
        }

        public void Dispose()
        {
            if (Interlocked.CompareExchange(ref _isDisposed, 1, 0) != 0)
                return;
            foreach (var part in _parts!)
                part.Dispose();
            _parts = null;
        }
    }

    public sealed class Reloaded : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Mutex _mutex = new();

        public Reloaded(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _watcher.EnableRaisingEvents = false;
            try
            {
                Load();
            }
            finally
            {
                _watcher.EnableRaisingEvents = true;
            }
        }

        private void Load()
        {
            _mutex.WaitOne();
            try
            {
                Console.WriteLine("loaded");
            }
            finally
            {
                _mutex.ReleaseMutex();
            }
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _mutex.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.TakenCareOf.StagesOfTheProgram
{
    public interface IApplicationStartedListener
    {
        void OnApplicationStarted();
    }

    public sealed class Migrations : IApplicationStartedListener
    {
        private readonly Func<Task> _migrate;

        public Migrations(Func<Task> migrate) => _migrate = migrate;

        public void OnApplicationStarted() => _migrate().GetAwaiter().GetResult();
    }
}
