using System.Collections.Concurrent;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame7.F10
{
    public interface IConnector
    {
        Connection Connect(string host);
    }

    public class Connection : IDisposable
    {
        public string Host { get; protected init; } = "";

        public virtual void Dispose()
        {
        }
    }

    public sealed class TcpConnection : Connection
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public TcpConnection(string host)
        {
            Host = host;
            _socket.Connect(host, 5000);
        }

        public override void Dispose() => _socket.Dispose();
    }

    public abstract class Connector : IConnector
    {
        public virtual Connection Connect(string host) => new OfflineConnection();
    }

    public sealed class OfflineConnection : Connection
    {
        public override void Dispose()
        {
        }
    }

    public sealed class TcpConnector : Connector
    {
        public override Connection Connect(string host) => new TcpConnection(host);
    }

    /// <summary>The refused connection is dropped: with a TcpConnector that is an open socket.</summary>
    public sealed class ConnectionBook : IDisposable
    {
        private readonly ConcurrentDictionary<string, Connection> _connections = new();
        private readonly IConnector _connector;

        public ConnectionBook(IConnector connector) => _connector = connector;

        public void Connect(string host)
        {
            var made = _connector.Connect(host);
            _connections.TryAdd(host, made); //! LEAK1006 LEAK4002
        }

        public void Dispose()
        {
            foreach (var host in _connections.Keys)
            {
                if (_connections.TryRemove(host, out var connection))
                    connection.Dispose();
            }
        }
    }
}

namespace Samples.NotTheSame7.F11
{
    public static class Streams
    {
        public static void Close(IDisposable? one)
        {
            try
            {
                one?.Dispose();
            }
            catch (IOException error)
            {
                Console.Error.WriteLine(error.Message);
            }
        }
    }

    public sealed class Monitor1
    {
        private readonly List<FileStream> _watched = new();

        public void Watch(FileStream stream) => _watched.Add(stream);

        public int Alive() => _watched.RemoveAll(s => !s.CanRead);
    }

    /// <summary>The monitor only looks; Remove drops the journal, and Close ends the others.</summary>
    public sealed class Journals
    {
        private readonly Dictionary<string, FileStream> _journals = new();
        private readonly Monitor1 _monitor = new();

        public void Add(string name)
        {
            if (_journals.ContainsKey(name))
                return;
            var journal = new FileStream(name, FileMode.Append);
            _journals.Add(name, journal);
            _monitor.Watch(journal);
        }

        public bool Remove(string name) => _journals.Remove(name); //! LEAK1002

        public int Check() => _monitor.Alive();

        public void Close()
        {
            foreach (var journal in _journals.Values)
                Streams.Close(journal);
            _journals.Clear();
        }
    }
}

namespace Samples.NotTheSame7.F12
{
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file;

        public Spool(string path) => _file = new FileStream(path, FileMode.OpenOrCreate);

        private Spool(FileStream file, string title)
        {
            _file = file;
            Title = title;
        }

        public string Title { get; } = "";

        /// <summary>With a path it is another file; without one only the title changes.</summary>
        public Spool Next(string title, string? path)
        {
            if (path != null)
                return new Spool(path);
            return new Spool(_file, title);
        }

        public void Write(byte[] data) => _file.Write(data);

        public void Dispose() => _file.Dispose();
    }

    public sealed class Spools : IDisposable
    {
        private readonly Dictionary<string, Spool> _spools = new();

        public void Open(string name)
        {
            if (!_spools.ContainsKey(name))
                _spools.Add(name, new Spool(name));
        }

        public void Turn(string name, string path)
        {
            if (_spools.TryGetValue(name, out var spool))
                _spools[name] = spool.Next(name, path); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var spool in _spools.Values)
                spool.Dispose(); //! LEAK1013
            _spools.Clear();
        }
    }
}

namespace Samples.NotTheSame7.G03
{
    /// <summary>Entries end when the last listener goes; the helper is called by the two members that have found the entry.</summary>
    public sealed class Topic : IDisposable
    {
        private readonly FileStream _file;

        public Topic(string name)
        {
            Name = name;
            _file = new FileStream(name, FileMode.Append);
        }

        public string Name { get; }

        public int Listeners { get; set; }

        public void Dispose() => _file.Dispose();
    }

    public sealed class Topics
    {
        private readonly LinkedList<Topic> _topics = new();
        private readonly object _gate = new();

        public void Join(string name)
        {
            lock (_gate)
            {
                var topic = _topics.FirstOrDefault(t => t.Name == name);
                if (topic == null)
                    _topics.AddLast(topic = new Topic(name));
                topic.Listeners++;
            }
        }

        public void Leave(string name)
        {
            lock (_gate)
            {
                var topic = _topics.FirstOrDefault(t => t.Name == name);
                if (topic != null)
                    Release(topic);
            }
        }

        private void Release(Topic topic)
        {
            if (--topic.Listeners == 0)
            {
                _topics.Remove(topic);
                topic.Dispose();
            }
        }
    }

    public static class TopicProgram
    {
        public static void Run()
        {
            var topics = new Topics();
            topics.Join("a");
            topics.Leave("a");
        }
    }
}

namespace Samples.NotTheSame7.G05
{
    public sealed class Device
    {
        public int Id { get; set; }

        public int Next { get; set; }
    }

    /// <summary>The helper ends the file of the device that it finds; the caller has changed the id in between through a method of its own.</summary>
    public sealed class DeviceFiles : IDisposable
    {
        private readonly Dictionary<int, FileStream> _files = new();

        public void Move(Device device)
        {
            CloseOld(device);
            device.Id = device.Next;
            _files[device.Id] = new FileStream($"{device.Id}.dev", FileMode.OpenOrCreate); //! LEAK1001
        }

        private void CloseOld(Device device)
        {
            if (_files.TryGetValue(device.Id, out var old))
            {
                _files.Remove(device.Id);
                old.Dispose();
            }
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.NotTheSame7.G06
{
    public sealed class Beacon : IDisposable
    {
        private UdpClient? _client;

        public string Name { get; init; } = "";

        public bool Enabled
        {
            get => _client != null;
            set
            {
                _client?.Dispose();
                _client = value ? new UdpClient(0) : null;
            }
        }

        public void Dispose() => _client?.Dispose();
    }

    /// <summary>A beacon is switched on where it is put in, by a property.</summary>
    public sealed class BeaconSet : IDisposable
    {
        private readonly List<Beacon> _beacons = new();
        private readonly Lock _gate = new();

        public void Add(string name)
        {
            var beacon = new Beacon { Name = name };
            lock (_gate)
            {
                _beacons.Add(beacon); //! LEAK4002
                beacon.Enabled = true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var beacon in _beacons)
                    beacon.Dispose();
                _beacons.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame7.G07
{
    /// <summary>Start may come twice: Stop is what the user calls at the end, not between.</summary>
    public sealed class Ports : IDisposable
    {
        private static readonly int[] s_ports = [7001, 7002];
        private readonly Dictionary<int, UdpClient> _clients = new();
        private readonly Timer _watch;

        public Ports() => _watch = new Timer(_ => Check(), null, 60000, 60000);

        public void StartListening()
        {
            foreach (var port in s_ports)
                _clients[port] = new UdpClient(port); //! LEAK1001
        }

        private void Check()
        {
            if (_clients.Values.Any(c => c.Client == null || !c.Client.IsBound))
                StartListening();
        }

        public void StopListening()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }

        public void Dispose()
        {
            _watch.Dispose();
            StopListening();
        }
    }
}
