using System.Collections.Concurrent;
using System.Collections.Immutable;

namespace LeakGuard.ValidCode.TwoIndexes;

internal interface IEntityCache<TKey, TValue>
{
    Task<TValue> GetOrAdd(TKey key, Func<TKey, Task<TValue>> make);

    Task<bool> Remove(TKey key);

    Task Clear();
}

internal sealed class QueueEntity(string name) : IAsyncDisposable
{
    private readonly Timer _flush = new(_ => { });

    public string Name => name;

    public ValueTask DisposeAsync() => _flush.DisposeAsync();
}

/// <summary>Everything made here also goes into another cache, which disposes what it removes.</summary>
internal sealed class DurableQueues(IEntityCache<string, QueueEntity> cache) : IAsyncDisposable
{
    private readonly Dictionary<string, QueueEntity> _durable = new();

    public Task<QueueEntity> Get(string name, CancellationToken token)
    {
        lock (_durable)
        {
            if (_durable.TryGetValue(name, out var known))
                return Task.FromResult(known);
        }

        return cache.GetOrAdd(name, async _ =>
        {
            try
            {
                return await FindAsync(name, token).ConfigureAwait(false);
            }
            catch (InvalidOperationException)
            {
                return await CreateAsync(name, token).ConfigureAwait(false);
            }
        });
    }

    public Task<bool> RemoveByName(string name)
    {
        lock (_durable)
            _durable.Remove(name);
        return cache.Remove(name);
    }

    private async Task<QueueEntity> CreateAsync(string name, CancellationToken token)
    {
        await Task.Delay(1, token);
        var made = new QueueEntity(name);
        lock (_durable)
            _durable[made.Name] = made;
        return made;
    }

    private static async Task<QueueEntity> FindAsync(string name, CancellationToken token)
    {
        await Task.Delay(1, token);
        return new QueueEntity(name);
    }

    public async ValueTask DisposeAsync()
    {
        QueueEntity[] entities;
        lock (_durable)
        {
            entities = _durable.Values.ToArray();
            _durable.Clear();
        }

        foreach (var entity in entities)
            await entity.DisposeAsync();
        await cache.Clear();
    }
}

internal abstract class Peer : IDisposable
{
    private readonly Timer _ping = new(_ => { });

    public bool IsValid { get; private set; } = true;

    public void Dispose()
    {
        IsValid = false;
        _ping.Dispose();
    }
}

internal sealed class TcpPeer : Peer
{
}

/// <summary>Peers dispose themselves when they fail; only those leave the snapshot.</summary>
internal sealed class PeerSnapshot
{
    private ImmutableArray<Peer> _peers = ImmutableArray<Peer>.Empty;

    public void Open() => _peers = _peers.Add(new TcpPeer());

    public void RemoveDefunct() => _peers = _peers.RemoveAll(peer => !peer.IsValid);

    public void Close()
    {
        foreach (var peer in _peers)
            peer.Dispose();
    }
}

/// <summary>Children are handed out and ended by whoever got them, which is why they are asked whether they still live.</summary>
internal sealed class Multiplexer : IDisposable
{
    private readonly Dictionary<string, Multiplexer> _children = new();
    private readonly Timer _heartbeat = new(_ => { });
    private bool _disposed;

    public bool IsDisposed => _disposed;

    public Multiplexer Child(string name)
    {
        lock (_children)
        {
            if (_children.TryGetValue(name, out var known) && !known.IsDisposed)
                return known;
            var child = new Multiplexer();
            _children[name] = child;
            return child;
        }
    }

    public void Dispose()
    {
        _disposed = true;
        _heartbeat.Dispose();
    }
}

/// <summary>Plain token sources hold nothing: neither a loser nor a forgotten one leaks.</summary>
internal sealed class Signals : IDisposable
{
    private readonly ConcurrentDictionary<long, CancellationTokenSource> _sources = new();
    private readonly Timer _sweep = new(_ => { });

    public CancellationToken TokenOf(long id)
    {
        var source = _sources.GetOrAdd(id, _ => new CancellationTokenSource());
        if (source.IsCancellationRequested)
            _sources.TryRemove(id, out _);
        return source.Token;
    }

    public void Dispose() => _sweep.Dispose();
}

/// <summary>The entry is put in early so that the first message finds it, and taken back only when registering fails.</summary>
internal sealed class Subscriber(Func<Guid, Task> register)
{
    private readonly ConcurrentDictionary<Guid, object> _observers = new();

    public async Task<object> SubscribeAsync(object observer)
    {
        var id = Guid.NewGuid();
        _observers[id] = observer;
        try
        {
            await register(id);
            return observer;
        }
        catch (Exception)
        {
            _observers.TryRemove(id, out _);
            throw;
        }
    }

    public bool Unsubscribe(Guid id) => _observers.TryRemove(id, out _);
}
