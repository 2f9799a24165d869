using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeakGuard.ValidCode.GoesRoundByItself;

/// <summary>The loop starts the process anew, and ends in each turn what that turn has made.</summary>
public sealed class Keeper : IDisposable
{
    private readonly object _gate = new();
    private Process? _process;

    public Task RunAsync(CancellationToken token) => RestartingLoopAsync(token);

    public void Dispose()
    {
        lock (_gate)
            _process?.Dispose();
    }

    private async Task RestartingLoopAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            Process? process = null;
            try
            {
                process = Process.Start("tor");
                lock (_gate)
                    _process = process;
                await process.WaitForExitAsync(token).ConfigureAwait(false);
            }
            finally
            {
                process?.Dispose();
                lock (_gate)
                    _process = null;
            }
        }
    }
}

/// <summary>A handler that tells when it was disposed.</summary>
public class TellingHandler(string name, Action<string> disposed) : HttpClientHandler
{
    protected override void Dispose(bool disposing)
    {
        base.Dispose(disposing);
        disposed(name);
    }
}

/// <summary>The handler runs the removal when somebody disposes it.</summary>
public sealed class Handlers
{
    private readonly ConcurrentDictionary<string, Lazy<HttpClientHandler>> _lazy = new();
    private readonly ConcurrentDictionary<string, HttpClientHandler> _handlers = new();
    private bool _ended;

    public HttpClient Create(string name)
    {
        ObjectDisposedException.ThrowIf(_ended, this);
        var lazy = _lazy.GetOrAdd(name, n => new Lazy<HttpClientHandler>(() => CreateHandler(n)));
        return new HttpClient(lazy.Value, false);
    }

    public void DisposeExpired(string name)
    {
        if (_handlers.TryRemove(name, out var handler))
            handler.Dispose();
    }

    public void Dispose()
    {
        _ended = true;
        foreach (var lazy in _lazy.Values)
            lazy.Value.Dispose();
        foreach (var handler in _handlers.Values)
            handler.Dispose();
    }

    private HttpClientHandler CreateHandler(string name) => new TellingHandler(name, n => { _handlers.TryRemove(n, out _); });
}

/// <summary>A subscription that is the subscriber's: its Dispose takes it out.</summary>
public sealed class Bus
{
    private readonly Dictionary<Type, List<BusSubscription>> _subscriptions = new();
    private readonly Lock _gate = new();

    public IDisposable Subscribe(Type type, Action<object> action)
    {
        lock (_gate)
        {
            if (!_subscriptions.ContainsKey(type))
                _subscriptions.Add(type, []);
            var subscription = BusSubscription.Create(type, action, this);
            _subscriptions[type].Add(subscription);
            return subscription;
        }
    }

    public void Publish(object message)
    {
        lock (_gate)
        {
            if (_subscriptions.TryGetValue(message.GetType(), out var all))
                all.ForEach(one => one.Invoke(message));
        }
    }

    private void Unsubscribe(BusSubscription subscription)
    {
        lock (_gate)
        {
            if (!_subscriptions.TryGetValue(subscription.Type, out var all))
                return;
            var found = all.FirstOrDefault(one => one == subscription);
            if (found != null)
                all.Remove(found);
        }
    }

    private sealed class BusSubscription : IDisposable
    {
        private readonly Action<object> _action;
        private readonly Bus _bus;

        private BusSubscription(Type type, Action<object> action, Bus bus)
        {
            Type = type;
            _action = action;
            _bus = bus;
        }

        public Type Type { get; }

        public static BusSubscription Create(Type type, Action<object> action, Bus bus) => new(type, action, bus);

        public void Invoke(object message) => _action(message);

        public void Dispose() => _bus.Unsubscribe(this);
    }
}

public static class Buses
{
    public static Bus New() => new();
}
