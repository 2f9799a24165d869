using System.Diagnostics;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame6.E09
{
    /// <summary>Reset gives the broken ones to be looked at; the others are only let go.</summary>
    public sealed class SocketTable
    {
        private readonly Dictionary<string, Socket> _sockets = new(); //! LEAK1004

        public void Connect(string host)
        {
            if (_sockets.ContainsKey(host))
                return;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(host, socket);
            socket.Connect(host, 80);
        }

        public void Drop(string host)
        {
            if (_sockets.Remove(host, out var socket))
                socket.Dispose();
        }

        public Socket[] ResetIfBroken()
        {
            var broken = _sockets.Values.Where(s => !s.Connected).ToArray();
            if (broken.Length == _sockets.Count)
                _sockets.Clear();
            return broken;
        }
    }

    public static class SocketProgram
    {
        public static void Run()
        {
            var table = new SocketTable();
            table.Connect("localhost");
            table.Drop("localhost");
        }
    }
}

namespace Samples.NotTheSame6.E10
{
    /// <summary>Prints figures every minute; it disposes its timer and no socket.</summary>
    public sealed class SocketFigures : IDisposable
    {
        private readonly IReadOnlyDictionary<string, Socket> _sockets;
        private readonly Timer _timer;

        public SocketFigures(IReadOnlyDictionary<string, Socket> sockets)
        {
            _sockets = sockets;
            _timer = new Timer(_ => Console.WriteLine(_sockets.Count), null, 60000, 60000);
        }

        public void Dispose() => _timer.Dispose();
    }

    public sealed class Gateway : IDisposable
    {
        private readonly Dictionary<string, Socket> _sockets = new(); //! LEAK1004
        private readonly SocketFigures _figures;

        public Gateway() => _figures = new SocketFigures(_sockets);

        public void Connect(string host)
        {
            if (_sockets.ContainsKey(host))
                return;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(host, socket);
            socket.Connect(host, 80);
        }

        public void Drop(string host)
        {
            if (_sockets.Remove(host, out var socket))
                socket.Dispose();
        }

        public void Dispose() => _figures.Dispose();
    }

    public static class GatewayProgram
    {
        public static void Run()
        {
            using var gateway = new Gateway();
            gateway.Connect("localhost");
        }
    }
}

namespace Samples.NotTheSame6.E11
{
    /// <summary>The table is the state of a timer, which only looks at it.</summary>
    public sealed class SpoolSweeper : IDisposable
    {
        private readonly Dictionary<string, FileStream> _spools = new(); //! LEAK1004
        private readonly Timer _timer;

        public SpoolSweeper()
        {
            _timer = new Timer(Print, _spools, 1000, 1000);
        }

        public void Open(string name)
        {
            lock (_spools)
            {
                if (!_spools.ContainsKey(name))
                    _spools.Add(name, new FileStream(name, FileMode.Append));
            }
        }

        public void Close(string name)
        {
            lock (_spools)
            {
                if (_spools.Remove(name, out var spool))
                    spool.Dispose();
            }
        }

        private static void Print(object? state)
        {
            var spools = (Dictionary<string, FileStream>)state!;
            lock (spools)
                Console.WriteLine(spools.Count);
        }

        public void Dispose() => _timer.Dispose();
    }

    public static class SweeperProgram
    {
        public static void Run()
        {
            using var sweeper = new SpoolSweeper();
            sweeper.Open("a");
        }
    }
}

namespace Samples.NotTheSame6.E13
{
    public sealed class Segment : IDisposable
    {
        private readonly FileStream _index;
        private readonly FileStream _data;

        public Segment(FileStream index, string path)
        {
            _index = index;
            _data = new FileStream(path, FileMode.Create);
        }

        /// <summary>The next segment has the same index, and new data: the data of this one are no longer reachable.</summary>
        public Segment Roll(string path) => new(_index, path);

        public void Write(byte[] data) => _data.Write(data);

        public void Dispose()
        {
            _data.Dispose();
            _index.Dispose();
        }
    }

    public sealed class Segments : IDisposable
    {
        private readonly Dictionary<string, Segment> _segments = new();

        public void Open(string topic)
        {
            if (!_segments.ContainsKey(topic))
                _segments.Add(topic, new Segment(new FileStream(topic + ".index", FileMode.Create), topic + ".0"));
        }

        public void Roll(string topic, int number)
        {
            _segments[topic] = _segments[topic].Roll($"{topic}.{number}"); //! LEAK1001
        }

        public void Dispose()
        {
            foreach (var segment in _segments.Values)
                segment.Dispose(); //! LEAK1013
            _segments.Clear();
        }
    }
}

namespace Samples.NotTheSame6.E15
{
    /// <summary>The listening socket of the port is overwritten with the socket of its first client.</summary>
    public sealed class OneShotPorts : IDisposable
    {
        private readonly Dictionary<int, Socket> _sockets = new();

        public void Listen(int port)
        {
            if (_sockets.ContainsKey(port))
                return;
            var socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
            _sockets.Add(port, socket);
            socket.Bind(new System.Net.IPEndPoint(System.Net.IPAddress.Loopback, port));
            socket.Listen(1);
        }

        public async Task AcceptAsync(int port)
        {
            var client = await _sockets[port].AcceptAsync();
            _sockets[port] = client; //! LEAK1001
        }

        public void Close(int port)
        {
            if (_sockets.Remove(port, out var socket))
                socket.Dispose();
        }

        public void Dispose()
        {
            foreach (var socket in _sockets.Values)
                socket.Dispose();
            _sockets.Clear();
        }
    }
}

namespace Samples.NotTheSame6.F01
{
    /// <summary>Each alarm rings once and ends itself; the queue shows the last ones.</summary>
    public sealed class AlarmLog
    {
        private readonly Queue<System.Timers.Timer> _last = new();
        private int _rings;

        public int Rings => Volatile.Read(ref _rings);

        public double[] Intervals() => _last.Select(t => t.Interval).ToArray();

        public void Set(double milliseconds)
        {
            if (_last.Count == 20)
                _last.Dequeue();
            var alarm = new System.Timers.Timer(milliseconds) { AutoReset = false };
            alarm.Elapsed += (_, _) =>
            {
                Interlocked.Increment(ref _rings);
                alarm.Dispose();
            };
            _last.Enqueue(alarm);
            alarm.Start();
        }
    }
}

namespace Samples.NotTheSame6.F04
{
    /// <summary>Abort(recorder) stops what the recorder does: Cancel, a short join of its thread, Dispose. It stands in the failure branch of a tick that re-arms itself.</summary>
    public sealed class Recorder : IDisposable
    {
        private readonly Thread _thread;
        private readonly FileStream _file = new("record", FileMode.Create);
        private volatile bool _stop;

        public Recorder()
        {
            _thread = new Thread(Run);
            _thread.Start();
        }

        public bool Failed { get; private set; }

        private void Run()
        {
            while (!_stop)
            {
                _file.WriteByte(1);
                Thread.Sleep(10);
            }
        }

        public void Stop()
        {
            _stop = true;
            _thread.Join(500);
        }

        public void Dispose() => _file.Dispose();
    }

    public sealed class RecorderGuard : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly object _gate = new();
        private Recorder? _recorder = new();

        public RecorderGuard(string folder)
        {
            _watcher = new FileSystemWatcher(folder, "record.stop");
            _watcher.Created += (_, _) => OnStopFile();
            _watcher.EnableRaisingEvents = true;
        }

        private void OnStopFile()
        {
            var recorder = Interlocked.Exchange(ref _recorder, null);
            if (recorder != null)
                Abort(recorder);
        }

        private static void Abort(Recorder recorder)
        {
            recorder.Stop();
            recorder.Dispose();
        }

        public void Dispose()
        {
            _watcher.Dispose();
            OnStopFile();
        }
    }
}
