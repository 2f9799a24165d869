using System.Collections.Concurrent;
using System.Net.Security;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.StillInOtherHands;

internal interface IBox : IAsyncDisposable
{
    Task PutAsync(string text);
}

internal interface IBoxes
{
    IBox CreateBox(string name);
}

internal static class Quiet
{
    public static async Task DoAsync(Func<ValueTask> work)
    {
        try
        {
            await work();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>The box that lost the race is told by comparing, and ended aside.</summary>
internal sealed class PostOffice(IBoxes boxes)
{
    private readonly ConcurrentDictionary<string, IBox> _boxes = new();

    public Task PutAsync(string name, string text)
    {
        IBox? made = null;
        var box = _boxes.GetOrAdd(name, n => made = boxes.CreateBox(n));
        if (made != null && !ReferenceEquals(made, box))
            Task.Run(() => Quiet.DoAsync(() => made.DisposeAsync()));
        return box.PutAsync(text);
    }

    public async Task CloseAsync(string name)
    {
        if (_boxes.TryRemove(name, out var box))
            await box.DisposeAsync();
    }
}

/// <summary>The key is that of the handler made just before: nobody else comes with it.</summary>
internal sealed class Gateways
{
    private static readonly ConcurrentDictionary<string, HttpClient> Pool = new();

    public HttpClient For(Func<object, bool> check)
    {
        var handler = new HttpClientHandler { ServerCertificateCustomValidationCallback = (message, _, _, _) => check(message) };
        var key = handler.GetHashCode().ToString();
        return Pool.GetOrAdd(key, new HttpClient(handler));
    }
}

internal static class Closings
{
    public static void CloseNow(this TcpClient client, Action<Exception>? failed = null)
    {
        try
        {
            client.Client?.Close(0);
            client.Close();
        }
        catch (SocketException e)
        {
            failed?.Invoke(e);
        }
    }
}

/// <summary>Knows the guests only to send them away early: whoever has let one in closes the connection, by a helper.</summary>
internal sealed class GuestBook : IDisposable
{
    private readonly Dictionary<string, HashSet<TcpClient>> _guests = new();
    private readonly object _gate = new();
    private bool _isClosed;

    public void Add(string name, TcpClient guest)
    {
        lock (_gate)
        {
            if (_isClosed)
                return;
            if (_guests.TryGetValue(name, out var known))
            {
                known.RemoveWhere(g => !g.Connected);
                known.Add(guest);
            }
            else
            {
                _guests.Add(name, new HashSet<TcpClient> { guest });
            }
        }
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _isClosed = true;
            foreach (var pair in _guests)
            {
                foreach (var guest in pair.Value)
                    guest.Dispose();
            }

            _guests.Clear();
        }
    }
}

internal sealed class House(TcpListener door) : IDisposable
{
    private readonly GuestBook _guests = new();

    public async Task WelcomeAsync(string name)
    {
        var guest = await door.AcceptTcpClientAsync();
        _ = Task.Run(() => TalkAsync(name, guest));
    }

    public void Dispose()
    {
        door.Stop();
        _guests.Dispose();
    }

    private async Task TalkAsync(string name, TcpClient guest)
    {
        try
        {
            using var reader = new StreamReader(guest.GetStream());
            _guests.Add(name, guest);
            Console.WriteLine(await reader.ReadLineAsync());
        }
        finally
        {
            guest.CloseNow(e => Console.WriteLine(e.Message));
        }
    }
}

/// <summary>The secured stream is put around the plain one, which the only caller passes; and what was closed is disposed once more.</summary>
internal sealed class Line(string host) : IAsyncDisposable
{
    private Socket? _socket;

    private Stream? Stream { get; set; }

    public async Task OpenAsync()
    {
        _socket = new Socket(SocketType.Stream, ProtocolType.Tcp);
        await _socket.ConnectAsync(host, 443);
        Stream = new NetworkStream(_socket);
        if (!await SecureAsync(Stream))
            throw new IOException();
    }

    public async Task<bool> CutAsync(CancellationToken token)
    {
        if (Stream != null)
        {
            await Stream.FlushAsync(token);
            Stream.Close();
            await Stream.DisposeAsync();
            Stream = null;
        }

        return true;
    }

    public async ValueTask DisposeAsync()
    {
        if (Stream != null)
            await Stream.DisposeAsync();
        _socket?.Dispose();
    }

    private async Task<bool> SecureAsync(Stream stream)
    {
        try
        {
            Stream = new SslStream(stream);
            await ((SslStream)Stream).AuthenticateAsClientAsync(host);
            return true;
        }
        catch (IOException)
        {
            return false;
        }
    }
}

internal interface IProducer : IAsyncDisposable
{
    ValueTask<bool> MoveNextAsync();
}

internal sealed class NoProducer : IProducer
{
    public static NoProducer Instance { get; } = new();

    public ValueTask<bool> MoveNextAsync() => new(false);

    public ValueTask DisposeAsync() => default;
}

/// <summary>Lent for one round: Reset lets go of what the caller brought, and takes the one that is there for everybody.</summary>
internal sealed class Detector
{
    private IProducer _producer = NoProducer.Instance;

    public void Initialize(IProducer producer) => _producer = producer;

    public void Reset() => _producer = NoProducer.Instance;

    public ValueTask<bool> MoveNextAsync() => _producer.MoveNextAsync();

    public ValueTask DisposeAsync() => _producer.DisposeAsync();
}
