using System.Data;
using System.Net;

namespace LeakGuard.ValidCode.GoesOnAfterwards;

// What looks like an end is a new beginning; what looks alive is over; and what leaves a table is ended by the table.
public sealed class Spool : IDisposable
{
    private readonly FileStream file = File.Create(Path.GetTempFileName());

    public long Length => file.Length;

    public void Dispose()
    {
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>New() begins a new sheet, also when the view is closed.</summary>
public sealed class Sheet
{
    private readonly List<Spool> spools = [];

    public void Add()
    {
        lock (spools)
            spools.Add(new Spool());
    }

    public void New()
    {
        Spool[] old;
        lock (spools)
        {
            old = [.. spools];
            spools.Clear();
        }

        foreach (var spool in old)
            spool.Dispose();
    }
}

public sealed class SheetView : IDisposable
{
    private readonly Sheet sheet = new();

    public void OnAdd() => sheet.Add();

    public void OnNew() => sheet.New();

    public void Dispose() => sheet.New();
}

/// <summary>A write that fails drops the file; the next one opens another.</summary>
public sealed class Ledger : IDisposable
{
    private readonly SemaphoreSlim turn = new(1);
    private readonly List<Spool> parts = [];

    public async Task WriteAsync(string name, Func<Spool, Task> write)
    {
        await turn.WaitAsync();
        try
        {
            var spool = new Spool();
            parts.Add(spool);
            await write(spool);
        }
        catch (IOException)
        {
            Console.Error.WriteLine(name);
            DisposeParts();
        }
        finally
        {
            turn.Release();
        }
    }

    private void DisposeParts()
    {
        foreach (var part in parts)
            part.Dispose();
        parts.Clear();
    }

    public void Dispose()
    {
        turn.Wait();
        foreach (var part in parts)
            part.Dispose();
        turn.Dispose();
    }
}

/// <summary>The table tells of whatever leaves, and that is ended.</summary>
public sealed class RemovedEventArgs(Spool value) : EventArgs
{
    public Spool Value => value;
}

public sealed class Shelf : Dictionary<string, Spool>
{
    public event EventHandler<RemovedEventArgs>? Removed;

    public new bool Remove(string key)
    {
        if (!Remove(key, out var spool))
            return false;
        Removed?.Invoke(this, new RemovedEventArgs(spool));
        return true;
    }
}

public sealed class Shelves
{
    private readonly Shelf shelf = [];

    public Shelves() => shelf.Removed += (_, e) => e.Value.Dispose();

    public void Put(string name)
    {
        var spool = new Spool();
        if (!shelf.TryAdd(name, spool))
            spool.Dispose();
    }

    public void Drop(string name) => shelf.Remove(name);
}

/// <summary>A transaction without a connection is over.</summary>
public sealed class Unit(IDbConnection connection) : IDisposable
{
    private IDbTransaction? transaction;

    public void Begin()
    {
        if (transaction == null || transaction.Connection == null)
            transaction = connection.BeginTransaction();
    }

    public void Commit() => transaction?.Commit();

    public void Dispose() => transaction?.Dispose();
}

/// <summary>Until the new link is in the list, it only points to what the list has.</summary>
public sealed class Links : IDisposable
{
    private Link? head;

    public void Push(Spool spool)
    {
        var link = new Link(spool);
        while (true)
        {
            var first = Volatile.Read(ref head);
            link.Next = first;
            if (Interlocked.CompareExchange(ref head, link, first) == first)
                return;
        }
    }

    public void Dispose() => Interlocked.Exchange(ref head, null)?.Dispose();

    private sealed class Link(Spool spool) : IDisposable
    {
        public Link? Next { get; set; }

        public void Dispose()
        {
            spool.Dispose();
            Next?.Dispose();
        }
    }
}

/// <summary>One for the whole process, which nobody ends.</summary>
internal sealed class Registry
{
    private static Registry? instance;

    private readonly Dictionary<string, Spool> spools = [];

    private Registry()
    {
    }

    public static Registry Instance
    {
        get
        {
            instance ??= new Registry();
            return instance;
        }
    }

    public long Open(string name)
    {
        if (!spools.TryGetValue(name, out var spool))
            spools[name] = spool = new Spool();
        return spool.Length;
    }
}

/// <summary>A handler that holds nothing, over a base class that frees nothing.</summary>
public sealed class Canned(string answer) : HttpMessageHandler
{
    protected override Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken token) =>
        Task.FromResult(new HttpResponseMessage(HttpStatusCode.OK) { Content = new StringContent(answer) });
}

public sealed class Clients : IDisposable
{
    private readonly Dictionary<string, Canned> handlers = [];

    public void Say(string name, string answer) => handlers[name] = new Canned(answer);

    public void Dispose()
    {
        foreach (var handler in handlers.Values)
            handler.Dispose();
    }
}
