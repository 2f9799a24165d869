using System.Net.Sockets;
using System.Threading.Channels;

// Each program lacks what makes its look-alike right.
namespace Samples.KnownHere2.A9_POOL_REFUSES
{
    public sealed class PrinterPool : IDisposable
    {
        private readonly Channel<TcpClient> _idle;
        private readonly string _host;

        public PrinterPool(string host, int capacity)
        {
            _host = host;
            _idle = Channel.CreateBounded<TcpClient>(new BoundedChannelOptions(capacity) { FullMode = BoundedChannelFullMode.Wait });
        }

        public async Task PrintAsync(ReadOnlyMemory<byte> zpl, CancellationToken token)
        {
            var session = await RentAsync(token);
            var sound = false;
            try
            {
                await session.GetStream().WriteAsync(zpl, token);
                sound = true;
            }
            finally
            {
                if (sound)
                    Return(session);
                else
                    session.Dispose();
            }
        }

        private async Task<TcpClient> RentAsync(CancellationToken token)
        {
            if (_idle.Reader.TryRead(out var session))
                return session;
            var made = new TcpClient();
            try
            {
                await made.ConnectAsync(_host, 9100, token);
                return made;
            }
            catch
            {
                made.Dispose();
                throw;
            }
        }

        private void Return(TcpClient session)
        {
            _idle.Writer.TryWrite(session); //! LEAK1006
        }

        public void Dispose()
        {
            _idle.Writer.TryComplete();
            while (_idle.Reader.TryRead(out var session))
                session.Dispose();
        }
    }
}

namespace Samples.KnownHere2.B1_FLAG_LOOP
{
    public abstract class Native : IDisposable
    {
        protected volatile bool ended;
        public string Name { get; init; } = "";
        public int Number { get; init; }
        public bool IsEnded => ended;
        public void Check() => ObjectDisposedException.ThrowIf(ended, this);
        public virtual void Dispose() => ended = true;
    }

    public sealed class Feed : Native
    {
        private readonly string _path;
        private long _read;
        private int _lines;

        public Feed(string path)
        {
            _path = path;
            new Thread(Run).Start();
        }

        public long Read => _read;
        public int Lines => _lines;
        public string Path => _path;
        public bool IsLong => _read > 1_000_000;

        private void Run()
        {
            while (!ended)
            {
                _read = new FileInfo(_path).Length;
                _lines++;
                Thread.Sleep(1000);
            }
        }
    }

    public sealed class Feeds : IDisposable
    {
        private readonly Dictionary<string, Feed> _feeds = new();

        public void Follow(string name, string path) => _feeds[name] = new Feed(path); //! LEAK1001

        public void Leave(string name)
        {
            _feeds.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var feed in _feeds.Values)
                feed.Dispose();
            _feeds.Clear();
        }
    }
}

namespace Samples.KnownHere2.B2_BOUND_BY_CONSTANT
{
    public interface IFeed { event Action<string> Changed; }
    public sealed class Board
    {
        private readonly ManualResetEventSlim _ready = new();
        public Board(IFeed feed) => feed.Changed += OnChanged;
        public string Last { get; private set; } = "";
        public void Ready() => _ready.Set();
        private void OnChanged(string line)
        {
            if (_ready.Wait(TimeSpan.FromSeconds(30))) //! LEAK3001
                Last = line;
        }
    }
}

namespace Samples.KnownHere2.B3_INFINITE
{
    public interface IFeed { event Action<string> Changed; }
    public sealed class Board
    {
        private readonly ManualResetEventSlim _ready = new();
        public Board(IFeed feed) => feed.Changed += OnChanged;
        public string Last { get; private set; } = "";
        public void Ready() => _ready.Set();
        private void OnChanged(string line)
        {
            if (_ready.Wait(Timeout.InfiniteTimeSpan)) //! LEAK3001
                Last = line;
        }
    }
}

namespace Samples.KnownHere2.C1_BAG_NOT_RUN
{
    public sealed class Bag
    {
        private readonly List<Action> _ends = new();

        public Bag Add(Action end)
        {
            _ends.Add(end);
            return this;
        }

        public bool TryDispose()
        {
            foreach (var end in _ends)
                end();
            return true;
        }
    }

    public sealed class Extensions : IDisposable
    {
        private readonly Bag _bag = new();
        private readonly Timer _timer = new(_ => { }, null, 1000, 1000);
        private readonly Dictionary<string, FileStream> _extensions = new(); //! LEAK1004
        private readonly object _gate = new();

        private Extensions() => _bag.Add(() =>
        {
            foreach (var extension in _extensions.Values)
                extension.Dispose();
        });

        public static Extensions Create() => new Extensions();

        public void Load(string path)
        {
            lock (_gate)
            {
                if (!_extensions.ContainsKey(path))
                    _extensions[path] = File.OpenRead(path);
            }
        }

        public void Reset() => _bag.TryDispose();

        public void Dispose() => _timer.Dispose();
    }
}

namespace Samples.KnownHere2.C2_NEVER_FLUSHED
{
    public sealed class LineFile
    {
        private FileStream? _file;
        private StreamWriter? _writer; //! LEAK1004

        public static LineFile Create() => new LineFile();

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
        }

        public void Write(IEnumerable<string> lines)
        {
            _writer!.Flush();
            foreach (var line in lines)
                _writer!.WriteLine(line);
        }

        public void Close()
        {
            if (_file == null)
                return;
            _file.Dispose();
            _file = null;
            _writer = null;
        }
    }
}

namespace Samples.KnownHere2.C3_CLOSED_FOR_GOOD
{
    public sealed class Connection : IDisposable
    {
        private TcpClient? _server;
        private bool _closed;

        public bool Connect(string host)
        {
            lock (this)
            {
                if (_server != null)
                    _server.Dispose();
                _server = null;
                _server = new TcpClient(host, 1666); //! LEAK4002
                return true;
            }
        }

        public void Dispose()
        {
            lock (this)
            {
                _closed = true;
                _server?.Dispose();
                _server = null;
            }
        }

        public bool IsClosed => _closed;
    }
}

namespace Samples.KnownHere2.D1_INBOX_OF_BASE
{
    public abstract class Inbox
    {
        private readonly Queue<string> _lines = new();
        protected bool Next(out string line) { lock (_lines) return _lines.TryDequeue(out line!); }
        public void Put(string line) { lock (_lines) _lines.Enqueue(line); }
    }
    public sealed class Feed : Inbox
    {
        public event Action<string>? Changed;
        public Feed() => new Thread(Run).Start();
        private void Run()
        {
            while (true)
            {
                while (Next(out var line))
                    Changed?.Invoke(line);
                Thread.Sleep(10);
            }
        }
    }
    public sealed class Board
    {
        private readonly HttpClient _http = new();
        public Board(Feed feed) => feed.Changed += OnChanged;
        private void OnChanged(string line) => _http.GetAsync("https://x/" + line).Wait(); //! LEAK3001
    }
}

namespace Samples.KnownHere2.D2_SETTER_OF_GENERIC
{
    public abstract class Holder<T> : IDisposable where T : class, IDisposable
    {
        protected Dictionary<string, T> Entries { get; } = new(StringComparer.Ordinal);
        public void Dispose()
        {
            foreach (var entry in Entries.Values)
                entry.Dispose();
            Entries.Clear();
        }
    }
    public sealed class Peers : Holder<Socket>
    {
        public Socket this[string name]
        {
            get => Entries[name];
            set => Entries[name] = value; //! LEAK1001
        }
        public void Open(string name) => Entries[name] = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1001
        public bool Close(string name) => Entries.Remove(name); //! LEAK1002
    }
}
