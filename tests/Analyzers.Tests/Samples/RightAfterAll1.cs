using System.Net.Sockets;

// What was taken for lost and is not, and what was taken for right and is lost: by a handler, a flag, an order or a part.
namespace Samples.RightAfterAll1.F04
{
    public enum AddResult
    {
        Added,
        Known,
    }

    /// <summary>What is refused is disposed; the outcome goes by an enum.</summary>
    public sealed class OpenFiles : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new();

        public AddResult Open(string path)
        {
            var file = File.OpenRead(path);
            var result = _files.TryAdd(path, file) ? AddResult.Added : AddResult.Known; //! LEAK4002
            if (result == AddResult.Known)
                file.Dispose();
            return result;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.RightAfterAll1.F07
{
    /// <summary>Counts what was taken; where nothing was, the file is disposed.</summary>
    public sealed class OpenFiles : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, FileStream> _files = new();

        public int Open(string path, string alias)
        {
            var file = File.OpenRead(path);
            var added = 0;
            if (_files.TryAdd(path, file)) //! LEAK4002
                added++;
            if (added == 0)
                file.Dispose();
            return added;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.RightAfterAll1.F08
{
    /// <summary>A peer registers itself with its hub, which ends all; the table finds them by name.</summary>
    public sealed class Hub : IDisposable
    {
        private readonly List<Peer> _peers = new();

        public void Join(Peer peer)
        {
            lock (_peers)
                _peers.Add(peer); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_peers)
            {
                foreach (var peer in _peers)
                    peer.Dispose();
                _peers.Clear();
            }
        }
    }

    public sealed class Peer : IDisposable
    {
        private readonly Socket _socket;

        public Peer(Hub hub, Socket socket)
        {
            _socket = socket;
            hub.Join(this);
        }

        public bool IsConnected => _socket.Connected;

        public void Dispose() => _socket.Dispose();
    }

    public sealed class Directory2
    {
        private readonly Hub _hub;
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Peer> _byName = new();

        public Directory2(Hub hub) => _hub = hub;

        public void Connect(string name, string host, int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            socket.Connect(host, port);
            _byName.TryAdd(name, new Peer(_hub, socket));
        }

        public bool Has(string name) => _byName.TryGetValue(name, out var peer) && peer.IsConnected;
    }
}

namespace Samples.RightAfterAll1.F09
{
    /// <summary>A transfer reads its socket to the end and disposes itself; the table is for those who ask how far it is.</summary>
    public sealed class Transfer : IDisposable
    {
        private readonly Socket _socket;
        private long _read;

        public Transfer(Socket socket)
        {
            _socket = socket;
            _ = Task.Run(ReadAsync);
        }

        public long Read => Interlocked.Read(ref _read);

        private async Task ReadAsync()
        {
            var buffer = new byte[4096];
            try
            {
                int count;
                while ((count = await _socket.ReceiveAsync(buffer)) > 0)
                    Interlocked.Add(ref _read, count);
            }
            catch (SocketException)
            {
            }
            finally
            {
                Dispose();
            }
        }

        public void Dispose() => _socket.Dispose();
    }

    public sealed class Transfers
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Transfer> _byName = new();

        public void Begin(string name, string host, int port)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, port);
            _byName.TryAdd(name, new Transfer(socket));
        }

        public long Read(string name) => _byName.TryGetValue(name, out var transfer) ? transfer.Read : 0;
    }
}

namespace Samples.RightAfterAll1.F14
{
    /// <summary>The plan is loaded once: a second Load throws.</summary>
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
        private int _loaded;

        public void SetPlan(IReadOnlyList<string> paths)
        {
            if (Interlocked.Exchange(ref _loaded, 1) != 0)
                throw new InvalidOperationException("The plan has been loaded.");
            var probes = paths.Select(p => new Probe(p)).ToArray();
            _probes = probes;
        }

        public long Length() => _probes.Sum(p => p.Length);

        public void Dispose()
        {
            foreach (var probe in _probes)
                probe.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.RightAfterAll1.F16
{
    /// <summary>Begin comes only when there are no probes: it says so first.</summary>
    public sealed class Probe : IDisposable
    {
        private readonly FileStream _file;

        public Probe(string path) => _file = new FileStream(path, FileMode.Open);

        public long Length => _file.Length;

        public void Dispose() => _file.Dispose();
    }

    public sealed class Survey : IDisposable
    {
        private Probe[] _probes = Array.Empty<Probe>();
        private bool _active;

        public void Begin(IReadOnlyList<string> paths)
        {
            if (_active)
                throw new InvalidOperationException("A survey is active.");
            _active = true;
            var probes = paths.Select(p => new Probe(p)).ToArray();
            _probes = probes;
        }

        public long End()
        {
            var sum = 0L;
            foreach (var probe in _probes)
            {
                sum += probe.Length;
                probe.Dispose();
            }

            _probes = Array.Empty<Probe>();
            _active = false;
            return sum;
        }

        public void Dispose()
        {
            foreach (var probe in _probes)
                probe.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.RightAfterAll1.F18
{
    /// <summary>A job runs in a task of its own and disposes its file at the end; the list shows the last jobs.</summary>
    public sealed class Job : IDisposable
    {
        private readonly FileStream _log;

        public Job(string path) => _log = new FileStream(path, FileMode.Append);

        public long Written => _log.CanWrite ? _log.Position : 0;

        public async Task RunAsync()
        {
            using (this)
                await _log.WriteAsync(new byte[16]);
        }

        public void Dispose() => _log.Dispose();
    }

    public sealed class JobBook
    {
        private readonly List<Job> _recent = new();

        public void Begin(string path)
        {
            if (_recent.Count == 10)
                _recent.RemoveAt(0);
            var job = new Job(path);
            _recent.Add(job);
            _ = job.RunAsync();
        }

        public void BeginAll(string path)
        {
            if (_recent.Count == 10)
                _recent.RemoveAt(0);
            var job = new Job(path);
            _recent.Add(job);
            ThreadPool.QueueUserWorkItem(static j => Finish(j), job, false);
        }

        private static void Finish(Job job)
        {
            using (job)
                Console.WriteLine(job.Written);
        }

        public long Written() => _recent.Sum(j => j.Written);
    }
}

namespace Samples.RightAfterAll1.F19
{
    /// <summary>_all keeps and ends what is opened; the queue shows which came last.</summary>
    public sealed class Journal : IDisposable
    {
        private readonly List<FileStream> _all = new();
        private readonly Queue<FileStream> _recent = new();

        public void Open(string path)
        {
            if (_recent.Count == 5)
            {
                var oldest = _recent.Dequeue();
                Console.WriteLine(oldest.Name);
            }

            var file = new FileStream(path, FileMode.Append);
            _all.Add(file);
            _recent.Enqueue(file);
        }

        public string[] Names() => _recent.Select(f => f.Name).ToArray();

        public void Dispose()
        {
            foreach (var file in _all)
                file.Dispose(); //! LEAK1013
            _all.Clear();
            _recent.Clear();
        }
    }
}
