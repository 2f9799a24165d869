using System.Collections.Concurrent;
using System.Text;

// The exemptions word for word: what they say, and what they do not.
namespace Samples.WordForWord2.H01_BORROWEDLOG
{
    public sealed record RunState(Timer Beat, FileStream Log);
    /// <summary>The logs of all, kept for the time of the process.</summary>
    public sealed class LogShelf : IDisposable
    {
        private readonly Dictionary<string, FileStream> _logs = new();
        public FileStream Get(string path)
        {
            if (!_logs.TryGetValue(path, out var log))
                _logs[path] = log = new FileStream(path, FileMode.Append);
            return log;
        }
        public void Dispose()
        {
            foreach (var log in _logs.Values)
            {
                try { log.Dispose(); } catch (IOException) { }
            }
            _logs.Clear();
        }
    }
    public sealed class Runner : IDisposable
    {
        private readonly Dictionary<string, RunState> _states = new();
        private readonly LogShelf _shelf;
        private int _beats;
        public Runner(LogShelf shelf) => _shelf = shelf;
        public int Beats => _beats;
        public void Run(string path, Action work)
        {
            using var beat = new Timer(_ => Interlocked.Increment(ref _beats), null, 1000, 1000);
            _states[path] = new RunState(beat, _shelf.Get(path));
            try
            {
                work();
            }
            finally
            {
                _states.Remove(path);
            }
        }
        public void Note(string path, byte[] text) => _states[path].Log.Write(text);
        public void Dispose()
        {
            foreach (var state in _states.Values)
                state.Beat.Dispose();
            _states.Clear();
        }
    }
}

namespace Samples.WordForWord2.J02_OPENEDAGAIN
{
    public sealed class RollingWriter : TextWriter
    {
        private readonly string _path;
        private FileStream _file;
        private int _lost;
        private bool _broken;
        public RollingWriter(string path)
        {
            _path = path;
            _file = new FileStream(path, FileMode.Append);
        }
        public override Encoding Encoding => Encoding.UTF8;
        public int Lost => _lost;
        public bool IsBroken => _broken;
        public override void Write(char value)
        {
            try
            {
                if (_file.Length > 1_000_000)
                    Roll();
            }
            catch (IOException)
            {
                // It goes on in the old one.
                _lost++;
                _file = new FileStream(_path, FileMode.Append);
            }
            _file.WriteByte((byte)value);
        }
        private void Roll()
        {
            _file.Dispose();
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

namespace Samples.WordForWord2.J05_THROWNINBRANCHES
{
    public sealed class RollingWriter : TextWriter
    {
        private readonly string _path;
        private FileStream _file;
        private int _lost;
        private bool _broken;
        public RollingWriter(string path)
        {
            _path = path;
            _file = new FileStream(path, FileMode.Append);
        }
        public override Encoding Encoding => Encoding.UTF8;
        public int Lost => _lost;
        public bool IsBroken => _broken;
        public override void Write(char value)
        {
            try
            {
                if (_file.Length > 1_000_000)
                    Roll();
            }
            catch (IOException e)
            {
                if (e is FileNotFoundException)
                    throw new InvalidOperationException("gone", e);
                else
                    throw new InvalidOperationException("full", e);
            }
            _file.WriteByte((byte)value);
        }
        private void Roll()
        {
            _file.Dispose();
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

namespace Samples.WordForWord2.J06_THROWNBYINFO
{
    public sealed class RollingWriter : TextWriter
    {
        private readonly string _path;
        private FileStream _file;
        private int _lost;
        private bool _broken;
        public RollingWriter(string path)
        {
            _path = path;
            _file = new FileStream(path, FileMode.Append);
        }
        public override Encoding Encoding => Encoding.UTF8;
        public int Lost => _lost;
        public bool IsBroken => _broken;
        public override void Write(char value)
        {
            try
            {
                if (_file.Length > 1_000_000)
                    Roll();
            }
            catch (IOException e)
            {
                _lost++;
                System.Runtime.ExceptionServices.ExceptionDispatchInfo.Capture(e).Throw();
            }
            _file.WriteByte((byte)value);
        }
        private void Roll()
        {
            _file.Dispose();
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

namespace Samples.WordForWord2.K01_RESTARTABLE
{
    public interface IScanner
    {
        void Restart(string[] paths);
        void Stop();
        int Count { get; }
    }
    /// <summary>Stopped and started again as often as the user likes.</summary>
    public sealed class Scanner : IScanner
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileSystemWatcher> _watchers = new();
        public int Count
        {
            get { lock (_gate) return _watchers.Count; }
        }
        public void Restart(string[] paths)
        {
            Stop();
            foreach (var path in paths)
                Watch(path);
        }
        private void Watch(string path)
        {
            var watcher = new FileSystemWatcher(path);
            lock (_gate)
            {
                if (!_watchers.TryAdd(path, watcher))
                    watcher.Dispose();
            }
        }
        public void Stop()
        {
            lock (_gate)
            {
                foreach (var watcher in _watchers.Values)
                    watcher.Dispose();
                _watchers.Clear();
            }
        }
    }
}

namespace Samples.WordForWord2.M01_INVOKER
{
    /// <summary>One handler, with its connections, for each server; one that fails is thrown away.</summary>
    public sealed class Servers : IDisposable
    {
        private readonly ConcurrentDictionary<string, HttpMessageInvoker> _invokers = new();
        public int Count => _invokers.Count;
        public async Task<int> ExecuteAsync(string server, HttpRequestMessage request, CancellationToken token)
        {
            if (!_invokers.TryGetValue(server, out var invoker))
            {
                invoker = new HttpMessageInvoker(new SocketsHttpHandler());
                _invokers[server] = invoker; //! LEAK2001 LEAK4002
            }
            try
            {
                using var answer = await invoker.SendAsync(request, token);
                return (int)answer.StatusCode;
            }
            catch (HttpRequestException)
            {
                _invokers.TryRemove(server, out _);
                invoker.Dispose();
                return 0;
            }
        }
        public void Dispose()
        {
            foreach (var invoker in _invokers.Values)
                invoker.Dispose();
            _invokers.Clear();
        }
    }
}

namespace Samples.WordForWord2.N13_RESETBETWEEN
{
    public sealed class Layer : IDisposable
    {
        private readonly FileStream _tiles;
        public Layer(string path) => _tiles = new FileStream(path, FileMode.Open);
        public long Size => _tiles.Length;
        public void Dispose() => _tiles.Dispose();
    }
    public sealed class MapLog
    {
        private int _said;
        public int Said => _said;
        public void Say(string text)
        {
            _said++;
            Console.WriteLine(text);
        }
    }
    public static class Maps
    {
        private static readonly List<WeakReference<Map>> All = new();
        public static void Note(Map map) => All.Add(new WeakReference<Map>(map));
    }
    public sealed class Map : IDisposable
    {
        private List<Layer> _layers = new();
        private readonly MapLog _log = new();
        public Map() => Maps.Note(this);

        private int _resets;
        public int Resets => _resets;
        public int Count => _layers.Count;
        public void Add(string path) => _layers.Add(new Layer(path));
        private void Reset()
        {
            _resets++;
            _layers.Clear(); //! LEAK1003
        }
        public void Open(string[] paths)
        {
            Reset();
            _log.Say("opening");
            _layers = new() { new Layer(paths[0]), new Layer(paths[1]) };
        }
        public void Dispose()
        {
            foreach (var layer in _layers)
            {
                try { layer.Dispose(); } catch (IOException) { }
            }
            _layers.Clear();
        }
    }
}

namespace Samples.WordForWord2.O01_OBJECTTABLEOVERWRITTEN
{
    public sealed class Services : IDisposable
    {
        private readonly Dictionary<string, object> _services = new();
        private int _opened;
        public int Opened => _opened;
        public void Add(string name, object service) => _services.Add(name, service);
        public T? Find<T>(string name) where T : class => _services.TryGetValue(name, out var found) ? found as T : null;
        public void OpenLog(string name, string path)
        {
            _opened++;
            _services[name] = new FileStream(path, FileMode.Append); //! LEAK1001
        }
        public void Close(string name)
        {
            if (_services.Remove(name, out var service) && service is IDisposable disposable)
                disposable.Dispose();
        }
        public void Dispose()
        {
            foreach (var service in _services.Values)
            {
                try { (service as IDisposable)?.Dispose(); }
                catch (IOException) { }
            }
            _services.Clear();
        }
    }
}
