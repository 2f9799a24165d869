using System.Collections.Concurrent;
using System.IO.Pipes;
using System.Net.Sockets;

// Each program has what the exemption it resembles asks for but one thing; some have all of it.
namespace Samples.NarrowedAgain3.F19_NOTE_ON_ENTRY
{
    public class Call
    {
        private readonly Dictionary<string, Socket> _legs = new();

        public string Id { get; init; } = "";

        public void Attach(string name, Socket socket) => _legs[name] = socket;

        public int Legs => _legs.Count;
    }

    public sealed class CallDesk
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Call> _calls = new();

        public void Handle(string id, Socket socket)
        {
            var call = Begin(id);
            call.Attach("caller", socket);
            try
            {
                socket.Send(new byte[] { 1 });
            }
            finally
            {
                End(id);
            }
        }

        private Call Begin(string id)
        {
            var call = new Call { Id = id };
            lock (_gate)
                _calls.Add(id, call);
            return call;
        }

        private void End(string id)
        {
            lock (_gate)
                _calls.Remove(id);
        }

        public int Count
        {
            get
            {
                lock (_gate)
                    return _calls.Count;
            }
        }
    }
}

namespace Samples.NarrowedAgain3.F22_RECHECK_AND
{
    public sealed class Routes : IDisposable
    {
        private readonly ConcurrentDictionary<string, TcpClient> _routes = new();
        private volatile bool _closed;

        public TcpClient? Open(string host)
        {
            var route = Enter(host);
            if (route == null)
                return null;
            if (!_closed && route.Connected)
                return route;
            Leave(host);
            return null;
        }

        private TcpClient? Enter(string host)
        {
            var route = new TcpClient(host, 443);
            if (_routes.TryAdd(host, route))
                return route;
            route.Dispose();
            return _routes.TryGetValue(host, out var other) ? other : null;
        }

        public void Leave(string host)
        {
            if (_routes.TryRemove(host, out var route))
                route.Dispose();
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var host in _routes.Keys)
                Leave(host);
        }
    }
}

namespace Samples.NarrowedAgain3.K01_ADD_TIMER_OBJECT
{
    public sealed class Player
    {
        public string Name { get; set; } = "";
        public bool IsStunned { get; set; }
    }

    /// <summary>Effects that wear off.</summary>
    public sealed class Effects : IDisposable
    {
        private readonly Dictionary<Player, Timer> _stuns = new();
        private readonly object _gate = new();

        /// <summary>A player who is hit again is stunned anew.</summary>
        public void AddStun(Player player, TimeSpan lasts)
        {
            lock (_gate)
            {
                player.IsStunned = true;
                _stuns[player] = new Timer(_ => player.IsStunned = false, null, lasts, Timeout.InfiniteTimeSpan); //! LEAK1001 LEAK4002
            }
        }

        public void Cure(Player player)
        {
            lock (_gate)
            {
                player.IsStunned = false;
                if (_stuns.Remove(player, out var timer))
                    timer.Dispose();
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var timer in _stuns.Values)
                    timer.Dispose();
                _stuns.Clear();
            }
        }
    }
}

namespace Samples.NarrowedAgain3.K02_ATTACH_OUTPUT
{
    public sealed class Category
    {
        public string Name { get; init; } = "";
        public int Level { get; set; }
    }

    public sealed class OutputTable : IDisposable
    {
        private readonly Dictionary<Category, StreamWriter> _outputs = new();

        /// <summary>May be called again to send the category to another file.</summary>
        public void AttachFile(Category category, string path)
        {
            _outputs[category] = new StreamWriter(path, append: true); //! LEAK1001
        }

        public void Detach(Category category)
        {
            if (_outputs.Remove(category, out var writer))
                writer.Dispose();
        }

        public void Write(Category category, string text)
        {
            if (_outputs.TryGetValue(category, out var writer))
                writer.WriteLine(text);
        }

        public void RollOver(Category category)
        {
            AttachFile(category, $"{category.Name}-{DateTime.UtcNow:yyyyMMdd}.log");
        }

        public void Dispose()
        {
            foreach (var writer in _outputs.Values)
                writer.Dispose(); //! LEAK1013
            _outputs.Clear();
        }
    }
}

namespace Samples.NarrowedAgain3.K03_RING_SEQUENCE
{
    /// <summary>The last segments of a journal; the oldest is overwritten.</summary>
    public sealed class SegmentRing : IDisposable
    {
        private readonly FileStream?[] _segments = new FileStream?[16];
        private readonly string _folder;
        private long _written;
        private bool _closed;

        public SegmentRing(string folder) => _folder = folder;

        public bool Roll()
        {
            if (_written == long.MaxValue)
                return false;
            var at = _written % _segments.Length;
            _segments[at] = new FileStream(Path.Combine(_folder, $"{_written}.log"), FileMode.Create); //! LEAK1001
            _written++;
            return true;
        }

        public void Release(long number)
        {
            var at = number % _segments.Length;
            _segments[at]?.Dispose();
            _segments[at] = null;
        }

        public void Dispose()
        {
            _closed = true;
            foreach (var segment in _segments)
                segment?.Dispose(); //! LEAK1013
        }

        public bool IsClosed => _closed;
    }
}

namespace Samples.NarrowedAgain3.K05_PASSED_NEW_FOREACH
{
    public sealed class FanoutTable : IDisposable
    {
        private readonly Dictionary<int, TcpClient> _clients = new();
        private int _next;

        public int Open(List<string> hosts)
        {
            var id = ++_next;
            hosts.ForEach(host => Enter(id, host));
            return id;
        }

        private void Enter(int id, string host)
        {
            _clients[id] = new TcpClient(host, 7000); //! LEAK1001
        }

        public void Close(int id)
        {
            if (_clients.Remove(id, out var client))
                client.Dispose();
        }

        public void Dispose()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }
    }
}

namespace Samples.NarrowedAgain3.K07_DEVICE_ADDED
{
    public sealed class Device
    {
        public string Address { get; init; } = "";
        public int Rssi { get; set; }
    }

    public interface IDeviceWatcher
    {
        event Action<Device> Seen;
        event Action<Device> Lost;
    }

    public sealed class DevicePipes : IDisposable
    {
        private readonly Dictionary<Device, NamedPipeServerStream> _pipes = new();

        public DevicePipes(IDeviceWatcher watcher)
        {
            watcher.Seen += DeviceAdded;
            watcher.Lost += DeviceLost;
        }

        /// <summary>Comes each time that the device is seen.</summary>
        private void DeviceAdded(Device device)
        {
            _pipes[device] = new NamedPipeServerStream(device.Address); //! LEAK1001
        }

        private void DeviceLost(Device device)
        {
            if (_pipes.Remove(device, out var pipe))
                pipe.Dispose();
        }

        public void Dispose()
        {
            foreach (var pipe in _pipes.Values)
                pipe.Dispose(); //! LEAK1013
            _pipes.Clear();
        }
    }
}

namespace Samples.NarrowedAgain3.K08_RING_WRONG_COUNT
{
    /// <summary>Frames that wait for the encoder; when it is slow the oldest is overwritten.</summary>
    public sealed class FrameRing : IDisposable
    {
        private readonly MappedFrame?[] _frames = new MappedFrame?[8];
        private int _head;
        private int _count;

        public void Push(string path)
        {
            // Grows without end when the encoder has died.
            if (_count > 10_000)
                throw new InvalidOperationException("the encoder is dead");
            var at = (_head + _count) % _frames.Length;
            _frames[at] = new MappedFrame(path); //! LEAK1001
            _count++;
        }

        public MappedFrame? Pop()
        {
            if (_count == 0)
                return null;
            var frame = _frames[_head];
            _frames[_head] = null;
            _head = (_head + 1) % _frames.Length;
            _count--;
            return frame;
        }

        public void Dispose()
        {
            foreach (var frame in _frames)
                frame?.Dispose(); //! LEAK1013
        }
    }

    public sealed class MappedFrame : IDisposable
    {
        private readonly FileStream _file;

        public MappedFrame(string path) => _file = File.OpenRead(path);

        public int Read(byte[] buffer) => _file.Read(buffer);

        public void Dispose() => _file.Dispose();
    }
}
