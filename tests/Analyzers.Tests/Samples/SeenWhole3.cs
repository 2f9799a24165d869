using System.Collections.Concurrent;
using System.Net.Sockets;

// What others show, looked at as a whole: all makers, all attachments, every way, and the thing itself.
namespace Samples.SeenWhole3.L05_TWICE
{
    public sealed class Session : IDisposable
    {
        private readonly FileStream _log;
        public Session(int number) => _log = File.Create(number + ".log");
        public void Dispose() => _log.Dispose();
    }
    public sealed class SessionTable : IDisposable
    {
        private static readonly int[] Numbers = { 3, 5, 7, 11 };
        private readonly Dictionary<int, Session> _sessions = new();
        private readonly Queue<int> _free = new();
        private readonly int _size;
        private int _next;
        public SessionTable(int size)
        {
            _size = size;
            for (var i = 0; i < size; i++)
                _free.Enqueue(i);
        }
        private int Next() => ++_next;
        public void Grow(int count)
        {
            for (var i = _next; i < _next + count; i++)
                _free.Enqueue(i);
            _next += count - 1;
        }
        public int Open()
        {
            var number = _free.Dequeue();
            _sessions[number] = new Session(number); //! LEAK1001
            return number;
        }
        public void Close(int number)
        {
            if (!_sessions.Remove(number, out var session))
                return;
            session.Dispose();
            _free.Enqueue(number);
        }
        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}

namespace Samples.SeenWhole3.M01_DERIVED
{
    internal class Link : IDisposable
    {
        private readonly FileStream _file;
        public Link(string path, int id) { Id = id; _file = File.OpenRead(path); }
        public int Id { get; }
        public void Dispose() => _file.Dispose();
    }
    internal sealed class SecureLink : Link
    {
        public SecureLink(Link plain, string path) : base(path, plain.Id) { }
    }
    internal sealed class LinkTable : IDisposable
    {
        private readonly Dictionary<int, Link> _links = new();
        private int _last;
        public Link Open(string path)
        {
            var link = new Link(path, Interlocked.Increment(ref _last));
            Add(link);
            return link;
        }
        public void Upgrade(Link link, string path) => Add(new SecureLink(link, path));
        private void Add(Link link)
        {
            _links[link.Id] = link; //! LEAK1001
        }
        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose(); //! LEAK1013
            _links.Clear();
        }
    }
}

namespace Samples.SeenWhole3.N01_LOGGED
{
    public sealed class Link : IDisposable
    {
        private readonly FileStream _file;
        public Link(string path) { Path = path; _file = File.OpenRead(path); }
        public string Path { get; }
        public void Dispose() => _file.Dispose();
    }
    public sealed class LinkTable : IDisposable
    {
        private readonly ConcurrentDictionary<string, Link> _links = new();
        private Link? _newest;
        public bool IsNewest(Link link) => _newest == link;
        public Link Get(string path)
        {
            if (_links.TryGetValue(path, out var link))
                return link;
            link = new Link(path);
            _newest = link;
            if (!_links.TryAdd(path, link)) //! LEAK1006 LEAK4002
                link = _links[path];
            return link;
        }
        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose(); //! LEAK1013
            _links.Clear();
        }
    }
}

namespace Samples.SeenWhole3.O01_KEPT
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(".");
        private readonly HttpClient _http = new();
        private Action? _next;
        public Uploader() { _watcher.Created += OnCreated; _watcher.EnableRaisingEvents = true; }
        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.Created -= OnCreated;
            Rearm();
            _http.PostAsync("http://store/", new StringContent(e.FullPath)).Wait(); //! LEAK3001
        }
        private void Rearm()
        {
            _next = () => _watcher.Created += OnCreated;
            _next();
        }
        public void Dispose() { _watcher.Dispose(); _http.Dispose(); }
    }
}

namespace Samples.SeenWhole3.Q01_SAID
{
    public sealed class Reader : IDisposable
    {
        private readonly FileStream _file;
        public Reader(string path) => _file = File.OpenRead(path);
        public void Dispose() => _file.Dispose();
    }
    public sealed class ReaderRegistry : IDisposable
    {
        private readonly Dictionary<string, Reader> _readers = new();
        public Reader Open(string path)
        {
            if (_readers.TryGetValue(path, out var found))
                return found;
            var reader = new Reader(path);
            _readers[path] = reader;
            return reader;
        }
        public void Forget(string path)
        {
            // Must not be disposed by the registry after it was handed out: the caller closes it.
            _readers.Remove(path);
        }
        public void ForgetLater(string path)
        {
            // Must not be disposed by the registry directly, the caller closes it.
            _readers.Remove(path);
        }
        public void Dispose()
        {
            foreach (var reader in _readers.Values)
                reader.Dispose(); //! LEAK1013
            _readers.Clear();
        }
    }
}

namespace Samples.SeenWhole3.Q02_ONCE
{
    public sealed class Reader : IDisposable
    {
        private readonly FileStream _file;
        public Reader(string path) => _file = File.OpenRead(path);
        public void Dispose() => _file.Dispose();
    }
    public sealed class ReaderRegistry : IDisposable
    {
        private readonly Dictionary<string, Reader> _readers = new();
        public Reader Open(string path)
        {
            if (_readers.TryGetValue(path, out var found))
                return found;
            var reader = new Reader(path);
            _readers[path] = reader;
            return reader;
        }
        public void Forget(string path)
        {
            // Must not be disposed by the registry once it was handed out: the caller closes it.
            _readers.Remove(path);
        }
        public void ForgetLater(string path)
        {
            // Must not be disposed by the registry any more, the caller closes it.
            _readers.Remove(path);
        }
        public void Dispose()
        {
            foreach (var reader in _readers.Values)
                reader.Dispose(); //! LEAK1013
            _readers.Clear();
        }
    }
}

namespace Samples.SeenWhole3.R01_CLIENTS
{
    public sealed class Recorder : IDisposable
    {
        private readonly NetworkStream _stream;
        private readonly FileStream _file;
        public Recorder(NetworkStream stream) { _stream = stream; _file = File.Create(Guid.NewGuid() + ".rec"); }
        public void Copy() => _file.WriteByte((byte)_stream.ReadByte());
        public void Dispose() { _stream.Dispose(); _file.Dispose(); }
    }
    public sealed class Station : IDisposable
    {
        private readonly TcpClient _main = new("main", 80);
        private readonly TcpClient _spare = new("spare", 80);
        private Recorder? _recorder;
        public void Copy() => _recorder?.Copy();
        public void Reconnect(bool spare)
        {
            if (spare)
                _recorder = new Recorder(_spare.GetStream()); //! LEAK1001
            else
                _recorder = new Recorder(_main.GetStream()); //! LEAK1001
        }
        public void Dispose() { _recorder?.Dispose(); _main.Dispose(); _spare.Dispose(); }
    }
}

namespace Samples.SeenWhole3.Z02_LATER
{
    public sealed class Prefetch : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new(".");
        private readonly HttpClient _http = new();
        private Task<string> _load;
        private string _text = "";
        private int _seen;
        public Prefetch()
        {
            _load = _http.GetStringAsync("http://store/");
            _watcher.Changed += OnChanged;
            _watcher.EnableRaisingEvents = true;
        }
        public string Text => _text + _seen;
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_load.IsCompleted)
            {
                Count();
                return;
            }
            Count();
            _text = _load.Result;
        }
        private void Count()
        {
            if (++_seen % 100 == 0 && !_load.IsCompleted)
                _load = _http.GetStringAsync("http://store/again");
        }
        public void Dispose() { _watcher.Dispose(); _http.Dispose(); }
    }
}
