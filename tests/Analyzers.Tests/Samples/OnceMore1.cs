using System.Collections.Concurrent;
using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;

// A second value after all: the turn does not end the first, the table asked loses keys alone, or another key is looked for.
namespace Samples.OnceMore1.PartStays
{
    internal sealed class Probe : IDisposable
    {
        private readonly Socket _data = new(SocketType.Dgram, ProtocolType.Udp);
        private readonly Socket _control = new(SocketType.Stream, ProtocolType.Tcp);

        public async Task MeasureAsync(CancellationToken token)
        {
            var buffer = new byte[64];
            try
            {
                while (await _control.ReceiveAsync(buffer, token) > 0)
                    await _data.SendAsync(buffer, token);
            }
            finally
            {
                _control.Dispose();
            }
        }

        public void Dispose()
        {
            _control.Dispose();
            _data.Dispose();
        }
    }

    public sealed class Survey : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _rounds;
        private Probe? _probe;

        public Survey() => _rounds = Task.Run(GoRoundAsync);

        private async Task GoRoundAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    _probe = new Probe(); //! LEAK1001
                    await _probe.MeasureAsync(_stop.Token);
                }
                catch (SocketException)
                {
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _rounds;
            _probe?.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.OnceMore1.FailsBefore
{
    internal sealed class Drone : IDisposable
    {
        private readonly Socket _radio = new(SocketType.Dgram, ProtocolType.Udp);

        public Task PairAsync(CancellationToken token) => _radio.ConnectAsync("drone", 9000, token).AsTask();

        public async Task FlyAsync(CancellationToken token)
        {
            try
            {
                await _radio.ReceiveAsync(new byte[64], token);
            }
            finally
            {
                _radio.Dispose();
            }
        }

        public void Dispose() => _radio.Dispose();
    }

    public sealed class Hangar : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _flights;
        private Drone? _drone;

        public Hangar() => _flights = Task.Run(FlyAllAsync);

        private async Task FlyAllAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                try
                {
                    _drone = new Drone(); //! LEAK1001
                    await _drone.PairAsync(_stop.Token);
                    await _drone.FlyAsync(_stop.Token);
                }
                catch (SocketException)
                {
                }
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _flights;
            _drone?.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.OnceMore1.NotWaitedFor
{
    internal sealed class Feed : IDisposable
    {
        private readonly Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public async Task PlayAsync(CancellationToken token)
        {
            try
            {
                await _socket.ReceiveAsync(new byte[64], token);
            }
            finally
            {
                _socket.Dispose();
            }
        }

        public void Dispose() => _socket.Dispose();
    }

    public sealed class Studio : IAsyncDisposable
    {
        private readonly CancellationTokenSource _stop = new();
        private readonly Task _shows;
        private Feed? _feed;

        public Studio() => _shows = Task.Run(ShowAsync);

        private async Task ShowAsync()
        {
            while (!_stop.IsCancellationRequested)
            {
                _feed = new Feed(); //! LEAK1001
                await Task.WhenAny(_feed.PlayAsync(_stop.Token), Task.Delay(60_000));
            }
        }

        public async ValueTask DisposeAsync()
        {
            await _stop.CancelAsync();
            await _shows;
            _feed?.Dispose();
            _stop.Dispose();
        }
    }
}

namespace Samples.OnceMore1.StaleIsNotFound
{
    public sealed class Barge : IDisposable
    {
        private readonly Socket _beacon = new(SocketType.Dgram, ProtocolType.Udp);

        public bool IsLate { get; set; }

        public void Dispose() => _beacon.Dispose();
    }

    public sealed class Canal : IDisposable
    {
        private readonly Lock _sluice = new();
        private readonly ConcurrentDictionary<string, Barge> _barges = new();
        private bool _closed;

        public Barge Call(string name)
        {
            lock (_sluice)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (Knows(name, out var known))
                    return known;
                var barge = new Barge();
                _barges[name] = barge; //! LEAK1001
                return barge;
            }
        }

        private bool Knows(string name, [NotNullWhen(true)] out Barge? barge)
        {
            if (!_barges.TryGetValue(name, out barge))
                return false;
            if (barge.IsLate)
                return false;
            return true;
        }

        public void Dispose()
        {
            lock (_sluice)
            {
                _closed = true;
                foreach (var barge in _barges.Values)
                    barge.Dispose();
                _barges.Clear();
            }
        }
    }
}

namespace Samples.OnceMore1.AnotherKeyIsFound
{
    public sealed class Canal : IDisposable
    {
        private readonly Lock _sluice = new();
        private readonly Dictionary<string, Socket> _barges = new();
        private int _found;
        private bool _closed;

        public Socket Call(string name, string line)
        {
            lock (_sluice)
            {
                ObjectDisposedException.ThrowIf(_closed, this);
                if (Knows(line, out var known))
                    return known;
                var barge = new Socket(SocketType.Dgram, ProtocolType.Udp);
                _barges[name] = barge; //! LEAK1001
                return barge;
            }
        }

        private bool Knows(string name, [NotNullWhen(true)] out Socket? barge)
        {
            if (!_barges.TryGetValue(name, out barge))
                return false;
            _found++;
            return true;
        }

        public int Found => _found;

        public void Dispose()
        {
            lock (_sluice)
            {
                _closed = true;
                foreach (var barge in _barges.Values)
                    barge.Dispose();
            }
        }
    }
}

namespace Samples.OnceMore1.OneTableShrinks
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
                var now = DateTime.UtcNow;
                _doors[number] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1001
                _since[number] = now;
                return now;
            }
        }

        public void Expire(int number)
        {
            lock (_gate)
                _since.Remove(number);
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

namespace Samples.OnceMore1.FilledAlone
{
    public sealed class Lockers
    {
        private readonly object _gate = new();
        private readonly Dictionary<int, Socket> _doors = new();
        private readonly Dictionary<int, DateTime> _since = new();

        public DateTime Open(int number, bool forGood)
        {
            lock (_gate)
            {
                if (_since.TryGetValue(number, out var since))
                    return since;
                var now = DateTime.UtcNow;
                _doors[number] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1001
                if (forGood)
                    _since[number] = now;
                return now;
            }
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

namespace Samples.OnceMore1.ComparedOtherwise
{
    public sealed class Wards
    {
        private readonly object _gate = new();
        private readonly Dictionary<string, Socket> _monitors = new(StringComparer.OrdinalIgnoreCase);
        private readonly Dictionary<string, DateTime> _since = new(StringComparer.Ordinal);

        public DateTime Watch(string bed)
        {
            lock (_gate)
            {
                if (_since.TryGetValue(bed, out var since))
                    return since;
                var now = DateTime.UtcNow;
                _monitors[bed] = new Socket(SocketType.Dgram, ProtocolType.Udp); //! LEAK1001
                _since[bed] = now;
                return now;
            }
        }

        public void Leave(string bed)
        {
            lock (_gate)
            {
                if (_monitors.Remove(bed, out var monitor))
                    monitor.Dispose();
                _since.Remove(bed);
            }
        }
    }
}
