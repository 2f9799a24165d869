using System.Text;

// What was taken for held by nothing, handed on or spent. The first forms of exemptions hid these; each namespace is a program of its own.
namespace Samples.SaidTooEasily2.L09
{
    public interface IAgent : IDisposable { string Name { get; } }
    // Dispose sets a flag, which ends the thread
    public sealed class Poller : IAgent
    {
        private readonly Action _poll;
        private volatile bool _stopped;
        public Poller(string name, Action poll)
        {
            Name = name;
            _poll = poll;
            new Thread(Run) { IsBackground = true, Name = name }.Start();
        }
        public string Name { get; }
        private void Run()
        {
            while (!_stopped)
            {
                _poll();
                Thread.Sleep(1000);
            }
        }
        public void Dispose() => _stopped = true;
    }
    public sealed class AgentTable : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, Poller> _agents = [];
        public void Configure(string name, Action poll)
        {
            lock (_gate)
                _agents[name] = new Poller(name, poll); //! LEAK1001 LEAK4002
        }
        public void Forget(string name)
        {
            lock (_gate)
                _agents.Remove(name); //! LEAK1002
        }
        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var a in _agents.Values) a.Dispose();
                _agents.Clear();
            }
        }
    }
}
namespace Samples.SaidTooEasily2.L20
{
    // Dispose ends the file first; the flag only says whether what was written stays
    public sealed class Segment : IDisposable
    {
        private readonly string _path;
        private readonly FileStream _file;
        private bool _committed;
        public Segment(string path) { _path = path; _file = File.Create(path); }
        public void Write(byte[] data) => _file.Write(data);
        public void Commit() { _file.Flush(); _committed = true; }
        public void Dispose()
        {
            _file.Dispose();
            if (_committed)
                return;
            File.Delete(_path);
        }
    }
    public sealed class Journal : IDisposable
    {
        private int _number;
        private Segment _segment = new("0.seg");
        public void Append(byte[] data) => _segment.Write(data);
        public void Rotate()
        {
            _segment.Commit();
            _segment = new Segment(++_number + ".seg"); //! LEAK1001
        }
        public void Dispose() => _segment.Dispose();
    }
}
namespace Samples.SaidTooEasily2.L21
{
    // the flush can fail (disk full) before the file is closed, and then it is forgotten
    public sealed class LogFile : IDisposable
    {
        private FileStream? _file;
        private readonly Lock _gate = new();
        private readonly string _path;
        public LogFile(string path) => _path = path;
        public void Write(byte[] data)
        {
            lock (_gate)
            {
                _file ??= new FileStream(_path, FileMode.Append);
                _file.Write(data);
            }
        }
        public void Reset()
        {
            lock (_gate)
            {
                try { CloseIfIdle(); }
                finally { _file = null; } //! LEAK1001
            }
        }
        private void CloseIfIdle()
        {
            if (_file is { Length: > 0 })
                _file.Dispose();
        }
        public void Dispose() { lock (_gate) { _file?.Dispose(); _file = null; } }
    }
}
namespace Samples.SaidTooEasily2.L33
{
    public sealed class Bus : IDisposable
    {
        private readonly System.Net.Sockets.UdpClient _udp = new(9000);
        public event Action<byte[]>? Data;
        public void Pump() => Data?.Invoke([1]);
        public void Send(byte[] data) => _udp.Send(data);
        public void Dispose() => _udp.Dispose();
    }
    public sealed class Protocol : IDisposable
    {
        private readonly Bus _bus;
        private readonly int _version;
        public Protocol(Bus bus, int version) { _bus = bus; _version = version; _bus.Data += OnData; }
        private void OnData(byte[] data) { if (data[0] == _version) _bus.Send(data); }
        public void Dispose() => _bus.Data -= OnData;
    }
    // the wrapper holds a subscription: the old version answers, too
    public sealed class Endpoint : IDisposable
    {
        private readonly Bus _bus = new();
        private Protocol _protocol;
        public Endpoint() => _protocol = new Protocol(_bus, 1);
        public void Renew(int version)
        {
            _protocol = new Protocol(_bus, version); //! LEAK1001
        }
        public void Pump() => _bus.Pump();
        public void Dispose() { _protocol.Dispose(); _bus.Dispose(); }
    }
}
namespace Samples.SaidTooEasily2.L34
{
    public sealed class Pipe : IDisposable
    {
        private readonly System.Net.Sockets.UdpClient _udp = new(9000);
        public int Read() => _udp.Available;
        public void Dispose() => _udp.Dispose();
    }
    // the wrapper runs a loop that its Dispose ends
    public sealed class Listener : IDisposable
    {
        private readonly Pipe _pipe;
        private volatile bool _stopped;
        private int _seen;
        public Listener(Pipe pipe, string filter) { _pipe = pipe; Filter = filter; Task.Run(Run); }
        public string Filter { get; }
        private async Task Run() { while (!_stopped) { _seen += _pipe.Read(); await Task.Delay(10); } }
        public void Dispose() => _stopped = true;
    }
    public sealed class Endpoint : IDisposable
    {
        private readonly Pipe _pipe = new();
        private Listener _listener;
        public Endpoint() => _listener = new Listener(_pipe, "*");
        public void Reset(string filter)
        {
            _listener = new Listener(_pipe, filter); //! LEAK1001
        }
        public void Dispose() { _listener.Dispose(); _pipe.Dispose(); }
    }
}
namespace Samples.SaidTooEasily2.L37
{
    public enum Reason { Replaced, Shutdown }
    public sealed class Worker : IDisposable
    {
        private readonly Timer _timer = new(_ => Console.Write('.'), null, 0, 1000);
        public void Dispose(Reason reason) { Console.WriteLine(reason); _timer.Dispose(); }
        public void Dispose() => Dispose(Reason.Shutdown);
    }
    // entries that end with a reason
    public sealed class Workers : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<string, Worker> _workers = [];
        public void Put(string name, Worker worker)
        {
            lock (_gate)
                _workers[name] = worker; //! LEAK1001 LEAK4002
        }
        public void Drop(string name)
        {
            lock (_gate)
                _workers.Remove(name); //! LEAK1002
        }
        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var w in _workers.Values) w.Dispose(Reason.Shutdown);
                _workers.Clear();
            }
        }
    }
}
namespace Samples.SaidTooEasily2.M13
{
    // the stream is made for the writer alone: who drops the writer drops the file
    public sealed class Trace : IDisposable
    {
        private readonly Lock _gate = new();
        private BinaryWriter _writer;
        private int _number;
        public Trace() => _writer = new BinaryWriter(File.Create("0.trc"), Encoding.UTF8, leaveOpen: true);
        public void Write(int value) { lock (_gate) _writer.Write(value); }
        public void Rotate()
        {
            lock (_gate)
                _writer = new BinaryWriter(File.Create(++_number + ".trc"), Encoding.UTF8, leaveOpen: true); //! LEAK1001 LEAK4002
        }
        public void Dispose() { lock (_gate) { _writer.Dispose(); _writer.BaseStream.Dispose(); } }
    }
}
namespace Samples.SaidTooEasily2.M21
{
    public sealed class Upload(int number) : IDisposable
    {
        private readonly FileStream _part = File.Create($"part{number}.tmp");
        public void Send(byte[] data) => _part.Write(data);
        public void Dispose() => _part.Dispose();
    }
    // the helper counts on only when the part is full
    public sealed class Uploader : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<int, Upload> _parts = [];
        private int _number;
        private bool _full;
        public void Begin(byte[] data)
        {
            lock (_gate)
            {
                _parts[_number] = new Upload(_number); //! LEAK1001 LEAK4002
                _full = data.Length > 4096;
                NextIfFull();
            }
        }
        private void NextIfFull() { if (_full) _number++; }
        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var p in _parts.Values) p.Dispose(); //! LEAK1013
                _parts.Clear();
            }
        }
    }
}
namespace Samples.SaidTooEasily2.P01
{
    public sealed class Frame(Frame? parent) : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetRandomFileName());
        public Frame? Parent => parent;
        public void Dispose() => _file.Dispose();
    }
    // a chain for Push and Pop, yet Reset begins a new one and leaves the old one open
    public sealed class Scopes : IDisposable
    {
        private Frame? _top;
        public void Push() => _top = new Frame(_top);
        public void Pop()
        {
            if (_top == null) return;
            var old = _top;
            _top = _top.Parent;
            old.Dispose();
        }
        public void Reset()
        {
            _top = new Frame(null); //! LEAK1001
        }
        public void Dispose()
        {
            while (_top != null) Pop();
        }
    }
}
namespace Samples.SaidTooEasily2.Q13
{
    public sealed record Request(Guid? Id, string Command);
    public sealed class Job { public Guid Id { get; set; } public string Command { get; init; } = ""; }
    // the id is new unless the caller brings one
    public sealed class Outputs : IDisposable
    {
        private readonly Lock _gate = new();
        private readonly Dictionary<Guid, FileStream> _files = [];
        private readonly Dictionary<Guid, FileStream> _errors = [];
        private bool _closed;
        public Job Begin(Request request)
        {
            var job = new Job { Id = Guid.NewGuid(), Command = request.Command };
            if (request.Id is { } id)
                job.Id = id;
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _files[job.Id] = File.Create(job.Id + ".out"); //! LEAK1001
            }
            return job;
        }
        public void BeginErrors(Guid? wanted)
        {
            var id = wanted ?? Guid.NewGuid();
            var job = new Job { Id = id };
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                _errors[job.Id] = File.Create(job.Id + ".err"); //! LEAK1001
            }
        }
        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                foreach (var f in _files.Values) f.Dispose(); //! LEAK1013
                foreach (var f in _errors.Values) f.Dispose(); //! LEAK1013
                _files.Clear();
                _errors.Clear();
            }
        }
    }
}
