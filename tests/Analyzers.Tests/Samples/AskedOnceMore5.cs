using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.AskedOnceMore5.J01_DATA_LOGGER
{
    /// <summary>The box in the field: it has sixteen inputs.</summary>
    public sealed class DataLogger
    {
        private readonly bool[] _taken = new bool[16];

        public int Claim()
        {
            var free = Array.IndexOf(_taken, false);
            _taken[free] = true;
            return free;
        }

        public void Unclaim(int input) => _taken[input] = false;
    }

    public sealed class Probe : IDisposable
    {
        private readonly DataLogger _logger;
        private readonly int _input;
        private int _reads;

        public Probe(DataLogger logger)
        {
            _logger = logger;
            _input = logger.Claim();
        }

        public int Input => _input;

        public int Reads => _reads;

        public double Scale { get; set; }

        public double Offset { get; set; }

        public double Convert(int raw)
        {
            _reads++;
            return raw * Scale + Offset;
        }

        public string Describe() => $"input {_input}";

        public bool IsLow(int raw) => Convert(raw) < 0;

        public bool IsHigh(int raw) => Convert(raw) > 100;

        public void Reset() => _reads = 0;

        public void Dispose() => _logger.Unclaim(_input);
    }

    public sealed class Probes : IDisposable
    {
        private readonly Dictionary<string, Probe> _probes = new();
        private readonly DataLogger _logger = new();

        public void Mount(string name) => _probes[name] = new Probe(_logger); //! LEAK1001

        public void Dismount(string name) => _probes.Remove(name); //! LEAK1002

        public void Dispose()
        {
            foreach (var probe in _probes.Values)
                probe.Dispose();
            _probes.Clear();
        }
    }
}

namespace Samples.AskedOnceMore5.K01_USING_REPLACED
{
    public sealed class Acceptor
    {
        private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
        private TcpClient? _client;

        public void Serve()
        {
            _listener.Start();
            while (true)
            {
                using (_client = _listener.AcceptTcpClient()) //! LEAK1001
                {
                    if (_client.GetStream().ReadByte() == 7)
                        _client = _listener.AcceptTcpClient();
                    _client.GetStream().WriteByte(0);
                }
            }
        }

        public void Cancel() => _client?.Close();
    }
}

namespace Samples.AskedOnceMore5.S01_READERS_MUST_NOT
{
    public sealed class MapSource : IDisposable
    {
        private readonly object _gate = new();
        private FileStream _map = File.OpenRead("world.map");
        private bool _closed;

        public FileStream Map
        {
            get
            {
                lock (_gate)
                    return _map;
            }
        }

        public void Reload(string path)
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                // Readers get it from the property, and must not dispose it.
                _map = File.OpenRead(path); //! LEAK1001
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                _closed = true;
                _map.Dispose();
            }
        }
    }
}

namespace Samples.AskedOnceMore5.U01_WIDGET_DISPLAY
{
    public abstract class Widget
    {
        public Widget? Parent { get; set; }

        public abstract void Display(TextWriter screen);
    }

    public sealed class Gallery : Widget, IDisposable
    {
        private readonly ConcurrentDictionary<string, FileStream> _images = new();

        public override void Display(TextWriter screen)
        {
            foreach (var name in new[] { "a", "b" })
                screen.WriteLine(Image(name).Length);
        }

        private FileStream Image(string name)
        {
            if (!_images.TryGetValue(name, out var image))
            {
                image = File.OpenRead(name);
                _images[name] = image;
            }

            return image;
        }

        public void Dispose()
        {
            foreach (var image in _images.Values)
                image.Dispose();
            _images.Clear();
        }
    }
}
