using System.Diagnostics.Tracing;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.AsItsUsersKnow;

/// <summary>The end takes away what the others lock on.</summary>
public sealed class Sheets : IDisposable
{
    private Dictionary<string, FileStream> _sheets = new();

    public void Add(string name)
    {
        lock (_sheets)
        {
            if (!_sheets.ContainsKey(name))
                _sheets.Add(name, File.Create(name));
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

        _sheets = null!;
    }
}

public sealed class Device(string name)
{
    public string Name => name;
}

/// <summary>A device is itself alone, and is added once.</summary>
public sealed class Advertisers : IDisposable
{
    private readonly Dictionary<Device, UdpClient> _advertisers = new();

    public void AddDevice(Device device) => _advertisers[device] = new UdpClient(0);

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

/// <summary>What the platform brings, the platform keeps.</summary>
public sealed class Listener : EventListener
{
    private readonly object _gate = new();
    private EventSource? _source;

    public override void Dispose()
    {
        lock (_gate)
        {
            if (_source != null)
                DisableEvents(_source);
            _source?.Dispose();
        }

        base.Dispose();
    }

    protected override void OnEventSourceCreated(EventSource eventSource)
    {
        lock (_gate)
            _source = eventSource;
    }
}

/// <summary>Takes itself out of its session when it ends.</summary>
public sealed class Transaction : IDisposable
{
    private readonly Session _session;
    private readonly FileStream _lock;
    private bool _ended;

    internal Transaction(Session session, string path)
    {
        _session = session;
        _lock = new FileStream(path, FileMode.OpenOrCreate, FileAccess.ReadWrite, FileShare.None);
    }

    public bool IsActive => !_ended;

    public void Dispose()
    {
        if (_ended)
            return;
        _ended = true;
        _lock.Dispose();
        _session.AfterTransaction(this);
    }
}

/// <summary>There is no next transaction as long as one is at work, and one that has ended has left.</summary>
public sealed class Session(string path) : IDisposable
{
    private Transaction? _transaction;

    public Transaction Begin()
    {
        if (_transaction is { IsActive: true })
            throw new InvalidOperationException("one at a time");
        _transaction = new Transaction(this, path);
        return _transaction;
    }

    public void Dispose() => _transaction?.Dispose();

    internal void AfterTransaction(Transaction ended)
    {
        if (ReferenceEquals(_transaction, ended))
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

/// <summary>Closes the socket of each.</summary>
public static class Listings
{
    private static readonly List<CachedClient> s_clients = new();

    public static void Add()
    {
        var client = new CachedClient();
        lock (s_clients)
            s_clients.Add(client);
    }

    public static void Close()
    {
        lock (s_clients)
        {
            foreach (var client in s_clients)
                client.Client.Close();
            s_clients.Clear();
        }
    }
}
