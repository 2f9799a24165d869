using System.Net.Sockets;

// The exemptions word for word: what they say, and what they do not.
namespace Samples.WordForWord4.S03_CALLEDONCETHENRETURN
{
    /// <summary>Waits for the port to be there, reads it to its end and is done.</summary>
    public sealed class Reader : IDisposable
    {
        private readonly string _path;
        private readonly Thread _thread;
        private FileStream? _port;
        private long _bytes;
        private volatile bool _stop;
        public event EventHandler? Ended;
        public Reader(string path)
        {
            _path = path;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }
        public long Bytes() => _bytes;
        public bool IsOpen() => _port != null;
        public string Name() => _path;
        private void Run()
        {
            while (!_stop)
            {
                if (File.Exists(_path))
                {
                    ReadToEnd();
                    return;
                }
                Thread.Sleep(200);
            }
        }
        private void ReadToEnd()
        {
            using var port = new FileStream(_path, FileMode.Open);
            while (!_stop)
            {
                if (port.ReadByte() < 0)
                {
                    Ended?.Invoke(this, EventArgs.Empty);
                    break;
                }
                _bytes++;
            }
        }
        public void Dispose()
        {
            _stop = true;
            _thread.Join();
        }
    }
    public sealed class Reporter : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Reader _reader;
        public Reporter(Reader reader)
        {
            _reader = reader;
            _reader.Ended += OnEnded;
        }
        private void OnEnded(object? sender, EventArgs e) => _http.PostAsync("http://status/", new StringContent("end")).Wait();
        public void Dispose()
        {
            _reader.Ended -= OnEnded;
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord4.S05_PATTERNANSWERED
{
    public sealed class AskEventArgs : EventArgs
    {
        public string Name { get; init; } = "";
        public bool Accept { get; set; }
    }
    /// <summary>A thread serves; who is asked answers in the arguments.</summary>
    public sealed class Gatekeeper : IDisposable
    {
        private readonly Queue<string> _names = new();
        private readonly Thread _thread;
        private volatile bool _stop;
        private int _accepted;
        public event EventHandler<AskEventArgs>? Asked;
        public Gatekeeper()
        {
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }
        public void Push(string name)
        {
            lock (_names)
                _names.Enqueue(name);
        }
        public int Accepted() => _accepted;
        private void Run()
        {
            while (!_stop)
            {
                string? name = null;
                lock (_names)
                    if (_names.Count > 0)
                        name = _names.Dequeue();
                if (name != null && Ask(name))
                    _accepted++;
                else
                    Thread.Sleep(10);
            }
        }
        private bool Ask(string name)
        {
            var e = new AskEventArgs { Name = name };
            if (Asked is { } ask)
                ask(this, e);
            return e.Accept;
        }
        private bool AskTwice(string name)
        {
            var e = new AskEventArgs { Name = name };
            Asked?.Invoke(this, e);
            return e.Accept;
        }
        public bool Check(string name) => AskTwice(name);
        public void Dispose()
        {
            _stop = true;
            _thread.Join();
        }
    }
    public sealed class Policy : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Gatekeeper _gate;
        private int _asked;
        public Policy(Gatekeeper gate)
        {
            _gate = gate;
            _gate.Asked += OnAsked;
        }
        public int Count => _asked;
        private void OnAsked(object? sender, AskEventArgs e)
        {
            _asked++;
            Answer(e);
        }
        private void Answer(AskEventArgs e) => e.Accept = _http.GetAsync("http://policy/" + e.Name).Result.IsSuccessStatusCode;
        public void Dispose()
        {
            _gate.Asked -= OnAsked;
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord4.T01_TWOCLIENTS
{
    public sealed class FrameStream : IDisposable
    {
        private readonly NetworkStream _stream;
        private long _frames;
        public FrameStream(NetworkStream stream) => _stream = stream;
        public long Frames => _frames;
        public void Write(byte[] data)
        {
            _stream.Write(data);
            _frames++;
        }
        public void Dispose() => _stream.Dispose();
    }
    /// <summary>Two lines, both open until the end; the frames go over one of them.</summary>
    public sealed class DualLine : IDisposable
    {
        private readonly TcpClient _primary;
        private readonly TcpClient _backup;
        private FrameStream _stream;
        public DualLine(string first, string second)
        {
            _primary = new TcpClient(first, 7000);
            _backup = new TcpClient(second, 7000);
            _stream = new FrameStream(_primary.GetStream());
        }
        public void Refresh(bool toBackup)
        {
            if (toBackup)
                _stream = new FrameStream(_backup.GetStream());
            else
                _stream = new FrameStream(_primary.GetStream());
        }
        public void Send(byte[] data)
        {
            try
            {
                _stream.Write(data);
            }
            catch (IOException)
            {
                Refresh(true);
            }
        }
        public void Dispose()
        {
            _stream.Dispose();
            _primary.Dispose();
            _backup.Dispose();
        }
    }
}

namespace Samples.WordForWord4.U02_OTHERTASK
{
    public sealed class Uploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private Task<HttpResponseMessage> _upload = Task.FromResult(new HttpResponseMessage());
        private int _sent;
        public Uploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.Changed += OnChanged;
            _watcher.Renamed += OnRenamed;
            _watcher.EnableRaisingEvents = true;
        }
        private void Begin(string text) => _upload = _http.PostAsync("http://store/", new StringContent(text));
        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            switch (_upload.Status)
            {
                case TaskStatus.RanToCompletion:
                    Begin(e.FullPath);
                    _sent += (int)_upload.Result.StatusCode; //! LEAK3001
                    break;
            }
        }
        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            if (_upload.Status >= TaskStatus.RanToCompletion)
            {
                Begin(e.FullPath);
                _upload.Wait(); //! LEAK3001
            }
        }
        private void OnRenamed(object sender, RenamedEventArgs e)
        {
            var next = _http.PostAsync("http://store/", new StringContent(e.FullPath));
            if (_upload.Status >= TaskStatus.RanToCompletion || _sent > 10)
                _upload.Wait(); //! LEAK3001
            if (_upload.Status < TaskStatus.RanToCompletion)
                next.Wait(); //! LEAK3001
        }
        public void Dispose()
        {
            _watcher.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord4.W01_HOOKEDLATER
{
    /// <summary>Deaf while it uploads; listens again when the folder has been quiet.</summary>
    public sealed class FolderUploader : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly HttpClient _http = new();
        private readonly Timer _quiet;
        private Action? _next;
        private string _last = "";
        public FolderUploader(string folder)
        {
            _watcher = new FileSystemWatcher(folder);
            _quiet = new Timer(_ => _next?.Invoke(), null, Timeout.Infinite, Timeout.Infinite);
            _watcher.Created += OnCreated;
            _watcher.EnableRaisingEvents = true;
        }
        private void OnCreated(object sender, FileSystemEventArgs e)
        {
            _watcher.Created -= OnCreated;
            Prepare(e.FullPath);
            _http.PostAsync("http://store/", new StringContent(_last)).Wait();
            _quiet.Change(1000, Timeout.Infinite);
        }
        /// <summary>What is done when it is quiet again.</summary>
        private void Prepare(string path)
        {
            _last = path;
            _next = () => _watcher.Created += OnCreated;
        }
        public void Dispose()
        {
            _watcher.Created -= OnCreated;
            _watcher.Dispose();
            _quiet.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.WordForWord4.Y03_STARTEDFROMTABLE
{
    public sealed class Channels : IDisposable
    {
        private readonly Queue<int> _free = new();
        private readonly Dictionary<int, FileStream> _open = new();
        private readonly int _first;
        private int _size;
        public Channels(int first) => _first = first;
        public int Size => _size;
        private static readonly int[] Numbers = { 3, 5, 7, 11, 13 };
        public void Start()
        {
            if (_size > 0)
                return;
            foreach (var number in Numbers)
                _free.Enqueue(number);
            _size = Numbers.Length;
        }
        public int Open(string path)
        {
            var number = _free.Dequeue();
            _open[number] = new FileStream(path, FileMode.Append, FileAccess.Write, FileShare.ReadWrite);
            return number;
        }
        public void Write(int number, byte[] data) => _open[number].Write(data);
        public void Close(int number)
        {
            if (!_open.Remove(number, out var file))
                return;
            file.Dispose();
            _free.Enqueue(number);
        }
        public void Dispose()
        {
            foreach (var file in _open.Values)
            {
                try { file.Dispose(); } catch (IOException) { }
            }
            _open.Clear();
        }
    }
}
