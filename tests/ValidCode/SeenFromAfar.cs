using System.Collections.Concurrent;
using System.IO.Compression;
using System.Threading.Channels;

namespace LeakGuard.ValidCode.SeenFromAfar;

// What keeps these right stands somewhere else: in what is made around a slot, in a base type, in callers, in the entry, or in a comment.
public sealed class Spool : IDisposable
{
    private readonly FileStream file = File.Create(Path.GetTempFileName());
    private int ended;

    public event EventHandler? Unloading;

    public string Name { get; init; } = string.Empty;

    public long Length => file.Length;

    public void Dispose()
    {
        if (Interlocked.Exchange(ref ended, 1) != 0)
            return;
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

/// <summary>The reader closes what it reads from; the slots inside are only forgotten.</summary>
public sealed class ArchiveReader(string[] paths) : IDisposable
{
    private FileStream? file;
    private Stream? decoded;
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
        var path = paths[next++];
        file = new FileStream(path, FileMode.Open);
        try
        {
            decoded = Decode(path, file);
            reader = new StreamReader(decoded);
        }
        catch
        {
            file.Dispose();
            file = null;
            throw;
        }

        return true;
    }

    private static Stream Decode(string path, Stream inner) =>
        path.EndsWith(".gz", StringComparison.Ordinal) ? new GZipStream(inner, CompressionMode.Decompress) : new BufferedStream(inner);

    private void CloseReader()
    {
        if (reader == null)
            return;
        reader.Dispose();
        reader = null;
        decoded = null;
        file = null;
    }

    public void Dispose() => CloseReader();
}

/// <summary>An entry leaves when it says so itself, first thing in its Dispose.</summary>
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
        host.Unloading -= OnUnloading;
        lock (gate)
            hosts.Remove(host.Name);
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
    private readonly Task loop;

    protected Mailbox() => loop = Task.Run(RunAsync);

    protected Task Completion => loop;

    public ValueTask PostAsync(TMessage message) => queue.Writer.WriteAsync(message);

    private async Task RunAsync()
    {
        await foreach (var message in queue.Reader.ReadAllAsync().ConfigureAwait(false))
            Handle(message);
        OnStopped();
    }

    protected abstract void Handle(TMessage message);

    protected abstract void OnStopped();

    protected void Complete() => queue.Writer.TryComplete();
}

/// <summary>One loop of the base type handles one message after the other; others only look.</summary>
public sealed class Journals : Mailbox<string>, IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Spool> journals = new();

    public IReadOnlyDictionary<string, long> Lengths => journals.ToDictionary(p => p.Key, p => p.Value.Length);

    protected override void Handle(string message)
    {
        if (!journals.TryGetValue(message, out var journal))
        {
            journal = new Spool { Name = message };
            journals[message] = journal;
        }

        Console.WriteLine(journal.Length);
    }

    protected override void OnStopped()
    {
        foreach (var journal in journals.Values)
            journal.Dispose();
        journals.Clear();
    }

    public async ValueTask DisposeAsync()
    {
        Complete();
        await Completion.ConfigureAwait(false);
    }
}

/// <summary>Whoever has put one in asks again, and drains if the end came meanwhile: by a flag, or by the token of a source.</summary>
public sealed class Feeds : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Spool> feeds = new();
    private readonly ConcurrentDictionary<string, Lazy<Spool>> lazies = new();
    private readonly CancellationTokenSource lifetime = new();
    private readonly CancellationToken ended;
    private volatile bool closed;

    public Feeds() => ended = lifetime.Token;

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

    public long Peek(string user)
    {
        var feed = FeedOf(user);
        if (!closed)
            return feed.Length;
        EndAll();
        throw new ObjectDisposedException(nameof(Feeds));
    }

    private Spool FeedOf(string user)
    {
        if (feeds.TryGetValue(user, out var known))
            return known;
        var made = new Spool { Name = user };
        var kept = feeds.GetOrAdd(user, made);
        if (kept != made)
            made.Dispose();
        return kept;
    }

    public long Ask(string user)
    {
        var slot = lazies.GetOrAdd(user, static name => new Lazy<Spool>(() => new Spool { Name = name }));
        if (ended.IsCancellationRequested)
        {
            EndAll();
            return 0;
        }

        return slot.Value.Length;
    }

    private void EndAll()
    {
        foreach (var pair in feeds)
        {
            if (feeds.TryRemove(pair))
                pair.Value.Dispose();
        }

        foreach (var pair in lazies)
        {
            if (lazies.TryRemove(pair) && pair.Value.IsValueCreated)
                pair.Value.Value.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        closed = true;
        await lifetime.CancelAsync().ConfigureAwait(false);
        EndAll();
        lifetime.Dispose();
    }
}

/// <summary>What a caller has put together, and the type only goes over once.</summary>
public sealed class Runner(IReadOnlyCollection<IDisposable> early) : IDisposable
{
    private readonly IReadOnlyCollection<IDisposable> startupLoggers = early;
    private readonly Spool log = new();

    public void Run()
    {
        foreach (var logger in startupLoggers)
            logger.Dispose();
        Console.WriteLine(log.Length);
    }

    public void Dispose() => log.Dispose();
}

public sealed class Picture
{
    public ICollection<Spool> Pages { get; init; } = [];
}

/// <summary>Whoever asks for the picture gets the list, and ends the pages.</summary>
public sealed class Canvas : IDisposable
{
    private readonly Spool target = new();
    private readonly List<Spool> pages = [];

    public void BeginDocument() => pages.Clear();

    public void EndPage() => pages.Add(new Spool());

    public Picture GetContent() => new() { Pages = pages };

    public void Dispose() => target.Dispose();
}

/// <summary>The author has thought of it, and says so.</summary>
public sealed class Bridge : IDisposable
{
    private Spool? listener;
    private Spool? trace;

    public void Start()
    {
        listener ??= new Spool();
        trace ??= new Spool();
    }

    public void Reset()
    {
        listener?.Dispose();
        trace?.Dispose();
    }

    public void Stop()
    {
        // Do not dispose the listener: others of the process would lose their events.
        listener = null;
        // trace.Dispose();
        trace = null;
    }

    public void Dispose() => Stop();
}

/// <summary>Those that are refused are the ones that the query yields.</summary>
public sealed class Plugins : IDisposable
{
    private readonly ConcurrentDictionary<string, Spool> byName = new();

    public void Scan(IEnumerable<string> names)
    {
        var found = names.Select(n => new Spool { Name = n }).ToList();
        var surplus = new List<Spool>();
        if (byName.IsEmpty)
            surplus.AddRange(found.Where(p => !byName.TryAdd(p.Name, p)));
        else
            surplus.AddRange(found);
        foreach (var plugin in surplus)
            plugin.Dispose();
    }

    public void Dispose()
    {
        foreach (var plugin in byName.Values)
            plugin.Dispose();
    }
}

public sealed record Note(string Path, string Text, Spool Guard)
{
    public Note WithText(string text) => this with { Text = text };
}

/// <summary>The next state has the guard of the one before.</summary>
public sealed class Notes : IDisposable
{
    private readonly Dictionary<string, Note> notes = [];

    public bool Begin(string path) => !notes.ContainsKey(path) && notes.TryAdd(path, new Note(path, string.Empty, new Spool()));

    public bool Edit(string path, string text)
    {
        if (!notes.TryGetValue(path, out var note))
            return false;
        notes[path] = note.WithText(text);
        return true;
    }

    public void Dispose()
    {
        foreach (var note in notes.Values)
            note.Guard.Dispose();
        notes.Clear();
    }
}
