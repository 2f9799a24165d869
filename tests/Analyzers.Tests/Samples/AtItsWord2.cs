using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Text;

// The newest exemptions taken at their word: another table, another part, another time, another way.
namespace Samples.AtItsWord2.E01_STATUS_COMPARED
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private Task<HttpResponseMessage>? _upload;
        private int _sent;

        public Uploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Created += OnCreated;
            _watcher.Deleted += OnDeleted;
            _watcher.Renamed += OnRenamed;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            if (_upload != null && _upload.Status >= TaskStatus.RanToCompletion)
                _sent += (int)_upload.Result.StatusCode;
            _upload = _http.PostAsync("http://store/", new StringContent(e.FullPath));
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            var upload = _upload;
            switch (upload?.Status)
            {
                case TaskStatus.RanToCompletion:
                    _sent += (int)upload.Result.StatusCode;
                    break;
                case TaskStatus.Faulted:
                    _sent--;
                    break;
            }
        }

        private void OnRenamed(object sender, RenamedEventArgs e)
        {
            var upload = _upload;
            if (upload is { Status: TaskStatus.RanToCompletion })
                _sent += (int)upload.Result.StatusCode;
            if (upload?.Status is TaskStatus.RanToCompletion or TaskStatus.Faulted)
                upload.Wait();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord2.F01_ROLL_FAILURE_SWALLOWED
{
    public sealed class RollingWriter : TextWriter
    {
        private readonly string _path;
        private FileStream _file;
        private int _lost;

        public RollingWriter(string path)
        {
            _path = path;
            _file = new FileStream(path, FileMode.Append);
        }

        public override Encoding Encoding => Encoding.UTF8;

        public int Lost => _lost;

        public override void Write(char value)
        {
            try
            {
                if (_file.Length > 1_000_000)
                    Roll();
            }
            catch (IOException)
            {
                // It goes on with the file as it is.
                _lost++;
            }

            _file.WriteByte((byte)value);
        }

        private void Roll()
        {
            _file.Dispose(); //! LEAK1008
            File.Move(_path, _path + ".1", true);
            _file = new FileStream(_path, FileMode.Create);
        }

        protected override void Dispose(bool disposing)
        {
            if (disposing)
                _file.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.AtItsWord2.G01_PLUGINS_RUN_BY_TYPE
{
    public interface IJob
    {
        void Run(string argument);
    }

    public sealed class FileJob : IJob, IDisposable
    {
        private readonly FileStream _file;

        public FileJob(string path) => _file = new FileStream(path, FileMode.Append);

        public void Run(string argument) => _file.Write(System.Text.Encoding.UTF8.GetBytes(argument));

        public void Dispose() => _file.Dispose();
    }

    public sealed class PluginHost : IDisposable
    {
        private readonly ConcurrentDictionary<string, IDisposable> _plugins = new();

        public void Load(string name, string path)
        {
            var job = new FileJob(path);
            if (!_plugins.TryAdd(name, job)) //! LEAK4002
                job.Dispose();
        }

        public void Run(string name, string argument)
        {
            if (_plugins.TryGetValue(name, out var plugin) && plugin is IJob job)
                job.Run(argument);
        }

        public void Unload(string name)
        {
            if (_plugins.TryGetValue(name, out var plugin))
            {
                plugin.Dispose(); //! LEAK1008
                _plugins.TryRemove(name, out _);
            }
        }

        public void Dispose()
        {
            foreach (var name in _plugins.Keys)
            {
                if (_plugins.TryRemove(name, out var plugin))
                    plugin.Dispose();
            }
        }
    }
}

namespace Samples.AtItsWord2.H01_HOSTED_RESTART
{
    public interface IHostedService
    {
        Task StartAsync(CancellationToken token);
        Task StopAsync(CancellationToken token);
    }

    public sealed class TailService : IHostedService
    {
        private readonly ConcurrentDictionary<string, FileStream> _tails = new();
        private readonly string[] _paths;

        public TailService(string[] paths) => _paths = paths;

        public Task StartAsync(CancellationToken token)
        {
            foreach (var path in _paths)
                Tail(path);
            return Task.CompletedTask;
        }

        public async Task ReloadAsync(CancellationToken token)
        {
            await StopAsync(token);
            foreach (var path in _paths)
                Tail(path);
        }

        /// <summary>Asked for by requests too, on their threads.</summary>
        public void Tail(string path)
        {
            var file = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.ReadWrite);
            if (!_tails.TryAdd(path, file)) //! LEAK4002
                file.Dispose();
        }

        public Task StopAsync(CancellationToken token)
        {
            foreach (var path in _tails.Keys)
            {
                if (_tails.TryRemove(path, out var file))
                    file.Dispose(); //! LEAK1013
            }

            return Task.CompletedTask;
        }
    }
}

namespace Samples.AtItsWord2.I01_NULLABLE_HANDLE
{
    public struct Lease : IDisposable
    {
        private FileStream? _file;

        public Lease(string path) => _file = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        public long Length => _file?.Length ?? 0;

        public void Dispose()
        {
            _file?.Dispose();
            _file = null;
        }
    }

    public sealed class Leased : IDisposable
    {
        private Lease? _lease;
        private readonly string _path;

        public Leased(string path)
        {
            _path = path;
            _lease = new Lease(path);
        }

        public long Length => _lease?.Length ?? 0;

        public string Name => _path;

        public void Dispose()
        {
            if (_lease is IDisposable lease)
                lease.Dispose();
            _lease = null;
        }
    }

    public sealed class LeasedTwice : IDisposable
    {
        private Lease? _lease;

        public LeasedTwice(string path) => _lease = new Lease(path);

        public long Length => _lease?.Length ?? 0;

        public void Dispose() => (_lease as IDisposable)?.Dispose();
    }
}

namespace Samples.AtItsWord2.J10_REMOVED_THEN_SHRUNK
{
    public sealed class Link : IDisposable
    {
        private Socket Line { get; }
        private FileStream? Spool { get; set; }

        public Link(string host, string spool)
        {
            Line = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Line.Connect(host, 25);
            Spool = new FileStream(spool, FileMode.Create);
        }

        public void Send(byte[] data)
        {
            Spool?.Write(data);
            Line.Send(data);
        }

        public void ShrinkToLine()
        {
            Spool?.Dispose();
            Spool = null;
        }

        public void Dispose()
        {
            ShrinkToLine();
            Line.Dispose();
        }
    }

    public sealed class Links : IDisposable
    {
        private readonly Dictionary<string, Link> _links = new();

        public void Replace(string host)
        {
            if (_links.TryGetValue(host, out var old))
                old.ShrinkToLine();
            _links[host] = new Link(host, host + ".spool"); //! LEAK1001
        }

        public void Send(string host, byte[] data) => _links[host].Send(data);

        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose();
            _links.Clear();
        }
    }
}

namespace Samples.AtItsWord2.J11_REMOVED_THEN_SHRUNK_FIELD
{
    public sealed class Link : IDisposable
    {
        private readonly Socket Line;
        private FileStream? Spool;

        public Link(string host, string spool)
        {
            Line = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
            Line.Connect(host, 25);
            Spool = new FileStream(spool, FileMode.Create);
        }

        public void Send(byte[] data)
        {
            Spool?.Write(data);
            Line.Send(data);
        }

        public void ShrinkToLine()
        {
            Spool?.Dispose();
            Spool = null;
        }

        public void Dispose()
        {
            ShrinkToLine();
            Line.Dispose();
        }
    }

    public sealed class Links : IDisposable
    {
        private readonly Dictionary<string, Link> _links = new();

        public void Replace(string host)
        {
            if (_links.TryGetValue(host, out var old))
                old.ShrinkToLine();
            _links[host] = new Link(host, host + ".spool"); //! LEAK1001
        }

        public void Send(string host, byte[] data) => _links[host].Send(data);

        public void Dispose()
        {
            foreach (var link in _links.Values)
                link.Dispose();
            _links.Clear();
        }
    }
}
