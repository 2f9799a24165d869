using System.IO.Compression;
using System.Net.Sockets;

// Each program has one thing that the exemption it resembles does not cover, or has all of it.
namespace Samples.ToldWithReason3.A22_SHAREDTASK
{
    public sealed class RunTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<Task, Timer> _watch = new();

        public void Watch(Action work, int times)
        {
            var run = Task.Run(work);
            for (var i = 1; i <= times; i++)
            {
                lock (_gate)
                    _watch[run] = new Timer(_ => Console.WriteLine(run.Status), null, i * 1000, 1000); //! LEAK1001 LEAK4002
            }
        }

        public void Forget(Task run)
        {
            lock (_gate)
            {
                if (_watch.Remove(run, out var timer))
                    timer.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var timer in _watch.Values)
                    timer.Dispose();
                _watch.Clear();
            }
        }
    }
}

namespace Samples.ToldWithReason3.B01_STOPUNDERLOCK
{
    public sealed class Sampler
    {
        private readonly object _gate = new();
        private readonly Timer?[] _timers = new Timer?[4];
        private int _samples;

        public void Start()
        {
            lock (_gate)
            {
                for (var i = 0; i < _timers.Length; i++)
                    _timers[i] = new Timer(_ => Interlocked.Increment(ref _samples), null, 1000, 1000 + i);
            }
        }

        public int Samples => Volatile.Read(ref _samples);

        public void Stop()
        {
            lock (_gate)
            {
                for (var i = 0; i < _timers.Length; i++)
                {
                    _timers[i]?.Dispose();
                    _timers[i] = null;
                }
            }
        }
    }
}

namespace Samples.ToldWithReason3.B03_STOPREVERSE
{
    public sealed class Stages
    {
        private readonly FileStream?[] _files = new FileStream?[8];
        private readonly string _folder;

        public Stages(string folder) => _folder = folder;

        public void Start()
        {
            for (var i = 0; i < _files.Length; i++)
                _files[i] = new FileStream(Path.Combine(_folder, i + ".stage"), FileMode.Create);
        }

        public void Write(int stage, byte[] data) => _files[stage]!.Write(data);

        public void Stop()
        {
            try
            {
                for (var i = _files.Length - 1; i >= 0; i--)
                {
                    _files[i]?.Dispose(); //! LEAK1013
                    _files[i] = null;
                }
            }
            catch (IOException error)
            {
                Console.WriteLine(error);
            }
        }
    }
}

namespace Samples.ToldWithReason3.B05_RESERVATION
{
    public sealed class PeerTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, TcpClient> _peers = new();
        private readonly HashSet<string> _opening = new();
        private bool _closed;

        public void Open(string host)
        {
            lock (_gate)
            {
                if (_closed || _peers.ContainsKey(host) || !_opening.Add(host))
                    return;
            }

            TcpClient? peer = null;
            try
            {
                peer = new TcpClient(host, 4001);
            }
            finally
            {
                lock (_gate)
                {
                    _opening.Remove(host);
                    if (peer != null && _closed)
                        peer.Dispose();
                    else if (peer != null)
                        _peers.TryAdd(host, peer);
                }
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var peer in _peers.Values)
                    peer.Dispose();
                _peers.Clear();
            }
        }
    }
}

namespace Samples.ToldWithReason3.B06_OWNERPRIVATERESET
{
    public sealed class LayerTable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _layers = new();

        public void Open(string name)
        {
            lock (_gate)
            {
                if (!_layers.ContainsKey(name))
                    _layers.Add(name, new FileStream(name + ".layer", FileMode.OpenOrCreate));
            }
        }

        public void Reset()
        {
            lock (_gate)
            {
                foreach (var layer in _layers.Values)
                    layer.Dispose();
                _layers.Clear();
            }
        }
    }

    public sealed class MapView : IDisposable
    {
        private readonly LayerTable _layers = new();
        private string _path = "";
        private readonly object _gate = new();
        private bool _disposed;

        public string Path
        {
            get => _path;
            set
            {
                lock (_gate)
                {
                    _path = value;
                    BeginAnew();
                }
            }
        }

        public void Show(string layer)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _layers.Open(_path + layer);
            }
        }

        private void BeginAnew() => _layers.Reset();

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _layers.Reset();
            }
        }
    }
}

namespace Samples.ToldWithReason3.B07_OWNERRENDER
{
    public sealed class TileTable
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, FileStream> _tiles = new();

        public void Open(int tile)
        {
            lock (_gate)
            {
                if (!_tiles.ContainsKey(tile))
                    _tiles.Add(tile, new FileStream(tile + ".tile", FileMode.OpenOrCreate));
            }
        }

        public void New()
        {
            lock (_gate)
            {
                foreach (var tile in _tiles.Values)
                    tile.Dispose();
                _tiles.Clear();
            }
        }
    }

    public sealed class Canvas : IDisposable
    {
        private readonly TileTable _tiles = new();
        private readonly object _gate = new();
        private bool _disposed;

        public void Render(IEnumerable<int> visible)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_disposed, this);
                _tiles.New();
                foreach (var tile in visible)
                    _tiles.Open(tile);
            }
        }

        public void Extend(int tile)
        {
            lock (_gate)
            {
                if (!_disposed)
                    _tiles.Open(tile);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _disposed = true;
                _tiles.New();
            }
        }
    }
}

namespace Samples.ToldWithReason3.B09_STATICCONSTRUCTOR
{
    public sealed class Journal
    {
        private static readonly Journal Shared;
        private readonly Dictionary<string, FileStream> _files = new();

        static Journal()
        {
            Shared = new Journal();
            Shared.Write("start", new byte[] { 1 });
        }

        private Journal()
        {
        }

        public static Journal Default => Shared;

        public void Write(string name, byte[] data)
        {
            lock (_files)
            {
                if (!_files.TryGetValue(name, out var file))
                {
                    file = new FileStream(name + ".jnl", FileMode.Append);
                    _files.Add(name, file);
                }

                file.Write(data);
            }
        }

        public void Close(string name)
        {
            lock (_files)
            {
                if (_files.Remove(name, out var file))
                    file.Dispose();
            }
        }
    }
}

namespace Samples.ToldWithReason3.B10_WATCHERZIP
{
    public sealed class DropFolder : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private int _entries;

        public DropFolder(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "*.zip");
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }

        public int Entries => _entries;

        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            for (var attempt = 0; attempt < 5; attempt++)
            {
                try
                {
                    using var zip = ZipFile.OpenRead(e.FullPath);
                    _entries += zip.Entries.Count;
                    return;
                }
                catch (IOException)
                {
                    Thread.Sleep(200);
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}
