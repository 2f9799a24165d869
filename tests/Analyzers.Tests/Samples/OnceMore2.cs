using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

// Two at once, or one too late, after all: others fill as well, the object is known already, a caller does not ask, there are too few places.
namespace Samples.OnceMore2.AskedOutside
{
    public sealed class Lockers
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, Socket> _doors = new();
        private readonly Dictionary<int, DateTime> _since = new();

        public DateTime Open(int number)
        {
            lock (_gate)
            {
                if (_since.TryGetValue(number, out var since))
                    return since;
            }

            var now = DateTime.UtcNow;
            lock (_gate)
            {
                _doors[number] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1001
                _since[number] = now;
            }

            return now;
        }

        public void Close(int number)
        {
            lock (_gate)
            {
                if (_doors.Remove(number, out var door))
                    door.Dispose();
                _since.Remove(number);
            }
        }
    }
}

namespace Samples.OnceMore2.OneDoesNotAsk
{
    public sealed class Rack : IDisposable
    {
        private readonly object _gate = new();
        private readonly List<Socket> _modems = new();
        private readonly int _ports;
        private bool _closed;

        public Rack(int ports)
        {
            _ports = ports;
            lock (_gate)
                Fill();
        }

        public void Replenish()
        {
            lock (_gate)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                Fill();
            }
        }

        public void Enlarge()
        {
            lock (_gate)
                Fill();
        }

        private void Fill()
        {
            while (_modems.Count < _ports)
                _modems.Add(new Socket(SocketType.Stream, ProtocolType.Tcp)); //! LEAK4002
        }

        public void Dispose()
        {
            lock (_gate)
            {
                if (_closed)
                    return;
                _closed = true;
                foreach (var modem in _modems)
                    modem.Dispose();
                _modems.Clear();
            }
        }
    }
}

namespace Samples.OnceMore2.LoopAndOthers
{
    public sealed class Dispatcher : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, Socket> _radios = new();
        private readonly Channel<(int Car, byte[] Order)> _orders = Channel.CreateUnbounded<(int, byte[])>();
        private readonly Task _desk;

        public Dispatcher() => _desk = Task.Run(DispatchAsync);

        public bool Send(int car, byte[] order) => _orders.Writer.TryWrite((car, order));

        public bool Reaches(int car) => _radios.GetOrAdd(car, static _ => new Socket(SocketType.Dgram, ProtocolType.Udp)).Connected; //! LEAK1005

        private async Task DispatchAsync()
        {
            await foreach (var (car, order) in _orders.Reader.ReadAllAsync())
            {
                var radio = _radios.GetOrAdd(car, static _ => new Socket(SocketType.Dgram, ProtocolType.Udp)); //! LEAK1005
                await radio.SendAsync(order);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _orders.Writer.TryComplete();
            await _desk;
            foreach (var radio in _radios.Values)
                radio.Dispose();
        }
    }
}

namespace Samples.OnceMore2.TwoLoops
{
    public sealed class Dispatcher : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, Socket> _radios = new();
        private readonly Channel<(int Car, byte[] Order)> _orders = Channel.CreateUnbounded<(int, byte[])>();
        private readonly Task _day;
        private readonly Task _night;

        public Dispatcher()
        {
            _day = Task.Run(DispatchAsync);
            _night = Task.Run(DispatchAsync);
        }

        public bool Send(int car, byte[] order) => _orders.Writer.TryWrite((car, order));

        private async Task DispatchAsync()
        {
            await foreach (var (car, order) in _orders.Reader.ReadAllAsync())
            {
                var radio = _radios.GetOrAdd(car, static _ => new Socket(SocketType.Dgram, ProtocolType.Udp)); //! LEAK1005
                await radio.SendAsync(order);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _orders.Writer.TryComplete();
            await Task.WhenAll(_day, _night);
            foreach (var radio in _radios.Values)
                radio.Dispose();
        }
    }
}

namespace Samples.OnceMore2.OneTooMany
{
    public sealed class Booths : IAsyncDisposable
    {
        private readonly Channel<Socket> _idle;
        private readonly int _size;

        public Booths(int size)
        {
            _size = size;
            _idle = Channel.CreateBounded<Socket>(size);
            for (var booth = 0; booth <= size; booth++)
                _idle.Writer.TryWrite(new Socket(SocketType.Dgram, ProtocolType.Udp)); //! LEAK1006
        }

        public async ValueTask DisposeAsync()
        {
            for (var booth = 0; booth < _size; booth++)
            {
                var socket = await _idle.Reader.ReadAsync();
                socket.Dispose();
            }
        }
    }
}

namespace Samples.OnceMore2.OtherSize
{
    public sealed class Booths : IAsyncDisposable
    {
        private readonly Channel<Socket> _idle;

        public Booths(int size, int idle)
        {
            _idle = Channel.CreateBounded<Socket>(idle);
            for (var booth = 0; booth < size; booth++)
                _idle.Writer.TryWrite(new Socket(SocketType.Dgram, ProtocolType.Udp)); //! LEAK1006
        }

        public async ValueTask DisposeAsync()
        {
            while (_idle.Reader.TryRead(out var socket))
                socket.Dispose();
            await Task.Yield();
        }
    }
}

namespace Samples.OnceMore2.KnownAlready
{
    public sealed class Map : IDisposable
    {
        private static readonly ConcurrentBag<Map> s_open = new();
        private readonly ConcurrentDictionary<string, Socket> _stations = new();

        private Map()
        {
        }

        public static Map Read(IReadOnlyList<string> sheets)
        {
            var map = new Map();
            s_open.Add(map);
            foreach (var sheet in sheets)
                map.Add(sheet);
            return map;
        }

        public static void AddToAll(string sheet)
        {
            foreach (var map in s_open)
                map.Add(sheet);
        }

        private void Add(string sheet)
        {
            if (!_stations.ContainsKey(sheet))
                _stations[sheet] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK2001
        }

        public void Dispose()
        {
            foreach (var station in _stations.Values)
                station.Dispose();
        }
    }
}

namespace Samples.OnceMore2.SideBySide
{
    public sealed class Map : IDisposable
    {
        private readonly ConcurrentDictionary<string, Socket> _stations = new();

        private Map()
        {
        }

        public static async Task<Map> ReadAsync(IReadOnlyList<string> sheets)
        {
            var map = new Map();
            await Task.WhenAll(sheets.Select(sheet => map.AddAsync(sheet)));
            return map;
        }

        public static Map Read(IReadOnlyList<string> sheets)
        {
            var map = new Map();
            Parallel.ForEach(sheets, map.Add);
            return map;
        }

        private void Add(string sheet)
        {
            if (!_stations.ContainsKey(sheet))
                _stations[sheet] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK2001
        }

        private async Task AddAsync(string sheet)
        {
            foreach (var station in await File.ReadAllLinesAsync(sheet))
            {
                if (!_stations.ContainsKey(station))
                    _stations[station] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK2001
            }
        }

        public void Dispose()
        {
            foreach (var station in _stations.Values)
                station.Dispose();
        }
    }
}

namespace Samples.OnceMore2.StartedBefore
{
    public sealed class Map : IDisposable
    {
        private readonly ConcurrentDictionary<string, Socket> _stations = new();
        private Task _watch = Task.CompletedTask;

        private Map()
        {
        }

        public static Map Read(IReadOnlyList<string> sheets)
        {
            var map = new Map();
            map.Watch(sheets[0]);
            foreach (var sheet in sheets)
                map.Add(sheet);
            return map;
        }

        private void Watch(string sheet) => _watch = Task.Run(() => Add(sheet));

        private void Add(string sheet)
        {
            if (!_stations.ContainsKey(sheet))
                _stations[sheet] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK2001
        }

        public void Dispose()
        {
            _watch.Wait();
            foreach (var station in _stations.Values)
                station.Dispose();
        }
    }
}

namespace Samples.OnceMore2.StillRunning
{
    public sealed class Tide : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Timer _hourly;
        private Task<string>? _forecast;

        public Tide() => _hourly = new Timer(_ => Look(), null, 0, 3_600_000);

        public string Last { get; private set; } = string.Empty;

        private void Look()
        {
            if (_forecast is { IsCompleted: true })
                return;
            if (_forecast is not null)
                Last = _forecast.Result; //! LEAK3001
            _forecast = _http.GetStringAsync("http://tides/");
        }

        public void Dispose()
        {
            _hourly.Dispose();
            _http.Dispose();
        }
    }
}

namespace Samples.OnceMore2.AnotherTask
{
    public sealed class Tide : IDisposable
    {
        private readonly HttpClient _http = new();
        private readonly Timer _hourly;
        private Task<string>? _forecast;

        public Tide() => _hourly = new Timer(_ => Look(), null, 0, 3_600_000);

        public string Last { get; private set; } = string.Empty;

        private void Look()
        {
            if (_forecast is { IsCompleted: false })
                return;
            _forecast = _http.GetStringAsync("http://tides/");
            Last = _forecast.Result; //! LEAK3001
        }

        public void Dispose()
        {
            _hourly.Dispose();
            _http.Dispose();
        }
    }
}
