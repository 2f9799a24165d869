using System.Net.Sockets;
using System.Runtime.InteropServices;

// Exemptions narrowed after an attack
namespace Samples.ToldNarrowly5.K04
{
    /// <summary>A peer reads from its socket by a thread of its own.</summary>
    public sealed class Peer : IDisposable
    {
        private readonly Socket _socket;
        private readonly Thread _reader;
        private volatile bool _closed;

        public Peer(Socket socket)
        {
            _socket = socket;
            _reader = new Thread(Read) { IsBackground = true };
            _reader.Start();
        }

        private void Read()
        {
            var buffer = new byte[1024];
            while (!_closed)
            {
                if (_socket.Poll(100_000, SelectMode.SelectRead))
                    _socket.Receive(buffer);
            }
        }

        public void Dispose()
        {
            _closed = true;
            _reader.Join();
            _socket.Dispose();
        }
    }

    public sealed class Peers(Socket listener) : IDisposable
    {
        private readonly System.Collections.Concurrent.ConcurrentDictionary<string, Peer> _peers = new();

        public async Task AcceptAsync(string name)
        {
            var socket = await listener.AcceptAsync();
            _peers.TryAdd(name, new Peer(socket)); //! LEAK1006 LEAK4002
        }

        public void Dispose()
        {
            foreach (var peer in _peers.Values)
                peer.Dispose();
            _peers.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.L01
{
    /// <summary>A tick that comes after the end disposes the timer: the flag ends it.</summary>
    public interface IProbe : IDisposable
    {
        double Value { get; }
    }

    public sealed class Probe : IProbe
    {
        private readonly Timer _timer;
        private volatile bool _stopped;
        private double _value;

        public Probe(double start)
        {
            _value = start;
            _timer = new Timer(OnTick, null, 1000, 1000);
        }

        public double Value => Volatile.Read(ref _value);

        private void OnTick(object? state)
        {
            if (_stopped)
            {
                _timer.Dispose();
                return;
            }

            Volatile.Write(ref _value, Environment.WorkingSet);
        }

        public void Dispose() => _stopped = true;
    }

    public sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = [];

        public void Set(string name, double start) => _probes[name] = new Probe(start); //! LEAK1001

        public double Read(string name) => _probes.TryGetValue(name, out var probe) ? probe.Value : 0;

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.L02
{
    /// <summary>Each tick asks for the next one until the end is noted.</summary>
    public interface IProbe : IDisposable
    {
        double Value { get; }
    }

    public sealed class Probe : IProbe
    {
        private readonly FileStream _log = File.Create(Path.GetTempFileName());
        private bool _stopped;
        private double _value;

        public Probe() => _ = Measure();

        public double Value => Volatile.Read(ref _value);

        private async Task Measure()
        {
            await Task.Delay(1000);
            if (_stopped)
            {
                _log.Dispose();
                return;
            }

            Volatile.Write(ref _value, Environment.WorkingSet);
            _log.WriteByte(1);
            await Measure();
        }

        public void Dispose() => _stopped = true;
    }

    public sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = [];

        public void Set(string name) => _probes[name] = new Probe(); //! LEAK1001

        public double Read(string name) => _probes.TryGetValue(name, out var probe) ? probe.Value : 0;

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.L04
{
    public interface IImage : IDisposable
    {
        int Width { get; }
    }

    internal static class Native
    {
        [DllImport("imaging")]
        public static extern nint Load(string path);

        [DllImport("imaging")]
        public static extern int GetWidth(nint image);

        [DllImport("imaging")]
        public static extern void Dispose(nint image);
    }

    /// <summary>An image of a native library, which has a Dispose of its own for it.</summary>
    public sealed class Image(string path) : IImage
    {
        private readonly nint _handle = Native.Load(path);

        public int Width => Native.GetWidth(_handle);

        public void Dispose() => Native.Dispose(_handle);
    }

    public sealed class Images : IDisposable
    {
        private readonly Dictionary<string, Image> _images = [];

        public void Load(string name, string path) => _images[name] = new Image(path); //! LEAK1001

        public void Dispose()
        {
            foreach (var image in _images.Values)
                image.Dispose();
            _images.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.N02
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>Only a segment whose head cannot be written is disposed at once; what leaves the ring is lost.</summary>
    public sealed class Segments : IDisposable
    {
        private readonly Queue<Spool> _ring = new();

        public void Begin(byte[] head)
        {
            while (_ring.Count >= 10)
                _ring.Dequeue(); //! LEAK1002
            var made = new Spool();
            _ring.Enqueue(made);
            try
            {
                made.Write(head);
            }
            catch (IOException)
            {
                made.Dispose();
                throw;
            }
        }

        public void Dispose()
        {
            foreach (var segment in _ring)
                segment.Dispose();
            _ring.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.N03
{
    /// <summary>A watcher that has failed is disposed by its handler; one that leaves the ring goes on watching.</summary>
    public sealed class Watches : IDisposable
    {
        private readonly Queue<FileSystemWatcher> _ring = new();

        public void Watch(string folder)
        {
            if (_ring.Count >= 10)
                _ring.Dequeue(); //! LEAK1002
            var watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            watcher.Error += (_, _) => watcher.Dispose();
            _ring.Enqueue(watcher);
        }

        public void Dispose()
        {
            foreach (var watcher in _ring)
                watcher.Dispose();
            _ring.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.N04
{
    /// <summary>A file on disk that is open until its dispose.</summary>
    public sealed class Spool : IDisposable
    {
        private readonly FileStream _file = File.Create(Path.GetTempFileName());

        public long Length => _file.Length;

        public void Write(byte[] data) => _file.Write(data, 0, data.Length);

        public void Dispose()
        {
            try
            {
                _file.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }

    /// <summary>A short segment is ended at once; what leaves the ring is lost.</summary>
    public sealed class Segments : IDisposable
    {
        private readonly Queue<Spool> _ring = new();

        public void Add(byte[] data)
        {
            if (_ring.Count >= 10)
                _ring.Dequeue(); //! LEAK1002
            var made = new Spool();
            _ring.Enqueue(made);
            made.Write(data);
            if (data.Length == 0)
                made.Dispose();
        }

        public void Dispose()
        {
            foreach (var segment in _ring)
                segment.Dispose();
            _ring.Clear();
        }
    }
}

namespace Samples.ToldNarrowly5.P01
{
    /// <summary>One event copies all files of the folder, and sleeps up to five seconds for each that is in use.</summary>
    public sealed class Mirror : IDisposable
    {
        private readonly FileSystemWatcher _watcher;
        private readonly string _target;

        public Mirror(string folder, string target)
        {
            _target = target;
            _watcher = new FileSystemWatcher(folder) { EnableRaisingEvents = true };
            _watcher.Changed += OnChanged;
        }

        private void OnChanged(object sender, FileSystemEventArgs e)
        {
            foreach (var path in Directory.EnumerateFiles(_watcher.Path, "*", SearchOption.AllDirectories))
                Copy(path);
        }

        private void Copy(string path)
        {
            for (var attempt = 0; attempt < 20; attempt++)
            {
                try
                {
                    File.Copy(path, Path.Combine(_target, Path.GetFileName(path)), true);
                    return;
                }
                catch (IOException)
                {
                    Thread.Sleep(1000); //! LEAK3001
                }
            }
        }

        public void Dispose() => _watcher.Dispose();
    }
}
