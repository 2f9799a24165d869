using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother9.A84
{
    internal sealed class Supervisor
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Process> _processes = new();

        public void Launch(string name, string file)
        {
            lock (_gate)
            {
                if (!_processes.ContainsKey(name))
                    _processes.Add(name, Process.Start(file)); //! LEAK4002
            }
        }

        public void StopAll()
        {
            lock (_gate)
            {
                foreach (var process in _processes.Values)
                {
                    process.Kill();
                    process.Dispose();
                }

                _processes.Clear();
            }
        }
    }

    // The one owner stops all when the process ends, while clients of the listener still come.
    public static class Daemon
    {
        private static readonly Supervisor Supervisor = new();

        public static void Run()
        {
            AppDomain.CurrentDomain.ProcessExit += (_, _) => Supervisor.StopAll();
            var listener = new System.Net.HttpListener();
            listener.Start();
            while (true)
            {
                var context = listener.GetContext();
                ThreadPool.QueueUserWorkItem(_ => Supervisor.Launch(context.Request.RawUrl!, "worker"));
            }
        }
    }
}

namespace Samples.AskedByAnother9.A86
{
    public interface IReading { long Length { get; } }

    // The comment speaks of the readers that callers got, not of the file that the slot loses.
    public sealed class FileRegistry : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public void Open(string name, string path)
        {
            if (_files.ContainsKey(name))
                return;
            _files[name] = File.OpenRead(path);
        }

        public void Forget(string name)
        {
            // Must not be disposed by the registry for callers still read.
            _files.Remove(name);
        }

        public void Drop(string name)
        {
            // Values are not disposed by the registry on this path, see the ticket.
            _files.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var f in _files.Values)
                f.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother9.A87
{
    // A rolling stream: a failure of the next file is caught where it is written.
    public sealed class RollingStream : Stream
    {
        private readonly string _path;
        private FileStream _part;
        private int _number;
        private long _lost;

        public RollingStream(string path) { _path = path; _part = File.Create(path + ".0"); }

        private void Roll()
        {
            _part.Dispose(); //! LEAK1008
            _part = File.Create($"{_path}.{++_number}");
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_part.Length > 1_000_000)
            {
                try
                {
                    Roll();
                }
                catch (SystemException)
                {
                    _lost++;
                }
            }

            _part.Write(buffer, offset, count);
        }

        public long Lost => _lost;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => _part.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _part.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.AskedByAnother9.A88
{
    // Right: what is caught is not what a file fails with; the failure goes to the one user.
    public sealed class RollStream : Stream
    {
        private readonly string _path;
        private FileStream _part;
        private int _number;
        private long _lost;

        public RollStream(string path) { _path = path; _part = File.Create(path + ".0"); }

        private void Roll()
        {
            _part.Dispose();
            _part = File.Create($"{_path}.{++_number}");
        }

        public override void Write(byte[] buffer, int offset, int count)
        {
            if (_part.Length > 1_000_000)
            {
                try
                {
                    Roll();
                }
                catch (ObjectDisposedException)
                {
                    _lost++;
                }
            }

            _part.Write(buffer, offset, count);
        }

        public long Lost => _lost;
        public override bool CanRead => false;
        public override bool CanSeek => false;
        public override bool CanWrite => true;
        public override long Length => throw new NotSupportedException();
        public override long Position { get => throw new NotSupportedException(); set => throw new NotSupportedException(); }
        public override void Flush() => _part.Flush();
        public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();
        public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();
        public override void SetLength(long value) => throw new NotSupportedException();
        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _part.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.AskedByAnother9.A89
{
    // What the owner ends are the keys; the timers behind them go on.
    internal sealed class LinkMap
    {
        public Dictionary<TcpClient, Timer> Beats { get; } = new(); //! LEAK1004

        public void Watch(string host, int port)
        {
            var client = new TcpClient(host, port);
            Beats.Add(client, new Timer(_ => client.GetStream().WriteByte(0), null, 1000, 1000));
        }
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _map = new();

        public void Watch(string host) => _map.Watch(host, 9000);

        public void Dispose()
        {
            foreach (var client in _map.Beats.Keys)
                client.Dispose();
        }
    }
}

namespace Samples.AskedByAnother9.A90
{
    // The loop stops with the first that was closed by the other side.
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new(); //! LEAK1004

        public void Open(string host, int port) => Links.Add(host, new TcpClient(host, port));
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _map = new();

        public void Open(string host) => _map.Open(host, 9000);

        public void Dispose()
        {
            foreach (var link in _map.Links.Values)
            {
                if (!link.Connected)
                    break;
                link.Dispose();
            }
        }
    }
}

namespace Samples.AskedByAnother9.A91
{
    // The first is the listener's own, says the author; it is a socket as well, and nobody else ends it.
    internal sealed class LinkMap
    {
        public Dictionary<string, TcpClient> Links { get; } = new(); //! LEAK1004

        public void Open(string host, int port) => Links.Add(host, new TcpClient(host, port));
    }

    public sealed class Bridge : IDisposable
    {
        private readonly LinkMap _map = new();

        public void Open(string host) => _map.Open(host, 9000);

        public void Dispose()
        {
            foreach (var link in _map.Links.Values.Skip(1))
                link.Dispose();
        }
    }
}

namespace Samples.AskedByAnother9.A92
{
    // Right: a worker with a bound raises the event; the options are made before.
    public sealed class Pump
    {
        private readonly Channel<string> _lines = Channel.CreateBounded<string>(new BoundedChannelOptions(64) { FullMode = BoundedChannelFullMode.Wait });
        public event Action<string>? Line;
        public ValueTask AddAsync(string line) => _lines.Writer.WriteAsync(line);
        public void Start() => _ = RunAsync();
        private async Task RunAsync()
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
                Line?.Invoke(line);
        }
    }

    public sealed class Saver
    {
        private readonly HttpClient _http = new();
        public Saver(Pump pump) => pump.Line += OnLine;
        private void OnLine(string line)
        {
            _http.PostAsync("http://localhost/", new StringContent(line)).Wait();
        }
    }
}

namespace Samples.AskedByAnother9.A93
{
    // A bound of int.MaxValue is none.
    public sealed class Pump
    {
        private readonly Channel<string> _lines = Channel.CreateBounded<string>(int.MaxValue);
        public event Action<string>? Line;
        public bool Add(string line) => _lines.Writer.TryWrite(line);
        public void Start() => _ = RunAsync();
        private async Task RunAsync()
        {
            await foreach (var line in _lines.Reader.ReadAllAsync())
                Line?.Invoke(line);
        }
    }

    public sealed class Saver
    {
        private readonly HttpClient _http = new();
        public Saver(Pump pump) => pump.Line += OnLine;
        private void OnLine(string line)
        {
            _http.PostAsync("http://localhost/", new StringContent(line)).Wait(); //! LEAK3001
        }
    }
}

namespace Samples.AskedByAnother9.A94
{
    internal sealed class Session : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        internal void Load(string path)
        {
            lock (_gate)
                _files.Add(File.OpenRead(path)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }

    // The session is in the map, where Close() finds it, before Load() runs.
    public sealed class Server
    {
        private readonly ConcurrentDictionary<Guid, Session> _sessions = new();

        public Guid Open(string path)
        {
            var id = Guid.NewGuid();
            var session = _sessions[id] = new Session();
            session.Load(path);
            return id;
        }

        public void Close(Guid id)
        {
            if (_sessions.TryRemove(id, out var session))
                session.Dispose();
        }
    }
}
