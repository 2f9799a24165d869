// What was taken for lost and is not, and what was taken for right and is lost: by a handler, a flag, an order or a part.
namespace Samples.RightAfterAll2.F20
{
    /// <summary>Each job ends its file by its own work; the queue shows the last ones.</summary>
    public sealed class Job : IDisposable
    {
        private readonly FileStream _log;

        public Job(string path) => _log = new FileStream(path, FileMode.Append);

        public string Name => _log.Name;

        public void Write(byte value) => _log.WriteByte(value);

        public void Dispose() => _log.Dispose();
    }

    public sealed class JobQueue
    {
        private readonly Queue<Job> _recent = new();

        public void Begin(string path)
        {
            if (_recent.Count == 10)
            {
                var oldest = _recent.Dequeue();
                Console.WriteLine(oldest.Name);
            }

            var job = new Job(path);
            _recent.Enqueue(job);
            _ = FinishAsync(job);
        }

        private static async Task FinishAsync(Job job)
        {
            using (job)
            {
                await Task.Yield();
                job.Write(1);
            }
        }

        public string[] Names() => _recent.Select(j => j.Name).ToArray();
    }
}

namespace Samples.RightAfterAll2.F23
{
    /// <summary>SetPlan asks first that there is no plan.</summary>
    public sealed class Probe : IDisposable
    {
        private readonly FileStream _file;

        public Probe(string path) => _file = new FileStream(path, FileMode.Open);

        public long Length => _file.Length;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Plan : IDisposable
    {
        private Probe[] _probes = Array.Empty<Probe>();

        public bool HasPlan => _probes.Length > 0;

        public void SetPlan(IReadOnlyList<string> paths)
        {
            if (HasPlan)
                throw new InvalidOperationException("Clear the plan first.");
            var probes = paths.Select(p => new Probe(p)).ToArray();
            _probes = probes;
        }

        public void ClearPlan()
        {
            foreach (var probe in _probes)
                probe.Dispose();
            _probes = Array.Empty<Probe>();
        }

        public void Dispose() => ClearPlan();
    }
}

namespace Samples.RightAfterAll2.F24
{
    /// <summary>A helper gives the old probes to a graveyard, which ends them later.</summary>
    public sealed class Probe : IDisposable
    {
        private readonly FileStream _file;

        public Probe(string path) => _file = new FileStream(path, FileMode.Open);

        public long Length => _file.Length;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Graveyard : IDisposable
    {
        private readonly List<Probe> _dead = new();

        public void Bury(IEnumerable<Probe> probes) => _dead.AddRange(probes);

        public void Dispose()
        {
            foreach (var probe in _dead)
                probe.Dispose(); //! LEAK1013
            _dead.Clear();
        }
    }

    public sealed class Plan : IDisposable
    {
        private readonly Graveyard _graveyard;
        private Probe[] _probes = Array.Empty<Probe>();

        public Plan(Graveyard graveyard) => _graveyard = graveyard;

        public void SetPlan(IReadOnlyList<string> paths)
        {
            BuryOld();
            var probes = paths.Select(p => new Probe(p)).ToArray();
            _probes = probes;
        }

        private void BuryOld() => _graveyard.Bury(_probes);

        public long Length() => _probes.Sum(p => p.Length);

        public void Dispose()
        {
            foreach (var probe in _probes)
                probe.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.RightAfterAll2.F26
{
    /// <summary>A job stays listed until Forget; only a refused one is taken back.</summary>
    public sealed class Jobs
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _listed = new();

        public async Task ListAsync(string id, bool shown, bool checkedBefore, Func<string, Task<bool>> check)
        {
            var added = false;
            if (shown)
                added = _listed.TryAdd(id, 1);
            if (checkedBefore)
                return;
            var fine = false;
            try
            {
                fine = await check(id);
            }
            finally
            {
                if (added && !fine)
                    _listed.TryRemove(id, out _);
            }
        }

        public void Forget(string id) => _listed.TryRemove(id, out _);

        public int Count => _listed.Count;
    }
}

namespace Samples.RightAfterAll2.F26B
{
    /// <summary>A peer stays in its room until Leave; only one that the room refuses is taken out again.</summary>
    public sealed class Rooms
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, int> _peers = new();

        public async Task JoinAsync(string peer, bool listed, bool isLocal, Func<string, Task<bool>> greet)
        {
            var added = listed && _peers.TryAdd(peer, 1);
            if (isLocal)
                return;
            try
            {
                if (await greet(peer))
                    return;
            }
            catch (Exception)
            {
                Console.WriteLine(peer);
            }

            if (added)
                _peers.TryRemove(peer, out _);
        }

        public void Leave(string peer) => _peers.TryRemove(peer, out _);

        public int Count => _peers.Count;
    }
}

namespace Samples.RightAfterAll2.F27
{
    /// <summary>What was refused, or came too late, is disposed in a switch over the state.</summary>
    public sealed class OpenFiles : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _files = new();
        private bool _closed;

        public int Open(string path)
        {
            var file = File.OpenRead(path);
            var state = 0;
            lock (_gate)
            {
                if (!_closed && _files.TryAdd(path, file))
                    state = 1;
            }

            switch (state)
            {
                case 0:
                    file.Dispose();
                    break;
                default:
                    Console.WriteLine(path);
                    break;
            }

            return state;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var file in _files.Values)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll2.F29
{
    /// <summary>The helper that makes the new ones puts the old ones on a list that is disposed later.</summary>
    public sealed class Probe : IDisposable
    {
        private readonly FileStream _file;

        public Probe(string path) => _file = new FileStream(path, FileMode.Open);

        public long Length => _file.Length;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Plan : IDisposable
    {
        private readonly List<Probe> _retired = new();
        private Probe[] _probes = Array.Empty<Probe>();

        public void SetPlan(IReadOnlyList<string> paths)
        {
            Retire();
            var next = paths.Select(p => new Probe(p)).ToArray();
            _probes = next;
        }

        private void Retire() => _retired.AddRange(_probes);

        public long Length() => _probes.Sum(p => p.Length);

        public void Dispose()
        {
            foreach (var probe in _probes)
                probe.Dispose(); //! LEAK1013
            foreach (var probe in _retired)
                probe.Dispose(); //! LEAK1013
            _retired.Clear();
        }
    }
}

namespace Samples.RightAfterAll2.F32
{
    /// <summary>The file that was taken is set to null; what is left is disposed by who called Keep.</summary>
    public sealed class Files : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, FileStream> _files = new();
        private bool _closed;

        public string Open(string path)
        {
            var file = File.OpenRead(path);
            string message;
            lock (_gate)
                message = _closed ? "closed" : _files.TryAdd(path, file) ? string.Empty : "known";
            if (message.Length > 0)
                file.Dispose();
            return message;
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var file in _files.Values)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }
    }
}

namespace Samples.RightAfterAll2.M01
{
    /// <summary>A timer made without a period and then changed to a tick each second; a tick that fails sleeps up to twenty seconds in the pool.</summary>
    public sealed class Uploader : IDisposable
    {
        private readonly Timer _timer;
        private readonly string _folder;
        private long _moved;

        public Uploader(string folder)
        {
            _folder = folder;
            _timer = new Timer(OnTick);
            _timer.Change(TimeSpan.FromSeconds(1), TimeSpan.FromSeconds(1));
        }

        public long Moved => Interlocked.Read(ref _moved);

        private void OnTick(object? state)
        {
            for (var attempt = 0; attempt < 20; attempt++)
            {
                try
                {
                    File.Move(Path.Combine(_folder, "in.dat"), Path.Combine(_folder, "out.dat"), true);
                    Interlocked.Increment(ref _moved);
                    return;
                }
                catch (IOException)
                {
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _timer.Dispose();
    }
}
