using System.Collections.Concurrent;
using System.IO.Compression;
using System.Net.Sockets;
using System.Threading.Channels;

// Each program has one thing that the exemption it resembles does not cover, or has all of it.
namespace Samples.ToldWithReason2.A10_ASYNCVOIDSTEP
{
    public abstract class EventLoop
    {
        private readonly Channel<string> _events = Channel.CreateBounded<string>(64);
        private readonly Task _loop;

        protected EventLoop() => _loop = Task.Run(RunAsync);

        public bool Post(string name) => _events.Writer.TryWrite(name);

        protected abstract void Handle(string name);

        private async Task RunAsync()
        {
            while (await _events.Reader.WaitToReadAsync())
            {
                while (_events.Reader.TryRead(out var name))
                    Handle(name);
            }
        }
    }

    public sealed class EventStore : EventLoop, IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();

        protected override async void Handle(string name)
        {
            try
            {
                await Task.Delay(50).ConfigureAwait(false);
                if (!_files.TryGetValue(name, out var file))
                {
                    file = new FileStream(name + ".evt", FileMode.Append);
                    _files[name] = file; //! LEAK2001 LEAK4002
                }

                await file.WriteAsync(new byte[] { 1 }).ConfigureAwait(false);
            }
            catch (IOException error)
            {
                Console.WriteLine(error.Message);
            }
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.ToldWithReason2.A11_GZIPSOMETIMES
{
    public sealed class TraceFile : IDisposable
    {
        private readonly string _folder;
        private readonly bool _compress;
        private FileStream? _file;
        private GZipStream? _gzip;
        private int _number;

        public TraceFile(string folder, bool compress)
        {
            _folder = folder;
            _compress = compress;
        }

        public void Write(byte[] data)
        {
            if (_file == null || _file.Position > 1 << 20)
                RollOver();
            ((Stream?)_gzip ?? _file!).Write(data);
        }

        private void RollOver()
        {
            _gzip?.Dispose();
            _gzip = null;
            _file = File.Create(Path.Combine(_folder, $"trace{_number++}.bin")); //! LEAK1001
            if (_compress)
                _gzip = new GZipStream(_file, CompressionLevel.Fastest);
        }

        public void Dispose()
        {
            _gzip?.Dispose();
            _file?.Dispose();
        }
    }
}

namespace Samples.ToldWithReason2.A12_WRITERDISPOSEDSOMETIMES
{
    public sealed class AuditLog : IDisposable
    {
        private readonly string _folder;
        private FileStream? _file;
        private StreamWriter? _writer;
        private int _lines;

        public AuditLog(string folder) => _folder = folder;

        public void Append(string line)
        {
            if (_file == null || _file.Length > 1 << 20)
                Roll(DateTime.Now.Ticks.ToString());
            _writer!.WriteLine(line);
            _lines++;
        }

        private void Roll(string name)
        {
            if (_lines > 0)
                _writer?.Dispose(); //! LEAK1008
            _file = new FileStream(Path.Combine(_folder, name), FileMode.Create); //! LEAK1001
            _writer = new StreamWriter(_file);
            _lines = 0;
        }

        public void Dispose()
        {
            _writer?.Dispose();
            _file?.Dispose();
        }
    }
}

namespace Samples.ToldWithReason2.A13_LEAVEOPENVARIABLE
{
    public sealed class BlockWriter : IDisposable
    {
        private readonly string _folder;
        private readonly bool _keepOpen = true;
        private FileStream? _file;
        private DeflateStream? _deflate;
        private int _number;

        public BlockWriter(string folder) => _folder = folder;

        public void Write(byte[] block)
        {
            if (_file == null || _file.Position > 4096)
                Next();
            _deflate!.Write(block);
        }

        private void Next()
        {
            _deflate?.Dispose(); //! LEAK1008
            _file = File.Create(Path.Combine(_folder, $"{_number++}.blk")); //! LEAK1001
            _deflate = new DeflateStream(_file, CompressionMode.Compress, _keepOpen);
        }

        public void Dispose()
        {
            _deflate?.Dispose();
            _file?.Dispose();
        }
    }
}

namespace Samples.ToldWithReason2.A15_COMMENTONHANDLERS
{
    public sealed class TimerTable : IDisposable
    {
        private readonly Dictionary<string, Timer> _timers = new();

        public Timer Set(string name, TimeSpan due, Action<string> fire)
        {
            var timer = new Timer(_ => fire(name), null, due, Timeout.InfiniteTimeSpan);
            // Callers must not dispose what they get: the table owns its timers.
            _timers[name] = timer; //! LEAK1001
            return timer;
        }

        public void Cancel(string name)
        {
            // Handlers do not dispose their timer, so that this is where it goes.
            _timers.Remove(name); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var timer in _timers.Values)
                timer.Dispose();
            _timers.Clear();
        }
    }
}

namespace Samples.ToldWithReason2.A16_COMMENTSLOT
{
    public sealed class Uplink : IDisposable
    {
        private TcpClient? _client;
        private readonly string _host;

        public Uplink(string host) => _host = host;

        public void Send(byte[] data)
        {
            if (_client is not { Connected: true })
                Reconnect();
            _client!.GetStream().Write(data);
        }

        private void Reconnect()
        {
            var client = new TcpClient(); //! LEAK1009
            client.Connect(_host, 4000);
            // Readers that hold the old one see an ObjectDisposedException unless we do not dispose too early; see _client.Dispose below.
            _client = client; //! LEAK1001
        }

        public void Dispose() => _client?.Dispose();
    }
}

namespace Samples.ToldWithReason2.A17_EVENTBYCOPY
{
    public sealed class Plugin : IDisposable
    {
        private readonly FileStream _file;
        private string _title = "";

        public Plugin(string path) => _file = new FileStream(path, FileMode.Open);

        public event EventHandler? Changed;

        public int Read(byte[] buffer) => _file.Read(buffer);

        public void Rename(string title)
        {
            _title = title;
            var handler = Changed;
            if (handler != null)
                handler(this, EventArgs.Empty);
        }

        public string Title => _title;

        public void Dispose()
        {
            Changed?.Invoke(this, EventArgs.Empty);
            _file.Dispose();
        }
    }

    public sealed class PluginHost : IDisposable
    {
        private readonly Dictionary<string, Plugin> _plugins = new();

        public void Load(string path)
        {
            if (_plugins.ContainsKey(path))
                return;
            var plugin = new Plugin(path);
            plugin.Changed += (_, _) => _plugins.Remove(path); //! LEAK1002
            _plugins.Add(path, plugin);
        }

        public int Read(string path, byte[] buffer) => _plugins[path].Read(buffer);

        public void Dispose()
        {
            foreach (var plugin in _plugins.Values.ToArray())
                plugin.Dispose(); //! LEAK1013
            _plugins.Clear();
        }
    }
}

namespace Samples.ToldWithReason2.A19_RECHECK
{
    public sealed class FeedHub : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _feeds = new();
        private volatile bool _closed;

        public void Show(string user)
        {
            Ensure(user);
            if (!_closed)
                Drop("guest");
        }

        private void Ensure(string user)
        {
            lock (_gate)
            {
                if (!_feeds.ContainsKey(user))
                    _feeds.Add(user, new FileStream(user + ".feed", FileMode.OpenOrCreate)); //! LEAK4002
            }
        }

        public void Drop(string user)
        {
            lock (_gate)
            {
                if (_feeds.Remove(user, out var feed))
                    feed.Dispose();
            }
        }

        public void Dispose()
        {
            _closed = true;
            lock (_gate)
            {
                foreach (var feed in _feeds.Values)
                    feed.Dispose(); //! LEAK1013
                _feeds.Clear();
            }
        }
    }
}

namespace Samples.ToldWithReason2.A20_OTHERTOKEN
{
    public sealed class JobTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _jobs = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly CancellationToken _import;

        public JobTable(CancellationToken import) => _import = import;

        public void Start(string id, string input)
        {
            lock (_gate)
            {
                if (_jobs.ContainsKey(id))
                    return;
                _jobs.Add(id, new FileStream(id + ".job", FileMode.Create)); //! LEAK4002
            }

            var source = File.OpenRead(input);
            if (!_import.IsCancellationRequested)
                Copy(id, source);
            source.Dispose();
        }

        private void Copy(string id, Stream source)
        {
            lock (_gate)
                source.CopyTo(_jobs[id]);
        }

        public CancellationToken Stopped => _stop.Token;

        public void Dispose()
        {
            _stop.Cancel();
            lock (_gate)
            {
                foreach (var job in _jobs.Values)
                    job.Dispose(); //! LEAK1013
                _jobs.Clear();
            }

            _stop.Dispose();
        }
    }
}
