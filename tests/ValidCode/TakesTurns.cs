using System.Collections.Concurrent;
using System.Net.Sockets;
using System.Threading.Channels;

namespace LeakGuard.ValidCode.TakesTurns;

internal sealed class Ticket : IDisposable
{
    private readonly Timer _deadline = new(_ => { });

    public void Dispose() => _deadline.Dispose();
}

/// <summary>Both slots are made together and end together: while one is null, so is the other.</summary>
internal sealed class Account : IDisposable
{
    private Ticket? _session;
    private Uri? _endpoint;

    public async Task<(Ticket Session, Uri Endpoint)> SignInAsync(CancellationToken token)
    {
        if (_session == null || _endpoint == null)
        {
            _session = await OpenAsync(token).ConfigureAwait(false);
            _endpoint = new Uri("https://example.org/account");
        }

        return (_session, _endpoint);
    }

    public void Dispose()
    {
        _session?.Dispose();
        _session = null;
    }

    private static async Task<Ticket> OpenAsync(CancellationToken token)
    {
        await Task.Delay(1, token).ConfigureAwait(false);
        return new Ticket();
    }
}

/// <summary>The client ends the handler that it was given.</summary>
internal sealed class Report : IDisposable
{
    private HttpClientHandler? _handler;
    private HttpClient? _client;

    public void Configure()
    {
        _handler = new HttpClientHandler();
        _client = new HttpClient(_handler);
    }

    public Task SendAsync(HttpContent content) => _client!.PostAsync(new Uri("https://example.org/report"), content);

    public void Dispose()
    {
        _client?.Dispose();
        _client = null;
        _handler = null;
    }
}

/// <summary>What one notification makes, its counterpart ends.</summary>
internal sealed class Link(Func<Action, IDisposable> schedule)
{
    private IDisposable? _grace;

    public void OnReconnecting() => _grace = schedule(() => OnLost());

    public void OnReconnected() => _grace?.Dispose();

    private void OnLost() => _grace?.Dispose();
}

internal abstract class Stage : IDisposable
{
    public abstract void Begin();

    public abstract void Dispose();
}

/// <summary>The slot points into the array, which goes on holding what it points to.</summary>
internal sealed class Pipeline(Stage[] stages) : IDisposable
{
    private readonly Stage[] _stages = stages;
    private Stage? _current;
    private int _at;

    public void Reset()
    {
        _current = null;
        _at = 0;
    }

    public void Restart() => BeginStage(_stages[0]);

    public void Next() => BeginStage(_stages[++_at]);

    public void Dispose() => _current?.Dispose();

    private void BeginStage(Stage stage)
    {
        _current = stage;
        _current.Begin();
    }
}

internal sealed class Scratch : IDisposable
{
    private readonly byte[] _bytes = new byte[512];

    public Span<byte> Bytes => _bytes;

    public void Dispose() => Array.Clear(_bytes);
}

/// <summary>Spare objects that hold nothing of the system go with their owner.</summary>
internal sealed class Cipher
{
    private readonly ConcurrentQueue<Scratch> _spare = new();

    public void Encrypt(ReadOnlySpan<byte> data)
    {
        if (!_spare.TryDequeue(out var scratch))
            scratch = new Scratch();
        try
        {
            data.CopyTo(scratch.Bytes);
            _spare.Enqueue(scratch);
        }
        catch (ArgumentException)
        {
            scratch.Dispose();
            throw;
        }
    }
}

internal interface IJob : IDisposable
{
    Guid Id { get; }
}

/// <summary>The Guid is the job's own, and no other job has it.</summary>
internal sealed class Jobs : IAsyncDisposable
{
    private readonly ConcurrentDictionary<Guid, IJob> _jobs = new();
    private bool _ended;

    public void Add(IJob job)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        _jobs[job.Id] = job;
    }

    public void End(Guid id)
    {
        if (_jobs.TryRemove(id, out var job))
            job.Dispose();
    }

    public ValueTask DisposeAsync()
    {
        _ended = true;
        foreach (var job in _jobs.Values)
            job.Dispose();
        return default;
    }
}

internal sealed class Frame(int size) : IDisposable
{
    private readonly Socket _origin = new(SocketType.Stream, ProtocolType.Tcp);

    public int Size => size;

    public void Dispose() => _origin.Dispose();
}

/// <summary>The loop that reads the frames also ends what is left of them.</summary>
internal sealed class Outgoing
{
    private readonly ChannelReader<Frame> _reader;
    private readonly ChannelWriter<Frame> _writer;
    private readonly Task _loop;
    private int _written;

    public Outgoing()
    {
        var frames = Channel.CreateBounded<Frame>(128);
        _reader = frames.Reader;
        _writer = frames.Writer;
        _loop = Task.Run(LoopAsync);
    }

    public static Outgoing Start() => new();

    public ValueTask SendAsync(int size) => _writer.WriteAsync(new Frame(size));

    public async Task CloseAsync()
    {
        _writer.TryComplete();
        await _loop.ConfigureAwait(false);
    }

    private async Task LoopAsync()
    {
        try
        {
            while (await _reader.WaitToReadAsync().ConfigureAwait(false))
            {
                while (_reader.TryRead(out var frame))
                {
                    using (frame)
                        _written += frame.Size;
                }
            }
        }
        finally
        {
            while (_reader.TryRead(out var rest))
                rest.Dispose();
        }
    }
}

/// <summary>Start and Stop take turns: after the one comes the other again, and what Start makes then is no latecomer.</summary>
public sealed class Spinner
{
    private readonly object _gate = new();
    private Timer? _timer;
    private bool _shown;

    public void Start(string text)
    {
        lock (_gate)
        {
            _shown = false;
            _timer?.Dispose();
            _timer = new Timer(_ => Show(text), null, 1000, 120);
        }
    }

    public void Stop()
    {
        lock (_gate)
        {
            _timer?.Dispose();
            _timer = null;
            if (_shown)
                Console.Error.WriteLine();
            _shown = false;
        }
    }

    private void Show(string text)
    {
        lock (_gate)
        {
            if (_timer is null || _shown)
                return;
            Console.Error.Write(text);
            _shown = true;
        }
    }
}
