using System.Collections.Concurrent;
using System.Diagnostics;
using System.Diagnostics.CodeAnalysis;
using System.IO.Pipes;
using System.Net.Sockets;
using System.Xml;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain5.M11_ACCEPTED_SLEEP
{
    #pragma warning disable VSTHRD002 // Dispose has to wait for the task


    public sealed class DropFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Task _report;

        public DropFolder(string folder)
        {
            _report = Task.Run(() => Console.WriteLine(folder));
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            Thread.Sleep(5000); //! LEAK3001
            using var process = Process.Start("deploy", e.FullPath);
            process.WaitForExit(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _report.Wait();
        }
    }
}

namespace Samples.NarrowedAgain5.M12_ACCEPTED_OTHER_MEMBER
{
    /// <summary>The suppression is about the task that Dispose waits for; a process is another matter.</summary>
    [SuppressMessage("Usage", "VSTHRD002:Avoid problematic synchronous waits", Justification = "Dispose cannot be async.")]
    public sealed class HookRunner : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();

        public HookRunner(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            using var process = Process.Start("git", "pull");
            process.WaitForExit(); //! LEAK3001
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.GetStringAsync("http://hooks/bye").Wait();
            _http.Dispose();
        }
    }
}

namespace Samples.NarrowedAgain5.M13_PATIENCE_PIPE
{
    public sealed class PipeBridge : IDisposable
    {
        private readonly FileSystemWatcher _watcher;

        public PipeBridge(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            var attempt = 0;
            while (attempt < 20)
            {
                try
                {
                    using var pipe = new NamedPipeClientStream("tray");
                    pipe.Connect(0);
                    return;
                }
                catch (Exception)
                {
                    attempt++;
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.NarrowedAgain5.M14_PATIENCE_LOAD
{
    public sealed class CatalogFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly XmlDocument _catalog = new();

        public CatalogFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Created += OnCreated;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            var attempt = 0;
            while (attempt < 20)
            {
                try
                {
                    _catalog.Load("https://catalog.example.com/index.xml");
                    return;
                }
                catch (Exception)
                {
                    attempt++;
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}

namespace Samples.NarrowedAgain5.M15_FROZEN_ACCOUNT
{
    public sealed class Account
    {
        public bool IsFrozen { get; set; }

        public void ThrowIfFrozen()
        {
            if (IsFrozen)
                throw new InvalidOperationException("The account is frozen.");
        }
    }

    public sealed class AccountLinks : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _links = new();
        private readonly Account _account;

        public AccountLinks(Account account) => _account = account;

        public void Pay(string bank, byte[] order)
        {
            _account.ThrowIfFrozen();
            if (!_links.TryGetValue(bank, out var link))
            {
                link = new TcpClient(bank, 443);
                _links[bank] = link; //! LEAK2001 LEAK4002
            }

            link.GetStream().Write(order);
        }

        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose();
            _links.Clear();
        }
    }
}

namespace Samples.NarrowedAgain5.M17_LAZY_CONNECT
{
    public sealed class Gauge : IDisposable
    {
        private readonly string _host;
        private readonly int _port;
        private readonly object _gate = new();
        private TcpClient? _client;
        private bool _disposed;

        public Gauge(string host, int port)
        {
            _host = host;
            _port = port;
        }

        public string Host => _host;
        public int Port => _port;
        public string Unit { get; init; } = "";
        public double Last { get; private set; }
        public int Sent { get; private set; }

        public void Push(double value)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _client ??= new TcpClient(_host, _port);
                _client.GetStream().Write(BitConverter.GetBytes(value));
                Last = value;
                Sent++;
            }
        }

        public override string ToString() => $"{_host}:{_port} {Last}{Unit}";

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _client?.Dispose();
            }
        }
    }

    public sealed class GaugeTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Gauge> _gauges = new();

        public Gauge Get(string host)
        {
            lock (_gate)
            {
                if (!_gauges.TryGetValue(host, out var gauge))
                {
                    gauge = new Gauge(host, 2003);
                    _gauges.Add(host, gauge); //! LEAK4002
                }

                return gauge;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var gauge in _gauges.Values)
                    gauge.Dispose();
                _gauges.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain5.M18_GATE_NULLED
{
    public sealed class NodeLinks : IDisposable
    {
        private readonly Dictionary<string, TcpClient> _links = new();
        private object? _gate = new();

        public void Connect(string node)
        {
            var link = new TcpClient(node, 5000);
            // Who waits here while Dispose is at work comes in after it.
            lock (_gate!)
            {
                if (!_links.TryAdd(node, link)) //! LEAK4002
                    link.Dispose();
            }
        }

        public bool Has(string node)
        {
            lock (_gate!)
                return _links.ContainsKey(node);
        }

        public void Dispose()
        {
            var gate = _gate;
            if (gate == null)
                return;
            lock (gate)
            {
                foreach (var link in _links.Values)
                    link.Dispose();
                _links.Clear();
            }

            _gate = null;
        }
    }
}

namespace Samples.NarrowedAgain5.M19_SUBSCRIBE_LATER
{
    public sealed class TickFeed : IDisposable
    {
        private readonly object _gate = new();
        private readonly string _symbol;
        private UdpClient? _udp;
        private int _received;
        private bool _ended;

        public TickFeed(string symbol) => _symbol = symbol;

        public string Symbol => _symbol;
        public int Received => _received;
        public bool IsEnded => _ended;
        public bool IsListening => _udp != null;
        public string Venue { get; init; } = "";

        public void Subscribe(int port)
        {
            lock (_gate)
            {
                if (_ended)
                    return;
                _udp = new UdpClient(port);
                _udp.JoinMulticastGroup(System.Net.IPAddress.Parse("239.0.0.1"));
            }
        }

        public byte[] Receive()
        {
            System.Net.IPEndPoint? from = null;
            _received++;
            return _udp!.Receive(ref from);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _ended = true;
                _udp?.Dispose();
            }
        }
    }

    public sealed class TickFeeds : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, TickFeed> _feeds = new();

        public void Follow(string symbol, int port)
        {
            var feed = new TickFeed(symbol); //! LEAK1009
            feed.Subscribe(port);
            lock (_gate)
            {
                if (!_feeds.TryAdd(symbol, feed)) //! LEAK4002
                    feed.Dispose();
            }
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _feeds.Count;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var feed in _feeds.Values)
                    feed.Dispose();
                _feeds.Clear();
            }
        }
    }
}
