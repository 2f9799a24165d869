using System.Collections.Concurrent;
using System.IO.Compression;
using System.Threading.Channels;

// Twins of ValidCode/SeenFromAfar: the fact that keeps those right is missing here.
namespace Samples.NotFromAfar;

public sealed class Spool : IDisposable
{
    private readonly FileStream file = File.Create(Path.GetTempFileName());

    public event EventHandler? Unloading;

    public string Name { get; init; } = string.Empty;

    public long Length => file.Length;

    public void Pause() => Unloading?.Invoke(this, EventArgs.Empty);

    public void Dispose()
    {
        Unloading?.Invoke(this, EventArgs.Empty);
        try
        {
            file.Dispose();
        }
        catch (IOException)
        {
        }
    }
}

/// <summary>The stream in between leaves the file open.</summary>
public sealed class ArchiveReader(string[] paths) : IDisposable
{
    private FileStream? file; //! LEAK1004
    private StreamReader? reader;
    private int next;

    public string? ReadLine()
    {
        while (true)
        {
            if (reader == null && !OpenNext())
                return null;
            if (reader!.ReadLine() is { } line)
                return line;
            CloseReader();
        }
    }

    private bool OpenNext()
    {
        if (next == paths.Length)
            return false;
        file = new FileStream(paths[next++], FileMode.Open);
        try
        {
            reader = new StreamReader(Decode(file));
        }
        catch
        {
            file.Dispose();
            file = null;
            throw;
        }

        return true;
    }

    private static Stream Decode(Stream inner) => new GZipStream(inner, CompressionMode.Decompress, true);

    private void CloseReader()
    {
        if (reader == null)
            return;
        reader.Dispose();
        reader = null;
        file = null;
    }

    public void Dispose() => CloseReader();
}

/// <summary>The event also comes when an entry pauses, and then it stays open.</summary>
public sealed class Hosts : IDisposable
{
    private readonly Dictionary<string, Spool> hosts = [];
    private readonly object gate = new();
    private bool closed;

    public Spool Load(string name)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            if (hosts.TryGetValue(name, out var known))
                return known;
            var host = new Spool { Name = name };
            host.Unloading += OnUnloading;
            hosts.Add(name, host);
            return host;
        }
    }

    private void OnUnloading(object? sender, EventArgs e)
    {
        var host = (Spool)sender!;
        lock (gate)
            hosts.Remove(host.Name); //! LEAK1002
    }

    public void Dispose()
    {
        Spool[] all;
        lock (gate)
        {
            closed = true;
            all = [.. hosts.Values];
        }

        foreach (var host in all)
            host.Dispose();
    }
}

public abstract class Mailbox<TMessage>
{
    private readonly Channel<TMessage> queue = Channel.CreateBounded<TMessage>(100);
    private readonly Task[] loops;

    protected Mailbox() => loops = [Task.Run(RunAsync), Task.Run(RunAsync)];

    protected Task Completion => Task.WhenAll(loops);

    public ValueTask PostAsync(TMessage message) => queue.Writer.WriteAsync(message);

    private async Task RunAsync()
    {
        await foreach (var message in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            Handle(message);
    }

    protected abstract void Handle(TMessage message);

    protected void Complete() => queue.Writer.TryComplete();
}

/// <summary>Two loops of the base type handle messages at the same time.</summary>
public sealed class Journals : Mailbox<string>, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Spool> journals = new();

    protected override void Handle(string message)
    {
        if (!journals.TryGetValue(message, out var journal))
        {
            journal = new Spool { Name = message };
            journals[message] = journal; //! LEAK2001 LEAK4002
        }

        Console.WriteLine(journal.Length);
    }

    public async ValueTask DisposeAsync()
    {
        Complete();
        await Completion.ConfigureAwait(false);
        foreach (var journal in journals.Values)
            journal.Dispose();
        journals.Clear();
    }
}

/// <summary>Only one of two callers asks again.</summary>
public sealed class Feeds : IDisposable
{
    private readonly ConcurrentDictionary<string, Spool> feeds = new();
    private volatile bool closed;

    public long Show(string user)
    {
        var feed = FeedOf(user);
        if (closed)
        {
            EndAll();
            return 0;
        }

        return feed.Length;
    }

    public long Peek(string user) => FeedOf(user).Length;

    private Spool FeedOf(string user)
    {
        if (feeds.TryGetValue(user, out var known))
            return known;
        var made = new Spool { Name = user };
        var kept = feeds.GetOrAdd(user, made); //! LEAK4002
        if (kept != made)
            made.Dispose();
        return kept;
    }

    private void EndAll()
    {
        foreach (var pair in feeds)
        {
            if (feeds.TryRemove(pair))
                pair.Value.Dispose();
        }
    }

    public void Dispose()
    {
        closed = true;
        EndAll();
    }
}

public sealed record Note(string Path, Spool Guard)
{
    public Note WithGuard(Spool guard) => this with { Guard = guard };
}

/// <summary>The next state has another guard.</summary>
public sealed class Notes : IDisposable
{
    private readonly Dictionary<string, Note> notes = [];

    public bool Begin(string path) => !notes.ContainsKey(path) && notes.TryAdd(path, new Note(path, new Spool()));

    public bool Renew(string path)
    {
        if (!notes.TryGetValue(path, out var note))
            return false;
        notes[path] = note.WithGuard(new Spool()); //! LEAK1001
        return true;
    }

    public void Dispose()
    {
        foreach (var note in notes.Values)
            note.Guard.Dispose();
        notes.Clear();
    }
}

/// <summary>Those that are refused are counted, and stay open.</summary>
public sealed class Plugins : IDisposable
{
    private readonly ConcurrentDictionary<string, Spool> byName = new();

    public int Scan(IEnumerable<string> names)
    {
        var refused = 0;
        foreach (var name in names)
        {
            if (!byName.TryAdd(name, new Spool { Name = name })) //! LEAK1006
                refused++;
        }

        return refused;
    }

    public void Dispose()
    {
        foreach (var plugin in byName.Values)
            plugin.Dispose();
    }
}

/// <summary>Asked for in one section, put in in another.</summary>
public sealed class Swarm : IDisposable
{
    private readonly Dictionary<string, Spool> peers = [];
    private readonly object gate = new();
    private bool stopped;

    public void Join(string name)
    {
        lock (gate)
        {
            if (stopped || peers.ContainsKey(name))
                return;
        }

        var peer = new Spool { Name = name };
        lock (gate)
        {
            if (stopped)
            {
                peer.Dispose();
                return;
            }

            peers.TryAdd(name, peer); //! LEAK1006
        }
    }

    public void Dispose()
    {
        Spool[] all;
        lock (gate)
        {
            stopped = true;
            all = [.. peers.Values];
            peers.Clear();
        }

        foreach (var peer in all)
            peer.Dispose();
    }
}

/// <summary>File and writer are replaced, and nobody has ended the writer before.</summary>
public sealed class RollingLog : IDisposable
{
    private readonly string folder;
    private FileStream? file;
    private StreamWriter? writer;
    private int number;

    public RollingLog(string folder)
    {
        this.folder = folder;
        Reopen();
    }

    public void Write(string line)
    {
        if (file!.Position > 1000)
            Reopen();
        writer!.WriteLine(line);
    }

    public void Reopen()
    {
        file = new FileStream(folder + number++, FileMode.Create); //! LEAK1001
        writer = new StreamWriter(file); //! LEAK1001
    }

    public void Dispose()
    {
        writer?.Dispose();
        file?.Dispose();
    }
}

/// <summary>A task that was just started is a new key; what a task yields is not.</summary>
public sealed class Runs : IDisposable
{
    private readonly object gate = new();
    private readonly Dictionary<string, Spool> spools = [];
    private readonly Dictionary<Task, Spool> running = [];

    public async Task OpenAsync(string path)
    {
        var key = await Task.Run(() => path.ToUpperInvariant());
        lock (gate)
            spools[key] = new Spool { Name = path }; //! LEAK1001 LEAK4002
    }

    public void Run(Func<Task> work)
    {
        var spool = new Spool();
        lock (gate)
        {
            var run = Task.Run(work);
            running[run] = spool; //! LEAK4002
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            foreach (var spool in spools.Values)
                spool.Dispose();
            foreach (var spool in running.Values)
                spool.Dispose();
        }
    }
}
