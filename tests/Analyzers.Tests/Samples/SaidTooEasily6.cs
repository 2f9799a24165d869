using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;

// What the first form of an exemption hid: places and flags. Each namespace is a program of its own.
namespace Samples.SaidTooEasily6.E01
{
    // FixedPlaces.IsFilledAtStart: LoadSong runs for each song, the stems of the last one stay open.
    public sealed class StemPlayer : IDisposable
    {
        private readonly FileStream?[] _stems = new FileStream?[8];

        public void LoadSong(Song song)
        {
            for (var i = 0; i < _stems.Length; i++)
                _stems[i] = File.OpenRead(Path.Combine(song.Folder, i + ".wav")); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var stem in _stems)
                stem?.Dispose(); //! LEAK1013
        }
    }

    public sealed record Song(string Folder);
}

namespace Samples.SaidTooEasily6.E03
{
    // FixedPlaces.IsFilledAtStart: a private helper by key, called again for a place that failed.
    public sealed class ReplicaSet : IDisposable
    {
        private readonly TcpClient?[] _replicas = new TcpClient?[3];
        private readonly string[] _hosts;

        public ReplicaSet(string[] hosts)
        {
            _hosts = hosts;
            for (var i = 0; i < _replicas.Length; i++)
                InitializeReplica(i);
        }

        public void ReportFailure(int index) => InitializeReplica(index);

        private void InitializeReplica(int index)
        {
            _replicas[index] = new TcpClient(_hosts[index], 6379); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var replica in _replicas)
                replica?.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily6.E05
{
    // FixedPlaces.IsLeftByEntry: the holder made the channel, the event only tells that it failed; nobody disposes it.
    public sealed class ChannelBank : IDisposable
    {
        private readonly Channel?[] _channels = new Channel?[16];

        public void Open(int number, string host)
        {
            if (_channels[number] != null)
                return;
            var channel = new Channel(number, host);
            channel.Faulted += OnFaulted;
            _channels[number] = channel;
        }

        private void OnFaulted(Channel channel)
        {
            _channels[channel.Number] = null; //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var channel in _channels)
                channel?.Dispose();
        }
    }

    public sealed class Channel : IDisposable
    {
        private readonly TcpClient _client;
        public Channel(int number, string host) { Number = number; _client = new TcpClient(host, 4000); }
        public int Number { get; }
        public event Action<Channel>? Faulted;
        public void Poll() { if (!_client.Connected) Faulted?.Invoke(this); }
        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.SaidTooEasily6.E06
{
    // FixedPlaces.IsLeftByEntry: the key is the property of the entry, but it names ANOTHER entry (the successor).
    public sealed class Ring : IDisposable
    {
        private readonly Peer?[] _peers = new Peer?[64];

        public Peer Join(int index, string host)
        {
            if (_peers[index] is { } known)
                return known;
            return _peers[index] = new Peer(index, host);
        }

        public void CutBehind(Peer peer)
        {
            _peers[peer.Successor] = null; //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var peer in _peers)
                peer?.Dispose();
        }
    }

    public sealed class Peer : IDisposable
    {
        private readonly TcpClient _client;
        public Peer(int index, string host) { Successor = index + 1; _client = new TcpClient(host, 9); }
        public int Successor { get; set; }
        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.SaidTooEasily6.E07
{
    // FixedPlaces.IsLeftByEntry: a dictionary; the private Evict is called by a sweep over all entries.
    public sealed class WorkerFarm : IDisposable
    {
        private readonly Dictionary<string, Worker?> _workers = new();

        public Worker Get(string name)
        {
            if (_workers.TryGetValue(name, out var known) && known != null)
                return known;
            var worker = new Worker(name);
            _workers[name] = worker;
            return worker;
        }

        public void Sweep()
        {
            foreach (var worker in _workers.Values.ToList())
            {
                if (worker is { IsIdle: true })
                    Evict(worker);
            }
        }

        private void Evict(Worker worker) => _workers[worker.Name] = null; //! LEAK1001

        public void Dispose()
        {
            foreach (var worker in _workers.Values)
                worker?.Dispose();
        }
    }

    public sealed class Worker : IDisposable
    {
        private readonly Process _process;
        public Worker(string name) { Name = name; _process = Process.Start(name)!; }
        public string Name { get; }
        public bool IsIdle { get; set; }
        public void Dispose() => _process.Dispose();
    }
}

namespace Samples.SaidTooEasily6.E08
{
    // FixedPlaces.IsEnteredByEntry: Replace puts a new board where a live one is; only Eject disposes.
    public sealed class Rack : IDisposable
    {
        private readonly Board?[] _boards = new Board?[8];

        public void Replace(Board board)
        {
            _boards[board.Slot] = board; //! LEAK1001
        }

        public void Eject(Board board)
        {
            _boards[board.Slot] = null;
            board.Dispose();
        }

        public void Dispose()
        {
            foreach (var board in _boards)
                board?.Dispose(); //! LEAK1013
        }
    }

    public sealed class Board : IDisposable
    {
        private readonly FileStream _device;
        public Board(int slot, string device) { Slot = slot; _device = File.OpenRead(device); }
        public int Slot { get; }
        public void Dispose() => _device.Dispose();
    }

    public sealed class Service
    {
        private readonly Rack _rack = new();
        public void HotSwap(int slot, string device) => _rack.Replace(new Board(slot, device));
    }
}

namespace Samples.SaidTooEasily6.E09
{
    // FixedPlaces.HasGrown: the array is made large enough, and the place may well be one that was there before.
    public sealed class PartitionReaders : IDisposable
    {
        private FileStream?[] _readers = new FileStream?[4];

        public void Assign(int partition, string path)
        {
            Array.Resize(ref _readers, Math.Max(_readers.Length, partition + 1));
            _readers[partition] = File.OpenRead(path); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var reader in _readers)
                reader?.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.SaidTooEasily6.E10
{
    // FixedPlaces.HasGrown: the array shrinks or grows, and its first place is filled anew.
    public sealed class LaneSet : IDisposable
    {
        private TcpClient?[] _lanes = new TcpClient?[1];

        public void SetLaneCount(int count, string host)
        {
            Array.Resize(ref _lanes, count);
            for (var i = 0; i < count; i++)
                _lanes[i] = new TcpClient(host, 5000 + i); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var lane in _lanes)
                lane?.Dispose();
        }
    }
}

namespace Samples.SaidTooEasily6.E11
{
    // OneTime.IsBehindFlag: the flag is set only after the helper, which throws half-way: each failing sample leaves a client.
    public sealed class TelemetryLink : IDisposable
    {
        private TcpClient? _client;
        private bool _connected;

        public TelemetryLink(Feed feed) => feed.SampleReceived += OnSample;

        private void OnSample(byte[] sample)
        {
            if (!_connected)
            {
                Connect();
                _connected = true;
            }

            _client!.GetStream().Write(sample);
        }

        private void Connect()
        {
            _client = new TcpClient("telemetry", 4317); //! LEAK1001
            _client.GetStream().Write("HELLO"u8);
            if (_client.GetStream().ReadByte() != 1)
                throw new IOException("refused");
        }

        public void Dispose() => _client?.Dispose();

        public sealed class Feed
        {
            public event Action<byte[]>? SampleReceived;
            public void Raise(byte[] sample) => SampleReceived?.Invoke(sample);
        }
    }
}

namespace Samples.SaidTooEasily6.E12
{
    // OneTime.IsBehindFlag: the flag belongs to the connection that came, the slot to the server.
    public sealed class Gateway : IDisposable
    {
        private StreamWriter? _audit;

        public Gateway(Listener listener) => listener.PacketReceived += OnPacket;

        private void OnPacket(Link link)
        {
            if (!link.Greeted)
            {
                link.Greeted = true;
                _audit = new StreamWriter(link.Name + ".log"); //! LEAK1001
            }

            _audit?.WriteLine(link.Name);
        }

        public void Dispose() => _audit?.Dispose();

        public sealed class Link
        {
            public bool Greeted;
            public string Name = "";
        }

        public sealed class Listener
        {
            public event Action<Link>? PacketReceived;
            public void Raise(Link link) => PacketReceived?.Invoke(link);
        }
    }
}

namespace Samples.SaidTooEasily6.E13
{
    // OneTime.IsBehindFlag: the flag is turned only when the probe says so; other changes make another one.
    public sealed class LicenseWatcher : IDisposable
    {
        private readonly FileSystemWatcher _watcher = new("/etc/app");
        private FileStream? _license;
        private bool _isOpen;

        public LicenseWatcher() => _watcher.Changed += OnChanged;

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (!_isOpen)
            {
                if (File.Exists(e.FullPath + ".complete"))
                    _isOpen = true;
                _license = File.OpenRead(e.FullPath); //! LEAK1001
            }
        }

        public void Dispose()
        {
            _watcher.Dispose();
            _license?.Dispose();
        }
    }
}
