using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.HeldToReason8.N08_FLUSH_OF_LARGEST
{
    public abstract class Batches : IDisposable
    {
        private int _count;
        private bool _closed;

        public bool Add(string topic, byte[] line)
        {
            if (_closed)
                return false;
            Put(topic, line);
            if (++_count == 100)
                Flush();
            return true;
        }

        public void Dispose()
        {
            if (_closed)
                return;
            _closed = true;
            Flush();
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        /// <summary>The largest one, for who wants to send it.</summary>
        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        protected override void OnFull()
        {
            if (_files.TryGetValue("main", out var main))
                Full?.Invoke(main);
            _files.Clear(); //! LEAK1003
        }
    }
}

namespace Samples.HeldToReason8.N09_BAG_FILLED_SOMETIMES
{
    public sealed class Cleanup : IDisposable
    {
        private readonly Stack<Action> _steps = new();

        public void Add(Action step) => _steps.Push(step);

        public void Dispose()
        {
            while (_steps.TryPop(out var step))
                step();
        }
    }

    public sealed class ClientPool : IDisposable
    {
        private readonly List<TcpClient> _clients = new(); //! LEAK1004
        private readonly Cleanup _cleanup = new();

        public ClientPool(bool isServer)
        {
            if (isServer)
            {
                _cleanup.Add(() =>
                {
                    foreach (var client in _clients)
                        client.Dispose();
                });
            }
        }

        public void Open(string host) => _clients.Add(new TcpClient(host, 80));

        public void Send(byte[] data)
        {
            foreach (var client in _clients)
                client.GetStream().Write(data);
        }

        public void Dispose() => _cleanup.Dispose();
    }

    public static class Program
    {
        public static void Run()
        {
            using var pool = new ClientPool(false);
            pool.Open("b");
        }
    }
}

namespace Samples.HeldToReason8.N10_FLUSH_WHEN_READY
{
    public abstract class Batches : IDisposable
    {
        private readonly object _gate = new();
        private int _count;
        private bool _closed;

        public bool Add(string topic, byte[] line)
        {
            lock (_gate)
            {
                if (_closed)
                    return false;
                Put(topic, line);
                if (++_count == 100)
                    Flush();
                return true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                if (_count >= 0)
                    Flush();
            }
        }

        protected abstract void Put(string topic, byte[] line);

        protected abstract void OnFull();

        private void Flush()
        {
            if (_count > 0)
                OnFull();
            _count = 0;
        }
    }

    public sealed class ByTopic : Batches
    {
        private readonly Dictionary<string, FileStream> _files = new(); //! LEAK1004

        public event Action<FileStream>? Full;

        public static ByTopic Create() => new ByTopic();

        protected override void Put(string topic, byte[] line)
        {
            if (!_files.TryGetValue(topic, out var file))
            {
                file = new FileStream(Path.GetTempFileName(), FileMode.Open);
                _files.Add(topic, file);
            }

            file.Write(line);
        }

        public bool IsReady { get; set; }

        protected override void OnFull()
        {
            if (!IsReady)
                return;
            foreach (var file in _files.Values)
                Full?.Invoke(file);
            _files.Clear();
        }
    }
}

namespace Samples.HeldToReason8.P01_RETURN_BEFORE_FLUSH
{
    public sealed class LineFile
    {
        private FileStream? _file;
        private StreamWriter? _writer; //! LEAK1004

        public static LineFile Create() => new LineFile();

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
        }

        public void Write(string line, bool more)
        {
            _writer!.WriteLine(line);
            if (more)
                return;
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

namespace Samples.HeldToReason8.P02_WRITTEN_BY_ANOTHER
{
    public sealed class CsvTable
    {
        private readonly TextWriter _to;

        public CsvTable(TextWriter to) => _to = to;

        public void Row(params object[] cells) => _to.WriteLine(string.Join(';', cells));
    }

    public sealed class TableFile
    {
        private FileStream? _file;
        private StreamWriter? _writer; //! LEAK1004

        public static TableFile Create() => new TableFile();

        public void Open(string path, string title)
        {
            _file = new FileStream(path, FileMode.Append);
            _writer = new StreamWriter(_file);
            _writer.WriteLine(title);
            _writer.Flush();
        }

        public void Write(IEnumerable<object[]> rows)
        {
            var table = new CsvTable(_writer!);
            foreach (var row in rows)
                table.Row(row);
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

namespace Samples.HeldToReason8.P03_BUFFER_WRITTEN
{
    public sealed class RecordFile
    {
        private FileStream? _file;
        private BufferedStream? _buffer; //! LEAK1004

        public static RecordFile Create() => new RecordFile();

        public void Open(string path)
        {
            _file = new FileStream(path, FileMode.Append);
            _buffer = new BufferedStream(_file, 1 << 20);
        }

        public void Add(byte[] record, bool last)
        {
            _buffer!.Write(record);
            if (!last)
                return;
            _buffer!.Flush();
        }

        public void Close()
        {
            if (_file == null)
                return;
            _file.Dispose();
            _file = null;
            _buffer = null;
        }
    }
}

namespace Samples.HeldToReason8.S01_FAULTED_PING
{
    public sealed class LinkPool : IDisposable
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Task<Link>> _links = new();
        private bool _closed;

        public Task<Link> Get(string host)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (!_links.TryGetValue(host, out var link))
                    _links[host] = link = Task.Run(() => new Link(host));
                return link;
            }
        }

        /// <summary>The ping of the host has come to its end.</summary>
        public void Pinged(string host, Task ping)
        {
            if (ping.IsFaulted)
            {
                lock (_gate)
                    _links.Remove(host); //! LEAK1002
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
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
