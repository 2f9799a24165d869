using System.Diagnostics;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame5.D03
{
    /// <summary>A lost link is torn down when its watcher says so: the reader is stopped and waited for, which is the stop idiom.</summary>
    public sealed class Link : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly FileStream _pipe;

        public Link(string path)
        {
            _pipe = new FileStream(path, FileMode.Open);
            Reader = Task.Run(() => Read(_stop.Token));
        }

        public event EventHandler? Lost;

        public Task Reader { get; }

        public void Cancel() => _stop.Cancel();

        private void Read(CancellationToken token)
        {
            while (!token.IsCancellationRequested && _pipe.ReadByte() >= 0)
            {
            }
        }

        internal void Fail() => Lost?.Invoke(this, EventArgs.Empty);

        public void Dispose() => _pipe.Dispose();
    }

    public sealed class LinkKeeper : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly object _gate = new();
        private Link? _link;

        public LinkKeeper(string folder, string path)
        {
            _link = new Link(path);
            _watcher = new FileSystemWatcher(folder);
            _watcher.Deleted += OnDeleted;
            _watcher.EnableRaisingEvents = true;
        }

        private void OnDeleted(object sender, FileSystemEventArgs e)
        {
            Link? link;
            lock (_gate)
            {
                link = _link;
                _link = null;
            }

            if (link != null)
                Teardown(link);
        }

        private static void Teardown(Link link)
        {
            link.Cancel();
            link.Reader.Wait(TimeSpan.FromMilliseconds(500));
            link.Dispose();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            OnDeleted(this, new FileSystemEventArgs(WatcherChangeTypes.Deleted, "", ""));
        }
    }
}

namespace Samples.NotTheSame5.D04
{
    /// <summary>Disconnect(client): the stop idiom after a failure: cancel, wait a moment for the reader, dispose.</summary>
    public sealed class PollClient : IDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Socket _socket = new(SocketType.Stream, ProtocolType.Tcp);
        private Task _reader = Task.CompletedTask;

        public void Open(string host)
        {
            _socket.Connect(host, 90);
            _reader = Task.Run(async () =>
            {
                var buffer = new byte[512];
                while (await _socket.ReceiveAsync(buffer, SocketFlags.None, _stop.Token) > 0)
                {
                }
            });
        }

        public bool Ping() => _socket.Connected;

        public void Cancel() => _stop.Cancel();

        public bool Join(TimeSpan time) => _reader.Wait(time);

        public void Dispose()
        {
            _socket.Dispose();
            _stop.Dispose();
        }
    }

    public sealed class Poller : IDisposable
    {
        private readonly Timer _timer;
        private PollClient? _client = new();
        private int _busy;

        public Poller() => _timer = new Timer(_ => Tick(), null, 1000, 1000);

        private void Tick()
        {
            var client = Volatile.Read(ref _client);
            if (client == null || client.Ping())
                return;
            if (Interlocked.CompareExchange(ref _client, null, client) == client)
                Disconnect(client);
        }

        private void Disconnect(PollClient client)
        {
            client.Cancel();
            client.Join(TimeSpan.FromMilliseconds(200));
            client.Dispose();
            Interlocked.Increment(ref _busy);
        }

        public void Dispose()
        {
            _timer.Dispose();
            if (Interlocked.Exchange(ref _client, null) is { } client)
                Disconnect(client);
        }
    }
}

namespace Samples.NotTheSame5.D08
{
    /// <summary>Restart begins again without a Stop.</summary>
    public sealed class ListenerSet : IDisposable
    {
        private readonly TcpListener?[] _listeners = new TcpListener?[3];
        private readonly int _port;

        public ListenerSet(int port)
        {
            _port = port;
            Start();
        }

        public void Start()
        {
            for (var i = 0; i < _listeners.Length; i++)
            {
                var listener = new TcpListener(System.Net.IPAddress.Loopback, _port + i); //! LEAK1009
                listener.Start();
                _listeners[i] = listener; //! LEAK1001
            }
        }

        public void Restart() => Start();

        public void Stop()
        {
            for (var i = 0; i < _listeners.Length; i++)
            {
                _listeners[i]?.Dispose();
                _listeners[i] = null;
            }
        }

        public void Dispose() => Stop();
    }
}

namespace Samples.NotTheSame5.D10
{
    /// <summary>Idle connections lie on a stack; Dispose leaves them there.</summary>
    public sealed class ConnectionPool : IDisposable
    {
        private readonly Stack<Socket> _idle = new(); //! LEAK1004
        private readonly object _gate = new();
        private readonly string _host;
        private readonly Timer _report;

        public ConnectionPool(string host)
        {
            _host = host;
            _report = new Timer(_ => Console.WriteLine(Idle), null, 1000, 1000);
        }

        public int Idle { get { lock (_gate) return _idle.Count; } }

        public void PushNew()
        {
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
            socket.Connect(_host, 4000);
            lock (_gate)
                _idle.Push(socket);
        }

        public void PopOne()
        {
            lock (_gate)
            {
                if (_idle.TryPop(out var socket))
                    socket.Dispose();
            }
        }

        public void Dispose() => _report.Dispose();
    }

    public static class PoolProgram
    {
        public static void Run(string host)
        {
            using var pool = new ConnectionPool(host);
            pool.PushNew();
            Console.WriteLine(pool.Idle);
        }
    }
}

namespace Samples.NotTheSame5.D11
{
    /// <summary>The steps that nobody has undone keep their files when the editor closes.</summary>
    public sealed class UndoHistory : IDisposable
    {
        private readonly Stack<FileStream> _steps = new(); //! LEAK1004
        private readonly string _folder;
        private readonly FileStream _journal;
        private int _number;

        public UndoHistory(string folder)
        {
            _folder = folder;
            _journal = new FileStream(Path.Combine(folder, "journal"), FileMode.Create);
        }

        public void PushStep(byte[] before)
        {
            var file = new FileStream(Path.Combine(_folder, $"{++_number}.step"), FileMode.Create); //! LEAK1009
            file.Write(before);
            _steps.Push(file);
            _journal.WriteByte(1);
        }

        public bool PopStep(byte[] into)
        {
            if (!_steps.TryPop(out var step))
                return false;
            step.Position = 0;
            step.ReadExactly(into);
            step.Dispose();
            return true;
        }

        public void Dispose() => _journal.Dispose();
    }

    public static class Editor
    {
        public static void Edit(string folder, byte[] text)
        {
            using var history = new UndoHistory(folder);
            history.PushStep(text);
        }
    }
}

namespace Samples.NotTheSame5.D12
{
    /// <summary>Each new configuration builds new probes over the old ones.</summary>
    public sealed class ProbeSet : IDisposable
    {
        private Timer[] _probes = Array.Empty<Timer>();
        private int _ticks;

        public int Ticks => Volatile.Read(ref _ticks);

        public void Apply(int count) => Build(count);

        private void Build(int count)
        {
            _probes = new Timer[count]; //! LEAK1003
            for (var i = 0; i < count; i++)
                _probes[i] = new Timer(_ => Interlocked.Increment(ref _ticks), null, 1000, 1000);
        }

        public void Dispose()
        {
            foreach (var probe in _probes)
                probe.Dispose();
        }
    }
}

namespace Samples.NotTheSame5.D13
{
    public sealed record Plan(string Folder, string[] Names);

    /// <summary>SetPlan may come as often as it likes.</summary>
    public sealed class PlanFiles : IDisposable
    {
        private FileStream[] _files = Array.Empty<FileStream>();
        private Plan? _plan;

        public Plan? Plan => _plan;

        public void SetPlan(Plan plan)
        {
            if (plan == _plan)
                return;
            _plan = plan;
            OpenFiles();
        }

        private void OpenFiles()
        {
            _files = new FileStream[_plan!.Names.Length]; //! LEAK1003
            for (var i = 0; i < _files.Length; i++)
                _files[i] = new FileStream(Path.Combine(_plan.Folder, _plan.Names[i]), FileMode.Open);
        }

        public void Dispose()
        {
            foreach (var file in _files)
                file.Dispose(); //! LEAK1013
        }
    }
}

namespace Samples.NotTheSame5.E06
{
    /// <summary>A process ends itself when it exits; the ring only remembers the last ones.</summary>
    public sealed class RecentRuns
    {
        private readonly Queue<Process> _recent = new();
        private readonly int _capacity;

        public RecentRuns(int capacity) => _capacity = capacity;

        public int Count => _recent.Count;

        public void Run(string command)
        {
            while (_recent.Count >= _capacity)
                _recent.Dequeue();
            var process = new Process { StartInfo = new ProcessStartInfo(command), EnableRaisingEvents = true }; //! LEAK1009
            process.Exited += (_, _) => process.Dispose();
            process.Start();
            _recent.Enqueue(process);
        }

        public int[] Ids() => _recent.Select(p => p.Id).ToArray();
    }
}
