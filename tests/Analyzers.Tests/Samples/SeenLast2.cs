using System.Collections.Concurrent;
using System.IO.MemoryMappedFiles;
using System.Reflection;
using System.Runtime.Loader;
using System.Text;

// Programs of a writer who knew the rules only, and look-alikes among them
namespace Samples.SeenLast2.A04
{
    internal sealed class PluginContext(string path) : AssemblyLoadContext(Path.GetFileName(path), isCollectible: true)
    {
        private readonly AssemblyDependencyResolver _resolver = new(path);

        protected override Assembly? Load(AssemblyName name)
            => _resolver.ResolveAssemblyToPath(name) is { } found ? LoadFromAssemblyPath(found) : null;
    }

    internal sealed class LoadedPlugin : IDisposable
    {
        private readonly FileStream _shadowLock;
        private readonly PluginContext _context;
        private int _ended;

        public LoadedPlugin(string path)
        {
            Name = Path.GetFileNameWithoutExtension(path);
            _shadowLock = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.Read);
            _context = new PluginContext(path);
        }

        public string Name { get; }

        public Assembly Entry() => _context.LoadFromStream(_shadowLock);

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _ended, 1) != 0)
                return;
            _shadowLock.Dispose();
            _context.Unload();
        }
    }

    public sealed class PluginHost : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, LoadedPlugin> _byName = new(StringComparer.OrdinalIgnoreCase);
        private readonly string _directory;
        private bool _closed;

        public PluginHost(string directory) => _directory = directory;

        public event EventHandler<string>? Installed;

        public void Install(string path)
        {
            var plugin = new LoadedPlugin(path);
            bool late;
            lock (_gate)
            {
                late = _closed;
                if (!late)
                    _byName[plugin.Name] = plugin; //! LEAK1001
            }

            if (late)
            {
                plugin.Dispose();
                throw new ObjectDisposedException(nameof(PluginHost));
            }

            Installed?.Invoke(this, plugin.Name);
        }

        public bool Uninstall(string name)
        {
            LoadedPlugin? plugin;
            lock (_gate)
            {
                if (!_byName.Remove(name, out plugin))
                    return false;
            }

            plugin.Dispose();
            return true;
        }

        public void Rescan()
        {
            var found = new List<LoadedPlugin>();
            try
            {
                foreach (string path in Directory.EnumerateFiles(_directory, "*.dll"))
                    found.Add(new LoadedPlugin(path));
            }
            catch
            {
                found.ForEach(static p => p.Dispose());
                throw;
            }

            var surplus = new List<LoadedPlugin>();
            lock (_gate)
            {
                if (_closed)
                {
                    surplus.AddRange(found);
                }
                else
                {
                    _byName.Clear(); //! LEAK1003
                    surplus.AddRange(found.Where(p => !_byName.TryAdd(p.Name, p)));
                }
            }

            foreach (LoadedPlugin plugin in surplus)
                plugin.Dispose();
        }

        public IReadOnlyList<string> Names()
        {
            lock (_gate)
                return [.. _byName.Keys.Order(StringComparer.Ordinal)];
        }

        public void Dispose()
        {
            LoadedPlugin[] all;
            lock (_gate)
            {
                _closed = true;
                all = [.. _byName.Values];
                _byName.Clear();
            }

            foreach (LoadedPlugin plugin in all)
            {
                try
                {
                    plugin.Dispose();
                }
                catch (IOException)
                {
                }
            }
        }
    }
}

namespace Samples.SeenLast2.A06
{
    public enum Severity { Debug, Info, Warn, Error }

    public readonly record struct LogLine(DateTimeOffset At, string Category, Severity Severity, string Text)
    {
        public byte[] Encode() => Encoding.UTF8.GetBytes($"{At:O} [{Severity}] {Text}{Environment.NewLine}");
    }

    internal sealed class SinkFile(string path) : IDisposable
    {
        private readonly FileStream _stream = new(path, FileMode.OpenOrCreate, FileAccess.Write, FileShare.ReadWrite);
        private long _end = new FileInfo(path).Length;

        public void Write(byte[] bytes)
        {
            long at = Interlocked.Add(ref _end, bytes.Length) - bytes.Length;
            RandomAccess.Write(_stream.SafeFileHandle, bytes, at);
        }

        public void Dispose() => _stream.Dispose();
    }

    /// <summary>One file per category, opened at first use.</summary>
    public sealed class CategorySinks(string directory) : IDisposable
    {
        private readonly ConcurrentDictionary<string, SinkFile> _files = new(StringComparer.Ordinal);
        private int _closed;

        public bool Emit(in LogLine line)
        {
            if (Volatile.Read(ref _closed) != 0)
                return false;

            string category = line.Category;
            SinkFile file = _files.GetOrAdd(category, c => new SinkFile(PathOf(c))); //! LEAK1005
            if (Volatile.Read(ref _closed) != 0)
            {
                CloseAll();
                return false;
            }

            try
            {
                file.Write(line.Encode());
                return true;
            }
            catch (ObjectDisposedException)
            {
                return false;
            }
        }

        private string PathOf(string category)
        {
            foreach (char bad in Path.GetInvalidFileNameChars())
                category = category.Replace(bad, '_');
            return Path.Combine(directory, category + ".log");
        }

        private void CloseAll()
        {
            foreach (string category in _files.Keys)
            {
                if (_files.TryRemove(category, out SinkFile? file))
                    file.Dispose(); //! LEAK1013
            }
        }

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _closed, 1) == 0)
                CloseAll();
        }
    }

    /// <summary>Records the traffic of one debugging run into numbered segments. Used by one thread.</summary>
    public sealed class TraceCapture : IDisposable
    {
        private const long SegmentLimit = 16 << 20;
        private readonly List<FileStream> _segments = []; //! LEAK1004
        private readonly FileStream _index;
        private readonly string _prefix;

        public TraceCapture(string prefix)
        {
            _prefix = prefix;
            _index = new FileStream(prefix + ".idx", FileMode.Create, FileAccess.Write);
        }

        public static TraceCapture Begin(string directory, DateTime now)
            => new(Path.Combine(directory, $"trace-{now:yyyyMMddHHmmss}"));

        public void Record(ReadOnlySpan<byte> frame)
        {
            if (_segments.Count == 0 || _segments[^1].Length > SegmentLimit)
                _segments.Add(new FileStream($"{_prefix}.{_segments.Count:000}", FileMode.Create, FileAccess.ReadWrite));

            FileStream current = _segments[^1];
            Span<byte> entry = stackalloc byte[12];
            BitConverter.TryWriteBytes(entry, _segments.Count - 1);
            BitConverter.TryWriteBytes(entry[4..], current.Position);
            _index.Write(entry);
            current.Write(frame);
        }

        public byte[] Replay(int segment, long offset, int length)
        {
            var buffer = new byte[length];
            RandomAccess.Read(_segments[segment].SafeFileHandle, buffer, offset);
            return buffer;
        }

        public void Dispose()
        {
            _index.Flush(flushToDisk: true);
            _index.Dispose();
        }
    }
}

namespace Samples.SeenLast2.A08
{
    public readonly record struct TileKey(int Zoom, int X, int Y)
    {
        public IEnumerable<TileKey> Neighbours()
        {
            for (int dx = -1; dx <= 1; dx++)
            for (int dy = -1; dy <= 1; dy++)
                if (dx != 0 || dy != 0)
                    yield return new TileKey(Zoom, X + dx, Y + dy);
        }

        public override string ToString() => $"{Zoom}-{X}-{Y}";
    }

    internal sealed class TileSurface : IDisposable
    {
        private readonly MemoryMappedFile _pixels;
        private readonly MemoryMappedViewAccessor _view;

        private TileSurface(int edge)
        {
            Bytes = (long)edge * edge * 4;
            _pixels = MemoryMappedFile.CreateNew(null, Bytes);
            _view = _pixels.CreateViewAccessor();
        }

        public long Bytes { get; }

        public static TileSurface Render(TileKey key, int edge)
        {
            var surface = new TileSurface(edge);
            uint seed = (uint)key.GetHashCode();
            for (long at = 0; at < surface.Bytes; at += 4)
                surface._view.Write(at, seed ^ (uint)at);
            return surface;
        }

        public void CopyTo(byte[] target) => _view.ReadArray(0, target, 0, target.Length);

        public void Dispose()
        {
            _view.Dispose();
            _pixels.Dispose();
        }
    }

    /// <summary>Tiles of the open map; belongs to the render thread.</summary>
    public sealed class TileCache : IDisposable
    {
        private readonly int _edge;
        private readonly long _budget;
        private Dictionary<TileKey, TileSurface> _tiles = [];

        public TileCache(int edge, long budget) => (_edge, _budget) = (edge, budget);

        private long Footprint => (long)_tiles.Count * _edge * _edge * 4;

        public void Draw(TileKey key, byte[] target)
        {
            if (!_tiles.TryGetValue(key, out TileSurface? tile))
            {
                tile = TileSurface.Render(key, _edge);
                _tiles.Add(key, tile);
            }

            tile.CopyTo(target);
            if (Footprint > _budget)
                Shrink(key);
        }

        public void PrefetchAround(TileKey center)
        {
            foreach (TileKey key in center.Neighbours())
            {
                TileSurface tile = TileSurface.Render(key, _edge);
                _tiles.TryAdd(key, tile); //! LEAK1006
            }
        }

        /// <summary>The style sheet changed: nothing that was drawn is valid any more.</summary>
        public void StyleChanged()
        {
            _tiles = new Dictionary<TileKey, TileSurface>(); //! LEAK1003
        }

        public string Describe() => string.Join(',', _tiles.Keys.Select(k => k.ToString()));

        private void Shrink(TileKey keep)
        {
            foreach (TileKey key in _tiles.Keys.Where(k => k != keep).ToArray())
            {
                if (Footprint <= _budget / 2)
                    break;
                if (_tiles.Remove(key, out TileSurface? victim))
                    victim.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (TileSurface tile in _tiles.Values)
                tile.Dispose();
            _tiles.Clear();
        }
    }
}
