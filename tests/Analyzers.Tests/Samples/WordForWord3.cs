using System.Collections.Concurrent;

// The exemptions word for word: what they say, and what they do not.
namespace Samples.WordForWord3.O03_OBJECTSLOT
{
    public sealed class Channel : IDisposable
    {
        private readonly string _path;
        private object? _state;
        private long _sent;
        public Channel(string path) => _path = path;
        public long Sent => _sent;
        public void Attach(object state)
        {
            Drop();
            _state = state;
        }
        public void Reopen()
        {
            _state = new FileStream(_path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite); //! LEAK1001
        }
        public void Send(byte[] data)
        {
            if (_state is Stream stream)
                stream.Write(data);
            _sent += data.Length;
        }
        private void Drop()
        {
            if (_state is IDisposable disposable)
                disposable.Dispose();
            _state = null;
        }
        public void Dispose() => Drop();
    }
}

namespace Samples.WordForWord3.O04_OBJECTLISTRACE
{
    public sealed class PluginHost : IDisposable
    {
        private readonly ConcurrentDictionary<string, object> _plugins = new();
        private int _count;
        public int Count => _count;
        public bool Register(string name, object plugin) => _plugins.TryAdd(name, plugin); //! LEAK4002
        public object Load(string name, string path) => _plugins.GetOrAdd(name, _ => new FileStream(path, FileMode.Open)); //! LEAK1005
        public void Preload(string name, string path)
        {
            _plugins.TryAdd(name, new FileSystemWatcher(path)); //! LEAK1006
            Interlocked.Increment(ref _count);
        }
        public void Dispose()
        {
            foreach (var name in _plugins.Keys)
            {
                if (_plugins.TryRemove(name, out var plugin) && plugin is IDisposable disposable)
                    disposable.Dispose();
            }
        }
    }
}

namespace Samples.WordForWord3.O08_OBJECTUNDERLOCK
{
    public sealed class Cache : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, object> _values = new();
        private bool _closed;
        public bool IsClosed => _closed;
        public void Put(string name, object value)
        {
            lock (_gate)
            {
                if (_closed)
                    throw new ObjectDisposedException(nameof(Cache));
                _values.Add(name, value);
            }
        }
        public FileStream Open(string name)
        {
            var file = new FileStream(name, FileMode.Append);
            lock (_gate)
            {
                _values[name] = file; //! LEAK1001 LEAK4002
            }
            return file;
        }
        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var value in _values.Values)
                {
                    try { (value as IDisposable)?.Dispose(); }
                    catch (IOException) { }
                }
                _values.Clear();
            }
        }
    }
}

namespace Samples.WordForWord3.P01_MAXWAITTIME
{
    public sealed class Pump : IDisposable
    {
        private readonly FileStream _port;
        private readonly Thread _thread;
        private volatile bool _stop;
        private long _bytes;
        public Pump(string path)
        {
            _port = new FileStream(path, FileMode.Open);
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }
        public long Bytes => _bytes;
        private void Run()
        {
            while (!_stop && _port.ReadByte() >= 0)
                _bytes++;
        }
        public void Stop(int maxWaitTime)
        {
            _stop = true;
            _thread.Join(maxWaitTime);
        }
        public void Close(int terminationGracePeriod)
        {
            _stop = true;
            _thread.Join(terminationGracePeriod);
            _port.Dispose();
        }
        public void Dispose() => Close(1000);
    }
    public sealed class Station : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly Pump _pump = new("/dev/ttyS0");
        public Station(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.Error += OnError;
            _watcher.EnableRaisingEvents = true;
        }
        private void OnDeleted(object sender, FileSystemEventArgs e) => _pump.Stop(2000);
        private void OnError(object sender, ErrorEventArgs e) => _pump.Close(2000);
        public void Dispose()
        {
            _watcher.Dispose();
            _pump.Dispose();
        }
    }
}

namespace Samples.WordForWord3.Q01_REGISTRYUSERS
{
    public sealed class ReaderRegistry : IDisposable
    {
        private readonly Dictionary<string, FileStream> _readers = new();
        private int _opened;
        public int Opened => _opened;
        public void Open(string name)
        {
            _opened++;
            // The old one must not be disposed by the registry users: it is ours.
            _readers[name] = new FileStream(name, FileMode.Open); //! LEAK1001
        }
        public void Forget(string name)
        {
            // Must not be disposed by the registry thread, which would wait for it.
            _readers.Remove(name); //! LEAK1002
        }
        public long Length(string name) => _readers[name].Length;
        public void Dispose()
        {
            foreach (var reader in _readers.Values)
            {
                try { reader.Dispose(); } catch (IOException) { }
            }
            _readers.Clear();
        }
    }
}

namespace Samples.WordForWord3.R03_CALLERSOWNREPLACED
{
    public sealed class Sinks : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _sinks = new();
        public FileStream Open(string name)
        {
            if (_sinks.TryGetValue(name, out var known))
                return known;
            var made = new FileStream(name, FileMode.Append);
            var kept = Keep(name, made);
            if (!ReferenceEquals(kept, made))
                made.Dispose();
            return kept;
        }
        private FileStream Keep(string name, FileStream offered)
        {
            var kept = offered;
            if (!_sinks.TryAdd(name, kept)) //! LEAK4002
                kept = _sinks[name];
            return kept;
        }
        public void Write(string name, byte[] data) => _sinks[name].Write(data);
        public void Dispose()
        {
            foreach (var name in _sinks.Keys)
                if (_sinks.TryRemove(name, out var sink))
                {
                    try { sink.Dispose(); } catch (IOException) { }
                }
        }
    }
}

namespace Samples.WordForWord3.R04_ALLKEPT
{
    public sealed class Logs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _logs = new();
        private readonly List<FileStream> _all = new();
        public FileStream Open(string name)
        {
            var file = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _all.Add(file);
            if (!_logs.TryAdd(name, file))
                file = _logs[name];
            return file;
        }
        public void Write(string name, byte[] data) => Open(name).Write(data);
        public void Dispose()
        {
            foreach (var file in _all)
            {
                try { file.Dispose(); }
                catch (IOException) { }
            }
            _logs.Clear();
        }
    }
}

namespace Samples.WordForWord3.R10_BOUNDDISPOSE
{
    public sealed class Logs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _logs = new();
        private readonly Stack<Action> _ends = new();
        private int _asked;
        public int Asked => _asked;
        public FileStream Open(string name)
        {
            _asked++;
            var file = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _ends.Push(file.Dispose);
            if (!_logs.TryAdd(name, file))
                file = _logs[name];
            return file;
        }
        public void Write(string name, byte[] data) => Open(name).Write(data);
        public void Dispose()
        {
            while (_ends.Count > 0)
            {
                try { _ends.Pop()(); }
                catch (IOException) { }
            }
            _logs.Clear();
        }
    }
}

namespace Samples.WordForWord3.R12_HELPERAFTERLIST
{
    public sealed class Logs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _logs = new();
        private readonly List<FileStream> _all = new();
        private bool TryKeep(string name, FileStream file) => _logs.TryAdd(name, file);
        private FileStream Make(string name)
        {
            var file = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _all.Add(file);
            return file;
        }
        public FileStream Open(string name)
        {
            var file = Make(name);
            if (!TryKeep(name, file))
                file = _logs[name];
            return file;
        }
        public FileStream OpenHere(string name)
        {
            var file = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            _all.Add(file);
            if (!TryKeep(name, file))
                file = _logs[name];
            return file;
        }
        public void Dispose()
        {
            foreach (var file in _all)
            {
                try { file.Dispose(); }
                catch (IOException) { }
            }
            _all.Clear();
            _logs.Clear();
        }
    }
}

namespace Samples.WordForWord3.S02_ONESHOTTIMER
{
    /// <summary>The run begins after a delay, once; its end is told once.</summary>
    public sealed class Replay : IDisposable
    {
        private readonly FileStream _file;
        private readonly Timer _start;
        private long _bytes;
        public event EventHandler? Ended;
        public Replay(string path, int delay)
        {
            _file = new FileStream(path, FileMode.Open);
            _start = new Timer(_ => Run(), null, delay, Timeout.Infinite);
        }
        public long Bytes() => _bytes;
        public string Path() => _file.Name;
        public long Rest() => _file.Length - _bytes;
        private void Run()
        {
            while (true)
            {
                if (_file.ReadByte() < 0)
                {
                    Ended?.Invoke(this, EventArgs.Empty);
                    break;
                }
                _bytes++;
            }
        }
        public void Dispose()
        {
            _start.Dispose();
            _file.Dispose();
        }
    }
    public sealed class Reporter : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Replay _replay;
        public Reporter(Replay replay)
        {
            _replay = replay;
            _replay.Ended += OnEnded;
        }
        private void OnEnded(object? sender, EventArgs e) => _http.PostAsync("http://status/", new StringContent("end")).Wait();
        public void Dispose()
        {
            _replay.Ended -= OnEnded;
            _http.Dispose();
        }
    }
}
