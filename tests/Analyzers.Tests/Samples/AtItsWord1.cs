using System.Collections.Concurrent;

// The newest exemptions taken at their word: another table, another part, another time, another way.
namespace Samples.AtItsWord1.A01_RAISED_BY_PATTERN
{
    public sealed class QuoteFeed : IDisposable
    {
        private readonly Queue<string> _inbox = new();
        private readonly Thread _pump;
        private volatile bool _stop;

        public event EventHandler<string>? QuoteSeen;

        public QuoteFeed()
        {
            _pump = new Thread(Run) { IsBackground = true };
            _pump.Start();
        }

        public void Push(string quote)
        {
            lock (_inbox)
                _inbox.Enqueue(quote);
        }

        public int Waiting()
        {
            lock (_inbox)
                return _inbox.Count;
        }

        private void Run()
        {
            while (!_stop)
            {
                if (Next() is not { } quote)
                    Thread.Sleep(20);
                else if (QuoteSeen is { } told)
                    told(this, quote);
            }
        }

        private string? Next()
        {
            lock (_inbox)
                return _inbox.Count > 0 ? _inbox.Dequeue() : null;
        }

        public void Dispose()
        {
            _stop = true;
            _pump.Join();
        }
    }

    public sealed class QuoteUploader : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly QuoteFeed _feed;

        public QuoteUploader(QuoteFeed feed)
        {
            _feed = feed;
            _feed.QuoteSeen += OnQuoteSeen;
        }

        private void OnQuoteSeen(object? sender, string quote)
        {
            _http.PostAsync("http://store/", new StringContent(quote)).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _feed.QuoteSeen -= OnQuoteSeen;
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord1.A02_INTERFACE_BY_BASE
{
    public interface ISensor
    {
        event EventHandler<double>? Measured;
        void Calibrate(double zero);
    }

    /// <summary>For trials: tells what it is told.</summary>
    public sealed class ManualSensor : ISensor
    {
        private double _zero;

        public event EventHandler<double>? Measured;

        public void Calibrate(double zero)
        {
            _zero = zero;
            Measured?.Invoke(this, Math.Round(-_zero, 2));
        }
    }

    public abstract class SerialSensor : IDisposable
    {
        private readonly FileStream _port;
        private readonly Thread _reader;
        private volatile bool _stop;

        public event EventHandler<double>? Measured;

        protected SerialSensor(string port)
        {
            _port = new FileStream(port, FileMode.Open);
            _reader = new Thread(Read) { IsBackground = true };
        }

        protected void Begin() => _reader.Start();

        private void Read()
        {
            while (!_stop)
            {
                var value = _port.ReadByte();
                if (value >= 0)
                    Measured?.Invoke(this, value / 10.0);
            }
        }

        public void Dispose()
        {
            _stop = true;
            _port.Dispose();
            _reader.Join();
        }
    }

    public sealed class Thermometer : SerialSensor, ISensor
    {
        private double _zero;

        public Thermometer(string port) : base(port) => Begin();

        public double Zero => _zero;

        public void Calibrate(double zero) => _zero = zero;
    }

    public sealed class Recorder : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly ISensor _sensor;

        public Recorder(ISensor sensor)
        {
            _sensor = sensor;
            _sensor.Measured += OnMeasured;
        }

        private void OnMeasured(object? sender, double value)
        {
            _http.PostAsync("http://store/", new StringContent(value.ToString())).Wait(); //! LEAK3001
        }

        public void Dispose()
        {
            _sensor.Measured -= OnMeasured;
            _http.Dispose();
        }
    }
}

namespace Samples.AtItsWord1.B01_BUSY_UNDER_NAME
{
    public sealed class Importer
    {
        private readonly ConcurrentDictionary<string, DateTime> _busy = new();
        private readonly string _folder;

        public Importer(string folder) => _folder = folder;

        public bool IsImporting => _busy.ContainsKey("import");

        public async Task RunImportAsync(HttpClient http, Uri source, CancellationToken token)
        {
            if (_busy.ContainsKey("import"))
                throw new InvalidOperationException("An import runs already.");
            _busy["import"] = DateTime.UtcNow; //! LEAK4001
            var text = await http.GetStringAsync(source, token);
            await File.WriteAllTextAsync(Path.Combine(_folder, "import.txt"), text, token);
            _busy.TryRemove("import", out _);
        }

        public async Task RunExportAsync(HttpClient http, Uri target, string name, CancellationToken token)
        {
            _busy[name] = DateTime.UtcNow; //! LEAK4001
            var text = await File.ReadAllTextAsync(Path.Combine(_folder, name), token);
            await http.PutAsync(target, new StringContent(text), token);
            _busy.TryRemove(name, out _);
        }
    }
}

namespace Samples.AtItsWord1.B02_MARKER_LEFT_BY_RETURN
{
    public sealed class OpenLogs : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly Dictionary<string, DateTime> _since = new();
        private readonly HashSet<string> _pinned = new();

        public void Open(string name)
        {
            if (_since.ContainsKey(name))
                return;
            _files[name] = new FileStream(name, FileMode.Append, FileAccess.Write, FileShare.ReadWrite); //! LEAK1001
            _since[name] = DateTime.UtcNow;
        }

        public void Pin(string name) => _pinned.Add(name);

        public void Write(string name, byte[] data) => _files[name].Write(data);

        /// <summary>One that is pinned stays open.</summary>
        public void Release(string name)
        {
            _since.Remove(name);
            if (_pinned.Contains(name))
                return;
            if (_files.Remove(name, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
            _since.Clear();
        }
    }
}

namespace Samples.AtItsWord1.C06_STATE_WITH_ITS_LOG
{
    public sealed record RunState(Timer Beat, FileStream Log);

    public sealed class Runner : IDisposable
    {
        private RunState? _state;
        private int _beats;

        public int Beats => _beats;

        public void Restart(string path)
        {
            using var beat = new Timer(_ => Interlocked.Increment(ref _beats), null, 1000, 1000);
            _state = new RunState(beat, File.OpenWrite(path + ".log")); //! LEAK1001
            _state.Log.WriteByte(1);
        }

        public void Note(byte[] text) => _state?.Log.Write(text);

        public void Dispose() => _state?.Log.Dispose();
    }
}

namespace Samples.AtItsWord1.C07_STATES_WITH_LOGS
{
    public sealed record RunState(Timer Beat, FileStream Log);

    public sealed class Runner : IDisposable
    {
        private readonly Dictionary<string, RunState> _states = new();
        private int _beats;

        public int Beats => _beats;

        public void Run(string path, Action work)
        {
            using var beat = new Timer(_ => Interlocked.Increment(ref _beats), null, 1000, 1000);
            _states[path] = new RunState(beat, File.OpenWrite(path + ".log")); //! LEAK1001
            work();
        }

        public void Note(string path, byte[] text) => _states[path].Log.Write(text);

        public void Forget(string path) => _states.Remove(path); //! LEAK1002

        public void Dispose()
        {
            foreach (var state in _states.Values)
                state.Log.Dispose(); //! LEAK1013
            _states.Clear();
        }
    }
}

namespace Samples.AtItsWord1.D01_FOUND_BY_OTHER
{
    public sealed class Scope : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();
        private readonly Scope? _outer;
        private int _hits;

        public Scope(Scope? outer) => _outer = outer;

        public bool TryFind(string name, out FileStream? file)
        {
            if (!_files.TryGetValue(name, out file))
                return false;
            _hits++;
            return true;
        }

        /// <summary>What the outer one has not is opened here.</summary>
        public void Open(string name)
        {
            if (_outer != null && !_outer.TryFind(name, out _))
                _files[name] = new FileStream(name, FileMode.Open); //! LEAK1001
        }

        public void OpenOwn(string name)
        {
            if (!TryFind(name, out _))
                _files[name] = new FileStream(name, FileMode.Open);
        }

        public int Hits => _hits;

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}
