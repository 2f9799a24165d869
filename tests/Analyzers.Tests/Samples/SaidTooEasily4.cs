using System.Collections.Concurrent;

// What the narrowed forms still hid. Each namespace is a program of its own.
namespace Samples.SaidTooEasily4.A01
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        public Link(string host) => _client = new(host, 80);
        public string Name => "x";
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Account(bool admin) { public bool CheckAccess() => admin; }
    public sealed class Links : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _links = new();
        public Link Get(Account account, string host)
        {
            if (!account.CheckAccess())
                throw new UnauthorizedAccessException();
            if (!_links.TryGetValue(host, out var link))
            {
                link = new Link(host);
                _links[host] = link; //! LEAK2001 LEAK4002
            }
            return link;
        }
        public void Dispose()
        {
            foreach (var link in _links.Values) try { link.Dispose(); } catch (IOException) { }
            _links.Clear();
        }
    }
}
namespace Samples.SaidTooEasily4.A02
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        public Link(string host) => _client = new(host, 80);
        public string Name => "x";
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Pump : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _links = new();
        private readonly BlockingCollection<List<string>> _batches = new(100);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;
        public Pump() => _loop = Task.Run(RunAsync);
        public void Post(List<string> batch) => _batches.Add(batch);
        private async Task RunAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                var batch = _batches.Take(_stop.Token);
                await Task.WhenAll(batch.Select(async host => { await Serve(host); }));
            }
        }
        private async Task Serve(string host)
        {
            await Task.Delay(1);
            if (!_links.TryGetValue(host, out var link))
            {
                link = new Link(host);
                _links[host] = link; //! LEAK2001
            }
            link.Send([1]);
        }
        public void Dispose()
        {
            _stop.Cancel();
            try { _loop.Wait(); } catch (AggregateException) { }
            foreach (var link in _links.Values) try { link.Dispose(); } catch (IOException) { }
            _links.Clear();
            _stop.Dispose();
            _batches.Dispose();
        }
    }
}
namespace Samples.SaidTooEasily4.A07
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        public Link(string host) => _client = new(host, 80);
        public string Name => "x";
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Pump : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _links = new();
        private readonly BlockingCollection<List<string>> _batches = new(100);
        private readonly CancellationTokenSource _stop = new();
        private readonly List<Thread> _threads = [];
        public void StartWorker() { var t = new Thread(Run) { IsBackground = true }; _threads.Add(t); t.Start(); }
        public void Post(List<string> batch) => _batches.Add(batch);
        private void Run()
        {
            while (!_stop.IsCancellationRequested)
            {
                foreach (var host in _batches.Take(_stop.Token))
                    Serve(host);
            }
        }
        private void Serve(string host)
        {

            if (!_links.TryGetValue(host, out var link))
            {
                link = new Link(host);
                _links[host] = link; //! LEAK2001
            }
            link.Send([1]);
        }
        public void Dispose()
        {
            _stop.Cancel();
            foreach (var t in _threads) t.Join();
            foreach (var link in _links.Values) try { link.Dispose(); } catch (IOException) { }
            _links.Clear();
            _stop.Dispose();
            _batches.Dispose();
        }
    }
    public sealed class Host
    {
        private readonly Pump _pump = new();
        public void Open()
        {
            for (var i = 0; i < Environment.ProcessorCount; i++)
                _pump.StartWorker();
        }
        public void Close() => _pump.Dispose();
    }
}
namespace Samples.SaidTooEasily4.A09
{
    public interface IPart : IDisposable { string Path { get; } }
    public sealed class Watch : IPart
    {
        private volatile bool _stopped;
        public Watch(string path) { Path = path; _ = Task.Run(RunAsync); }
        public string Path { get; }
        private bool ShouldStop() => _stopped;
        private async Task RunAsync()
        {
            while (!ShouldStop())
            {
                Console.WriteLine(File.Exists(Path));
                await Task.Delay(100);
            }
        }
        public void Dispose() { _stopped = true; }
    }
    public sealed class Watches : IDisposable
    {
        private readonly Dictionary<string, Watch> _watches = new();
        private readonly Lock _gate = new();
        public void Set(string path) { lock (_gate) _watches[path] = new Watch(path); } //! LEAK1001 LEAK4002
        public void Drop(string path) { lock (_gate) _watches.Remove(path); } //! LEAK1002
        public void Dispose() { lock (_gate) { foreach (var w in _watches.Values) w.Dispose(); _watches.Clear(); } }
    }
}
namespace Samples.SaidTooEasily4.A15
{
    public sealed class Batch : IDisposable
    {
        private readonly FileStream _file;
        public Batch(string path) => _file = File.Create(path);
        public event Action? Committed;
        public void Commit() { _file.Flush(); Committed?.Invoke(); }
        public void Dispose() => _file.Dispose();
    }
    public sealed class Store : IDisposable
    {
        private Batch? _batch;
        public void Begin(string path)
        {
            _batch?.Dispose(); //! LEAK1008
            _batch = new Batch(path);
            _batch.Committed += OnCommitted;
        }
        private void OnCommitted()
        {
            Console.WriteLine("committed");
            _batch = null; //! LEAK1001
        }
        public void Commit() => _batch?.Commit();
        public void Dispose() => _batch?.Dispose();
    }
}
namespace Samples.SaidTooEasily4.A18
{
    public enum LinkState { Open, Disposed }
    public sealed class Peer : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        public Peer(string host) => _client = new(host, 80);
        public DateTime LastUsed { get; set; } = DateTime.UtcNow;
        public bool IsConnected => _client.Connected;
        public bool IsDisposed { get; private set; }
        public LinkState State => IsDisposed ? LinkState.Disposed : LinkState.Open;
        public void Dispose() { IsDisposed = true; _client.Dispose(); }
    }
    public sealed class Peers : IDisposable
    {
        private readonly List<Peer> _links = [];
        public void Open(string host) => _links.Add(new Peer(host));
        public void Sweep(bool force)
        {
            for (var i = _links.Count - 1; i >= 0; i--)
            {
                var link = _links[i];
                if (!link.IsDisposed && !force)
                    continue;
                _links.RemoveAt(i); //! LEAK1002
            }
        }
        public void Dispose()
        {
            foreach (var link in _links) try { link.Dispose(); } catch (IOException) { }
            _links.Clear();
        }
    }
}
namespace Samples.SaidTooEasily4.A24
{
    public sealed class Reporter : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Timer _timer;
        private readonly SemaphoreSlim _wake = new(0);
        private readonly object _gate = new();
        private int _lost;
        public Reporter() => _timer = new Timer(OnTick, null, 1000, 1000);
        public void Lose() { Interlocked.Increment(ref _lost); _wake.Release(); }
        private void OnTick(object? state)
        {
            var lost = Interlocked.Exchange(ref _lost, 0);
            Report(lost);
        }
        private void Report(int lost)
        {
            _http.PostAsync("http://x/", new StringContent(lost.ToString())).Wait(); //! LEAK3001
        }
        public void Dispose() { _timer.Dispose(); _http.Dispose(); _wake.Dispose(); }
    }
}
namespace Samples.SaidTooEasily4.A29
{
    public sealed class QuoteEventArgs : EventArgs { public decimal Price { get; set; } public string Symbol { get; set; } = ""; }
    public sealed class Feed : IDisposable
    {
        private readonly System.Net.Sockets.UdpClient _udp = new(5000);
        private readonly Thread _thread;
        private volatile bool _stop;
        private decimal _last;
        public event EventHandler<QuoteEventArgs>? Quote;
        public Feed() { _thread = new Thread(Run); _thread.Start(); }
        public decimal Last => _last;
        private void Run()
        {
            System.Net.IPEndPoint? from = null;
            while (!_stop)
            {
                var data = _udp.Receive(ref from);
                var e = new QuoteEventArgs { Price = data[0], Symbol = "A" };
                Quote?.Invoke(this, e);
                _last = e.Price;
            }
        }
        public void Dispose() { _stop = true; _udp.Dispose(); _thread.Join(); }
    }
    public sealed class Ledger : IDisposable
    {
        private readonly Feed _feed;
        private readonly HttpClient _http = new();
        public Ledger(Feed feed) { _feed = feed; _feed.Quote += OnQuote; }
        private void OnQuote(object? sender, QuoteEventArgs e)
        {
            _http.PostAsync("http://x/" + e.Symbol, null).Wait(); //! LEAK3001
        }
        public void Dispose() { _feed.Quote -= OnQuote; _http.Dispose(); }
    }
}
namespace Samples.SaidTooEasily4.A30
{
    public sealed class Table
    {
        private readonly SemaphoreSlim _gate = new(1, 1);
        private readonly HttpClient _http = new();
        private string _text = "";
        private int _seen;
        public async Task RefreshAsync()
        {
            await _gate.WaitAsync();
            try { _text = await _http.GetStringAsync("http://x/"); } finally { _gate.Release(); }
        }
        public void Touch()
        {
            _gate.Wait();
            _seen += _text.Length;
            _gate.Release();
        }
    }
    public sealed class Listener : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Table _table;
        public Listener(Table table, string dir)
        {
            _table = table;
            _watcher = new FileSystemWatcher(dir);
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            _table.Touch(); //! LEAK3001
        }
        public void Dispose() => _watcher.Dispose();
    }
}
