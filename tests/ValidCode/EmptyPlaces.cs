using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;

namespace LeakGuard.ValidCode.EmptyPlaces;

/// <summary>A handle that is not valid holds nothing.</summary>
internal sealed class Device(string path) : IDisposable
{
    private SafeFileHandle? _handle;

    public bool IsOpen { get; private set; }

    public void Open()
    {
        if (_handle == null || _handle.IsInvalid)
            _handle = File.OpenHandle(path);
        IsOpen = !_handle.IsInvalid;
    }

    public void Reopen()
    {
        IsOpen = false;
        Open();
    }

    public void Dispose() => _handle?.Dispose();
}

/// <summary>Whoever shakes hands has the certificate, and its handle ends with it.</summary>
internal sealed class Certificates
{
    private readonly Timer _renewal;
    private X509Certificate2? _certificate;

    public Certificates(string file) =>
        _renewal = new Timer(_ => _certificate = X509CertificateLoader.LoadPkcs12FromFile(file, null), null, TimeSpan.Zero, TimeSpan.FromMinutes(5));

    public X509Certificate2? Current => _certificate;

    public void End() => _renewal.Dispose();
}

/// <summary>A struct that is set to default is empty.</summary>
internal struct Buffer : IDisposable
{
    private FileStream? _file;

    public Buffer(string path) => _file = File.OpenRead(path);

    public readonly bool IsSet => _file != null;

    public void Dispose()
    {
        _file?.Dispose();
        _file = null;
    }
}

internal sealed class Scan(int end) : IDisposable
{
    private Buffer _buffer;
    private int _at;

    public bool Next()
    {
        while (Begin())
        {
            if (++_at % 3 == 0)
                continue;
            _buffer = new Buffer(_at.ToString());
            return true;
        }

        return false;
    }

    private bool Begin()
    {
        if (_buffer.IsSet)
            _buffer.Dispose();
        _buffer = default;
        return _at < end;
    }

    public void Dispose() => _buffer.Dispose();
}

/// <summary>The place of an address is kept while there is no socket for it.</summary>
internal sealed class Listeners(string[] addresses) : IDisposable
{
    private readonly Tuple<System.Net.Sockets.Socket?, string>[] _sockets = new Tuple<System.Net.Sockets.Socket?, string>[addresses.Length];

    public void Failed(int place)
    {
        _sockets[place].Item1?.Dispose();
        _sockets[place] = Tuple.Create((System.Net.Sockets.Socket?)null, addresses[place]);
        Reopen(place);
    }

    public void Beat()
    {
        for (var i = 0; i < _sockets.Length; i++)
        {
            if (_sockets[i].Item1 == null)
                Reopen(i);
        }
    }

    private void Reopen(int place) =>
        _sockets[place] = Tuple.Create<System.Net.Sockets.Socket?, string>(new(System.Net.Sockets.SocketType.Stream, System.Net.Sockets.ProtocolType.Tcp), addresses[place]);

    public void Dispose()
    {
        foreach (var (socket, _) in _sockets)
        {
            try
            {
                socket?.Dispose();
            }
            catch (System.Net.Sockets.SocketException)
            {
            }
        }
    }
}
