using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Net;
using System.Runtime.CompilerServices;

// What was taken for one loop, one thread or one lock. The first forms of exemptions hid these; each namespace is a program of its own.
namespace Samples.SaidTooEasily1.L01
{
    public sealed class Session(string peer) : IDisposable
    {
        private readonly System.Net.Sockets.Socket _socket = new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp);
        public string Peer => peer;
        public void Feed(byte[] data) => _socket.Send(data);
        public void Dispose() => _socket.Dispose();
    }
    // n workers: each runs the one lambda that is started here
    public sealed class PacketPump : IDisposable
    {
        private readonly ConcurrentDictionary<string, Session> _sessions = new();
        private readonly BlockingCollection<(string Peer, byte[] Data)> _packets = new(1000);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task[] _workers;
        public PacketPump(int workers)
        {
            _workers = Enumerable.Range(0, workers).Select(_ => Task.Run(Work)).ToArray();
        }
        public void Post(string peer, byte[] data) => _packets.Add((peer, data));
        private void Work()
        {
            while (!_stop.IsCancellationRequested)
            {
                var packet = _packets.Take(_stop.Token);
                if (!_sessions.TryGetValue(packet.Peer, out var session))
                {
                    session = new Session(packet.Peer);
                    _sessions[packet.Peer] = session; //! LEAK2001
                }
                session.Feed(packet.Data);
            }
        }
        public void Dispose()
        {
            _stop.Cancel();
            try { Task.WaitAll(_workers); } catch (AggregateException) { }
            foreach (var s in _sessions.Values) s.Dispose();
            _sessions.Clear();
            _stop.Dispose();
            _packets.Dispose();
        }
    }
}
namespace Samples.SaidTooEasily1.L03
{
    public sealed class Session(IPAddress peer) : IDisposable
    {
        private readonly FileStream _log = File.OpenWrite(peer + ".log");
        public void Append(byte[] data) => _log.Write(data);
        public void Dispose() => _log.Dispose();
    }
    // accept loop; each client is served by its own discarded async call
    public sealed class Server : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<IPAddress, Session> _sessions = new();
        private readonly TcpListener _listener = new(IPAddress.Any, 4000);
        private readonly CancellationTokenSource _stop = new();
        private Task _loop = Task.CompletedTask;
        public void Start()
        {
            _listener.Start();
            _loop = Task.Run(AcceptAsync);
        }
        private async Task AcceptAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                var client = await _listener.AcceptTcpClientAsync(_stop.Token);
                _ = ServeAsync(client);
            }
        }
        private async Task ServeAsync(TcpClient client)
        {
            using (client)
            {
                var buffer = new byte[1024];
                var read = await client.GetStream().ReadAsync(buffer);
                var peer = ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
                if (!_sessions.TryGetValue(peer, out var session))
                {
                    session = new Session(peer);
                    _sessions[peer] = session; //! LEAK2001
                }
                session.Append(buffer[..read]);
            }
        }
        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            _listener.Stop();
            try { await _loop; } catch (OperationCanceledException) { }
            foreach (var s in _sessions.Values) s.Dispose(); //! LEAK1013
            _sessions.Clear();
            _stop.Dispose();
        }
    }
}
namespace Samples.SaidTooEasily1.L04
{
    public sealed class Session(IPAddress peer) : IDisposable
    {
        private readonly FileStream _log = File.OpenWrite(peer + ".log");
        public void Append(byte[] data) => _log.Write(data);
        public void Dispose() => _log.Dispose();
    }
    // accept loop; each client is served by a task of its own
    public sealed class Server : IDisposable
    {
        private readonly ConcurrentDictionary<IPAddress, Session> _sessions = new();
        private readonly TcpListener _listener = new(IPAddress.Any, 4000);
        private volatile bool _stopping;
        private readonly Thread _loop;
        public Server()
        {
            _listener.Start();
            _loop = new Thread(Accept);
            _loop.Start();
        }
        private void Accept()
        {
            while (!_stopping)
            {
                var client = _listener.AcceptTcpClient();
                Task.Run(() => Serve(client));
            }
        }
        private void Serve(TcpClient client)
        {
            using (client)
            {
                var buffer = new byte[1024];
                var read = client.GetStream().Read(buffer);
                var peer = ((IPEndPoint)client.Client.RemoteEndPoint!).Address;
                if (!_sessions.TryGetValue(peer, out var session))
                {
                    session = new Session(peer);
                    _sessions[peer] = session; //! LEAK2001
                }
                session.Append(buffer[..read]);
            }
        }
        public void Dispose()
        {
            _stopping = true;
            _listener.Stop();
            _loop.Join();
            foreach (var s in _sessions.Values) s.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}
namespace Samples.SaidTooEasily1.L06
{
    // every instance runs a loop of its own over one static table
    public sealed class Prober : IDisposable
    {
        private static readonly ConcurrentDictionary<string, HttpClient> s_clients = new();
        private readonly BlockingCollection<Uri> _targets = new(100);
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _loop;
        public Prober() => _loop = Task.Run(Probe);
        public bool Offer(Uri target) => _targets.TryAdd(target);
        private void Probe()
        {
            while (!_stop.IsCancellationRequested)
            {
                var target = _targets.Take(_stop.Token);
                if (!s_clients.TryGetValue(target.Host, out var client))
                {
                    client = new HttpClient(new SocketsHttpHandler()) { Timeout = TimeSpan.FromSeconds(5) };
                    s_clients[target.Host] = client; //! LEAK2001
                }
                using var response = client.Send(new HttpRequestMessage(HttpMethod.Head, target));
            }
        }
        public static void Shutdown()
        {
            foreach (var c in s_clients.Values) c.Dispose();
            s_clients.Clear();
        }
        public void Dispose()
        {
            _stop.Cancel();
            try { _loop.Wait(); } catch (AggregateException) { }
            _stop.Dispose();
            _targets.Dispose();
        }
    }
}
namespace Samples.SaidTooEasily1.L07
{
    public sealed record User(string Name);
    public interface IPolicy { bool CheckAccess(User user, string document); }
    public sealed class Editor(string path) : IDisposable
    {
        private readonly FileStream _file = File.Open(path, FileMode.OpenOrCreate);
        public long Length => _file.Length;
        public void Dispose() => _file.Dispose();
    }
    // CheckAccess is an authorization check, not a thread check
    public sealed class DocumentServer(IPolicy policy) : IDisposable
    {
        private readonly ConcurrentDictionary<string, Editor> _open = new();
        public Editor Open(User user, string document)
        {
            if (!policy.CheckAccess(user, document))
                throw new UnauthorizedAccessException(document);
            if (!_open.TryGetValue(document, out var editor))
            {
                editor = new Editor(document);
                _open[document] = editor; //! LEAK2001 LEAK4002
            }
            return editor;
        }
        public void Dispose()
        {
            foreach (var e in _open.Values) e.Dispose(); //! LEAK1013
            _open.Clear();
        }
    }
}
namespace Samples.SaidTooEasily1.L08
{
    public static class MainThread { private static readonly int s_id = Environment.CurrentManagedThreadId; public static bool IsMainThread => Environment.CurrentManagedThreadId == s_id; }
    public sealed class Texture(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);
        public long Size => _file.Length;
        public void Dispose() => _file.Dispose();
    }
    // the guard keeps the main thread OUT: what is left runs on any worker
    public sealed class TextureLoader : IDisposable
    {
        private readonly ConcurrentDictionary<string, Texture> _textures = new();
        public Texture LoadBlocking(string path)
        {
            if (MainThread.IsMainThread)
                throw new InvalidOperationException("Loading blocks; call it from a worker.");
            if (!_textures.TryGetValue(path, out var texture))
            {
                texture = new Texture(path);
                _textures[path] = texture; //! LEAK2001 LEAK4002
            }
            return texture;
        }
        public void Dispose()
        {
            foreach (var t in _textures.Values) t.Dispose(); //! LEAK1013
            _textures.Clear();
        }
    }
}
namespace Samples.SaidTooEasily1.L31
{
    public sealed class Reader(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);
        public int Next() => _file.ReadByte();
        public void Dispose() => _file.Dispose();
    }
    // an iterator: the lock is held only while the enumerator is made
    public sealed class Readers : IDisposable
    {
        private readonly ConcurrentDictionary<string, Reader> _readers = new();
        [MethodImpl(MethodImplOptions.Synchronized)]
        public IEnumerable<int> ReadAll(IEnumerable<string> paths)
        {
            foreach (var path in paths)
            {
                if (!_readers.TryGetValue(path, out var reader))
                {
                    reader = new Reader(path);
                    _readers[path] = reader; //! LEAK2001 LEAK4002
                }
                yield return reader.Next();
            }
        }
        public void Dispose()
        {
            foreach (var r in _readers.Values) r.Dispose(); //! LEAK1013
            _readers.Clear();
        }
    }
}
namespace Samples.SaidTooEasily1.M01
{
    public interface IDispatcher { bool CheckAccess(); }
    public sealed class Texture(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenRead(path);
        public void Dispose() => _file.Dispose();
    }
    // on the UI thread it hops to the pool; what is left runs on the pool
    public sealed class Textures(IDispatcher dispatcher)
    {
        private readonly ConcurrentDictionary<string, Texture> _textures = new();
        public void Preload(string path)
        {
            if (dispatcher.CheckAccess())
            {
                Task.Run(() => Preload(path));
                return;
            }
            if (!_textures.ContainsKey(path))
                _textures[path] = new Texture(path); //! LEAK2001
        }
        public void Evict(string path) { if (_textures.TryRemove(path, out var t)) t.Dispose(); }
        public void ReleaseAll(IEnumerable<string> paths) { foreach (var p in paths) Evict(p); }
    }
}
namespace Samples.SaidTooEasily1.M18
{
    public sealed class Channel(string name) : IDisposable
    {
        private readonly FileStream _file = File.Create(name);
        public void Put(string s) => _file.Write(System.Text.Encoding.UTF8.GetBytes(s));
        public void Dispose() => _file.Dispose();
    }
    // after a failure the loop is started anew while the old one may still run
    public sealed class Fanout : IDisposable
    {
        private readonly ConcurrentDictionary<string, Channel> _channels = new();
        private readonly BlockingCollection<(string, string)> _input = new(100);
        private CancellationTokenSource _stop = new();
        public Fanout() => Start();
        public void Post(string name, string text) => _input.Add((name, text));
        private void Start()
        {
            var token = _stop.Token;
            Task.Run(() => Loop(token));
        }
        public void Restart()
        {
            _stop.Cancel();
            _stop = new CancellationTokenSource();
            Start();
        }
        private void Loop(CancellationToken token)
        {
            while (!token.IsCancellationRequested)
            {
                var (name, text) = _input.Take();
                if (!_channels.TryGetValue(name, out var channel))
                {
                    channel = new Channel(name);
                    _channels[name] = channel; //! LEAK2001
                }
                channel.Put(text);
            }
        }
        public void Dispose()
        {
            _stop.Cancel();
            foreach (var c in _channels.Values) c.Dispose(); //! LEAK1013
            _channels.Clear();
            _input.Dispose();
        }
    }
}
