using System.Diagnostics;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame6.D13
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

namespace Samples.NotTheSame6.E06
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
