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
