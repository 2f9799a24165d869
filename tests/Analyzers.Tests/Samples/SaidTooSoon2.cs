using System.Net;
using System.Net.Sockets;

// What later exemptions hid at first: newcomers, places, spellings and static ends. Each namespace is a program of its own.
namespace Samples.SaidTooSoon2.H15
{
    public sealed class Feed : IDisposable
    {
        private readonly object _gate = new(); private TcpClient? _client;
        public void Reconnect(string host)
        {
            var next = new TcpClient(); //! LEAK1009
            try { next.Connect(host, 80); }
            catch (SocketException)
            {
                lock (_gate) { _client = null; } //! LEAK1001
                next.Dispose();
                return;
            }
            lock (_gate) { _client?.Dispose(); _client = next; } //! LEAK4002
        }
        public void Dispose() { lock (_gate) { _client?.Dispose(); } }
    }
    public sealed class Camera : IDisposable
    {
        private TcpClient? _stream;
        public bool Refresh(string host)
        {
            using var probe = new TcpClient();
            var next = new TcpClient(host, 554);
            if (!next.Connected)
            {
                next.Dispose();
                if (_stream != null)
                    _stream = null;
                return false;
            }
            _stream?.Dispose();
            _stream = next;
            return true;
        }
        public void Dispose() => _stream?.Dispose();
    }
}

namespace Samples.SaidTooSoon2.H17
{
    public sealed class FrameHistory : IDisposable
    {
        private readonly FileStream?[] _frames = new FileStream?[8];
        public void Push(string path)
        {
            Array.Copy(_frames, 0, _frames, 1, _frames.Length - 1);
            _frames[0] = new FileStream(path, FileMode.Open); //! LEAK1001
        }
        public void Dispose() { foreach (var f in _frames) f?.Dispose(); } //! LEAK1013
    }
    public sealed class Columns : IDisposable
    {
        private FileStream[] _columns = new FileStream[16]; private int _count;
        public void Insert(int at, string path)
        {
            if (_count < _columns.Length) { Array.Copy(_columns, at, _columns, at + 1, _count - at); _count++; }
            _columns[at] = new FileStream(path, FileMode.Open); //! LEAK1001
        }
        public void Dispose() { for (var i = 0; i < _count; i++) _columns[i].Dispose(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon2.H18
{
    public sealed class Worker : IDisposable { private readonly FileStream _f = File.OpenRead("x"); public bool Idle { get; set; } public void Dispose() => _f.Dispose(); }
    public sealed class WorkerPool : IDisposable
    {
        private readonly List<Worker> _workers = new();
        public void Grow() => _workers.Add(new Worker());
        public void Shrink() { if (_workers.Count > 4) Detach(_workers[0]); }
        private void Detach(Worker worker)
        {
            var index = _workers.IndexOf(worker);
            if (index >= 0) _workers.RemoveAt(index); //! LEAK1002
        }
        public void Dispose() { foreach (var w in _workers) w.Dispose(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon2.H19
{
    public sealed class FolderWatch : IDisposable { private readonly FileSystemWatcher _w; public FolderWatch(string p) { Path = p; _w = new FileSystemWatcher(p); } public string Path { get; } public void Dispose() => _w.Dispose(); }
    public sealed class WatchTree : IDisposable
    {
        private readonly Dictionary<string, FolderWatch> _watches = new();
        public void Add(string path) { if (!_watches.ContainsKey(path)) _watches.Add(path, new FolderWatch(path)); }
        public void Narrow(FolderWatch child) { _watches.Remove(Path.GetDirectoryName(child.Path)!); } //! LEAK1002
        public void Dispose() { foreach (var w in _watches.Values) w.Dispose(); }
    }
    public sealed class Tile : IDisposable { private readonly FileStream _f; public Tile(int z) { Zoom = z; _f = File.OpenRead(z + ".png"); } public int Zoom { get; } public void Dispose() => _f.Dispose(); }
    public sealed class TileCache : IDisposable
    {
        private readonly Dictionary<int, Tile> _tiles = new();
        public Tile Load(int zoom) { if (!_tiles.TryGetValue(zoom, out var t)) _tiles.Add(zoom, t = new Tile(zoom)); return t; }
        private static int Coarser(int zoom) => zoom - 1;
        public void Shown(Tile tile) { _tiles.Remove(Coarser(tile.Zoom)); } //! LEAK1002
        public void Dispose() { foreach (var t in _tiles.Values) t.Dispose(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon2.H20
{
    public sealed class Session : IDisposable
    {
        private static readonly List<Timer> s_timers = new(); private static int s_live; private static Timer? s_shared;
        public Session() { Interlocked.Increment(ref s_live); lock (s_timers) s_timers.Add(new Timer(_ => Beat(), null, 0, 1000)); }
        private static void Beat() { lock (s_timers) s_shared ??= new Timer(_ => { }, null, 0, 100); }
        public void Dispose() { lock (s_timers) { foreach (var t in s_timers) t.Dispose(); s_timers.Clear(); s_shared?.Dispose(); s_shared = null; } }
        ~Session()
        {
            lock (s_timers)
            {
                s_timers.Clear(); //! LEAK1003
                s_shared = null;
            }
        }
    }
}

namespace Samples.SaidTooSoon2.H21
{
    public sealed class Relay
    {
        private Socket? _socket;
        public void Open(EndPoint to) { if (_socket == null) { _socket = new Socket(SocketType.Stream, ProtocolType.Tcp); _socket.Connect(to); } }
        public void Close() { _socket?.Shutdown(SocketShutdown.Both); _socket = null; } // slot at line 6
    }
    public sealed class Relay2 : IDisposable
    {
        private Socket? _socket;
        public void Open(EndPoint to) { if (_socket == null) { _socket = new Socket(SocketType.Stream, ProtocolType.Tcp); _socket.Connect(to); } }
        public void Dispose() { if (_socket != null) { _socket.Shutdown(SocketShutdown.Both); _socket = null; } }
    }
    public sealed class Recorder : IDisposable { private readonly FileStream _f = File.Create("r"); private bool _on = true; public void StopRecording() { _on = false; } public bool On => _on; public void Dispose() => _f.Dispose(); }
    public sealed class Studio : IDisposable
    {
        private Recorder? _recorder; //! LEAK1004
        public void Start() { if (_recorder == null) _recorder = new Recorder(); }
        public void Dispose() { _recorder?.StopRecording(); _recorder = null; }
    }
}

namespace Samples.SaidTooSoon2.H22
{
    public sealed class BuildInfo : EventArgs { public string Id { get; init; } = ""; }
    public interface IEventSource { event EventHandler<BuildInfo>? BuildFinished; }
    public sealed class BadgeUploader
    {
        private readonly System.Net.Http.HttpClient _http = new();
        public BadgeUploader(IEventSource server) { server.BuildFinished += OnFinished; }
        private void OnFinished(object? sender, BuildInfo info) { UploadAsync(info.Id).Wait(); } //! LEAK3001
        private async Task UploadAsync(string id) { await _http.GetStringAsync("http://badges/" + id).ConfigureAwait(false); }
    }
}

namespace Samples.SaidTooSoon2.H27
{
    public sealed class Shards : IDisposable
    {
        private FileStream[] _shards = new FileStream[4];
        public void Expand(int by, string dir)
        {
            var last = _shards.Length;
            Array.Resize(ref _shards, last + by);
            for (var i = last; i >= 0; i--) _shards[i] = File.Create(Path.Combine(dir, i + ".shard")); //! LEAK1001
        }
        public void Dispose() { foreach (var s in _shards) s?.Dispose(); } //! LEAK1013
    }
    public sealed class Card : IDisposable { private readonly FileStream _f; public Card(int slot) { Slot = slot; _f = File.OpenRead("/dev/card" + slot); } public int Slot { get; } public void Dispose() => _f.Dispose(); }
    public sealed class Chassis : IDisposable
    {
        private readonly Card?[] _cards = new Card?[12];
        public void Plug(int slot) { Insert(new Card(slot)); }
        private void Insert(Card card) { _cards[card.Slot] = card; } //! LEAK1001
        public void Eject(Card card) { _cards[card.Slot] = null; }
        public void Dispose() { foreach (var c in _cards) c?.Dispose(); } //! LEAK1013
    }
}

namespace Samples.SaidTooSoon2.H30
{
    public static class Program
    {
        private static readonly Dictionary<string, FileStream> s_logs = new();
        private static HttpListener s_listener = new();
        public static void Main(string[] args)
        {
            s_listener.Start(); s_listener.BeginGetContext(OnContext, null); Console.ReadLine();
        }
        private static void OnContext(IAsyncResult result)
        {
            s_listener.BeginGetContext(OnContext, null);
            var name = s_listener.EndGetContext(result).Request.RawUrl ?? "x";
            if (!s_logs.TryGetValue(name, out var log)) { log = new FileStream(name, FileMode.Append); s_logs[name] = log; } //! LEAK2001
            log.WriteByte(1);
        }
    }
    public static class Ok
    {
        private static readonly Dictionary<string, FileStream> s_logs = new();
        public static int Main(string[] args)
        {
            foreach (var a in args) { if (!s_logs.TryGetValue(a, out var log)) { log = new FileStream(a, FileMode.Append); s_logs[a] = log; } log.WriteByte(1); }
            return 0;
        }
    }
}
