using System.Net.Sockets;

// Twins of AsItsUsersKnow in ValidCode, each with one thing other.
namespace Samples.OtherThanTheyKnow
{
    /// <summary>Others lock on something that stays.</summary>
    public sealed class Sheets : IDisposable
    {
        private readonly object _gate = new();
        private Dictionary<string, FileStream> _sheets = new();

        public void Add(string name)
        {
            lock (_gate)
            {
                if (!_sheets.ContainsKey(name))
                    _sheets.Add(name, File.Create(name)); //! LEAK4002
            }
        }

        public void Dispose()
        {
            foreach (var sheet in _sheets.Values)
            {
                try
                {
                    sheet.Dispose();
                }
                catch (IOException)
                {
                    // The next one.
                }
            }

            _sheets = new();
        }
    }

    /// <summary>Two of the same name are the same.</summary>
    public sealed record Device(string Name);

    public sealed class Advertisers : IDisposable
    {
        private readonly Dictionary<Device, UdpClient> _advertisers = new();

        public void AddDevice(Device device) => _advertisers[device] = new UdpClient(0); //! LEAK1001

        public void RemoveDevice(Device device)
        {
            if (_advertisers.Remove(device, out var advertiser))
                advertiser.Dispose();
        }

        public void Dispose()
        {
            foreach (var advertiser in _advertisers.Values)
                advertiser.Dispose();
        }
    }

    /// <summary>The base type is of the program, and makes what it brings for this.</summary>
    public abstract class Host
    {
        public void Open(string path) => OnOpened(new FileStream(path, FileMode.Open));

        protected abstract void OnOpened(FileStream file);
    }

    public sealed class Listener : Host, IDisposable
    {
        private readonly object _gate = new();
        private readonly List<FileStream> _files = new();

        public void Dispose()
        {
            lock (_gate)
            {
                foreach (var file in _files)
                    file.Dispose(); //! LEAK1013
                _files.Clear();
            }
        }

        protected override void OnOpened(FileStream file)
        {
            lock (_gate)
                _files.Add(file); //! LEAK4002
        }
    }

    public sealed class Transaction(Session session, string path) : IDisposable
    {
        private readonly FileStream _lock = new(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);

        public bool IsSlow { get; set; }

        public void Dispose()
        {
            _lock.Dispose();
            session.AfterTransaction(this);
        }
    }

    /// <summary>Only a slow one keeps the next from being made: another is still at work.</summary>
    public sealed class Session(string path) : IDisposable
    {
        private Transaction? _transaction;

        public Transaction Renew()
        {
            if (_transaction is { IsSlow: true })
                throw new InvalidOperationException("a slow one is to be ended first");
            _transaction = new Transaction(this, path); //! LEAK1001
            return _transaction;
        }

        public void Dispose() => _transaction?.Dispose();

        internal void AfterTransaction(Transaction ended)
        {
            if (_transaction == ended)
                _transaction = null;
        }
    }
    /// <summary>What it is made of is there to be closed.</summary>
    public sealed class CachedClient : IDisposable
    {
        private Socket _socket = new(SocketType.Dgram, ProtocolType.Udp);

        public Socket Client
        {
            get { return _socket; }
            set { _socket = value; }
        }

        public void Dispose() => _socket.Dispose();
    }

    /// <summary>Tells each, and closes none.</summary>
    public static class Listings
    {
        private static readonly List<CachedClient> s_clients = new();

        public static void Add()
        {
            var client = new CachedClient();
            lock (s_clients)
                s_clients.Add(client);
        }

        public static void Forget(byte[] farewell)
        {
            lock (s_clients)
            {
                foreach (var client in s_clients)
                    client.Client.Send(farewell);
                s_clients.Clear(); //! LEAK1003
            }
        }
    }
}
