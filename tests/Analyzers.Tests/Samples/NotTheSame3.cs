using System.Collections.Concurrent;
using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame3.B02
{
    public interface IFeed : IDisposable
    {
        string Name { get; }
    }

    /// <summary>Its thread runs until Dispose says so; the loop asks a property for that.</summary>
    public sealed class TickFeed : IFeed
    {
        private readonly Thread _thread;
        private readonly byte[] _buffer = new byte[1 << 20];
        private volatile bool _stopped;
        private long _ticks;

        public TickFeed(string name)
        {
            Name = name;
            _thread = new Thread(Run) { IsBackground = true };
            _thread.Start();
        }

        public string Name { get; }

        public long Ticks => Interlocked.Read(ref _ticks);

        private bool Running => !_stopped;

        private void Run()
        {
            while (Running)
            {
                _buffer[_ticks % _buffer.Length] = 1;
                Interlocked.Increment(ref _ticks);
                Thread.Sleep(50);
            }
        }

        public void Dispose() => _stopped = true;
    }

    public sealed class FeedDesk : IDisposable
    {
        private readonly Dictionary<string, IFeed> _feeds = new();

        public IFeed Subscribe(string name)
        {
            var feed = new TickFeed(name);
            _feeds[name] = feed; //! LEAK1001
            return feed;
        }

        public void Unsubscribe(string name)
        {
            if (_feeds.Remove(name, out var feed))
                feed.Dispose();
        }

        public void Dispose()
        {
            foreach (var feed in _feeds.Values)
                feed.Dispose();
            _feeds.Clear();
        }
    }
}

namespace Samples.NotTheSame3.B05
{
    /// <summary>Two numbers are asked for before either is used: they are the same one.</summary>
    public sealed class PairDesk : IDisposable
    {
        private readonly Dictionary<int, FileStream> _files = new();
        private readonly string _folder;

        public PairDesk(string folder) => _folder = folder;

        private int NextFree()
        {
            var number = 1;
            while (_files.ContainsKey(number))
                number++;
            return number;
        }

        public (int Input, int Output) Open(string name)
        {
            var input = NextFree();
            var output = NextFree();
            _files[input] = new FileStream(Path.Combine(_folder, name + ".in"), FileMode.Open);
            _files[output] = new FileStream(Path.Combine(_folder, name + ".out"), FileMode.Create); //! LEAK1001
            return (input, output);
        }

        public void Close(int number)
        {
            if (_files.Remove(number, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.NotTheSame3.B06
{
    /// <summary>The number is found first; on the way a nested document takes it.</summary>
    public sealed class DocumentTable : IDisposable
    {
        private readonly Dictionary<int, FileStream> _open = new();

        private int FreeHandle(int from)
        {
            while (true)
            {
                if (!_open.ContainsKey(from))
                    return from;
                from++;
            }
        }

        public int Open(string path, string? template)
        {
            var handle = FreeHandle(1);
            if (template != null)
                Open(template, null);
            _open[handle] = new FileStream(path, FileMode.OpenOrCreate); //! LEAK1001
            return handle;
        }

        public void Close(int handle)
        {
            if (_open.Remove(handle, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _open.Values)
                file.Dispose(); //! LEAK1013
            _open.Clear();
        }
    }
}

namespace Samples.NotTheSame3.B07
{
    /// <summary>One number for all files of a batch.</summary>
    public sealed class BatchFiles : IDisposable
    {
        private readonly Dictionary<int, FileStream> _files = new();

        private int NextFree()
        {
            for (var number = 1; ; number++)
            {
                if (!_files.ContainsKey(number))
                    return number;
            }
        }

        public int OpenAll(IReadOnlyList<string> paths)
        {
            var number = NextFree();
            foreach (var path in paths)
                _files[number] = new FileStream(path, FileMode.Open); //! LEAK1001
            return number;
        }

        public bool Close(int number)
        {
            if (!_files.Remove(number, out var file))
                return false;
            file.Dispose();
            return true;
        }

        public void Dispose()
        {
            foreach (var file in _files.Values)
                file.Dispose(); //! LEAK1013
            _files.Clear();
        }
    }
}

namespace Samples.NotTheSame3.B08
{
    /// <summary>After the insertion only a log line asks for the flag.</summary>
    public sealed class TraceFiles : IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _files = new();
        private volatile bool _closed;

        public void Open(string name, string path)
        {
            if (_closed)
                throw new ObjectDisposedException(nameof(TraceFiles));
            _files.TryRemove(name, out var old);
            _files[name] = new FileStream(path, FileMode.Append); //! LEAK4002
            Log(name);
            old?.Dispose();
        }

        private void Log(string name) => Console.WriteLine(Describe(name));

        private string Describe(string name) => $"{name} of {_files.Count}, {(_closed ? "closed" : "open")}";

        public void Close(string name)
        {
            if (_files.TryRemove(name, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var name in _files.Keys)
                Close(name);
        }
    }
}

namespace Samples.NotTheSame3.B11
{
    /// <summary>While Reopen waits inside the lock, Dispose may come and drain; Reopen then puts a new file into the empty table.</summary>
    public sealed class ConnectionTable : IDisposable
    {
        private readonly Dictionary<string, FileStream> _open;
        private readonly object _gate = new();
        private bool _busy;

        public ConnectionTable(IEnumerable<string> paths) => _open = paths.ToDictionary(p => p, p => new FileStream(p, FileMode.Open));

        public void Reopen(string name)
        {
            lock (_gate)
            {
                if (!_open.TryGetValue(name, out var old))
                    return;
                while (_busy)
                    Monitor.Wait(_gate);
                _open[name] = new FileStream(name, FileMode.Open); //! LEAK4002
                old.Dispose();
            }
        }

        public void SetBusy(bool busy)
        {
            lock (_gate)
            {
                _busy = busy;
                Monitor.PulseAll(_gate);
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _open.Values)
                    file.Dispose(); //! LEAK1013
                _open.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame3.C01
{
    /// <summary>_latest shows what the last load has brought; the next load replaces it, and what it showed is in _byPath alone.</summary>
    public sealed class FileSet : IDisposable
    {
        private readonly Dictionary<string, FileStream> _byPath = new();
        private IReadOnlyList<FileStream> _latest = [];

        public IReadOnlyList<FileStream> Latest => _latest;

        public void Load(IReadOnlyList<string> paths)
        {
            var made = new List<FileStream>();
            foreach (var path in paths)
            {
                var file = new FileStream(path, FileMode.Open);
                made.Add(file);
                _byPath[path] = file; //! LEAK1001
            }

            _latest = made.ToArray();
        }

        public void Close(string path)
        {
            if (_byPath.Remove(path, out var file))
                file.Dispose();
        }

        public void Dispose()
        {
            foreach (var file in _byPath.Values)
                file.Dispose(); //! LEAK1013
            _byPath.Clear();
        }
    }
}

namespace Samples.NotTheSame3.C02
{
    /// <summary>The array is a view of one load; nobody disposes what it shows, nor what the table has.</summary>
    public sealed class ServerPool : IDisposable
    {
        private readonly Dictionary<string, Socket> _byHost = new();
        private Socket[] _order = Array.Empty<Socket>();
        private int _turn;

        public void Connect(IReadOnlyList<string> hosts)
        {
            var made = new Dictionary<string, Socket>();
            foreach (var host in hosts)
            {
                var socket = new Socket(SocketType.Stream, ProtocolType.Tcp); //! LEAK1009
                socket.Connect(host, 9000);
                made[host] = socket;
                _byHost[host] = socket; //! LEAK1001
            }

            _order = [.. made.Values];
            _turn = 0;
        }

        public Socket Next() => _order[_turn++ % _order.Length];

        public void Disconnect(string host)
        {
            if (_byHost.Remove(host, out var socket))
                socket.Dispose();
        }

        public void Dispose()
        {
            foreach (var socket in _byHost.Values)
                socket.Dispose();
            _byHost.Clear();
        }
    }
}
