using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
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

namespace Samples.AskedByAnother9.A95
{
    public sealed class Bus
    {
        private readonly List<Action> _later = new();
        public void Defer(Action work)
        {
            lock (_later)
                _later.Add(work);
        }
        public void Run()
        {
            lock (_later)
                _later.ForEach(w => w());
        }
    }

    // What the session gives to the bus, and the bus runs on its own thread, ends it: by a lambda within a lambda.
    internal sealed class Session : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        internal void Load(Bus bus, string path, int[] times)
        {
            bus.Defer(() => Array.ForEach(times, t => Dispose()));
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

    public static class Sessions
    {
        internal static Session Open(Bus bus, string path)
        {
            var session = new Session();
            session.Load(bus, path, new[] { 1 });
            return session;
        }
    }
}

namespace Samples.AskedByAnother9.A96
{
    // A paused uploader only gathers; what it gathers after the end nobody works off.
    public sealed class Uploader : IDisposable
    {
        private readonly ConcurrentQueue<FileStream> _files = new();
        private volatile bool _paused;

        public void Pause() => _paused = true;

        public void Resume()
        {
            _paused = false;
            Task.Run(Work);
        }

        public void Post(string path)
        {
            _files.Enqueue(File.OpenRead(path)); //! LEAK4002
            if (_paused)
                return;
            Task.Run(Work);
        }

        private void Work()
        {
            while (_files.TryDequeue(out var file))
            {
                using (file)
                {
                    try
                    {
                        file.CopyTo(Stream.Null);
                    }
                    catch (Exception)
                    {
                    }
                }
            }
        }

        public void Dispose()
        {
            while (_files.TryDequeue(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}
