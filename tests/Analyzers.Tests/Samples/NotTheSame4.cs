using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame4.C03
{
    public interface IChannelFactory
    {
        Channel Create(string host);
    }

    public class Channel : IDisposable
    {
        public virtual int Send(byte[] data) => 0;

        public virtual void Dispose()
        {
        }
    }

    public sealed class NullChannel : Channel
    {
        public override void Dispose()
        {
        }
    }

    public sealed class TcpChannel : Channel
    {
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);

        public TcpChannel(string host) => _socket.Connect(host, 80);

        public override int Send(byte[] data) => _socket.Send(data);

        public override void Dispose() => _socket.Dispose();
    }

    public class ChannelFactory : IChannelFactory
    {
        public virtual Channel Create(string host) => new NullChannel();
    }

    public sealed class TcpChannelFactory : ChannelFactory
    {
        public override Channel Create(string host) => new TcpChannel(host);
    }

    public sealed class ChannelTable : IDisposable
    {
        private readonly Dictionary<string, Channel> _channels = new();
        private readonly IChannelFactory _factory;

        public ChannelTable(IChannelFactory factory) => _factory = factory;

        public void Connect(string host) => _channels[host] = _factory.Create(host); //! LEAK1001

        public void Drop(string host)
        {
            if (_channels.Remove(host, out var channel))
                channel.Dispose();
        }

        public void Dispose()
        {
            foreach (var channel in _channels.Values)
                channel.Dispose();
            _channels.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C04
{
    /// <summary>A public interface of a library: what its users implement opens sockets; the one here is a stub for their tests.</summary>
    public interface ITransportFactory
    {
        ITransport Open(string host);
    }

    public interface ITransport : IDisposable
    {
        int Send(byte[] data);
    }

    public sealed class SilentTransport : ITransport
    {
        public int Send(byte[] data) => data.Length;

        public void Dispose()
        {
        }
    }

    public sealed class SilentTransportFactory : ITransportFactory
    {
        public ITransport Open(string host) => new SilentTransport();
    }

    public sealed class TransportHub : IDisposable
    {
        private readonly Dictionary<string, ITransport> _transports = new();
        private readonly ITransportFactory _factory;

        public TransportHub(ITransportFactory factory) => _factory = factory;

        public void Open(string host) => _transports[host] = _factory.Open(host); //! LEAK1001

        public void Close(string host)
        {
            if (_transports.Remove(host, out var transport))
                transport.Dispose();
        }

        public void Dispose()
        {
            foreach (var transport in _transports.Values)
                transport.Dispose();
            _transports.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C05
{
    public sealed class Session : IDisposable
    {
        private readonly SessionTable _table;
        private readonly FileStream _log;
        private readonly int _predecessor;

        public Session(SessionTable table, int id, int predecessor)
        {
            _table = table;
            Id = id;
            _predecessor = predecessor;
            _log = new FileStream($"{id}.log", FileMode.Create);
        }

        public int Id { get; }

        public void Write(byte value) => _log.WriteByte(value);

        public void End()
        {
            _table.Forget(_predecessor);
            Dispose();
        }

        public void Dispose() => _log.Dispose();
    }

    public sealed class SessionTable : IDisposable
    {
        private readonly Dictionary<int, Session> _sessions = new();
        private int _last;

        public Session Begin()
        {
            var id = ++_last;
            var session = new Session(this, id, id - 1);
            _sessions.Add(id, session);
            return session;
        }

        public void Forget(int id) => _sessions.Remove(id); //! LEAK1002

        public void Dispose()
        {
            foreach (var session in _sessions.Values)
                session.Dispose(); //! LEAK1013
            _sessions.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C06
{
    public sealed class Transfer : IDisposable
    {
        private readonly TransferBoard _board;
        private readonly FileStream _file;
        private readonly bool _keepOpen;

        public Transfer(TransferBoard board, string path, bool keepOpen)
        {
            _board = board;
            Path = path;
            _keepOpen = keepOpen;
            _file = new FileStream(path, FileMode.OpenOrCreate);
        }

        public string Path { get; }

        public void Append(byte[] data)
        {
            _file.Write(data);
            if (data.Length > 0)
                return;
            _board.Forget(Path);
            if (_keepOpen || _file.Length == 0)
                return;
            Dispose();
        }

        public void Dispose() => _file.Dispose();
    }

    public sealed class TransferBoard : IDisposable
    {
        private readonly Dictionary<string, Transfer> _transfers = new();

        public Transfer Begin(string path, bool keepOpen)
        {
            if (_transfers.TryGetValue(path, out var known))
                return known;
            var made = new Transfer(this, path, keepOpen);
            _transfers.Add(path, made);
            return made;
        }

        public void Forget(string path) => _transfers.Remove(path); //! LEAK1002

        public void Dispose()
        {
            foreach (var transfer in _transfers.Values)
                transfer.Dispose(); //! LEAK1013
            _transfers.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C07
{
    /// <summary>A reader that ends starts its successor in another place, where one may be at work.</summary>
    public sealed class Reader : IDisposable
    {
        private readonly ReaderRack _rack;
        private readonly FileStream _file;
        private readonly int _next;

        public Reader(ReaderRack rack, string path, int next)
        {
            _rack = rack;
            _next = next;
            _file = new FileStream(path, FileMode.Open);
        }

        public int Read() => _file.ReadByte();

        public void HandOver(string path)
        {
            _rack.Put(_next, path);
            Dispose();
        }

        public void Dispose() => _file.Dispose();
    }

    public sealed class ReaderRack : IDisposable
    {
        private readonly Dictionary<int, Reader> _readers = new();

        public int Count => _readers.Count;

        public void Put(int place, string path) => _readers[place] = new Reader(this, path, place + 1); //! LEAK1001

        public void Free(int place)
        {
            if (_readers.Remove(place, out var reader))
                reader.Dispose();
        }

        public void Dispose()
        {
            foreach (var reader in _readers.Values)
                reader.Dispose(); //! LEAK1013
            _readers.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C09
{
    public static class Safely
    {
        public static void End(IDisposable one)
        {
            try
            {
                one.Dispose();
            }
            catch (IOException error)
            {
                Console.WriteLine(error.Message);
            }
        }
    }

    /// <summary>Notes what was opened for a page of figures; nothing ends there.</summary>
    public sealed class OpenLog
    {
        private readonly List<FileStream> _entries = new();

        public void Note(FileStream file) => _entries.Add(file);

        public int Count => _entries.Count(e => e.CanRead);
    }

    public sealed class SpoolTable
    {
        private readonly Dictionary<string, FileStream> _spools = new();
        private readonly OpenLog _log = new();

        public int OpenCount => _log.Count;

        public void Open(string name)
        {
            var file = new FileStream(name, FileMode.Append);
            _log.Note(file);
            _spools[name] = file; //! LEAK1001
        }

        public void Drop(string name)
        {
            if (_spools.Remove(name, out var file))
                Safely.End(file);
        }

        public void Close()
        {
            foreach (var file in _spools.Values)
                Safely.End(file);
            _spools.Clear();
        }
    }
}

namespace Samples.NotTheSame4.C10
{
    public sealed class Track
    {
        public string Id { get; private set; } = "";

        public void Rekey(string id) => Id = id;
    }

    /// <summary>The old file is dropped under the old id; the new one is put under the new id, where another may be.</summary>
    public sealed class TrackFiles : IDisposable
    {
        private readonly Dictionary<string, FileStream> _files = new();

        public void Rename(Track track, string id)
        {
            DropOld(track);
            track.Rekey(id);
            _files[track.Id] = new FileStream(id + ".track", FileMode.OpenOrCreate); //! LEAK1001
        }

        private void DropOld(Track track)
        {
            if (_files.Remove(track.Id, out var old))
                old.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}
