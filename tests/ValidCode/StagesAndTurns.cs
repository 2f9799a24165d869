using System.Collections.Concurrent;
using System.Collections.Specialized;
using System.Security.Cryptography.X509Certificates;
using Microsoft.Win32.SafeHandles;

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

/// <summary>To dispose the guard is to put it back: the slot keeps what is free.</summary>
internal sealed class Journal
{
    private Guard? _spare;
    private int _blocked;

    private sealed class Guard(Journal owner) : IDisposable
    {
        public void Dispose()
        {
            Interlocked.Decrement(ref owner._blocked);
            Interlocked.Exchange(ref owner._spare, this);
        }
    }

    private Guard Block()
    {
        Interlocked.Increment(ref _blocked);
        return Interlocked.Exchange(ref _spare, null) ?? new Guard(this);
    }

    public async Task<bool> CommitAsync()
    {
        using (Block())
        {
            await Task.Yield();
            return _blocked > 0;
        }
    }
}

internal interface IMemento : IDisposable
{
    IMemento Revert();
}

/// <summary>What an entry was about goes on in what it returns.</summary>
internal sealed class History : IDisposable
{
    private readonly Stack<IMemento> _undo = new();
    private readonly Stack<IMemento> _redo = new();

    public void Done(IMemento memento) => _undo.Push(memento);

    public void Undo()
    {
        if (_undo.Count == 0)
            return;
        var top = _undo.Pop();
        _redo.Push(top.Revert());
    }

    public void Redo() => _undo.Push(_redo.Pop().Revert());

    public void Dispose()
    {
        while (_undo.TryPop(out var memento))
            memento.Dispose();
        while (_redo.TryPop(out var memento))
            memento.Dispose();
    }
}

internal interface IBeats
{
    void Unregister(Guid id);
}

/// <summary>Whoever registers gets the beat and disposes it, and then it takes itself off the list.</summary>
internal sealed class Beat(IBeats beats, Guid id) : IDisposable
{
    private readonly Timer _timer = new(_ => { }, null, 1000, 1000);

    public void Dispose()
    {
        beats.Unregister(id);
        _timer.Dispose();
    }
}

internal sealed class Beats : IBeats, IDisposable
{
    private readonly ConcurrentDictionary<Guid, Beat> _all = new();
    private readonly Timer _sweep = new(_ => { }, null, 1000, 1000);
    private int _count;

    public Beat Register(Guid id)
    {
        var beat = new Beat(this, id);
        if (!_all.TryAdd(id, beat))
        {
            beat.Dispose();
            throw new InvalidOperationException();
        }

        Interlocked.Increment(ref _count);
        return beat;
    }

    public void Unregister(Guid id)
    {
        if (_all.TryRemove(id, out _))
            Interlocked.Decrement(ref _count);
    }

    public void Dispose() => _sweep.Dispose();
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

internal interface IHostedService
{
    Task StartAsync(CancellationToken cancellation);

    Task StopAsync(CancellationToken cancellation);
}

/// <summary>The host starts it once, and nothing else fills the table.</summary>
internal sealed class Commands(IEnumerable<object> all) : IHostedService
{
    private readonly Dictionary<string, List<object>> _handlers = [];

    public Task StartAsync(CancellationToken cancellation)
    {
        foreach (var handler in all)
            Register(handler.GetType().Name, handler);
        return Task.CompletedTask;
    }

    private void Register(string name, object handler)
    {
        if (!_handlers.TryGetValue(name, out var list))
            _handlers[name] = list = [];
        list.Add(handler);
    }

    public bool Knows(string name) => _handlers.ContainsKey(name);

    public Task StopAsync(CancellationToken cancellation) => Task.CompletedTask;
}

[AttributeUsage(AttributeTargets.Method)]
internal sealed class SetUpAttribute : Attribute;

[AttributeUsage(AttributeTargets.Method)]
internal sealed class TearDownAttribute : Attribute;

/// <summary>Each test ends what it used, and the next one begins with nothing.</summary>
internal abstract class Fixture
{
    private readonly ConcurrentStack<IDisposable> _used = new();

    [SetUp]
    public void Begin() => _used.Clear();

    [TearDown]
    public void End()
    {
        while (_used.TryPop(out var used))
            used.Dispose();
    }

    protected T Use<T>(T value)
        where T : IDisposable
    {
        _used.Push(value);
        return value;
    }
}

internal sealed class Question
{
    public int Answer { get; set; }
}

internal interface IDesk
{
    event Action<Question> Asked;
}

/// <summary>Who asks waits for the answer in what it passed.</summary>
internal sealed class Clerk
{
    public Clerk(IDesk desk) => desk.Asked += OnAsked;

    private void OnAsked(Question question)
    {
        using var helper = System.Diagnostics.Process.Start("helper");
        if (helper.WaitForExit(30_000))
            question.Answer = helper.ExitCode;
    }
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

/// <summary>Whoever serves a client closes it when it is through.</summary>
internal sealed class Host
{
    private readonly Dictionary<int, System.Net.Sockets.TcpClient> _clients = [];
    private bool _stopped;

    public void Accept(System.Net.Sockets.TcpListener listener, int id)
    {
        var client = listener.AcceptTcpClient();
        lock (_clients)
        {
            if (_stopped || !_clients.TryAdd(id, client))
            {
                client.Close();
                return;
            }
        }

        new Thread(() => Serve(client)).Start();
    }

    private static void Serve(System.Net.Sockets.TcpClient client)
    {
        try
        {
            client.GetStream().ReadByte();
        }
        finally
        {
            client.Close();
        }
    }

    public void Left(int id)
    {
        lock (_clients)
            _clients.Remove(id);
    }

    public void Stop()
    {
        lock (_clients)
        {
            _stopped = true;
            foreach (var client in _clients.Values)
                client.Close();
            _clients.Clear();
        }
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

/// <summary>The end of a ticket only takes one from its own number: a ticket that is dropped frees nothing.</summary>
internal sealed class Limits
{
    private readonly ConcurrentDictionary<string, Tickets> _tickets = new();

    private sealed class Tickets : IDisposable
    {
        private int _count;

        public int Take() => Interlocked.Increment(ref _count);

        private void GiveBack() => Interlocked.Decrement(ref _count);

        public void Dispose() => GiveBack();
    }

    public IDisposable Enter(string key, int limit, out bool allowed)
    {
        var tickets = _tickets.GetOrAdd(key, _ => new Tickets());
        allowed = tickets.Take() <= limit;
        return tickets;
    }
}

/// <summary>The streams are the callers', and the writers around them flush each line.</summary>
public sealed class Tee : IDisposable
{
    private readonly List<StreamWriter> _writers = [];
    private FileStream? _own;

    public void Add(Stream stream) => _writers.Add(new StreamWriter(stream) { AutoFlush = true });

    public void Enable(string path)
    {
        Dispose();
        _own = File.Open(path, FileMode.Create);
        Add(_own);
    }

    public void Remove(Stream stream) => _writers.RemoveAll(writer => writer.BaseStream == stream);

    public void Write(string line)
    {
        foreach (var writer in _writers)
            writer.WriteLine(line);
    }

    public void Dispose()
    {
        if (_own == null)
            return;
        Remove(_own);
        _own.Close();
        _own = null;
    }
}

internal interface IPipe : IDisposable
{
    event EventHandler Closed;
}

/// <summary>The pipe has closed, and the shell ends with it.</summary>
internal sealed class Shell
{
    private readonly ManualResetEvent _through = new(false);
    private readonly IPipe _pipe;

    public Shell(IPipe pipe)
    {
        _pipe = pipe;
        _pipe.Closed += OnClosed;
    }

    private void OnClosed(object? sender, EventArgs e)
    {
        _pipe.Dispose();
        _through.WaitOne(TimeSpan.FromSeconds(5));
        _through.Dispose();
    }
}
