

// What was taken for replaced, answered or done. The first forms of exemptions hid these; each namespace is a program of its own.
namespace Samples.SaidTooEasily3.L11
{
    public sealed class Link(string host) : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client = new(host, 80);
        public bool Alive => _client.Connected;
        public void Dispose() => _client.Dispose();
    }
    // the drain disposes and leaves the list as it is: the index still is there afterwards
    public sealed class LinkPool : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<Link> _links = [];
        private readonly string _host;
        public LinkPool(string host, int size)
        {
            _host = host;
            for (var i = 0; i < size; i++) _links.Add(new Link(host));
        }
        public void Repair(int index)
        {
            lock (_gate)
            {
                var old = _links[index];
                _links[index] = new Link(_host); //! LEAK4002
                old.Dispose();
            }
        }
        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _links) link.Dispose();
            }
        }
    }
}
namespace Samples.SaidTooEasily3.L22
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        private Link(string host) => _client = new(host, 80);
        public static Link Open(string host) => new(host);
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    // when Open fails the disposed link stays, and the catch only disposes it once more
    public sealed class Uplink(string host, Action<Exception> log) : IDisposable
    {
        private readonly Lock _gate = new();
        private Link _link = Link.Open(host);
        public void Send(byte[] data) { lock (_gate) _link.Send(data); }
        public void Reconnect()
        {
            lock (_gate)
            {
                try
                {
                    _link.Dispose(); //! LEAK1008
                    _link = Link.Open(host); //! LEAK4002
                }
                catch (Exception e)
                {
                    log(e);
                    _link.Dispose();
                    throw;
                }
            }
        }
        public void Dispose() { lock (_gate) _link.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.L23
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        private Link(string host) => _client = new(host, 80);
        public static Link Open(string host) => new(host);
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    // Send takes no lock: another thread finds the disposed link while the new one is opened
    public sealed class Uplink(string host, string backup) : IDisposable
    {
        private volatile Link _link = Link.Open(host);
        private readonly Lock _gate = new();
        public void Send(byte[] data) => _link.Send(data);
        public void Reconnect()
        {
            lock (_gate)
            {
                try
                {
                    _link.Dispose(); //! LEAK1008
                    _link = Link.Open(host); //! LEAK4002
                }
                catch (Exception)
                {
                    _link = Link.Open(backup); //! LEAK4002
                }
            }
        }
        public void Dispose() { lock (_gate) _link.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.L28
{
    public sealed class Batch : IAsyncDisposable
    {
        private readonly List<string> _lines = [];
        public void Add(string line) => _lines.Add(line);
        public async ValueTask DisposeAsync()
        {
            using var http = new HttpClient();
            await http.PostAsync("http://sink/", new StringContent(string.Join('\n', _lines)));
        }
    }
    // the await is in the using
    public sealed class Shipper : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        public Shipper(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }
        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            ShipAsync(e.FullPath).Wait(); //! LEAK3001
        }
        private async Task ShipAsync(string path)
        {
            await using var batch = new Batch();
            batch.Add(path);
        }
        public void Dispose() => _watcher.Dispose();
    }
}
namespace Samples.SaidTooEasily3.L29
{
    // the tick stops the watchdog, not itself
    public sealed class Poller : IDisposable
    {
        private readonly Timer _poll;
        private readonly Timer _watchdog;
        private readonly HttpClient _http = new();
        public Poller()
        {
            _watchdog = new Timer(_ => Console.WriteLine("poll hangs"), null, Timeout.Infinite, Timeout.Infinite);
            _poll = new Timer(OnPoll, null, 0, 1000);
        }
        private void OnPoll(object? state)
        {
            DisarmWatchdog();
            var text = _http.GetStringAsync("http://device/state").Result; //! LEAK3001
            Console.WriteLine(text.Length);
            _watchdog.Change(5000, Timeout.Infinite);
        }
        private void DisarmWatchdog() => _watchdog.Change(Timeout.Infinite, Timeout.Infinite);
        public void Dispose() { _poll.Dispose(); _watchdog.Dispose(); _http.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.M05
{
    // the helper starts the timer over: ticks keep coming while this one waits
    public sealed class Poller : IDisposable
    {
        private readonly Timer _poll;
        private readonly HttpClient _http = new();
        public Poller() => _poll = new Timer(OnPoll, null, 0, 1000);
        private void OnPoll(object? state)
        {
            Realign();
            var text = _http.GetStringAsync("http://device/state").Result; //! LEAK3001
            Console.WriteLine(text.Length);
        }
        private void Realign()
        {
            _poll.Change(Timeout.Infinite, Timeout.Infinite);
            _poll.Change(1000 - DateTime.UtcNow.Millisecond, 1000);
        }
        public void Dispose() { _poll.Dispose(); _http.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.M06
{
    // paused only at night
    public sealed class Poller : IDisposable
    {
        private readonly Timer _poll;
        private readonly HttpClient _http = new();
        public Poller() => _poll = new Timer(OnPoll, null, 0, 1000);
        private void OnPoll(object? state)
        {
            PauseAtNight();
            var text = _http.GetStringAsync("http://device/state").Result; //! LEAK3001
            Console.WriteLine(text.Length);
        }
        private void PauseAtNight()
        {
            if (DateTime.Now.Hour is < 6)
                _poll.Change(Timeout.Infinite, Timeout.Infinite);
        }
        public void Dispose() { _poll.Dispose(); _http.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.M08
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        private Link(string host) => _client = new(host, 80);
        public static Link Open(string host) => new(host);
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    // only after three failures is it given up; before that the disposed one stays
    public sealed class Uplink(string host) : IDisposable
    {
        private readonly Lock _gate = new();
        private Link? _link = Link.Open(host);
        private int _failures;
        public void Send(byte[] data) { lock (_gate) _link?.Send(data); }
        public void Reconnect()
        {
            lock (_gate)
            {
                try
                {
                    _link?.Dispose(); //! LEAK1008
                    _link = Link.Open(host); //! LEAK4002
                    _failures = 0;
                }
                catch (Exception)
                {
                    if (++_failures > 3)
                        _link = null;
                    throw;
                }
            }
        }
        public void Dispose() { lock (_gate) { _link?.Dispose(); _link = null; } }
    }
}
namespace Samples.SaidTooEasily3.M11
{
    public sealed class PriceArgs(decimal price) : EventArgs { public decimal Price => price; }
    // raised from the socket thread; the price is kept afterwards
    public sealed class Ticker : IDisposable
    {
        private readonly System.Net.Sockets.UdpClient _udp = new(9000);
        private decimal _last;
        public event EventHandler<PriceArgs>? Changed;
        public decimal Last => _last;
        public Ticker() => new Thread(Receive) { IsBackground = true }.Start();
        private void Receive()
        {
            var from = new System.Net.IPEndPoint(System.Net.IPAddress.Any, 0);
            while (true)
            {
                var data = _udp.Receive(ref from);
                OnChanged(new PriceArgs(BitConverter.ToInt32(data)));
            }
        }
        private void OnChanged(PriceArgs e)
        {
            Changed?.Invoke(this, e);
            _last = e.Price;
        }
        public void Dispose() => _udp.Dispose();
    }
    public sealed class Alarm : IDisposable
    {
        private readonly Ticker _ticker;
        private readonly HttpClient _http = new();
        public Alarm(Ticker ticker) { _ticker = ticker; _ticker.Changed += OnChanged; }
        private void OnChanged(object? sender, PriceArgs e)
        {
            _http.GetStringAsync("http://alarm/" + e.Price).Wait(); //! LEAK3001
        }
        public void Dispose() { _ticker.Changed -= OnChanged; _http.Dispose(); }
    }
}
namespace Samples.SaidTooEasily3.M15
{
    public sealed class Node(int n) : IDisposable
    {
        private readonly FileStream _file = File.Create(n + ".node");
        public Node Follow() => new(n + 1);
        public void Close() => _file.Close();
        public void Dispose() => _file.Dispose();
    }
    // Stop ends it and leaves it there; only Dispose sets null
    public sealed class Tail : IDisposable
    {
        private readonly Lock _gate = new();
        private Node _node = new(0);
        public void Roll()
        {
            lock (_gate)
            {
                var old = _node;
                var next = _node.Follow();
                _node = next; //! LEAK4002
                old.Close();
            }
        }
        public void Stop()
        {
            lock (_gate)
                _node?.Dispose();
        }
        public void Dispose()
        {
            lock (_gate)
            {
                _node?.Dispose();
                _node = null!;
            }
        }
    }
}
namespace Samples.SaidTooEasily3.M24
{
    // as L23 without a lock around: another thread finds the disposed one
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        private Link(string host) => _client = new(host, 80);
        public static Link Open(string host) => new(host);
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Uplink(string host) : IDisposable
    {
        private readonly Lock _gate = new();
        private Link? _link = Link.Open(host);
        public void Send(byte[] data) { lock (_gate) _link?.Send(data); }
        public void Reconnect()
        {
            try
            {
                _link?.Dispose(); //! LEAK1008
                var next = Link.Open(host);
                lock (_gate) _link = next; //! LEAK4002
            }
            catch (Exception)
            {
                lock (_gate) _link = null;
            }
        }
        public void Dispose() { lock (_gate) { _link?.Dispose(); _link = null; } }
    }
}
namespace Samples.SaidTooEasily3.Q18
{
    // await using as a statement, and of a file
    public sealed class Spool : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        public Spool(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }
        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            DrainAsync(e.FullPath).GetAwaiter().GetResult(); //! LEAK3001
        }
        private async Task DrainAsync(string path)
        {
            await using (var upload = new Upload(path))
            {
                upload.Mark();
            }
        }
        public void Dispose() => _watcher.Dispose();
    }
    public sealed class Upload(string path) : IAsyncDisposable
    {
        private readonly HttpClient _http = new();
        public void Mark() => Console.WriteLine(path);
        public async ValueTask DisposeAsync() { await _http.PutAsync("http://x", new StringContent(path)); _http.Dispose(); }
    }
}
