using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother4.A34
{
    // Open() asks the token, but Dispose() closes all without cancelling it.
    public sealed class Files : IDisposable
    {
        private readonly object _gate = new();
        private readonly CancellationTokenSource _stop = new();
        private readonly Dictionary<string, FileStream> _files = new();

        public Files() => _stop.Token.Register(CloseAll);

        public void Abort() => _stop.Cancel();

        public void Open(string path)
        {
            lock (_gate)
            {
                if (_stop.IsCancellationRequested)
                    throw new ObjectDisposedException(nameof(Files));
                _files.Add(path, File.OpenRead(path)); //! LEAK4002
            }
        }

        private void CloseAll()
        {
            lock (_gate)
            {
                foreach (var file in _files.Values)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }

        public void Dispose() => CloseAll();
    }
}

namespace Samples.AskedByAnother4.A35
{
    // The timer fires once; when a transfer is running it returns, and nothing fires any more.
    public sealed class Probe : IDisposable
    {
        private readonly Timer _life;
        private readonly TcpClient _client;
        private volatile bool _busy;

        public Probe(string host)
        {
            _client = new TcpClient(host, 7);
            _life = new Timer(_ =>
            {
                if (_busy)
                    return;
                Dispose();
            }, null, 5000, Timeout.Infinite);
        }

        public void Send(byte[] data)
        {
            _busy = true;
            _client.GetStream().Write(data);
            _busy = false;
        }

        public void Dispose()
        {
            _life.Dispose();
            _client.Dispose();
        }
    }

    public sealed class Prober
    {
        private readonly Dictionary<string, Probe> _probes = new(); //! LEAK1004

        public void Ping(string host)
        {
            if (!_probes.TryGetValue(host, out var probe))
                _probes.Add(host, probe = new Probe(host));
            probe.Send(new byte[8]);
        }
    }

    public static class Run
    {
        public static void Once()
        {
            var prober = new Prober();
            prober.Ping("localhost");
        }
    }
}

namespace Samples.AskedByAnother4.A36
{
    // Pin() takes the timer away, and such a probe never ends itself.
    public sealed class Probe : IDisposable
    {
        private readonly Timer _life;
        private readonly TcpClient _client;

        public Probe(string host)
        {
            _client = new TcpClient(host, 7);
            _life = new Timer(_ => Dispose(), null, 5000, Timeout.Infinite);
        }

        public void Pin() => _life.Dispose();

        public void Dispose()
        {
            _life.Dispose();
            _client.Dispose();
        }
    }

    public sealed class Prober
    {
        private readonly Dictionary<string, Probe> _probes = new(); //! LEAK1004

        public void Watch(string host)
        {
            if (!_probes.TryGetValue(host, out var probe))
                _probes.Add(host, probe = new Probe(host));
            probe.Pin();
        }
    }

    public static class Run
    {
        public static void Once()
        {
            var prober = new Prober();
            prober.Watch("localhost");
        }
    }
}

namespace Samples.AskedByAnother4.A37
{
    // Right: every probe ends itself after a time that a static field says.
    public sealed class Probe : IDisposable
    {
        private static readonly TimeSpan Life = TimeSpan.FromSeconds(8);
        private readonly Timer _life;
        private readonly TcpClient _client;

        public Probe(string host)
        {
            _client = new TcpClient(host, 7);
            _life = new Timer(_ => Dispose(), null, Life, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _life.Dispose();
            _client.Dispose();
        }
    }

    public sealed class Prober
    {
        private readonly Dictionary<string, Probe> _probes = new();

        public void Watch(string host)
        {
            _probes[host] = new Probe(host);
        }

        public Probe Get(string host) => _probes[host];
    }

    public static class Run
    {
        public static void Once()
        {
            var prober = new Prober();
            prober.Watch("localhost");
        }
    }
}

namespace Samples.AskedByAnother4.A38
{
    // Right: the constructor that callers take passes the time on to the one that makes the timer.
    public sealed class Probe : IDisposable
    {
        private readonly Timer _life;
        private readonly TcpClient _client;

        public Probe(string host) : this(host, TimeSpan.FromSeconds(8)) { }

        public Probe(string host, TimeSpan life)
        {
            _client = new TcpClient(host, 7);
            _life = new Timer(_ => Dispose(), null, life, Timeout.InfiniteTimeSpan);
        }

        public void Dispose()
        {
            _life.Dispose();
            _client.Dispose();
        }
    }

    public sealed class Prober
    {
        private readonly Dictionary<string, Probe> _probes = new();

        public void Watch(string host)
        {
            _probes[host] = new Probe(host);
        }

        public Probe Get(string host) => _probes[host];
    }

    public static class Run
    {
        public static void Once()
        {
            var prober = new Prober();
            prober.Watch("localhost");
        }
    }
}

namespace Samples.AskedByAnother4.A40
{
    // The first map is overwritten under the same key; the refused one goes with the next Open().
    public sealed class Journal : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _writing = new();
        private readonly ConcurrentDictionary<string, FileStream> _byName = new();

        public void Open(string name, string path)
        {
            var file = File.Create(path);
            _writing[name] = file;
            if (!_byName.TryAdd(name, file)) //! LEAK1006
                Console.WriteLine("already open: " + name);
        }

        public void Done(string name) => _writing.TryRemove(name, out _);

        public void Dispose()
        {
            foreach (var file in _writing.Values)
                file.Dispose(); //! LEAK1013
            foreach (var file in _byName.Values)
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother4.A42
{
    // Right: the list has all, and ends all; the map only finds them.
    public sealed class Journal : IDisposable
    {
        private readonly ConcurrentBag<FileStream> _all = new();
        private readonly ConcurrentDictionary<string, FileStream> _byName = new();

        public void Open(string name, string path)
        {
            try
            {
                var file = File.Create(path);
                _all.Add(file); //! LEAK4002
                _byName.TryAdd(name, file);
            }
            catch (IOException)
            {
            }
        }

        public FileStream? Find(string name) => _byName.TryGetValue(name, out var f) ? f : null;

        public void Dispose()
        {
            while (_all.TryTake(out var file))
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother4.A43
{
    // Each has its counters, made in the constructor and counted later: of two that a race makes, one loses what it counted.
    public sealed class Counter
    {
        private long _value;
        public void Increment() => Interlocked.Increment(ref _value);
        public long Value => Volatile.Read(ref _value);
    }

    public sealed class TenantStats
    {
        private readonly Dictionary<string, Counter> _counters = new();

        public TenantStats(IEnumerable<string> names)
        {
            foreach (var name in names)
                _counters[name] = new Counter();
        }

        public void Hit(string name) => _counters[name].Increment();

        public long Of(string name) => _counters[name].Value;
    }

    public sealed class Statistics
    {
        private static readonly string[] Names = { "hits", "misses" };
        private readonly ConcurrentDictionary<string, TenantStats> _tenants = new();

        public void Hit(string tenant, string name)
        {
            if (!_tenants.TryGetValue(tenant, out var stats))
            {
                stats = new TenantStats(Names);
                _tenants[tenant] = stats; //! LEAK2001
            }

            stats.Hit(name);
        }

        public long Of(string tenant, string name) => _tenants.TryGetValue(tenant, out var stats) ? stats.Of(name) : 0;
    }
}

namespace Samples.AskedByAnother4.A44
{
    // The outer dictionary is filled by the constructor, the lists in it are filled later.
    public sealed class Room
    {
        private readonly Dictionary<string, List<string>> _byTopic = new();

        public Room(params string[] topics)
        {
            foreach (var topic in topics)
                _byTopic[topic] = new List<string>();
        }

        public void Join(string topic, string user)
        {
            var users = _byTopic[topic];
            lock (users)
                users.Add(user);
        }

        public int Count(string topic)
        {
            var users = _byTopic[topic];
            lock (users)
                return users.Count;
        }
    }

    public sealed class Rooms
    {
        private readonly ConcurrentDictionary<string, Room> _rooms = new();

        public void Join(string name, string topic, string user)
        {
            if (!_rooms.TryGetValue(name, out var room))
            {
                room = new Room("news", "talk");
                _rooms[name] = room; //! LEAK2001
            }

            room.Join(topic, user);
        }

        public int Count(string name, string topic) => _rooms.TryGetValue(name, out var room) ? room.Count(topic) : 0;
    }
}
