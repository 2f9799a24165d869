using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint3.D02_FLAG_ONLY_READ
{
    internal sealed class Peer : IDisposable
    {
        private readonly TcpClient _client;

        public Peer(string host) => _client = new TcpClient(host, 6000);

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class PeerMap
    {
        private readonly ConcurrentDictionary<string, Peer> _peers = new();

        internal bool Add(string host)
        {
            var peer = new Peer(host);
            if (_peers.TryAdd(host, peer)) //! LEAK4002
                return true;
            peer.Dispose();
            return false;
        }

        internal void Send(byte[] data)
        {
            foreach (var peer in _peers.Values)
                peer.Put(data);
        }

        internal void CloseAll()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }

    internal sealed class PeerService : IDisposable
    {
        private readonly object _gate = new();
        private readonly PeerMap _map = new();
        private bool _stopped;

        public void Connect(string host)
        {
            lock (_gate)
            {
                if (_stopped)
                    Console.Error.WriteLine("connected late: " + host);
                _map.Add(host);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _stopped = true;
                _map.CloseAll();
            }
        }
    }
}

namespace Samples.ButForOnePoint3.D03_FLAG_OF_CHANGES
{
    internal sealed class Peer : IDisposable
    {
        private readonly TcpClient _client;

        public Peer(string host) => _client = new TcpClient(host, 6000);

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class PeerMap
    {
        private readonly ConcurrentDictionary<string, Peer> _peers = new();

        internal bool Add(string host)
        {
            var peer = new Peer(host);
            if (_peers.TryAdd(host, peer)) //! LEAK4002
                return true;
            peer.Dispose();
            return false;
        }

        internal void Send(byte[] data)
        {
            foreach (var peer in _peers.Values)
                peer.Put(data);
        }

        internal void CloseAll()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }

    /// <summary>Writes the list of its peers down when it has changed.</summary>
    internal sealed class PeerBook : IDisposable
    {
        private readonly object _gate = new();
        private readonly PeerMap _map = new();
        private bool _changed;

        public void Connect(string host)
        {
            lock (_gate)
            {
                if (_changed)
                    File.AppendAllText("peers.txt", host);
                _map.Add(host);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _changed = true;
                _map.CloseAll();
            }
        }
    }
}

namespace Samples.ButForOnePoint3.D04_SECOND_END_WITHOUT_FLAG
{
    internal sealed class Peer : IDisposable
    {
        private readonly TcpClient _client;

        public Peer(string host) => _client = new TcpClient(host, 6000);

        public void Put(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }

    internal sealed class PeerMap
    {
        private readonly ConcurrentDictionary<string, Peer> _peers = new();

        internal bool Add(string host)
        {
            var peer = new Peer(host);
            if (_peers.TryAdd(host, peer)) //! LEAK4002
                return true;
            peer.Dispose();
            return false;
        }

        internal void Send(byte[] data)
        {
            foreach (var peer in _peers.Values)
                peer.Put(data);
        }

        internal void CloseAll()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }

    internal sealed class PeerService : IDisposable
    {
        private readonly object _gate = new();
        private readonly PeerMap _map = new();
        private bool _stopped;

        public void Connect(string host)
        {
            lock (_gate)
            {
                if (_stopped)
                    throw new InvalidOperationException("stopped");
                _map.Add(host);
            }
        }

        public void Stop()
        {
            lock (_gate)
            {
                _stopped = true;
                _map.CloseAll();
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _map.CloseAll();
        }
    }
}

namespace Samples.ButForOnePoint3.E01_RUNNING_FLAG
{
    public sealed class TapSet : IDisposable
    {
        private readonly List<Socket> _taps = new();
        private bool _running = true;

        public void Add(string host)
        {
            var tap = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            tap.Connect(host, 9999);
            _taps.Add(tap);
        }

        public void Reset()
        {
            if (_running)
                _taps.Clear(); //! LEAK1003
        }

        public int Read(int index, byte[] buffer) => _taps[index].Receive(buffer);

        public void Dispose()
        {
            _running = false;
            foreach (var tap in _taps)
                tap.Dispose();
            _taps.Clear();
        }
    }
}

namespace Samples.ButForOnePoint3.E02_OPEN_STATE
{
    public sealed class SegmentFiles : IDisposable
    {
        private Dictionary<int, FileStream> _segments = new();
        private bool _isOpen;

        public void Open(string folder, int count)
        {
            for (var i = 0; i < count; i++)
                _segments.Add(i, new FileStream(Path.Combine(folder, i + ".seg"), FileMode.OpenOrCreate));
            _isOpen = true;
        }

        public void Reload()
        {
            if (_isOpen)
            {
                _segments = new Dictionary<int, FileStream>(); //! LEAK1003
                _isOpen = false;
            }
        }

        public void Write(int segment, byte[] data) => _segments[segment].Write(data);

        public void Close()
        {
            foreach (var file in _segments.Values)
                file.Dispose(); //! LEAK1013
            _segments.Clear();
            _isOpen = false;
        }

        public void Dispose() => Close();
    }
}

namespace Samples.ButForOnePoint3.E03_CLEARED_OF_OTHER
{
    public sealed class PartSet : IDisposable
    {
        private List<FileStream> _parts = new();

        public void Open(string path) => _parts.Add(new FileStream(path, FileMode.Open));

        /// <summary>Both begin anew.</summary>
        public void ResetWith(PartSet other)
        {
            other._parts.Clear(); //! LEAK1003
            _parts = new List<FileStream>(); //! LEAK1003
        }

        public long Length()
        {
            long length = 0;
            foreach (var part in _parts)
                length += part.Length;
            return length;
        }

        public void Dispose()
        {
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts.Clear();
        }
    }
}

namespace Samples.ButForOnePoint3.E04_CLEARED_OF_ONE
{
    public sealed class UserFiles : IDisposable
    {
        private Dictionary<string, List<FileStream>> _files = new();

        public void Open(string user, string path)
        {
            if (!_files.TryGetValue(user, out var list))
                _files.Add(user, list = new List<FileStream>());
            list.Add(new FileStream(path, FileMode.Open));
        }

        public void Reset()
        {
            _files["guest"].Clear(); //! LEAK1003
            _files = new Dictionary<string, List<FileStream>>(); //! LEAK1003
        }

        public void Dispose()
        {
            foreach (var list in _files.Values)
            {
                foreach (var file in list)
                    file.Dispose(); //! LEAK1013
            }

            _files.Clear();
        }
    }
}

namespace Samples.ButForOnePoint3.E06_NULL_OF_OTHER
{
    public sealed class Playlist : IDisposable
    {
        private List<FileStream>? _tracks;

        public void Add(string path) => (_tracks ??= new List<FileStream>()).Add(new FileStream(path, FileMode.Open));

        /// <summary>Plays what the other one plays.</summary>
        public void CopyFrom(Playlist other)
        {
            if (other._tracks == null || other._tracks.Count == 0)
            {
                _tracks = null; //! LEAK1003
                return;
            }

            foreach (var track in other._tracks)
                Add(track.Name);
        }

        public long Length() => _tracks?.Sum(t => t.Length) ?? 0;

        public void Dispose()
        {
            if (_tracks == null)
                return;
            foreach (var track in _tracks)
                track.Dispose(); //! LEAK1013
            _tracks.Clear();
        }
    }
}
