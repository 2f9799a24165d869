// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly8.S02
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>A local has the name of the static field; every caller gets a registry of its own.</summary>
    public sealed class Registry
    {
        private static Registry? shared;

        private readonly Dictionary<string, Spool> _spools = []; //! LEAK1004

        public static Registry Create(bool isShared)
        {
            if (isShared && Registry.shared != null)
                return Registry.shared;
            return Make();
        }

        private static Registry Make()
        {
            Registry shared;
            shared = new Registry();
            shared.Open("index");
            return shared;
        }

        public static void Share(Registry one) => shared = one;

        public long Open(string name)
        {
            lock (_spools)
            {
                if (!_spools.TryGetValue(name, out var spool))
                    _spools[name] = spool = new Spool();
                return spool.Length;
            }
        }

        public void Drop(string name)
        {
            Spool? spool;
            lock (_spools)
                _spools.Remove(name, out spool);
            spool?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly8.S03
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Shutdown forgets the one instance; the next use makes another, and the files of the first stay open.</summary>
    public sealed class Registry
    {
        private static readonly object Gate = new();
        private static Registry? _instance;

        private readonly Dictionary<string, Spool> _spools = []; //! LEAK1004

        private Registry()
        {
        }

        public static Registry Instance
        {
            get
            {
                lock (Gate)
                {
                    if (_instance == null)
                        _instance = new Registry();
                    return _instance;
                }
            }
        }

        public static void Shutdown()
        {
            lock (Gate)
                _instance = null;
        }

        public long Open(string name)
        {
            lock (_spools)
            {
                if (!_spools.TryGetValue(name, out var spool))
                    _spools[name] = spool = new Spool();
                return spool.Length;
            }
        }

        public void Drop(string name)
        {
            Spool? spool;
            lock (_spools)
                _spools.Remove(name, out spool);
            spool?.Dispose();
        }
    }
}

namespace Samples.ToldNarrowly8.T01
{
    /// <summary>A transfer that may have no connection yet; its journal is a file that is open.</summary>
    public sealed class TransferTransaction(string journal) : IDisposable
    {
        private readonly FileStream _journal = File.OpenWrite(journal);

        public string? Connection { get; set; }

        public void Note(byte[] data) => _journal.Write(data);

        public void Dispose() => _journal.Dispose();
    }

    public sealed class Transfers(string folder) : IDisposable
    {
        private TransferTransaction? _transaction;

        public void Next(string name, string? connection)
        {
            if (_transaction == null || _transaction.Connection == null)
                _transaction = new TransferTransaction(Path.Combine(folder, name)); //! LEAK1001
            _transaction.Connection = connection;
        }

        public void Dispose() => _transaction?.Dispose();
    }
}

namespace Samples.ToldNarrowly8.T02
{
    /// <summary>Each session has a pipe; whoever is not connected any more still holds its log.</summary>
    public sealed class SessionTransaction(string log) : IDisposable
    {
        private readonly FileStream _log = File.OpenWrite(log);

        public object? Connection { get; private set; }

        public void Attach(object connection) => Connection = connection;

        public void Detach() => Connection = null;

        public void Dispose()
        {
            try
            {
                _log.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    public sealed class Sessions(string folder) : IDisposable
    {
        private readonly Dictionary<string, SessionTransaction> _sessions = [];

        public SessionTransaction Renew(string name)
        {
            if (_sessions.TryGetValue(name, out var known) && known.Connection != null)
                return known;
            var made = new SessionTransaction(Path.Combine(folder, name));
            if (known == null || known.Connection == null)
                _sessions[name] = made; //! LEAK1001
            return made;
        }

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose();
            _sessions.Clear();
        }
    }
}

namespace Samples.ToldNarrowly8.U01
{
    /// <summary>Only in exclusive mode a tick that finds another one at work leaves; otherwise they all wait.</summary>
    public sealed class Collector : IDisposable
    {
        private readonly Timer _timer;
        private readonly ManualResetEventSlim _ready = new();
        private int _busy;

        public Collector() => _timer = new Timer(OnTick, null, 1000, 1000);

        public bool IsExclusive { get; set; }

        public void Ready() => _ready.Set();

        private bool TryEnter() => Interlocked.CompareExchange(ref _busy, 1, 0) == 0;

        private void OnTick(object? state)
        {
            if (IsExclusive)
            {
                if (!TryEnter())
                    return;
            }

            _ready.Wait(); //! LEAK3001
            Volatile.Write(ref _busy, 0);
            Console.WriteLine("collected");
        }

        public void Dispose() => _timer.Dispose();
    }
}

namespace Samples.ToldNarrowly8.W01
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>A pool that has been started and not disposed: then many threads ask for its lines.</summary>
    public sealed class LinePool : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Spool> _lines = new();
        private volatile bool _started;
        private volatile bool _disposed;

        public void Start() => _started = true;

        public long Ask(int number)
        {
            ThrowIfDisposedOrNotStarted();
            if (!_lines.TryGetValue(number, out var line))
            {
                line = new Spool();
                _lines[number] = line; //! LEAK2001 LEAK4002
            }

            return line.Length;
        }

        private void ThrowIfDisposedOrNotStarted()
        {
            ObjectDisposedException.ThrowIf(_disposed, this);
            if (!_started)
                throw new InvalidOperationException("Not started.");
        }

        public void Dispose()
        {
            _disposed = true;
            foreach (var line in _lines.Values)
                line.Dispose();
            _lines.Clear();
        }
    }
}

namespace Samples.ToldNarrowly8.W03
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>What has not been started yet is asked of the job, and not of the table, which all threads use.</summary>
    public sealed class Job(int number)
    {
        private volatile bool _started;

        public int Number => number;

        public void Start() => _started = true;

        public void ThrowIfStarted()
        {
            if (_started)
                throw new InvalidOperationException("Started already.");
        }
    }

    public sealed class JobLogs : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<int, Spool> _logs = new();

        public long Prepare(Job job)
        {
            job.ThrowIfStarted();
            if (!_logs.TryGetValue(job.Number, out var log))
            {
                log = new Spool();
                _logs[job.Number] = log; //! LEAK2001 LEAK4002
            }

            return log.Length;
        }

        public void Dispose()
        {
            foreach (var log in _logs.Values)
                log.Dispose();
            _logs.Clear();
        }
    }
}
