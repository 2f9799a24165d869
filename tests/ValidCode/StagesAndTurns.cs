using System.Collections.Specialized;

namespace LeakGuard.ValidCode.StagesAndTurns;

internal enum Stage
{
    Closed,
    Greeting,
    Ready,
}

internal sealed class Codec : IDisposable
{
    private readonly FileStream _log = File.OpenRead("codec.log");

    public bool Feed(int count) => count > _log.Length;

    public void Dispose() => _log.Dispose();
}

/// <summary>The protocol goes through its stages once, and one of them makes the codec.</summary>
internal sealed class Handshake : IDisposable
{
    private readonly System.Timers.Timer _poll = new(1000);
    private Stage _stage = Stage.Closed;
    private Codec? _codec;

    public Handshake()
    {
        _poll.Elapsed += (_, _) => Handle(3);
        _poll.Start();
    }

    private void Handle(int bytes)
    {
        switch (_stage)
        {
            case Stage.Closed:
                _stage = Stage.Greeting;
                break;
            case Stage.Greeting:
                _codec = new Codec();
                if (bytes > 4)
                    _stage = Stage.Ready;
                break;
            case Stage.Ready:
                _codec?.Feed(bytes);
                break;
        }
    }

    public void Dispose()
    {
        _poll.Dispose();
        _codec?.Dispose();
    }
}

/// <summary>All channels end, and the provider goes on.</summary>
internal abstract class ChannelProvider
{
    private readonly List<Codec> _channels = [];

    protected abstract Codec Make();

    public Codec Create()
    {
        var channel = Make();
        lock (_channels)
            _channels.Add(channel);
        return channel;
    }

    public void ShutdownAllChannels()
    {
        lock (_channels)
        {
            foreach (var channel in _channels)
            {
                try
                {
                    channel.Dispose();
                }
                catch (IOException)
                {
                }
            }

            _channels.Clear();
        }
    }
}

internal sealed class Ending(Action end) : IDisposable
{
    public void Dispose() => end();
}

/// <summary>From one key to another: the entry of the old one has gone before.</summary>
internal sealed class Chart
{
    private readonly Dictionary<INotifyCollectionChanged, IDisposable> _watched = [];

    public void Move(INotifyCollectionChanged? before, INotifyCollectionChanged? now)
    {
        if (before != null && _watched.TryGetValue(before, out var watch))
        {
            watch.Dispose();
            _watched.Remove(before);
        }

        if (now != null)
            _watched[now] = new Ending(() => Console.WriteLine("ended"));
    }
}

/// <summary>The turn in which it connects is the last one.</summary>
internal sealed class Link : IDisposable
{
    private readonly System.Net.Sockets.TcpClient _client = new();
    private BinaryReader? _reader;

    public async Task SetUpAsync(string host)
    {
        do
        {
            try
            {
                await _client.ConnectAsync(host, 80);
                if (_client.Connected)
                    _reader = new BinaryReader(_client.GetStream());
            }
            catch (IOException e)
            {
                Console.WriteLine(e.Message);
            }
        }
        while (!_client.Connected);
    }

    public int Read() => _reader?.ReadInt32() ?? 0;

    public void Dispose()
    {
        _reader?.Dispose();
        _client.Dispose();
    }
}

/// <summary>What ends the client ends its stream too: where there is no client, there is no stream.</summary>
internal sealed class Reconnecting : IDisposable
{
    private readonly Timer _retry;
    private System.Net.Sockets.TcpClient? _client;
    private Stream? _stream;

    public Reconnecting() => _retry = new Timer(_ => Connect(), null, 1000, Timeout.Infinite);

    private void Connect()
    {
        if (_client != null)
            Disconnect();
        _client = new System.Net.Sockets.TcpClient("localhost", 80);
        _stream = _client.GetStream();
    }

    private void Disconnect()
    {
        _stream?.Dispose();
        _client?.Close();
        _client = null;
        _stream = null;
    }

    public void Send(byte value) => _stream?.WriteByte(value);

    public void Dispose()
    {
        _retry.Dispose();
        Disconnect();
    }
}
