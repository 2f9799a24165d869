using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason9.S04_CANCELLED_REQUEST
{
    public sealed class LinkPool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Task<Link>> _links = new();
        private bool _closed;

        public Task<Link> Get(string host)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_links.TryGetValue(host, out var link))
                    _links[host] = link = Task.Run(() => new Link(host));
                return link;
            }
        }

        /// <summary>Told by whoever has used the link.</summary>
        public void Used(string host, Task<string> answer)
        {
            lock (_gate)
            {
                if (answer.IsCanceled)
                    _links.Remove(host); //! LEAK1002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var link in _links.Values)
                {
                    if (link.IsCompletedSuccessfully)
                        link.Result.Dispose();
                }

                _links.Clear();
            }
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.HeldToReason9.S05_FAULTED_PART
{
    public sealed record Report(string Host, Task Upload);

    public sealed class LinkPool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Task<TcpClient>> _links = new();
        private bool _closed;

        public Task<TcpClient> Get(string host)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_links.TryGetValue(host, out var link))
                    _links[host] = link = Task.Run(() => new TcpClient(host, 80));
                return link;
            }
        }

        /// <summary>The report of the host could not be sent; the link is as good as before.</summary>
        public void Sent(Report report)
        {
            if (report.Upload.IsFaulted)
            {
                lock (_gate)
                    _links.Remove(report.Host); //! LEAK1002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var link in _links.Values)
                {
                    if (link.IsCompletedSuccessfully)
                        link.Result.Dispose();
                }

                _links.Clear();
            }
        }
    }
}

namespace Samples.HeldToReason9.T01_SAID_OF_WATCHER
{
    public sealed class MapSource : IDisposable
    {
        private readonly object _gate = new();
        private readonly FileSystemWatcher _watcher = new("maps");
        private FileStream _map = File.OpenRead("world.map");
        private bool _closed;

        public MapSource()
        {
            _watcher.Changed += (_, e) => Reload(e.FullPath);
            _watcher.EnableRaisingEvents = true;
        }

        public long Length
        {
            get
            {
                lock (_gate)
                    return _map.Length;
            }
        }

        public void Reload(string path)
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                // Runs in the watcher: do not dispose the watcher from here.
                _map = File.OpenRead(path); //! LEAK1001
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                _watcher.Dispose();
                _map.Dispose();
            }
        }
    }
}

namespace Samples.HeldToReason9.T02_SAID_OF_ORDER
{
    public sealed class MapSource : IDisposable
    {
        private readonly object _gate = new();
        private readonly FileSystemWatcher _watcher = new("maps");
        private FileStream _map = File.OpenRead("world.map");
        private bool _closed;

        public MapSource()
        {
            _watcher.Changed += (_, e) => Reload(e.FullPath);
            _watcher.EnableRaisingEvents = true;
        }

        public long Length
        {
            get
            {
                lock (_gate)
                    return _map.Length;
            }
        }

        public void Reload(string path)
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                // A map that cannot be opened throws, so we must not dispose anything before it is open.
                _map = File.OpenRead(path); //! LEAK1001
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                _watcher.Dispose();
                _map.Dispose();
            }
        }
    }
}

namespace Samples.HeldToReason9.U02_TRACKED_BY_HELPER
{
    public sealed class ExportSession : IDisposable
    {
        private readonly List<FileStream> _opened = new();
        private readonly Dictionary<string, FileStream> _byName = new();

        public long Size(string path)
        {
            if (!_byName.TryGetValue(path, out var file))
            {
                file = OpenFile(path);
                _byName.Add(path, file);
            }

            return file.Length;
        }

        private FileStream OpenFile(string path)
        {
            var file = File.OpenRead(path);
            _opened.Add(file);
            return file;
        }

        public void Dispose()
        {
            foreach (var file in _opened)
                file.Dispose(); //! LEAK1013
            _opened.Clear();
        }
    }
}

namespace Samples.HeldToReason9.U04_STORED_IN_SCOPE
{
    public abstract class Scope : IDisposable
    {
        private readonly List<IDisposable> _all = new();

        protected void Own(IDisposable part) => _all.Add(part);

        public virtual void Dispose()
        {
            foreach (var part in _all)
                part.Dispose();
            _all.Clear();
        }
    }

    public sealed class FileScope : Scope
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly List<Timer> _timers = new();

        public long Size(string path)
        {
            if (!_files.TryGetValue(path, out var file))
            {
                file = File.OpenRead(path);
                Own(file);
                _files.Add(path, file);
            }

            return file.Length;
        }

        public void Every(int ms, Action act) => _timers.Add(new Timer(_ => act(), null, ms, ms));

        public override void Dispose()
        {
            foreach (var timer in _timers)
                timer.Dispose();
            _timers.Clear();
            base.Dispose();
        }
    }
}

namespace Samples.HeldToReason9.U05_READERS_OF_FILES
{
    /// <summary>The files are what is open; a reader only looks into its file.</summary>
    public sealed class LogSet : IDisposable
    {
        private readonly List<FileStream> _files = new();
        private readonly List<StreamReader> _readers = new();

        public void Add(string path)
        {
            var file = File.OpenRead(path);
            _files.Add(file);
            _readers.Add(new StreamReader(file));
        }

        public string? NextLine(int index) => _readers[index].ReadLine();

        public void Dispose()
        {
            foreach (var file in _files)
                file.Dispose(); //! LEAK1013
            _files.Clear();
            _readers.Clear();
        }
    }
}

namespace Samples.HeldToReason9.U07_SESSIONS_OF_SOCKETS
{
    public sealed class Session : IDisposable
    {
        private readonly Socket _socket;

        public Session(Socket socket) => _socket = socket;

        public void Send(byte[] data) => _socket.Send(data);

        public void Dispose() => _socket.Dispose();
    }

    public sealed class SessionSet : IDisposable
    {
        private readonly List<Socket> _sockets = new();
        private readonly Dictionary<string, Session> _sessions = new();

        public void Open(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(socket);
            socket.Connect(host, 80);
            _sessions.Add(host, new Session(socket));
        }

        public void Send(string host, byte[] data) => _sessions[host].Send(data);

        public void Dispose()
        {
            foreach (var socket in _sockets)
                socket.Dispose();
            _sockets.Clear();
            _sessions.Clear();
        }
    }
}
