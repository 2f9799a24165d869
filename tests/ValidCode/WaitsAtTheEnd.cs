using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeakGuard.ValidCode.WaitsAtTheEnd;

internal interface IPartitions
{
    void OnPartitionsRevoked(Action<string[]> handler);

    void OnPartitionsAssigned(Action<string[]> handler);
}

internal interface IWorkers
{
    Task StartAsync(int count);

    Task StopAsync();
}

/// <summary>Partitions go over to another consumer only when the handler is done: it has to wait for the workers.</summary>
internal sealed class Consumer
{
    private readonly IWorkers _workers;

    public Consumer(IPartitions source, IWorkers workers)
    {
        _workers = workers;
        source.OnPartitionsRevoked(p => OnRevoked(p));
        source.OnPartitionsAssigned(p => OnAssigned(p));
    }

    private void OnRevoked(string[] partitions)
    {
        Console.WriteLine(partitions.Length);
        _workers.StopAsync().GetAwaiter().GetResult();
    }

    private void OnAssigned(string[] partitions)
    {
        _workers.StopAsync().GetAwaiter().GetResult();
        _workers.StartAsync(partitions.Length).GetAwaiter().GetResult();
    }
}

/// <summary>A token is cancelled once, and then the bus stops itself.</summary>
internal sealed class StoppableBus(IWorkers workers)
{
    public async Task StartAsync(CancellationToken stop)
    {
        var source = CancellationTokenSource.CreateLinkedTokenSource(stop);
        source.Token.Register(() => StopAsync().GetAwaiter().GetResult());
        await workers.StartAsync(1);
    }

    public Task StopAsync() => workers.StopAsync();
}

internal interface ILink
{
    event EventHandler<string> Close;
}

internal sealed class Transport : IDisposable
{
    private readonly Process _process = Process.Start("cat");
    private bool _isClosed;

    public void Close(string reason)
    {
        if (_isClosed)
            return;
        _isClosed = true;
        Console.WriteLine(reason);
        _process.StandardInput.Close();
        _process.WaitForExit();
    }

    public void Dispose() => _process.Dispose();
}

/// <summary>The link has closed: its transport is closed too, and nothing more comes.</summary>
internal static class Links
{
    public static void Join(ILink link, Transport transport) => link.Close += (_, reason) =>
    {
        transport.Close(reason);
        transport.Dispose();
    };
}

/// <summary>One breath, to meet the next tick of the clock.</summary>
internal sealed class Clock : IDisposable
{
    private readonly Timer _hourly;

    public Clock() => _hourly = new Timer(_ => Meet(), null, 0, 3600000);

    public long Tick { get; private set; }

    public void Dispose() => _hourly.Dispose();

    private void Meet()
    {
        Thread.Sleep(1);
        Tick = Stopwatch.GetTimestamp();
    }
}

internal interface INews
{
    event EventHandler<int> Arrived;
}

/// <summary>Nobody does anything with the timer but dispose it, which does no harm twice.</summary>
internal sealed class Renewal : IDisposable
{
    private Timer? _renewal;

    public Renewal(INews news) => news.Arrived += OnArrived;

    public void Dispose() => _renewal?.Dispose();

    private void OnArrived(object? sender, int seconds)
    {
        _renewal?.Dispose();
        _renewal = new Timer(_ => Console.WriteLine("renew"), null, seconds * 1000, -1);
    }
}

/// <summary>The same in a table: whoever finds the timer that was just disposed disposes it again.</summary>
internal sealed class Beats
{
    private readonly ConcurrentDictionary<string, Timer> _beats = new();

    public bool Start(string id, Action beat)
    {
        var timer = new Timer(_ => beat(), null, 0, 5000);
        if (_beats.TryAdd(id, timer))
            return true;
        timer.Dispose();
        return false;
    }

    public void Stop(string id)
    {
        if (_beats.TryGetValue(id, out var timer))
        {
            timer.Dispose();
            _beats.TryRemove(id, out _);
        }
    }
}

internal sealed class Injector
{
    public Task RunAsync(Func<string, Task> work) => work("script");
}

/// <summary>The lambda runs where the slot was seen to be empty: its own question finds nothing.</summary>
internal sealed class Realm(Injector injector) : IAsyncDisposable
{
    private FileStream? _util;

    public async Task<long> SizeAsync()
    {
        if (_util == null)
        {
            await injector.RunAsync(async script =>
            {
                if (_util != null)
                    await _util.DisposeAsync();
                _util = await OpenAsync(script);
            });
        }

        return _util!.Length;
    }

    public async ValueTask DisposeAsync()
    {
        if (_util != null)
            await _util.DisposeAsync();
    }

    private static async Task<FileStream> OpenAsync(string path)
    {
        await Task.Yield();
        return File.Create(path);
    }
}
