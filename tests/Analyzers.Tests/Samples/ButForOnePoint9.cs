using System.Collections.Concurrent;
using System.ComponentModel;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint9.P17_STOP_OF_ALL
{
    public sealed class Drone : IDisposable
    {
        private readonly FileStream _port;

        public Drone(string port) => _port = new FileStream(port, FileMode.Open);

        /// <summary>The motor needs a moment to come to rest.</summary>
        public void Stop()
        {
            _port.WriteByte(0);
            Thread.Sleep(50);
        }

        public void Dispose() => _port.Dispose();
    }

    public sealed class Fleet : IDisposable
    {
        private readonly Drone _left = new("/dev/ttyS0");
        private readonly Drone _right = new("/dev/ttyS1");
        private readonly FileSystemWatcher _watcher;

        public Fleet(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "emergency");
            _watcher.Created += OnEmergency;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnEmergency(object sender, FileSystemEventArgs e)
        {
            foreach (var drone in new[] { _left, _right })
                drone.Stop();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _left.Dispose();
            _right.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint9.Q01_TWO_PIPES
{
    /// <summary>There are an input and an output, and no others.</summary>
    public sealed class PipePair : IDisposable
    {
        private readonly Dictionary<string, FileStream> _pipes = new();
        private readonly Action<FileStream> _closer;

        public PipePair(Action<FileStream> closer) => _closer = closer;

        public void Open(string path)
        {
            HandOver();
            _pipes.Add("in", new FileStream(path + ".in", FileMode.Open));
            _pipes.Add("out", new FileStream(path + ".out", FileMode.Create));
        }

        public void Write(byte[] data) => _pipes["out"].Write(data);

        /// <summary>The closer closes what it gets.</summary>
        public void HandOver()
        {
            if (_pipes.TryGetValue("in", out var input))
                _closer(input);
            if (_pipes.TryGetValue("out", out var output))
                _closer(output);
            _pipes.Clear();
        }

        public void Dispose()
        {
            foreach (var pipe in _pipes.Values)
                pipe.Dispose(); //! LEAK1013
            _pipes.Clear();
        }
    }
}

namespace Samples.ButForOnePoint9.Q02_HOP_KEPT
{
    public sealed class Ledger
    {
        private readonly List<string> _lines = new();
        private Task _told = Task.CompletedTask;

        public event EventHandler? Closed;

        public bool IsTold => _told.IsCompletedSuccessfully;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            _told = Task.Run(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait();

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint9.Q07_PART_BY_OTHER_NAME
{
    public sealed class Tail : IDisposable
    {
        private readonly TcpClient _client;

        public Tail(string host)
        {
            Address = host;
            _client = new TcpClient(host, 70);
        }

        public string Address { get; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    public sealed class Tails : IDisposable
    {
        private readonly ConcurrentDictionary<string, Tail> _tails = new();
        private volatile bool _closed;

        public void Send(string host, byte[] data)
        {
            var tail = Enter(host);
            if (_closed)
            {
                Leave(tail.Address);
                return;
            }

            tail.Send(data);
        }

        private Tail Enter(string host)
        {
            var tail = new Tail(host);
            while (!_tails.TryAdd(host, tail))
            {
                if (_tails.TryGetValue(host, out var there))
                {
                    tail.Dispose();
                    return there;
                }
            }

            return tail;
        }

        private void Leave(string host)
        {
            if (_tails.TryRemove(host, out var tail))
                tail.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _tails.Keys.ToList())
                Leave(host);
        }
    }
}

namespace Samples.ButForOnePoint9.R01_FETCHED_ELSEWHERE
{
    public sealed class TextFetchedEventArgs : AsyncCompletedEventArgs
    {
        public TextFetchedEventArgs(string text, Exception? error) : base(error, false, null) => Text = text;

        public string Text { get; }
    }

    public interface ITextClient
    {
        event EventHandler<TextFetchedEventArgs>? TextFetched;

        void FetchAsync(Uri address);
    }

    public sealed class Mirror : IDisposable
    {
        private readonly ITextClient _client;
        private readonly HttpClient _http = new();

        public Mirror(ITextClient client)
        {
            _client = client;
            _client.TextFetched += OnFetched;
        }

        public void Refresh(Uri address) => _client.FetchAsync(address);

        private void OnFetched(object? sender, TextFetchedEventArgs e) => _http.PostAsync("http://mirror/", new StringContent(e.Text)).Wait();

        public void Dispose()
        {
            _client.TextFetched -= OnFetched;
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint9.R02_ON_TERMINATION
{
    public interface ILifetime
    {
        void OnTermination(Action callback, string name);
    }

    public sealed class Worker
    {
        private readonly HttpClient _http = new();

        public Worker(ILifetime lifetime) => lifetime.OnTermination(SayGoodbye, "worker");

        private void SayGoodbye() => _http.PostAsync("http://registry/bye", null).Wait();

        public Task<string> GetAsync(string path) => _http.GetStringAsync(path);
    }
}

namespace Samples.ButForOnePoint9.R04_HOP_OF_FACTORY_FIELD
{
    public sealed class Ledger
    {
        private static readonly TaskFactory Pool = new(TaskScheduler.Default);
        private readonly List<string> _lines = new();

        public event EventHandler? Closed;

        public void Post(string line) => _lines.Add(line);

        public string Close()
        {
            var text = string.Join(Environment.NewLine, _lines);
            _lines.Clear();
            Pool.StartNew(() => Closed?.Invoke(this, EventArgs.Empty));
            return text;
        }
    }

    public sealed class Archive : IDisposable
    {
        private readonly Ledger _ledger;
        private readonly HttpClient _http = new();

        public Archive(Ledger ledger)
        {
            _ledger = ledger;
            _ledger.Closed += OnClosed;
        }

        private void OnClosed(object? sender, EventArgs e) => _http.PostAsync("http://archive/", null).Wait();

        public void Dispose()
        {
            _ledger.Closed -= OnClosed;
            _http.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint9.S01_REFUSED_FLUSHES
{
    internal static class StreamEnds
    {
        public static void SafeClose(this Stream? stream)
        {
            try
            {
                stream?.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>A connection; its spool is only there while something waits to be sent.</summary>
    internal sealed class Connection : IDisposable
    {
        private readonly Socket _socket;
        private FileStream? _spool;

        public Connection(string host)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _socket.Connect(host, 25);
        }

        public void Spool(byte[] data) => (_spool ??= new FileStream(Path.GetTempFileName(), FileMode.Append)).Write(data);

        public void Unspool()
        {
            _spool.SafeClose();
            _spool = null;
        }

        public void Send(byte[] data) => _socket.Send(data);

        public void Dispose()
        {
            Unspool();
            _socket.Dispose();
        }
    }

    internal sealed class Connections : IDisposable
    {
        private readonly ConcurrentDictionary<string, Connection> _connections = new();

        public void Open(string host)
        {
            var connection = new Connection(host);
            if (!_connections.TryAdd(host, connection)) //! LEAK1006 LEAK4002
                connection.Unspool();
        }

        public void Forget(string host)
        {
            if (_connections.TryRemove(host, out var connection)) //! LEAK1002
                connection.Unspool();
        }

        public void Send(string host, byte[] data) => _connections[host].Send(data);

        public void Dispose()
        {
            foreach (var connection in _connections.Values)
                connection.Dispose();
            _connections.Clear();
        }
    }
}
