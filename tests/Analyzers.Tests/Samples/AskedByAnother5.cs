using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net.Sockets;
using System.Text;
using System.Threading.Channels;

// What another has asked: each exemption where its reason does not hold, and correct code beside it.
namespace Samples.AskedByAnother5.A45
{
    internal static class ListExtensions
    {
        public static void AddSafely<T>(this List<T> list, T item)
        {
            lock (list)
                list.Add(item);
        }
    }

    // Members come by an extension.
    public sealed class Group
    {
        private readonly List<string> _members = new();

        public Group(string founder) => _members.Add(founder);

        public void Join(string member) => _members.AddSafely(member);

        public bool Has(string member)
        {
            lock (_members)
                return _members.Contains(member);
        }
    }

    public sealed class Groups
    {
        private readonly ConcurrentDictionary<string, Group> _groups = new();

        public void Join(string name, string member)
        {
            if (!_groups.TryGetValue(name, out var group))
            {
                group = new Group("root");
                _groups[name] = group; //! LEAK2001
            }

            group.Join(member);
        }

        public bool Has(string name, string member) => _groups.TryGetValue(name, out var g) && g.Has(member);
    }
}

namespace Samples.AskedByAnother5.A46
{
    // Right: two catalogs made alike are equal.
    public sealed class Catalog
    {
        private readonly Dictionary<string, int> _at = new();

        public Catalog(string[] names)
        {
            for (var i = 0; i < names.Length; i++)
                _at[names[i]] = i;
        }

        public int Of(string name) => _at.TryGetValue(name, out var at) ? at : -1;
        public IEnumerable<string> Names() => _at.Keys.OrderBy(k => k);
    }

    public sealed class Catalogs
    {
        private readonly ConcurrentDictionary<string, Catalog> _catalogs = new();

        public Catalog Get(string table, Func<string, string[]> columns)
        {
            if (!_catalogs.TryGetValue(table, out var catalog))
            {
                catalog = new Catalog(columns(table));
                _catalogs[table] = catalog;
            }

            return catalog;
        }
    }
}

namespace Samples.AskedByAnother5.A47
{
    // Base type fills: the derived has no collection of its own, the nested helper takes the items out.
    public sealed class Ticket
    {
        private readonly Queue<int> _numbers = new();

        public Ticket(int count)
        {
            for (var i = 0; i < count; i++)
                _numbers.Enqueue(i);
        }

        public int Left => _numbers.Count;

        public int Take()
        {
            var numbers = _numbers;
            lock (numbers)
                return numbers.Dequeue();
        }
    }

    public sealed class Tickets
    {
        private readonly ConcurrentDictionary<string, Ticket> _events = new();

        public int Take(string name)
        {
            if (!_events.TryGetValue(name, out var ticket))
            {
                ticket = new Ticket(100);
                _events[name] = ticket; //! LEAK2001
            }

            return ticket.Take();
        }
    }
}

namespace Samples.AskedByAnother5.A48
{
    public sealed class Camera
    {
        public event EventHandler<byte[]>? Arrived;
        public void Raise(byte[] data) => Arrived?.Invoke(this, data);
    }

    // Right: a full channel drops the oldest, which the callback ends; the handler is off before the channel is completed.
    public sealed class FrameFeed : IDisposable
    {
        private readonly Camera _camera;
        private readonly Channel<FileStream> _frames;

        public FrameFeed(Camera camera)
        {
            var options = new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropOldest, SingleReader = true };
            _frames = Channel.CreateBounded<FileStream>(options, dropped => dropped.Dispose());
            _camera = camera;
            _camera.Arrived += OnArrived;
        }

        public ChannelReader<FileStream> Frames => _frames.Reader;

        private void OnArrived(object? sender, byte[] data)
        {
            var file = File.Create(Path.GetTempFileName());
            _frames.Writer.TryWrite(file);
        }

        public void Dispose()
        {
            _camera.Arrived -= OnArrived;
            _frames.Writer.Complete();
            while (_frames.Reader.TryRead(out var frame))
                frame.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother5.A49
{
    public sealed class Camera
    {
        public event EventHandler<byte[]>? Arrived;
        public void Raise(byte[] data) => Arrived?.Invoke(this, data);
    }

    // The callback only counts: with DropWrite it is the newcomer that a full channel drops, and nobody ends it.
    public sealed class FrameFeed : IDisposable
    {
        private readonly Camera _camera;
        private readonly Channel<FileStream> _frames;
        private int _lost;

        public FrameFeed(Camera camera)
        {
            _frames = Channel.CreateBounded<FileStream>(new BoundedChannelOptions(8) { FullMode = BoundedChannelFullMode.DropWrite }, _ => Interlocked.Increment(ref _lost));
            _camera = camera;
            _camera.Arrived += OnArrived;
        }

        public int Lost => _lost;
        public ChannelReader<FileStream> Frames => _frames.Reader;

        private void OnArrived(object? sender, byte[] data)
        {
            var file = File.Create(Path.GetTempFileName());
            _frames.Writer.TryWrite(file); //! LEAK1006
        }

        public void Dispose()
        {
            _camera.Arrived -= OnArrived;
            _frames.Writer.Complete();
            while (_frames.Reader.TryRead(out var frame))
                frame.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.AskedByAnother5.A51
{
    // Right: the reader and the writer are both of the one stream of the client, which ends with it.
    public sealed class LineStream : IDisposable
    {
        private readonly StreamReader _reader;
        private readonly StreamWriter _writer;

        public LineStream(Stream stream)
        {
            _reader = new StreamReader(stream);
            _writer = new StreamWriter(stream) { AutoFlush = true };
        }

        public string? Ask(string line)
        {
            _writer.WriteLine(line);
            return _reader.ReadLine();
        }

        public void Dispose()
        {
            _reader.Dispose();
            _writer.Dispose();
        }
    }

    public sealed class SmtpLink : IDisposable
    {
        private readonly TcpClient _client;
        private LineStream _lines;

        public SmtpLink(string host)
        {
            _client = new TcpClient(host, 25);
            _lines = new LineStream(_client.GetStream());
        }

        public void Reset()
        {
            _lines = new LineStream(_client.GetStream());
            _lines.Ask("RSET");
        }

        public string? Ask(string line) => _lines.Ask(line);

        public void Dispose()
        {
            _lines.Dispose();
            _client.Dispose();
        }
    }
}

namespace Samples.AskedByAnother5.A52
{
    // The base has the stream, the derived one a log file of its own, which the end of the client does not end.
    public abstract class Wire : IDisposable
    {
        private readonly Stream _stream;
        protected Wire(Stream stream) => _stream = stream;
        public virtual void Send(byte[] data) => _stream.Write(data);
        public virtual void Dispose() => _stream.Dispose();
    }

    public sealed class LoggedWire : Wire
    {
        private readonly FileStream _log;
        public LoggedWire(Stream stream, string path) : base(stream) => _log = File.OpenWrite(path);
        public override void Send(byte[] data)
        {
            _log.Write(data);
            base.Send(data);
        }

        public override void Dispose()
        {
            _log.Dispose();
            base.Dispose();
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;
        private Wire _wire;
        private int _run;

        public Link(string host)
        {
            _client = new TcpClient(host, 25);
            _wire = new LoggedWire(_client.GetStream(), "0.log");
        }

        public void Reset()
        {
            _wire = new LoggedWire(_client.GetStream(), $"{++_run}.log"); //! LEAK1001
        }

        public void Send(byte[] data) => _wire.Send(data);

        public void Dispose()
        {
            _wire.Dispose();
            _client.Dispose();
        }
    }
}

namespace Samples.AskedByAnother5.A53
{
    // The wrapper has a timer behind an IDisposable, and a list of files.
    public sealed class Wire : IDisposable
    {
        private readonly Stream _stream;
        private readonly IDisposable _beat;
        private readonly List<FileStream> _logs = new();

        public Wire(Stream stream)
        {
            _stream = stream;
            _beat = new Timer(_ => stream.WriteByte(0), null, 1000, 1000);
            _logs.Add(File.OpenWrite("a.log"));
        }

        public void Send(byte[] data) => _stream.Write(data);

        public void Dispose()
        {
            _beat.Dispose();
            foreach (var log in _logs)
                log.Dispose(); //! LEAK1013
            _stream.Dispose();
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;
        private Wire _wire;

        public Link(string host)
        {
            _client = new TcpClient(host, 25);
            _wire = new Wire(_client.GetStream());
        }

        public void Reset()
        {
            _wire = new Wire(_client.GetStream()); //! LEAK1001
        }

        public void Send(byte[] data) => _wire.Send(data);

        public void Dispose()
        {
            _wire.Dispose();
            _client.Dispose();
        }
    }
}
