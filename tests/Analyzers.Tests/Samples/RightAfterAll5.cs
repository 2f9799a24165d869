// What was taken for lost and is not, and what was taken for right and is lost: by a handler, a flag, an order or a part.
namespace Samples.RightAfterAll5.M25
{
    /// <summary>The next track takes over the volume of the one before, and opens a file of its own.</summary>
    public sealed class Track : IDisposable
    {
        private readonly FileStream _file;
        private readonly int _volume;

        public Track(FileStream file, Track? previous)
        {
            _file = file;
            _volume = previous?._volume ?? 50;
        }

        public int Volume => _volume;

        public long Length => _file.Length;

        public Track Next(string path) => new(new FileStream(path, FileMode.Open), this);

        public void Dispose() => _file.Dispose();
    }

    public sealed class Deck : IDisposable
    {
        private readonly Dictionary<int, Track> _tracks = new();

        public void Load(int deck, string path)
        {
            if (_tracks.ContainsKey(deck))
                return;
            _tracks.Add(deck, new Track(new FileStream(path, FileMode.Open), null));
        }

        public void Skip(int deck, string path)
        {
            if (_tracks.TryGetValue(deck, out var playing))
                _tracks[deck] = playing.Next(path); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var track in _tracks.Values)
                track.Dispose(); //! LEAK1013
            _tracks.Clear();
        }
    }
}

namespace Samples.RightAfterAll5.M27
{
    /// <summary>Between the number and its use a local function gives the same number to the index file.</summary>
    public sealed class Volume : IDisposable
    {
        private readonly Dictionary<int, FileStream> _parts = new();

        public int Add(string path, bool indexed)
        {
            var number = NextFree();
            if (indexed)
                AddIndex();
            _parts[number] = new FileStream(path, FileMode.Open); //! LEAK1001
            return number;

            void AddIndex() => _parts.Add(number, new FileStream(path + ".index", FileMode.Open));
        }

        private int NextFree()
        {
            var number = 0;
            while (_parts.ContainsKey(number))
                number++;
            return number;
        }

        public void Dispose()
        {
            foreach (var part in _parts.Values)
                part.Dispose(); //! LEAK1013
            _parts.Clear();
        }
    }
}

namespace Samples.RightAfterAll5.M28
{
    /// <summary>The table of the old book is emptied; the own one is shared by all threads.</summary>
    public sealed class RouteBook : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _routes = new();
        private int _opened;

        public void Take(RouteBook old, string name)
        {
            old._routes.Clear(); //! LEAK1003
            if (!_routes.ContainsKey(name))
                _routes[name] = new FileStream(name, FileMode.Open); //! LEAK2001 LEAK4002
        }

        public int Count()
        {
            lock (_gate)
            {
                _opened++;
                return _routes.Count;
            }
        }

        public bool Has(string name)
        {
            lock (_gate)
                return _routes.ContainsKey(name);
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var route in _routes.Values)
                    route.Dispose(); //! LEAK1013
                _routes.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll5.M29
{
    /// <summary>Touch takes all out and puts them back; a Dispose in between sees none of them.</summary>
    public sealed record Entry(string Name, FileStream File)
    {
        public long Seen { get; init; }
    }

    public sealed class EntryCache : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Entry> _entries = new();
        private bool _closed;

        public void Open(string name)
        {
            lock (_gate)
            {
                if (_closed || _entries.ContainsKey(name))
                    return;
                _entries.Add(name, new Entry(name, new FileStream(name, FileMode.Open)));
            }
        }

        public void TouchAll(long now)
        {
            Entry[] all;
            lock (_gate)
            {
                all = _entries.Values.ToArray();
                _entries.Clear();
            }

            foreach (var entry in all)
            {
                lock (_gate)
                    _entries[entry.Name] = entry with { Seen = now }; //! LEAK4002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var entry in _entries.Values)
                    entry.File.Dispose(); //! LEAK1013
                _entries.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll5.M30
{
    /// <summary>Close ends the index of a volume only; its data stay open.</summary>
    public sealed record Volume(FileStream Data, FileStream Index);

    public sealed class Volumes : IDisposable
    {
        private readonly Dictionary<string, Volume> _volumes = new();

        public void Open(string name)
        {
            CloseIndex(name);
            _volumes[name] = new Volume(new FileStream(name + ".dat", FileMode.Open), new FileStream(name + ".idx", FileMode.Open)); //! LEAK1001
        }

        private void CloseIndex(string name)
        {
            if (_volumes.TryGetValue(name, out var volume))
                volume.Index.Dispose();
        }

        public long Length(string name) => _volumes[name].Data.Length;

        public void Dispose()
        {
            foreach (var volume in _volumes.Values)
            {
                volume.Data.Dispose(); //! LEAK1013
                volume.Index.Dispose(); //! LEAK1013
            }

            _volumes.Clear();
        }
    }
}

namespace Samples.RightAfterAll5.M32
{
    /// <summary>The drop goes on later; by then the new file is in the place, and the old one is lost.</summary>
    public sealed class Spools : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public void Restart(string name)
        {
            _ = DropAsync(name);
            _files[name] = new FileStream(name, FileMode.Open, FileAccess.Read, FileShare.ReadWrite); //! LEAK1001
        }

        private async Task DropAsync(string name)
        {
            await Task.Yield();
            if (_files.TryGetValue(name, out var file))
                file.Dispose();
        }

        public long Length(string name) => _files[name].Length;

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.RightAfterAll5.M33
{
    /// <summary>A base type whose hook ends the old file; a derived one only notes that.</summary>
    public class Pool : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public void Replace(string name)
        {
            Evict(name);
            _files[name] = new FileStream(name, FileMode.Open); //! LEAK1001
        }

        protected virtual void Evict(string name)
        {
            if (_files.TryGetValue(name, out var file))
                file.Dispose();
        }

        public long Length(string name) => _files[name].Length;

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }

    public sealed class CountingPool : Pool
    {
        public int Evicted { get; private set; }

        protected override void Evict(string name) => Evicted++;
    }
}

namespace Samples.RightAfterAll5.M34
{
    /// <summary>A link is made empty, and opened by its own factory.</summary>
    public sealed class Link : IDisposable
    {
        private FileStream? _file;

        public long Length => _file?.Length ?? 0;

        public static Link Open(string path)
        {
            var link = new Link();
            link._file = new FileStream(path, FileMode.Open);
            return link;
        }

        public void Dispose() => _file?.Dispose();
    }

    public sealed class LinkTable : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Link> _links = new();

        public long Open(string name, string path)
        {
            lock (_gate)
            {
                if (_links.TryGetValue(name, out var known))
                    return known.Length;
                var link = Link.Open(path);
                _links.Add(name, link); //! LEAK4002
                return link.Length;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _links.Values)
                    link.Dispose(); //! LEAK1013
                _links.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll5.M35
{
    /// <summary>A tolerant one does not throw after its end; what a late call opens goes into a new table, and is never ended.</summary>
    public sealed class Ports : IDisposable
    {
        private readonly object _gate = new();
        private readonly bool _tolerant;
        private Dictionary<int, FileStream>? _ports = new();

        public Ports(bool tolerant) => _tolerant = tolerant;

        public long Open(int number)
        {
            lock (_gate)
            {
                if (_ports == null)
                    throw new ObjectDisposedException(nameof(Ports));
                if (_ports.TryGetValue(number, out var known))
                    return known.Length;
                var port = new FileStream(number + ".port", FileMode.Open);
                _ports.Add(number, port); //! LEAK4002
                return port.Length;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_ports == null)
                    return;
                foreach (var port in _ports.Values)
                    port.Dispose(); //! LEAK1013
                _ports = _tolerant ? new Dictionary<int, FileStream>() : null;
            }
        }
    }
}
