using System.Collections.Concurrent;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain10.W19_TEMP_FOLDER
{
    public sealed class WorkFolder : IDisposable
    {
        private readonly List<string> _notes = new();
        private bool _ended;
        private readonly string _path;

        public WorkFolder(string name)
        {
            Name = name;
            _path = Path.Combine(Path.GetTempPath(), Guid.NewGuid().ToString());
            Directory.CreateDirectory(_path);
        }

        public string Name { get; }
        public bool IsEnded => _ended;
        public int Notes => _notes.Count;
        public string Label { get; set; } = "";
        public int Priority { get; set; }
        public DateTime Begun { get; } = DateTime.UtcNow;

        public void Note(string text) => _notes.Add(text);

        public string Dump() => string.Join(Environment.NewLine, _notes);

        public void Dispose()
        {
            if (_ended)
                return;
            _ended = true;
            Directory.Delete(_path, recursive: true);
        }
    }

    public sealed class WorkFolders : IDisposable
    {
        private readonly Dictionary<string, WorkFolder> _folders = new();

        public void Begin(string job)
        {
            _folders[job] = new WorkFolder(job); //! LEAK1001
        }

        public void End(string job)
        {
            _folders.Remove(job); //! LEAK1002
        }

        public void Dispose()
        {
            foreach (var folder in _folders.Values)
                folder.Dispose(); //! LEAK1013
            _folders.Clear();
        }
    }
}

namespace Samples.NarrowedAgain10.W22_FACTORY_LOSER
{
    public sealed class HostPing : IDisposable
    {
        private readonly string _host;
        private readonly Task _work;
        private volatile bool _stopped;
        private long _lost;
        private long _sent;

        public HostPing(string host)
        {
            _host = host;
            _work = PingAsync();
        }

        public string Host => _host;
        public long Lost => _lost;
        public long Sent => _sent;
        public bool IsRunning => !_work.IsCompleted;
        public TimeSpan Period { get; set; } = TimeSpan.FromSeconds(5);

        private async Task PingAsync()
        {
            while (!_stopped)
            {
                _sent++;
                if (!File.Exists("/net/" + _host))
                    _lost++;
                await Task.Delay(Period);
            }
        }

        public void Dispose() => _stopped = true;
    }

    public sealed class HostPings : IDisposable
    {
        private readonly ConcurrentDictionary<string, HostPing> _pings = new();
        private bool _closed;

        public HostPing Of(string host)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            return _pings.GetOrAdd(host, h => new HostPing(h)); //! LEAK1005
        }

        public void Start(string host)
        {
            _pings.TryAdd(host, new HostPing(host)); //! LEAK1006 LEAK4002
        }

        public void Stop(string host)
        {
            if (_pings.TryRemove(host, out var ping))
                ping.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var ping in _pings.Values)
                ping.Dispose();
            _pings.Clear();
        }
    }
}
