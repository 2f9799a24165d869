using System.Buffers;
using System.Net.Sockets;
using System.Threading.Channels;

namespace LeakGuard.ValidCode.GoesOnAlone;

/// <summary>A tick that finds one at work leaves.</summary>
internal sealed class Sweeper : IDisposable
{
    private readonly Timer _timer;
    private bool _sweeping;

    public Sweeper() => _timer = new Timer(OnTick, null, 3000, 3000);

    private void OnTick(object? state) => Sweep();

    private void Sweep()
    {
        if (_sweeping)
            return;
        _sweeping = true;
        try
        {
            Again(() => File.Delete("dust"));
        }
        finally
        {
            _sweeping = false;
        }
    }

    private static void Again(Action action)
    {
        for (var i = 0; i < 3; i++)
        {
            try
            {
                action();
                return;
            }
            catch (IOException) when (i < 2)
            {
                Thread.Sleep(100);
            }
        }
    }

    public void Dispose() => _timer.Dispose();
}

internal interface IReply
{
    void OnSendingHeaders(Action<object> callback, object state);
}

/// <summary>One reply waits for its own headers.</summary>
internal sealed class Counter(SemaphoreSlim turn)
{
    public void Serve(IReply reply) => reply.OnSendingHeaders(_ => turn.Wait(), this);
}

/// <summary>A guest stays; one that cannot be greeted is out at once, and one that hears nothing later.</summary>
internal sealed class Parlour
{
    private readonly Lock _gate = new();
    private readonly List<TcpClient> _guests = [];

    public void Say(byte[] text)
    {
        List<TcpClient> all;
        lock (_gate)
            all = _guests.ToList();
        foreach (var guest in all)
        {
            try
            {
                guest.Client.Send(text);
            }
            catch (SocketException)
            {
                Leave(guest);
                guest.Dispose();
            }
        }
    }

    private void Enter(TcpClient guest)
    {
        lock (_gate)
            _guests.Add(guest);
    }

    private void Leave(TcpClient guest)
    {
        lock (_gate)
            _guests.Remove(guest);
    }

    public void Welcome(TcpClient guest)
    {
        Enter(guest);
        try
        {
            guest.Client.Send(new byte[9]);
        }
        catch (SocketException)
        {
            Leave(guest);
            guest.Dispose();
        }
    }
}

/// <summary>True says that the seat is taken and stays so.</summary>
internal sealed class Seats(Func<int, bool> pay)
{
    private readonly HashSet<int> _taken = [];

    public bool Reserve(int seat)
    {
        lock (_taken)
            _taken.Add(seat);
        try
        {
            if (pay(seat))
                return true;
            lock (_taken)
                _taken.Remove(seat);
            return false;
        }
        catch
        {
            lock (_taken)
                _taken.Remove(seat);
            throw;
        }
    }
}

/// <summary>Nobody gets past the lock any more once the pool has gone: it is never given back.</summary>
internal sealed class Boats : IDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly List<Timer> _all = [];
    private readonly CancellationTokenSource _end = new();

    public async Task GrowAsync(int by)
    {
        ObjectDisposedException.ThrowIf(_end.IsCancellationRequested, this);
        await _lock.WaitAsync();
        try
        {
            await BuildAsync(by);
        }
        finally
        {
            _lock.Release();
        }
    }

    private async Task BuildAsync(int count)
    {
        async Task Build()
        {
            await Task.Yield();
            lock (_all)
                _all.Add(new Timer(_ => { }, null, 1000, 1000));
        }

        var tasks = Enumerable.Range(1, count).Select(_ => Build()).ToList();
        await Task.WhenAll(tasks);
    }

    public void Dispose()
    {
        if (_end.IsCancellationRequested)
            return;
        _end.Cancel();
        _lock.Wait();
        try
        {
            foreach (var boat in _all)
                boat.Dispose();
            _all.Clear();
        }
        finally
        {
            _lock.Dispose();
            _end.Dispose();
        }
    }
}

/// <summary>Whoever opened the stream ends it, and there is nothing else behind the buffer.</summary>
internal sealed class Scribe(Stream paper)
{
    private readonly BufferedStream _buffer = new(paper, 4096);

    public void Write(byte[] text) => _buffer.Write(text);

    public void Rest() => _buffer.Flush();

    public static void Copy(Stream paper, byte[] text)
    {
        var scribe = new Scribe(paper);
        scribe.Write(text);
        scribe.Rest();
    }
}

/// <summary>What comes in is read to the end, and disposed, before the one who lets it in is through.</summary>
internal sealed class Harbour(int berths)
{
    private readonly Channel<FileStream> _arrivals = Channel.CreateBounded<FileStream>(berths);

    public async Task RunAsync(IEnumerable<string> ships)
    {
        var unloading = UnloadAsync();
        try
        {
            foreach (var ship in ships)
                await _arrivals.Writer.WriteAsync(File.OpenRead(ship));
        }
        finally
        {
            _arrivals.Writer.Complete();
            await unloading;
        }
    }

    private async Task UnloadAsync()
    {
        await foreach (var ship in _arrivals.Reader.ReadAllAsync())
            ship.Dispose();
    }

    public static Task OpenAsync(IEnumerable<string> ships) => new Harbour(8).RunAsync(ships);
}

/// <summary>A part of a rented block; the empty one has none.</summary>
internal readonly struct Plank(IMemoryOwner<byte>? wood) : IDisposable
{
    public static readonly Plank Empty = new(null);

    public int Capacity => wood?.Memory.Length ?? 0;

    public void Dispose() => wood?.Dispose();
}

internal sealed class Bench : IDisposable
{
    private Plank _plank;

    public void Refresh(int size)
    {
        Clear();
        _plank = new Plank(MemoryPool<byte>.Shared.Rent(size));
    }

    private void Clear()
    {
        _plank.Dispose();
        _plank = Plank.Empty;
    }

    public void Dispose() => Clear();
}

internal sealed class Shelf : IDisposable
{
    private Plank _board;

    public void Refresh(int size)
    {
        if (_board.Capacity == 0)
            _board = new Plank(MemoryPool<byte>.Shared.Rent(size));
    }

    public void Dispose() => _board.Dispose();
}
