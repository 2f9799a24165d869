using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net;
using System.Net.Sockets;

// The newest exemptions taken at their word: another table, another part, another time, another way.
namespace Samples.AtItsWord3.K01_LISTENERS_OF_ALL
{
    /// <summary>The listeners of one network card; those of all cards are in one table.</summary>
    public sealed class Card
    {
        private static readonly Dictionary<int, Socket> Listeners = new();
        private readonly IPAddress _address;

        public Card(IPAddress address) => _address = address;

        public void Listen(int port)
        {
            var socket = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Bind(new IPEndPoint(_address, port));
            socket.Listen(16);
            Listeners[port] = socket; //! LEAK1001
        }

        public static void CloseAll()
        {
            foreach (var socket in Listeners.Values)
                socket.Dispose();
            Listeners.Clear();
        }
    }
}

namespace Samples.AtItsWord3.L01_HOST_TELLS_ITSELF
{
    public interface IHost
    {
        string Name { get; }
    }

    public interface IAppListener
    {
        void OnApplicationStarted(IHost host);
        void OnApplicationStopping(string reason);
        void OnHostStopped(Exception? error);
    }

    public sealed class GoodbyeSender : IAppListener, IDisposable
    {
        private readonly HttpClient _http = new();

        public void OnApplicationStarted(IHost host)
        {
            _http.PostAsync("http://status/", new StringContent(host.Name)).Wait();
        }

        public void OnApplicationStopping(string reason)
        {
            _http.PostAsync("http://status/", new StringContent(reason)).Wait();
        }

        public void OnHostStopped(Exception? error)
        {
            _http.PostAsync("http://status/", new StringContent(error?.Message ?? "ok")).Wait();
        }

        public void Dispose() => _http.Dispose();
    }
}

namespace Samples.AtItsWord3.M02_NAMED_AFTER_DOUBLED
{
    public sealed class ScanEventArgs : AsyncCompletedEventArgs
    {
        public ScanEventArgs(Exception? error, string text) : base(error, false, null) => Text = text;

        public string Text { get; }
    }

    public sealed class Scanner : IDisposable
    {
        private readonly BlockingCollection<string> _devices = new(4);
        private readonly Thread _worker;

        public event EventHandler<ScanEventArgs>? PageScanned;

        public Scanner()
        {
            _worker = new Thread(Run) { IsBackground = true };
            _worker.Start();
        }

        public void ScanAsync(string device) => _devices.Add(device);

        private void Run()
        {
            foreach (var device in _devices.GetConsumingEnumerable())
                PageScanned?.Invoke(this, new ScanEventArgs(null, device));
        }

        public void Dispose()
        {
            _devices.CompleteAdding();
            _worker.Join();
            _devices.Dispose();
        }
    }

    public sealed class Desk : IDisposable
    {
        private readonly Scanner _scanner = new();
        private readonly HttpClient _http = new();

        public Desk() => _scanner.PageScanned += OnPageScanned;

        public void Scan(string device) => _scanner.ScanAsync(device);

        private void OnPageScanned(object? sender, ScanEventArgs e)
        {
            _http.PostAsync("http://store/", new StringContent(e.Text)).Wait();
        }

        public void Dispose()
        {
            _scanner.PageScanned -= OnPageScanned;
            _scanner.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord3.M03_NAMED_AFTER_READY
{
    public sealed class ScanEventArgs : AsyncCompletedEventArgs
    {
        public ScanEventArgs(Exception? error, string text) : base(error, false, null) => Text = text;

        public string Text { get; }
    }

    public sealed class Scanner : IDisposable
    {
        private readonly BlockingCollection<string> _devices = new(4);
        private readonly Thread _worker;

        public event EventHandler<ScanEventArgs>? PageLoadReady;

        public Scanner()
        {
            _worker = new Thread(Run) { IsBackground = true };
            _worker.Start();
        }

        public void LoadAsync(string device) => _devices.Add(device);

        private void Run()
        {
            foreach (var device in _devices.GetConsumingEnumerable())
                PageLoadReady?.Invoke(this, new ScanEventArgs(null, device));
        }

        public void Dispose()
        {
            _devices.CompleteAdding();
            _worker.Join();
            _devices.Dispose();
        }
    }

    public sealed class Desk : IDisposable
    {
        private readonly Scanner _scanner = new();
        private readonly HttpClient _http = new();

        public Desk() => _scanner.PageLoadReady += OnPageLoadReady;

        public void Scan(string device) => _scanner.LoadAsync(device);

        private void OnPageLoadReady(object? sender, ScanEventArgs e)
        {
            _http.PostAsync("http://store/", new StringContent(e.Text)).Wait();
        }

        public void Dispose()
        {
            _scanner.PageLoadReady -= OnPageLoadReady;
            _scanner.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord3.N01_HOOKED_AGAIN_BY_HELPER
{
    public sealed class FolderUploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public FolderUploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.Created -= OnCreated;
            var text = File.Exists(e.FullPath) ? e.FullPath : string.Empty;
            Hook();
            _http.PostAsync("http://store/", new StringContent(text)).Wait(); //! LEAK3001
        }

        private void Hook() => _watcher.Created += OnCreated;

        public void Dispose()
        {
            _watcher.Created -= OnCreated;
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord3.O01_READ_THEN_RECONNECTED
{
    public sealed class Wire : IDisposable
    {
        private readonly string _host;
        private TcpClient _client;
        private long _bytes;

        public Wire(string host)
        {
            _host = host;
            _client = new TcpClient(host, 7000);
        }

        public long Bytes => _bytes;

        /// <summary>Reads to the end, and is connected again for what is to be sent.</summary>
        public async Task ReadAsync()
        {
            try
            {
                var buffer = new byte[4096];
                int read;
                while ((read = await _client.GetStream().ReadAsync(buffer)) > 0)
                    _bytes += read;
            }
            finally
            {
                _client.Dispose(); //! LEAK1008
            }

            _client = new TcpClient(_host, 7000);
        }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Station : IDisposable
    {
        private Wire? _wire;

        public async Task RunAsync(string[] hosts)
        {
            foreach (var host in hosts)
            {
                _wire = new Wire(host); //! LEAK1001
                await _wire.ReadAsync();
                _wire.Send(new byte[] { 1 });
            }
        }

        public void Dispose() => _wire?.Dispose();
    }
}

namespace Samples.AtItsWord3.O02_READ_GIVEN_UP
{
    public sealed class Wire : IDisposable
    {
        private readonly TcpClient _client;
        private long _bytes;

        public Wire(string host) => _client = new TcpClient(host, 7000);

        public long Bytes => _bytes;

        public async Task ReadAsync()
        {
            try
            {
                var buffer = new byte[4096];
                int read;
                while ((read = await _client.GetStream().ReadAsync(buffer)) > 0)
                    _bytes += read;
            }
            finally
            {
                _client.Dispose();
            }
        }

        public void Dispose() => _client.Dispose();
    }

    public sealed class Station : IDisposable
    {
        private Wire? _wire;
        private int _silent;

        public int Silent => _silent;

        public async Task RunAsync(string[] hosts)
        {
            foreach (var host in hosts)
            {
                _wire = new Wire(host); //! LEAK1001
                try
                {
                    // A silent one is left as it is.
                    await _wire.ReadAsync().WaitAsync(TimeSpan.FromSeconds(5));
                }
                catch (TimeoutException)
                {
                    _silent++;
                }
            }
        }

        public void Dispose() => _wire?.Dispose();
    }
}

namespace Samples.AtItsWord3.Q01_REQUEST_UNDER_WAY
{
    public sealed class Fetcher : IDisposable
    {
        private readonly ConcurrentDictionary<string, HttpRequestMessage> _running = new();
        private readonly HttpClient _http = new();

        public int Running => _running.Count;

        public async Task<string> ExecuteAsync(string address, CancellationToken token)
        {
            if (!_running.TryGetValue(address, out var request))
            {
                request = new HttpRequestMessage(HttpMethod.Post, address) { Content = new StreamContent(File.OpenRead("body.json")) };
                _running[address] = request; //! LEAK4001
            }

            try
            {
                using var answer = await _http.SendAsync(request, token);
                return await answer.Content.ReadAsStringAsync(token);
            }
            catch (HttpRequestException)
            {
                _running.TryRemove(address, out _);
                request.Dispose();
                return string.Empty;
            }
        }

        public void Dispose()
        {
            foreach (var request in _running.Values)
                request.Dispose();
            _running.Clear();
            _http.Dispose();
        }
    }
}
