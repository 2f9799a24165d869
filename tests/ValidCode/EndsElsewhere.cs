namespace LeakGuard.ValidCode.EndsElsewhere;

internal sealed class Deferred(Func<Task> work) : IDisposable
{
    private readonly Timer _deadline = new(_ => { });

    public Task RunAsync() => work();

    public void Dispose() => _deadline.Dispose();
}

/// <summary>No Dispose: the owner either executes or discards what is pending, and both end all of it.</summary>
internal sealed class Outbox
{
    private readonly List<Deferred> _pending = [];

    public void Add(Func<Task> work)
    {
        lock (_pending)
            _pending.Add(new Deferred(work));
    }

    public async Task ExecuteAsync()
    {
        Deferred[] pending;
        lock (_pending)
            pending = _pending.ToArray();
        try
        {
            foreach (var one in pending)
                await one.RunAsync();
        }
        finally
        {
            foreach (var one in pending)
                one.Dispose();
        }
    }

    public void Discard()
    {
        Deferred[] pending;
        lock (_pending)
        {
            pending = _pending.ToArray();
            _pending.Clear();
        }

        foreach (var one in pending)
            one.Dispose();
    }
}

internal interface IClient : IDisposable
{
    string Id { get; }
}

internal sealed class Client(string id) : IClient
{
    private readonly Timer _keepAlive = new(_ => { });

    public string Id => id;

    public void Dispose() => _keepAlive.Dispose();
}

/// <summary>The end of the connections needs options, so it is a member of its own; the host calls it before Dispose.</summary>
internal sealed class ConnectionTable : IDisposable
{
    private readonly Dictionary<string, IClient> _clients = new();
    private readonly SemaphoreSlim _creation = new(1, 1);

    public void Accept(string id)
    {
        lock (_clients)
        {
            if (!_clients.ContainsKey(id))
                _clients.Add(id, new Client(id));
        }
    }

    public void CloseAllConnections(TimeSpan grace, string farewell)
    {
        List<IClient> clients;
        lock (_clients)
        {
            clients = [.. _clients.Values];
            _clients.Clear();
        }

        foreach (var client in clients)
        {
            Console.WriteLine(farewell + client.Id + grace);
            client.Dispose();
        }
    }

    public void Dispose() => _creation.Dispose();
}

internal sealed class Operation : IDisposable
{
    private readonly TaskCompletionSource _done = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenRegistration _registration;

    public Operation(CancellationToken token) => _registration = token.Register(() => _done.TrySetCanceled(token));

    public Task Completion => _done.Task;

    public void TryCancel() => _done.TrySetCanceled();

    public void Complete() => _done.TrySetResult();

    public void Dispose() => _registration.Dispose();
}

/// <summary>Whoever queues an operation awaits and disposes it; closing only cancels what is still queued.</summary>
internal sealed class Shard : IAsyncDisposable
{
    private readonly Queue<Operation> _queue = new();
    private readonly object _gate = new();

    public async Task RunAsync(CancellationToken token)
    {
        using var operation = new Operation(token);
        lock (_gate)
            _queue.Enqueue(operation);
        await operation.Completion;
    }

    public void Work()
    {
        lock (_gate)
        {
            while (_queue.TryDequeue(out var operation))
                operation.Complete();
        }
    }

    public ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            while (_queue.TryDequeue(out var operation))
                operation.TryCancel();
        }

        return ValueTask.CompletedTask;
    }
}

/// <summary>Dispose of the base calls Clear, which is overridden here and drains.</summary>
internal abstract class SourceBase : IDisposable
{
    public abstract void Clear();

    public void Dispose() => Clear();
}

internal sealed class PooledSource : SourceBase
{
    private readonly Stack<IClient> _idle = new();
    private bool _closed;

    public IClient Rent() => _idle.TryPop(out var client) ? client : new Client("pooled");

    public void Prune()
    {
        lock (_idle)
        {
            if (_idle.TryPop(out var client))
                client.Dispose();
        }
    }

    public void Return(IClient client)
    {
        lock (_idle)
        {
            if (!_closed)
            {
                _idle.Push(client);
                return;
            }
        }

        client.Dispose();
    }

    public override void Clear()
    {
        lock (_idle)
        {
            _closed = true;
            while (_idle.TryPop(out var client))
                client.Dispose();
        }
    }
}

internal static class Uses
{
    public static async Task AllAsync()
    {
        var outbox = new Outbox();
        outbox.Add(() => Task.CompletedTask);
        await outbox.ExecuteAsync();
        outbox.Discard();
        using var table = new ConnectionTable();
        table.Accept("a");
        table.CloseAllConnections(TimeSpan.FromSeconds(1), "bye ");
        await using var shard = new Shard();
        shard.Work();
        await shard.RunAsync(CancellationToken.None);
        using var source = new PooledSource();
        source.Return(source.Rent());
        source.Prune();
    }
}
