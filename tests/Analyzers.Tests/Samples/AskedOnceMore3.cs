using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.AskedOnceMore3.E04_OTHER_TASK_FAULTED
{
    public sealed class LinkPool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Task<Link>> _links = new();

        public Task<Link> Get(string host)
        {
            lock (_gate)
            {
                if (!_links.TryGetValue(host, out var link))
                    _links[host] = link = Task.Run(() => new Link(host)); //! LEAK4002
                return link;
            }
        }

        public async Task CheckAsync(string host, Func<string, Task> ping)
        {
            var asked = ping(host);
            await Task.WhenAny(asked);
            if (asked.IsFaulted)
            {
                lock (_gate)
                    _links.Remove(host); //! LEAK1002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _links.Values)
                {
                    if (link.IsCompletedSuccessfully)
                        link.Result.Dispose();
                }

                _links.Clear();
            }
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore3.E05_ANSWERS
{
    public sealed class Sockets : IDisposable
    {
        private readonly object _gate = new();
        private readonly Stack<Socket> _idle = new();

        public void Give(string host)
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(host, 80);
            lock (_gate)
                _idle.Push(socket); //! LEAK4002
        }

        public bool TryRent(out Socket? socket)
        {
            socket = Locked(() => _idle.TryPop(out var found) ? found : null);
            return socket != null;
        }

        public (Socket? Socket, DateTime At) RentNoted() => (Locked(() => _idle.TryPop(out var found) ? found : null), DateTime.UtcNow);

        public Socket RentOrThrow() => Locked(() => _idle.TryPop(out var found) ? found : null) ?? throw new InvalidOperationException();

        private T Locked<T>(Func<T> act)
        {
            lock (_gate)
                return act();
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var socket in _idle)
                    socket.Dispose();
                _idle.Clear();
            }
        }
    }
}

namespace Samples.AskedOnceMore3.F02_MADE_ON_DEMAND_CATCH
{
    public sealed class Uploads : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Link> _uploads = new();

        public async Task UploadAsync(string uploadId, Func<Link, Task> work)
        {
            Link? link;
            lock (_gate)
            {
                if (!_uploads.TryGetValue(uploadId, out link))
                    _uploads[uploadId] = link = new Link("store"); //! LEAK4001 LEAK4002
            }

            try
            {
                await work(link);
            }
            catch (IOException)
            {
                lock (_gate)
                    _uploads.Remove(uploadId);
                link.Dispose(); //! LEAK1007
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var link in _uploads.Values)
                    link.Dispose();
                _uploads.Clear();
            }
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore3.G01_TOLD_OF
{
    public sealed class Hub : IDisposable
    {
        private readonly List<Link> _active = new();
        private readonly List<Link> _spare = new(); //! LEAK1004

        public event Action<Link>? SpareAdded;

        public void Open(string host) => _active.Add(new Link(host));

        public void OpenSpare(string host)
        {
            var link = new Link(host);
            _spare.Add(link);
            SpareAdded?.Invoke(link);
        }

        public void Send(byte[] data)
        {
            foreach (var link in _active)
                link.Send(data);
        }

        public int Spares => _spare.Count;

        public void Dispose()
        {
            foreach (var link in _active)
                link.Dispose();
            _active.Clear();
        }
    }

    public static class Program
    {
        public static void Run()
        {
            using var hub = new Hub();
            hub.SpareAdded += link => Console.WriteLine(link.IsIdle);
            hub.Open("a");
            hub.OpenSpare("b");
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore3.G02_BAG_NOT_RUN
{
    public sealed class Schedule
    {
        private readonly List<Action> _work = new();

        public void Add(Action work) => _work.Add(work);

        public void Cancel() => _work.Clear();

        public void Tick()
        {
            foreach (var work in _work)
                work();
        }
    }

    public sealed class LinkPool : IDisposable
    {
        private readonly List<Link> _links = new(); //! LEAK1004
        private readonly Schedule _schedule = new();

        public LinkPool()
        {
            _schedule.Add(() =>
            {
                foreach (var link in _links)
                {
                    if (link.IsIdle)
                        link.Dispose();
                }

                _links.RemoveAll(l => l.IsIdle);
            });
        }

        public void Open(string host) => _links.Add(new Link(host));

        public void Tick() => _schedule.Tick();

        public void Dispose() => _schedule.Cancel();
    }

    public static class Program
    {
        public static void Run()
        {
            using var pool = new LinkPool();
            pool.Open("a");
            pool.Tick();
        }
    }

    public sealed class Link : IDisposable
    {
        private readonly TcpClient _client;

        public Link(string host) => _client = new TcpClient(host, 9000);

        public bool IsIdle { get; set; }

        public void Send(byte[] data) => _client.GetStream().Write(data);

        public void Dispose() => _client.Dispose();
    }
}

namespace Samples.AskedOnceMore3.G04_FLUSH_SOMETIMES
{
    public sealed class LineFile
    {
        private FileStream? _file;
        private StreamWriter? _writer; //! LEAK1004

        public static LineFile Create() => new LineFile();

        public bool AutoFlush { get; set; }

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
        }

        public void Write(IEnumerable<string> lines)
        {
            foreach (var line in lines)
                _writer!.WriteLine(line);
            if (AutoFlush)
                _writer!.Flush();
        }

        public void Close()
        {
            if (_file == null)
                return;
            _file.Dispose();
            _file = null;
            _writer = null;
        }
    }
}

namespace Samples.AskedOnceMore3.G05_FLUSH_OTHER_WRITER
{
    public interface IFormat
    {
        void Print(TextWriter to, string[] row);
    }

    public sealed class TableFile
    {
        private readonly IFormat _format;
        private FileStream? _file;
        private StreamWriter? _writer; //! LEAK1004

        private TableFile(IFormat format) => _format = format;

        public static TableFile Create(IFormat format) => new TableFile(format);

        public void Open(string path, string title)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
            _writer.WriteLine(title);
            _writer.Flush();
        }

        public void Row(string[] row) => _format.Print(_writer!, row);

        public void Close()
        {
            if (_file == null)
                return;
            _file.Dispose();
            _file = null;
            _writer = null;
        }
    }
}
