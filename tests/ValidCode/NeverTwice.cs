using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using System.Threading.Channels;

// There is never a second one: it has ended itself, it is looked for first, only one loop makes them, or nobody else has the object yet.
namespace LeakGuard.ValidCode.NeverTwice.SessionsThatEnd
{
    internal sealed class Trunk : IDisposable
    {
        private readonly Socket _voice;
        private readonly Socket _signals;

        public Trunk(string exchange)
        {
            _voice = new Socket(SocketType.Dgram, ProtocolType.Udp);
            _signals = new Socket(SocketType.Stream, ProtocolType.Tcp);
            Exchange = exchange;
        }

        public string Exchange { get; }

        public async Task CarryAsync(CancellationToken token)
        {
            var frame = new byte[512];
            try
            {
                await _signals.ConnectAsync(Exchange, 5060, token).ConfigureAwait(false);
                while (await _signals.ReceiveAsync(frame, token).ConfigureAwait(false) > 0)
                    await _voice.SendAsync(frame, token).ConfigureAwait(false);
            }
            finally
            {
                _voice.Dispose();
                _signals.Dispose();
            }
        }

        public void Dispose()
        {
            _voice.Dispose();
            _signals.Dispose();
        }
    }

    public sealed class Exchange : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _lines;
        private Trunk? _trunk;

        public Exchange(string name) => _lines = Task.Run(() => CarryAsync(name));

        public string? Connected => _trunk?.Exchange;

        private async Task CarryAsync(string name)
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    _trunk = new Trunk(name);
                    await _trunk.CarryAsync(_stop.Token).ConfigureAwait(false);
                }
                catch (SocketException)
                {
                    await Task.Delay(1000).ConfigureAwait(false);
                }
                catch (OperationCanceledException)
                {
                    return;
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync().ConfigureAwait(false);
            await _lines.ConfigureAwait(false);
            _trunk?.Dispose();
            _stop.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.FilledAgain
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

        private void Fill()
        {
            while (_modems.Count < _ports)
                _modems.Add(new Socket(SocketType.Stream, ProtocolType.Tcp));
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

namespace LeakGuard.ValidCode.NeverTwice.OneDispatcher
{
    public sealed class Dispatcher : IAsyncDisposable
    {
        private readonly ConcurrentDictionary<int, Socket> _radios = new();
        private readonly Channel<(int Car, byte[] Order)> _orders = Channel.CreateUnbounded<(int, byte[])>();
        private readonly Task _desk;

        public Dispatcher() => _desk = Task.Run(DispatchAsync);

        public int Cars => _radios.Count;

        public bool Send(int car, byte[] order) => _orders.Writer.TryWrite((car, order));

        private async Task DispatchAsync()
        {
            await foreach (var (car, order) in _orders.Reader.ReadAllAsync().ConfigureAwait(false))
            {
                var radio = _radios.GetOrAdd(car, static _ => new Socket(SocketType.Dgram, ProtocolType.Udp));
                await radio.SendAsync(order).ConfigureAwait(false);
            }
        }

        public async ValueTask DisposeAsync()
        {
            _orders.Writer.TryComplete();
            await _desk.ConfigureAwait(false);
            foreach (var radio in _radios.Values)
                radio.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.AsManyPlaces
{
    public sealed class Booths : IAsyncDisposable
    {
        private readonly Channel<Socket> _idle;
        private readonly int _size;

        public Booths(int size)
        {
            _size = size;
            _idle = Channel.CreateBounded<Socket>(new BoundedChannelOptions(size) { SingleReader = true });
            for (var booth = 0; booth < size; booth++)
                _idle.Writer.TryWrite(new Socket(SocketType.Dgram, ProtocolType.Udp));
        }

        public async ValueTask DisposeAsync()
        {
            for (var booth = 0; booth < _size; booth++)
            {
                var socket = await _idle.Reader.ReadAsync().ConfigureAwait(false);
                socket.Dispose();
            }
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.LookedForAgain
{
    public sealed class Ferry : IDisposable
    {
        private readonly Socket _beacon = new(SocketType.Dgram, ProtocolType.Udp);

        public int Calls { get; set; }

        public void Dispose() => _beacon.Dispose();
    }

    public sealed class Harbour : IDisposable
    {
        private readonly Lock _pier = new();
        private readonly ConcurrentDictionary<string, Ferry> _ferries = new();
        private bool _closed;

        public Ferry Call(string name)
        {
            if (Knows(name, out var known))
                return known;
            lock (_pier)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                return Launch(name);
            }
        }

        private bool Knows(string name, [NotNullWhen(true)] out Ferry? ferry)
        {
            if (_ferries.TryGetValue(name, out ferry))
            {
                ferry.Calls++;
                return true;
            }

            return false;
        }

        private Ferry Launch(string name)
        {
            if (Knows(name, out var known))
                return known;
            var ferry = new Ferry();
            _ferries[name] = ferry;
            return ferry;
        }

        public void Dispose()
        {
            lock (_pier)
            {
                _closed = true;
                foreach (var ferry in _ferries.Values)
                    ferry.Dispose();
                _ferries.Clear();
            }
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.NotGivenAway
{
    public sealed class Map : IDisposable
    {
        private readonly ConcurrentDictionary<string, Socket> _stations = new();
        private readonly ConcurrentDictionary<string, Socket> _relays = new();

        private Map()
        {
        }

        public static async Task<Map> ReadAsync(IReadOnlyList<string> sheets)
        {
            var map = new Map();
            try
            {
                foreach (var sheet in sheets)
                {
                    await map.AddAsync(sheet).ConfigureAwait(false);
                    map.AddRelay(sheet);
                }

                return map;
            }
            catch
            {
                map.Dispose();
                throw;
            }
        }

        public bool Has(string station) => _stations.ContainsKey(station) || _relays.ContainsKey(station);

        private async Task AddAsync(string sheet)
        {
            foreach (var station in await File.ReadAllLinesAsync(sheet).ConfigureAwait(false))
            {
                if (!_stations.ContainsKey(station))
                    _stations[station] = new Socket(SocketType.Dgram, ProtocolType.Udp);
            }
        }

        private void AddRelay(string sheet) => _relays.GetOrAdd(sheet, static _ => new Socket(SocketType.Dgram, ProtocolType.Udp));

        public void Dispose()
        {
            foreach (var station in _stations.Values)
                station.Dispose();
            foreach (var relay in _relays.Values)
                relay.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.OverOrNeverBegun
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
            if (_forecast is not null)
                Last = _forecast.Result;
            _forecast = _http.GetStringAsync("http://tides/");
        }

        public void Dispose()
        {
            _hourly.Dispose();
            _http.Dispose();
        }
    }
}

namespace LeakGuard.ValidCode.NeverTwice.TwoTables
{
    public static class Frequencies
    {
        private static readonly object s_gate = new();
        private static readonly Dictionary<int, Socket> s_tuned = new();
        private static readonly Dictionary<int, DateTime> s_since = new();

        public static DateTime Tune(int channel)
        {
            lock (s_gate)
            {
                if (s_since.TryGetValue(channel, out var since))
                    return since;
                var now = DateTime.UtcNow;
                s_tuned[channel] = new Socket(SocketType.Dgram, ProtocolType.Udp);
                s_since[channel] = now;
                return now;
            }
        }

        public static void Leave(int channel)
        {
            lock (s_gate)
            {
                if (s_tuned.Remove(channel, out var tuned))
                    tuned.Dispose();
                s_since.Remove(channel);
            }
        }
    }
}
