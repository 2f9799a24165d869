using System.Collections.Concurrent;
using System.Net.Sockets;

// Each program lacks one thing that the exemption it resembles asks for; some have all of it.
namespace Samples.ButForOnePoint10.S03_UPDATE_OF_HOST
{
    public sealed class Senders : IDisposable
    {
        private readonly ConcurrentDictionary<string, UdpClient> _senders = new();

        public void Reconnect(string host)
        {
            var sender = new UdpClient(host, 514);
            _senders.AddOrUpdate(host, sender, (_, _) => sender); //! LEAK1001 LEAK4002
        }

        public void Send(string host, byte[] line)
        {
            if (_senders.TryGetValue(host, out var sender))
                sender.Send(line, line.Length);
        }

        public void Dispose()
        {
            foreach (var sender in _senders.Values)
                sender.Dispose();
            _senders.Clear();
        }
    }
}

namespace Samples.ButForOnePoint10.S04_FOUND_WHEN_OPEN
{
    internal sealed class Room : IDisposable
    {
        private readonly FileStream _history;

        public Room(string name) => _history = new FileStream(name + ".history", FileMode.Append);

        public bool IsLocked { get; set; }

        public void Say(byte[] text) => _history.Write(text);

        public void Dispose() => _history.Dispose();
    }

    internal sealed class Rooms : IDisposable
    {
        private readonly Dictionary<string, Room> _rooms = new();

        /// <summary>Locked rooms are not shown.</summary>
        internal Room? Visible(string name)
        {
            if (!_rooms.TryGetValue(name, out var room))
                return null;
            if (room.IsLocked)
                return null;
            return room;
        }

        internal Room Make(string name)
        {
            var room = new Room(name);
            _rooms[name] = room; //! LEAK1001
            return room;
        }

        public void Dispose()
        {
            foreach (var room in _rooms.Values)
                room.Dispose(); //! LEAK1013
            _rooms.Clear();
        }
    }

    internal sealed class Chat : IDisposable
    {
        private readonly object _gate = new();
        private readonly Rooms _rooms = new();

        public void Say(string name, byte[] text)
        {
            lock (_gate)
            {
                var room = _rooms.Visible(name) ?? _rooms.Make(name);
                room.Say(text);
            }
        }

        public void Lock(string name)
        {
            lock (_gate)
            {
                var room = _rooms.Visible(name);
                if (room != null)
                    room.IsLocked = true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
                _rooms.Dispose();
        }
    }
}

namespace Samples.ButForOnePoint10.S05_TWO_KEYS_OF_ONE_ROOM
{
    public sealed class PartCache : IDisposable
    {
        private List<FileStream>? _parts;
        private int _count;
        private int _limit = 10;

        public void Open(string path)
        {
            (_parts ??= new List<FileStream>()).Add(new FileStream(path, FileMode.Open));
            _count++;
        }

        public void Trim()
        {
            if (_limit == 1)
            {
                _parts = null; //! LEAK1003
                _count = 0;
            }
        }

        public void Limit(int limit) => _limit = limit;

        public int Count => _count;

        public void Dispose()
        {
            _limit = 0;
            if (_parts == null)
                return;
            foreach (var part in _parts)
                part.Dispose(); //! LEAK1013
            _parts = null;
        }
    }
}

namespace Samples.ButForOnePoint10.S07_CLOSED_IF_STALE
{
    internal sealed class Probe : IDisposable
    {
        private readonly Socket _socket;
        private DateTime _used = DateTime.UtcNow;

        public Probe(string host)
        {
            _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _socket.Connect(host, 7);
        }

        public void Ping()
        {
            _used = DateTime.UtcNow;
            _socket.Send(new byte[] { 1 });
        }

        /// <summary>Ends it if nobody has used it for an hour.</summary>
        public void Check() => Sockets.CloseIf(_socket, DateTime.UtcNow - _used > TimeSpan.FromHours(1));

        public void Dispose() => _socket.Dispose();
    }

    internal static class Sockets
    {
        public static void CloseIf(Socket socket, bool stale)
        {
            if (stale)
                socket.Dispose();
        }
    }

    internal sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = new();

        public void Open(string host) => _probes.Add(host, new Probe(host));

        public void Ping(string host) => _probes[host].Ping();

        public void Forget(string host)
        {
            if (_probes.Remove(host, out var probe)) //! LEAK1002
                probe.Check();
        }

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}
