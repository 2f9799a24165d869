// What was taken for lost and is not, and what was taken for right and is lost: by a handler, a flag, an order or a part.
namespace Samples.RightAfterAll4.M13
{
    /// <summary>Dispose takes out the main line and disposes the others where they are: their keys stay in the table.</summary>
    public sealed class Lines : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _lines = new();
        private readonly string _main;

        public Lines(string main, IEnumerable<string> names)
        {
            _main = main;
            foreach (var name in names)
                _lines.Add(name, new FileStream(name, FileMode.OpenOrCreate));
        }

        public bool Reopen(string name, string path)
        {
            lock (_gate)
            {
                if (!_lines.TryGetValue(name, out var old))
                    return false;
                var made = new FileStream(path, FileMode.OpenOrCreate);
                _lines[name] = made; //! LEAK4002
                old.Dispose();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_lines.Remove(_main, out var main))
                    main.Dispose();
                foreach (var line in _lines.Values)
                    line.Dispose(); //! LEAK1013
            }
        }
    }
}

namespace Samples.RightAfterAll4.M14
{
    /// <summary>_all has what the constructor has opened; what Refresh opens is in _byPath alone, and the next Refresh drops it.</summary>
    public sealed class Sources : IDisposable
    {
        private readonly Dictionary<string, FileStream> _byPath = new();
        private readonly FileStream[] _all;

        public Sources(IReadOnlyList<string> paths)
        {
            var made = new Dictionary<string, FileStream>();
            foreach (var path in paths)
            {
                var file = new FileStream(path, FileMode.Open);
                made[path] = file;
                _byPath.Add(path, file);
            }

            _all = made.Values.ToArray();
        }

        public long Length(string path) => _byPath[path].Length;

        public void Refresh(string path) => _byPath[path] = new FileStream(path, FileMode.Open); //! LEAK1001

        public void Dispose()
        {
            foreach (var file in _all)
                file.Dispose(); //! LEAK1013
            foreach (var file in _byPath.Values)
                file.Dispose(); //! LEAK1013
            _byPath.Clear();
        }
    }
}

namespace Samples.RightAfterAll4.M15
{
    /// <summary>A session that is closed leaves the table together with its guest, which nobody can close then.</summary>
    public sealed class Session : IDisposable
    {
        private readonly SessionTable _table;
        private readonly FileStream _log;

        public Session(SessionTable table, int id, string path)
        {
            _table = table;
            Id = id;
            _log = new FileStream(path, FileMode.Append);
        }

        public int Id { get; }

        public void Close()
        {
            _table.Forget(Id);
            Dispose();
        }

        public void Dispose() => _log.Dispose();
    }

    public sealed class SessionTable : IDisposable
    {
        private readonly Dictionary<int, Session> _sessions = new();
        private readonly Dictionary<int, int> _guests = new();

        public void Open(int id, int host, string path)
        {
            if (_sessions.ContainsKey(id))
                return;
            _sessions.Add(id, new Session(this, id, path));
            _guests[host] = id;
        }

        public void Close(int id)
        {
            if (_sessions.TryGetValue(id, out var session))
                session.Close();
        }

        internal void Forget(int id)
        {
            if (_guests.TryGetValue(id, out var guest))
                _sessions.Remove(guest); //! LEAK1002
            _sessions.Remove(id);
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values.ToArray())
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}

namespace Samples.RightAfterAll4.M16
{
    /// <summary>A panel is attached to the scope by Show; a preview is only in the table.</summary>
    public sealed class Panel : IDisposable
    {
        private readonly FileStream _image;

        public Panel(string path) => _image = new FileStream(path, FileMode.Open);

        public long Size => _image.Length;

        public void Dispose() => _image.Dispose();
    }

    public sealed class PanelScope
    {
        private readonly List<Panel> _panels = new();

        public Panel Attach(Panel panel)
        {
            _panels.Add(panel);
            return panel;
        }

        public void End(Panel panel)
        {
            _panels.Remove(panel);
            panel.Dispose();
        }
    }

    public sealed class Board
    {
        private readonly PanelScope _scope = new();
        private readonly Dictionary<string, Panel> _shown = new();

        public void Show(string name, string path)
        {
            if (_shown.Remove(name, out var old))
                _scope.End(old);
            _shown[name] = _scope.Attach(new Panel(path));
        }

        public void Preview(string name, string path) => _shown[name] = new Panel(path); //! LEAK1001

        public long Size() => _shown.Values.Sum(p => p.Size);

        public void Close()
        {
            foreach (var panel in _shown.Values)
                _scope.End(panel);
            _shown.Clear();
        }
    }
}

namespace Samples.RightAfterAll4.M21
{
    /// <summary>The method needs a pool that has been started: then many threads are at work.</summary>
    public sealed class LinePool : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _lines = new();
        private volatile bool _initialized;

        public void Initialize() => _initialized = true;

        public FileStream Get(string name)
        {
            ThrowIfNotInitialized();
            if (_lines.TryGetValue(name, out var line))
                return line;
            line = new FileStream(name, FileMode.Open);
            _lines[name] = line; //! LEAK2001 LEAK4002
            return line;
        }

        private void ThrowIfNotInitialized()
        {
            if (!_initialized)
                throw new InvalidOperationException("Call Initialize first.");
        }

        public void Dispose()
        {
            foreach (var line in _lines.Values)
                line.Dispose(); //! LEAK1013
            _lines.Clear();
        }
    }
}

namespace Samples.RightAfterAll4.M22
{
    /// <summary>A cache that may be set to read-only; until then all threads of the server fill it.</summary>
    public sealed class TileCache : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, FileStream> _tiles = new();
        private volatile bool _readOnly;

        public void MakeReadOnly() => _readOnly = true;

        public long Load(int number)
        {
            ThrowIfReadOnly();
            if (!_tiles.TryGetValue(number, out var tile))
            {
                tile = new FileStream(number + ".tile", FileMode.Open);
                _tiles[number] = tile; //! LEAK2001 LEAK4002
            }

            return tile.Length;
        }

        private void ThrowIfReadOnly()
        {
            if (_readOnly)
                throw new InvalidOperationException("Read-only.");
        }

        public void Dispose()
        {
            foreach (var tile in _tiles.Values)
                tile.Dispose(); //! LEAK1013
            _tiles.Clear();
        }
    }
}

namespace Samples.RightAfterAll4.M23
{
    /// <summary>Load(folder) ends what is there; Load() opens all channels anew over what is there.</summary>
    public sealed class Channels : IDisposable
    {
        private readonly FileStream?[] _channels = new FileStream?[4];
        private string _folder = ".";

        public void Load()
        {
            for (var i = 0; i < _channels.Length; i++)
                _channels[i] = new FileStream(Path.Combine(_folder, i + ".ch"), FileMode.OpenOrCreate); //! LEAK1001
        }

        public void Load(string folder)
        {
            _folder = folder;
            for (var i = 0; i < _channels.Length; i++)
            {
                _channels[i]?.Dispose();
                _channels[i] = null;
            }
        }

        public long Length(int index) => _channels[index]?.Length ?? 0;

        public void Dispose()
        {
            foreach (var channel in _channels)
                channel?.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.RightAfterAll4.M24
{
    /// <summary>Stop leaves those open that still have something to write; Start opens all of them again.</summary>
    public sealed class Tracks : IDisposable
    {
        private readonly FileStream?[] _tracks = new FileStream?[4];
        private readonly string _folder;

        public Tracks(string folder) => _folder = folder;

        public void Start()
        {
            for (var i = 0; i < _tracks.Length; i++)
                _tracks[i] = new FileStream(Path.Combine(_folder, i + ".trk"), FileMode.OpenOrCreate); //! LEAK1001
        }

        public void Stop()
        {
            for (var i = 0; i < _tracks.Length; i++)
            {
                if (_tracks[i] is { Position: > 0 })
                    continue;
                _tracks[i]?.Dispose(); //! LEAK1013
                _tracks[i] = null;
            }
        }

        public void Dispose()
        {
            foreach (var track in _tracks)
                track?.Dispose(); //! LEAK1013
        }
    }
}
