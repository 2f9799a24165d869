using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What later exemptions hid at first: flags, ends by name, lists and factories. Each namespace is a program of its own.
namespace Samples.SaidTooSoon1.H01
{
    public sealed class SerialLink : IDisposable
    {
        private readonly FileStream _port; private readonly Timer _keepAlive;
        public SerialLink(string path) { _port = new FileStream(path, FileMode.Open); _keepAlive = new Timer(_ => _port.Flush(), null, 1000, 1000); IsOpen = true; }
        public bool IsOpen { get; private set; }
        public void Close() { IsOpen = false; _keepAlive.Dispose(); }
        public void Dispose() { Close(); _port.Dispose(); }
    }
    public sealed class Modem : IDisposable
    {
        private readonly object _gate = new(); private readonly string _path; private SerialLink? _link;
        public Modem(string path) { _path = path; }
        public SerialLink Current()
        {
            lock (_gate)
            {
                if (_link != null && _link.IsOpen) return _link;
                _link = new SerialLink(_path); //! LEAK1001 LEAK4002
                return _link;
            }
        }
        public void HangUp() { lock (_gate) { _link?.Close(); } }
        public void Dispose() { lock (_gate) { _link?.Dispose(); } }
    }
}

namespace Samples.SaidTooSoon1.H02
{
    public sealed class BrokerClient : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp); private readonly Timer _ping = new(_ => { });
        public bool IsConnected { get; private set; }
        public void Connect(string host) { _socket.Connect(host, 1883); IsConnected = true; }
        public void Dispose() { IsConnected = false; _ping.Dispose(); _socket.Dispose(); }
    }
    public sealed class Publisher : IDisposable
    {
        private BrokerClient? _client;
        public void Publish(string host)
        {
            if (_client != null && _client.IsConnected) return;
            _client = new BrokerClient(); //! LEAK1001
            _client.Connect(host);
        }
        public void Dispose() => _client?.Dispose();
    }
}

namespace Samples.SaidTooSoon1.H03
{
    public sealed class Transcoder : IDisposable
    {
        private readonly Process _process; private CancellationTokenSource? _watch; private bool _running;
        public Transcoder(string exe) { _process = Process.Start(exe); _watch = new CancellationTokenSource(60000); _running = true; }
        public bool IsRunning => _running;
        public void StopWatching() { _running = false; _watch?.Dispose(); _watch = null; }
        public void Dispose() { StopWatching(); _process.Dispose(); }
    }
    public sealed class Encoders : IDisposable
    {
        private readonly object _gate = new(); private Transcoder? _current;
        public void Restart(string exe)
        {
            lock (_gate)
            {
                if (_current is { IsRunning: true }) return;
                _current = new Transcoder(exe); //! LEAK1001 LEAK4002
            }
        }
        public void Pause() { lock (_gate) _current?.StopWatching(); }
        public void Dispose() { lock (_gate) _current?.Dispose(); }
    }
}

namespace Samples.SaidTooSoon1.H04
{
    public sealed class RenderWorker : IDisposable
    {
        private readonly Process _process = Process.Start("render"); private volatile bool _stop;
        public void StopGracefully() { _stop = true; _process.StandardInput.WriteLine("quit"); }
        public bool Stopping => _stop;
        public void Dispose() { _process.Kill(); _process.Dispose(); }
    }
    public sealed class RenderFarm : IDisposable
    {
        private readonly Dictionary<string, RenderWorker> _workers = new(); private readonly object _gate = new();
        public void Start(string name) { lock (_gate) { if (!_workers.ContainsKey(name)) _workers[name] = new RenderWorker(); } } //! LEAK4002
        public void Retire(string name)
        {
            lock (_gate)
            {
                if (_workers.Remove(name, out var worker)) //! LEAK1002
                    worker.StopGracefully();
            }
        }
        public void RetireAll()
        {
            lock (_gate)
            {
                foreach (var worker in _workers.Values) worker.StopGracefully();
                _workers.Clear();
            }
        }
        public void Dispose() { lock (_gate) { foreach (var w in _workers.Values) w.Dispose(); _workers.Clear(); } }
    }
}

namespace Samples.SaidTooSoon1.H05
{
    public sealed class Download : IDisposable
    {
        private readonly FileStream _file; public bool Aborted { get; private set; }
        public Download(string path) { _file = File.Create(path); }
        public void AbortNow() => Aborted = true;
        public void Dispose() => _file.Dispose();
    }
    public sealed class DownloadQueue : IDisposable
    {
        private readonly Dictionary<Uri, Download> _running = new();
        public void Begin(Uri uri, string path)
        {
            if (_running.TryGetValue(uri, out var old)) old.AbortNow();
            _running[uri] = new Download(path); //! LEAK1001
        }
        public void Dispose() { foreach (var d in _running.Values) d.Dispose(); _running.Clear(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon1.H08
{
    public sealed class SegmentOpened : EventArgs { public SegmentOpened(FileStream s) { Segment = s; } public FileStream Segment { get; } }
    public sealed class LogSegments : IDisposable
    {
        private readonly List<FileStream> _segments = new(); private readonly Action<FileStream> _opened; private bool _closed;
        public LogSegments(Action<FileStream> opened) { _opened = opened; }
        public void Roll(string path)
        {
            if (_closed) return;
            var segment = new FileStream(path, FileMode.Create);
            _segments.Add(segment);
            _opened(segment);
        }
        public void Truncate() { _segments.Clear(); } //! LEAK1003
        public void Dispose() { _closed = true; }
    }
}

namespace Samples.SaidTooSoon1.H09
{
    public sealed class Peers : IDisposable
    {
        private readonly List<TcpClient> _peers = new();
        public void Dial(string host, TextWriter log)
        {
            var peer = new TcpClient(host, 9000);
            _peers.Add(peer);
            log.WriteLine(peer);
        }
        public void Forget() => _peers.Clear(); //! LEAK1003
        public void Dispose() { }
    }
    public sealed class Dumps : IDisposable
    {
        private readonly List<FileStream> _files = new();
        public long Begin(string path)
        {
            var file = new FileStream(path, FileMode.Create);
            _files.Add(file);
            return file.Length;
        }
        public void Reset() => _files.Clear(); //! LEAK1003
        public void Dispose() { }
    }
    public sealed class Watches : IDisposable
    {
        private readonly List<FileSystemWatcher> _all = new();
        public event Action<FileSystemWatcher>? Added;
        public void Watch(string path)
        {
            var watcher = new FileSystemWatcher(path) { EnableRaisingEvents = true };
            _all.Add(watcher);
            Added?.Invoke(watcher);
        }
        public void Reset() => _all.Clear(); //! LEAK1003
        public void Dispose() { }
    }
}

namespace Samples.SaidTooSoon1.H10
{
    public sealed class UpstreamPool : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _clients = new();
        public TcpClient Get(string host)
        {
            var client = new TcpClient(host, 443);
            return _clients.GetOrAdd(host, _ => client); //! LEAK1005
        }
        public TcpClient Keep(string host)
        {
            var client = new TcpClient(host, 443);
            return _clients.AddOrUpdate(host, _ => client, (_, old) => old); //! LEAK1005
        }
        public void Dispose() { foreach (var c in _clients.Values) c.Dispose(); }
    }
}

namespace Samples.SaidTooSoon1.H11
{
    public sealed class Spools : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream[]> _files = new();
        public void Append(string job, string path)
        {
            var file = new FileStream(path, FileMode.CreateNew);
            _files.AddOrUpdate(job, _ => [file], (_, old) => old.Length >= 8 ? old : [.. old, file]); //! LEAK1005
        }
        public void Dispose() { foreach (var a in _files.Values) foreach (var f in a) f.Dispose(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon1.H13
{
    public static class Program
    {
        private static readonly Dictionary<string, FileStream> s_logs = new();
        public static async Task Main(string[] args)
        {
            var listener = new TcpListener(System.Net.IPAddress.Any, 514); listener.Start();
            while (true) { var client = await listener.AcceptTcpClientAsync().ConfigureAwait(false); _ = HandleAsync(client); }
        }
        private static async Task HandleAsync(TcpClient client)
        {
            using (client)
            {
                var reader = new StreamReader(client.GetStream());
                var name = await reader.ReadLineAsync().ConfigureAwait(false) ?? "x";
                if (!s_logs.TryGetValue(name, out var log)) { log = new FileStream(name, FileMode.Append); s_logs[name] = log; } //! LEAK2001
                log.WriteByte(1);
            }
        }
    }
}
