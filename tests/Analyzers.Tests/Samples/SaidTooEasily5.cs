using System.Collections.Concurrent;
using System.Text;

// What was taken for kept by others or made for others. Each namespace is a program of its own.
namespace Samples.SaidTooEasily5.N01
{
    public interface ITable { void Put(string key, Conn conn); }
    public sealed class Conn(string host) : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client = new(host, 80);
        public void Handshake() => _client.GetStream().WriteByte(1);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Table : ITable, IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, Conn> _conns = [];
        public void Put(string key, Conn conn)
        {
            lock (_gate)
                _conns[key] = conn; //! LEAK1001 LEAK4002
        }
        public void Dispose() { lock (_gate) { foreach (var c in _conns.Values) c.Dispose(); _conns.Clear(); } }
    }
    // what it ends on failure is the one it passes, not the one that was there
    public sealed class Connector(ITable table, Func<string, Conn> open)
    {
        public void Connect(string host)
        {
            var conn = open(host);
            try
            {
                conn.Handshake();
                table.Put(host, conn);
            }
            catch (IOException)
            {
                conn.Dispose();
                throw;
            }
        }
    }
}
namespace Samples.SaidTooEasily5.N05
{
    public interface IAgent : IDisposable { }
    public sealed class Poller : IAgent
    {
        private bool _disposed;
        public Poller(Action poll) => Task.Run(async () =>
        {
            while (!Volatile.Read(ref _disposed)) { poll(); await Task.Delay(1000); }
        });
        public void Dispose()
        {
            if (_disposed) return;
            _disposed = true;
        }
    }
    public sealed class Owner : IDisposable
    {
        private readonly Lock _gate = new();
        private Poller? _poller;
        private readonly Action _poll;
        public Owner(Action poll) => _poll = poll;
        public void Refresh()
        {
            lock (_gate)
                _poller = new Poller(_poll); //! LEAK1001 LEAK4002
        }
        public void Dispose() { lock (_gate) { _poller?.Dispose(); _poller = null; } }
    }
    public sealed class Forgetful(Action poll)
    {
        private readonly List<IAgent> _agents = []; //! LEAK1004
        public void Add() => _agents.Add(new Poller(poll));
        public int Count => _agents.Count;
    }
    public static class Program5 { public static void Run() => new Forgetful(() => { }).Add(); }
}
namespace Samples.SaidTooEasily5.A32
{
    public class Wire : IDisposable
    {
        public static readonly Wire Closed = new(null);
        private readonly System.Net.Sockets.TcpClient? _client;
        private Wire(string? host) => _client = host == null ? null : new(host, 80);
        public static Wire Open(string host) => new(host);
        public void Send(byte[] data) => _client!.GetStream().Write(data);
        public void Dispose() => _client?.Dispose();
    }
    public sealed class Uplink(string host) : IDisposable
    {
        private readonly Lock _gate = new();
        private Wire _wire = Wire.Open(host);
        public void Send(byte[] data) { lock (_gate) _wire.Send(data); }
        public void Reconnect()
        {
            lock (_gate)
            {
                var old = _wire;
                _wire = Wire.Open(host); //! LEAK4002
                old.Dispose();
            }
        }
        public void Dispose()
        {
            lock (_gate)
            {
                _wire.Dispose();
                _wire = Wire.Closed;
            }
        }
    }
}
namespace Samples.SaidTooEasily5.A35
{
    public sealed class Frames : IDisposable
    {
        private readonly FileStream _file;
        private IntPtr _buffer;
        public Frames(FileStream file, int size) { _file = file; _buffer = System.Runtime.InteropServices.Marshal.AllocHGlobal(size); }
        public long Length => _file.Length + _buffer;
        public void Dispose() { System.Runtime.InteropServices.Marshal.FreeHGlobal(_buffer); _buffer = 0; }
    }
    public sealed class Recorder(string path) : IDisposable
    {
        private readonly FileStream _file = File.Create(path);
        private Frames? _frames;
        public void Resize(int size)
        {
            Console.WriteLine(_frames?.Length);
            _frames = new Frames(_file, size); //! LEAK1001
        }
        public void Dispose() { _frames?.Dispose(); _file.Dispose(); }
    }
}
namespace Samples.SaidTooEasily5.A36
{
    public interface ILoggerProvider : IDisposable { FileLog CreateLogger(string category); }
    public sealed class FileLog(string path) : IDisposable
    {
        private readonly FileStream _file = File.OpenWrite(path);
        public void Write(string line) => _file.Write(System.Text.Encoding.UTF8.GetBytes(line));
        public void Dispose() => _file.Dispose();
    }
    public sealed class FileLogs : ILoggerProvider
    {
        private readonly ConcurrentDictionary<string, FileLog> _logs = new();
        public FileLog CreateLogger(string category) => _logs.GetOrAdd(category, c => new FileLog(c + ".log")); //! LEAK1005 LEAK4002
        public void Write(string category, string line) => CreateLogger(category).Write(line);
        public void Dispose() { foreach (var l in _logs.Values) try { l.Dispose(); } catch (IOException) { } _logs.Clear(); }
    }
}
namespace Samples.SaidTooEasily5.A38
{
    public sealed class Link : IDisposable
    {
        private readonly System.Net.Sockets.TcpClient _client;
        public Link(string host) => _client = new(host, 80);
        public string Name => "x";
        public void Send(byte[] data) => _client.GetStream().Write(data);
        public void Dispose() => _client.Dispose();
    }
    public sealed class Links : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly List<Link> _links = [];
        public Links(params string[] hosts) { foreach (var h in hosts) _links.Add(new Link(h)); }
        public void Renew(int i, string host)
        {
            lock (_gate)
            {
                var old = _links[i];
                _links[i] = new Link(host); //! LEAK4002
                old.Dispose();
            }
        }
        public void StopAll() { lock (_gate) { foreach (var l in _links) try { l.Dispose(); } catch (IOException) { } _links.Clear(); } }
        public void Dispose() { lock (_gate) { foreach (var l in _links) try { l.Dispose(); } catch (IOException) { } } }
    }
}
namespace Samples.SaidTooEasily5.A40
{
    public sealed class Recorder : IDisposable
    {
        private BinaryWriter? _writer;
        public void Rotate(string path)
        {
            Console.WriteLine(_writer?.BaseStream.Position);
            var file = File.Create(path);
            _writer = new BinaryWriter(file, System.Text.Encoding.UTF8, leaveOpen: true); //! LEAK1001
        }
        public void Dispose() { if (_writer != null) { _writer.BaseStream.Dispose(); _writer.Dispose(); } }
    }
}
