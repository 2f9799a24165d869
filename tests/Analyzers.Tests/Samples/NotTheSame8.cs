using System.Net.Sockets;

// What looks like the end, the gate or the keeper of an entry, and is that of another one, at another time, or only by its name.
namespace Samples.NotTheSame8.G06
{
    public sealed class Beacon : IDisposable
    {
        private UdpClient? _client;

        public string Name { get; init; } = "";

        public bool Enabled
        {
            get => _client != null;
            set
            {
                _client?.Dispose();
                _client = value ? new UdpClient(0) : null;
            }
        }

        public void Dispose() => _client?.Dispose();
    }

    /// <summary>A beacon is switched on where it is put in, by a property.</summary>
    public sealed class BeaconSet : IDisposable
    {
        private readonly List<Beacon> _beacons = new();
        private readonly Lock _gate = new();

        public void Add(string name)
        {
            var beacon = new Beacon { Name = name };
            lock (_gate)
            {
                _beacons.Add(beacon); //! LEAK4002
                beacon.Enabled = true;
            }
        }

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var beacon in _beacons)
                    beacon.Dispose();
                _beacons.Clear();
            }
        }
    }
}

namespace Samples.NotTheSame8.G07
{
    /// <summary>Start may come twice: Stop is what the user calls at the end, not between.</summary>
    public sealed class Ports : IDisposable
    {
        private static readonly int[] s_ports = [7001, 7002];
        private readonly Dictionary<int, UdpClient> _clients = new();
        private readonly Timer _watch;

        public Ports() => _watch = new Timer(_ => Check(), null, 60000, 60000);

        public void StartListening()
        {
            foreach (var port in s_ports)
                _clients[port] = new UdpClient(port); //! LEAK1001
        }

        private void Check()
        {
            if (_clients.Values.Any(c => c.Client == null || !c.Client.IsBound))
                StartListening();
        }

        public void StopListening()
        {
            foreach (var client in _clients.Values)
                client.Dispose();
            _clients.Clear();
        }

        public void Dispose()
        {
            _watch.Dispose();
            StopListening();
        }
    }
}
