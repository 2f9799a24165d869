// The event is raised after all, and the failure is seen by others than the one user.
namespace Samples.OfSomeConsequence.Raised
{
    public interface ILedger
    {
        event EventHandler? RolledOver;
    }

    public sealed class FileLedger : ILedger, IDisposable
    {
        private readonly Timer _day;

        public FileLedger() => _day = new Timer(_ => RolledOver?.Invoke(this, EventArgs.Empty), null, 0, 1000);

        public event EventHandler? RolledOver;

        public void Dispose() => _day.Dispose();
    }

    public sealed class NoLedger : ILedger
    {
        public event EventHandler? RolledOver;
    }

    public sealed class Reports
    {
        private readonly HttpClient _http = new();

        public Reports(ILedger ledger) => ledger.RolledOver += OnRolledOver;

        private void OnRolledOver(object? sender, EventArgs e) => _http.PostAsync("http://reports/rolled", null).Wait(); //! LEAK3001
    }
}

namespace Samples.OfSomeConsequence.PromisedOnly
{
    public interface ITape
    {
        event Action<string> LineRead;
    }

    public sealed class Mirror
    {
        private readonly HttpClient _http = new();

        public Mirror(ITape tape) => tape.LineRead += line => _http.PostAsync("http://mirror/", new StringContent(line)).Wait(); //! LEAK3001
    }
}

namespace Samples.OfSomeConsequence.Accessors
{
    public sealed class Tape
    {
        private readonly FileSystemWatcher _watcher = new(".");

        public event FileSystemEventHandler Grown
        {
            add => _watcher.Changed += value;
            remove => _watcher.Changed -= value;
        }
    }

    public sealed class Mirror
    {
        private readonly HttpClient _http = new();

        public Mirror(Tape tape) => tape.Grown += (_, e) => _http.PostAsync("http://mirror/", new StringContent(e.FullPath)).Wait(); //! LEAK3001
    }
}

namespace Samples.OfSomeConsequence.Passed
{
    public sealed class Tape
    {
        public Tape(FileSystemWatcher watcher) => watcher.Changed += (s, e) => Tell(Grown, s, e);

        public event FileSystemEventHandler? Grown;

        private static void Tell(FileSystemEventHandler? handlers, object sender, FileSystemEventArgs e) => handlers?.Invoke(sender, e);
    }

    public sealed class Mirror
    {
        private readonly HttpClient _http = new();

        public Mirror(Tape tape) => tape.Grown += (_, e) => _http.PostAsync("http://mirror/", new StringContent(e.FullPath)).Wait(); //! LEAK3001
    }
}

namespace Samples.OfSomeConsequence.SharedStream
{
    public sealed class AuditWriter : TextWriter
    {
        private readonly object _gate = new();
        private readonly string _name;
        private FileStream _part;

        public AuditWriter(string name)
        {
            _name = name;
            _part = File.Create(name);
        }

        public override System.Text.Encoding Encoding => System.Text.Encoding.UTF8;

        public override void Write(char value)
        {
            lock (_gate)
                _part.WriteByte((byte)value);
        }

        public void Roll()
        {
            lock (_gate)
            {
                _part.Dispose(); //! LEAK1008
                File.Move(_name, _name + ".old");
                _part = File.Create(_name); //! LEAK4002
            }
        }

        protected override void Dispose(bool disposing)
        {
            lock (_gate)
                _part.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.OfSomeConsequence.GoesOn
{
    public sealed class VolumeWriter : BinaryWriter
    {
        private readonly string _name;
        private FileStream _part;

        public VolumeWriter(string name)
        {
            _name = name;
            _part = File.Create(name);
        }

        public override void Write(byte value)
        {
            if (_part.Length > 1 << 20)
                Next();
            _part.WriteByte(value);
        }

        private void Next()
        {
            try
            {
                _part.Dispose(); //! LEAK1008
                File.Move(_name, _name + ".old");
                _part = File.Create(_name);
            }
            catch (IOException e)
            {
                Console.Error.WriteLine(e.Message);
            }
        }

        protected override void Dispose(bool disposing)
        {
            _part.Dispose();
            base.Dispose(disposing);
        }
    }
}

namespace Samples.OfSomeConsequence.FilledAgain
{
    public sealed class Track : IDisposable
    {
        private readonly Timer _fade;

        public Track(TimerCallback fade) => _fade = new Timer(fade, null, 1000, 1000);

        public void Dispose() => _fade.Dispose();
    }

    public class Playlist : IDisposable
    {
        public Playlist() => Reset();

        public IList<Track> Tracks { get; set; } = null!;

        public bool IsLocked { get; set; }

        public virtual void Reset() => Tracks = new List<Track>(); //! LEAK1003

        public void Dispose()
        {
            foreach (var track in Tracks)
                track.Dispose();
        }
    }

    public sealed class Charts : Playlist
    {
        public override void Reset()
        {
            base.Reset();
            Tracks.Add(new Track(_ => { }));
            Tracks = new List<Track> { new(_ => { }), new(_ => { }) }; //! LEAK1003
        }
    }

    public sealed class Hits : Playlist
    {
        public override void Reset()
        {
            base.Reset();
            Tracks = new List<Track> { new(_ => { }), new(_ => { }) };
        }
    }

    public sealed class Radio : Playlist
    {
        public override void Reset() => Tracks = new List<Track> { new(_ => { }) }; //! LEAK1003
    }
}

namespace Samples.OfSomeConsequence.EmptiedIfFree
{
    public sealed class Track : IDisposable
    {
        private readonly Timer _fade;

        public Track(TimerCallback fade) => _fade = new Timer(fade, null, 1000, 1000);

        public void Dispose() => _fade.Dispose();
    }

    public class Playlist : IDisposable
    {
        public IList<Track> Tracks { get; set; } = new List<Track>();

        public bool IsLocked { get; set; }

        public virtual void Reset()
        {
            if (IsLocked)
                return;
            Tracks.Clear(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var track in Tracks)
                track.Dispose();
        }
    }

    public sealed class Charts : Playlist
    {
        public override void Reset()
        {
            base.Reset();
            Tracks = new List<Track> { new(_ => { }), new(_ => { }) }; //! LEAK1003
        }
    }
}

namespace Samples.OfSomeConsequence.EndedTooLate
{
    public sealed class Track : IDisposable
    {
        private readonly Timer _fade;

        public Track(TimerCallback fade) => _fade = new Timer(fade, null, 1000, 1000);

        public void Dispose() => _fade.Dispose();
    }

    public class Playlist : IDisposable
    {
        protected List<Track> Tracks { get; set; } = new();

        public virtual void Load() => Release();

        public void Dispose() => Release();

        private void Release()
        {
            foreach (var track in Tracks)
                track.Dispose();
            Tracks.Clear();
        }
    }

    public sealed class InOrder : Playlist
    {
        public override void Load()
        {
            base.Load();
            Tracks = new() { new(_ => { }), new(_ => { }) };
        }
    }

    public sealed class TheOtherWayRound : Playlist
    {
        public override void Load()
        {
            Tracks = new() { new(_ => { }), new(_ => { }) }; //! LEAK1003
            base.Load();
        }
    }
}

namespace Samples.OfSomeConsequence.BroughtByCallers
{
    public sealed class Values
    {
        private readonly Dictionary<string, object> _values = new();

        public object Get(string name, Func<object> make)
        {
            if (!_values.TryGetValue(name, out var value))
                _values[name] = value = make();
            return value;
        }

        public void Set(string name, object value) => _values[name] = value;

        public void Clear()
        {
            foreach (var value in _values.Values)
            {
                if (value is IDisposable disposable)
                    disposable.Dispose();
            }

            _values.Clear();
        }
    }
}
