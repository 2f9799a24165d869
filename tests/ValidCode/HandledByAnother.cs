using System.Collections.Concurrent;
using System.Collections.Immutable;
using System.Diagnostics;
using System.Net.Sockets;

namespace LeakGuard.ValidCode.HandledByAnother;

// What looks lost has been ended, moved or taken by somebody else: a helper, the entry itself, its parent, whoever asked for it.
public sealed class Film : IDisposable
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

/// <summary>Numbers are picked by a helper that has seen them free.</summary>
public sealed class Seats(ushort places) : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<ushort, Film> taken = [];
    private ushort last;
    private bool closed;

    public ushort Take()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var seat = NextFree();
            taken[seat] = new Film();
            return seat;
        }
    }

    private ushort NextFree()
    {
        for (var tried = 0; tried < places; tried++)
        {
            last = last >= places ? (ushort)1 : (ushort)(last + 1);
            if (!taken.ContainsKey(last))
                return last;
        }

        throw new InvalidOperationException("full");
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var film in taken.Values)
                film.Dispose();
            taken.Clear();
        }
    }
}

/// <summary>Served until it ends: then it leaves the table and disposes itself.</summary>
internal sealed class Visit(Visits visits, long id, Socket socket) : IDisposable
{
    public async Task ServeAsync()
    {
        try
        {
            while (await socket.ReceiveAsync(new byte[100], SocketFlags.None) > 0)
            {
            }
        }
        catch (SocketException)
        {
        }
        finally
        {
            visits.Leave(id);
            Dispose();
        }
    }

    public void Abort() => socket.Close();

    public void Dispose() => socket.Dispose();
}

public sealed class Visits
{
    private readonly Lock gate = new();
    private readonly Dictionary<long, Visit> open = [];
    private long last;
    private bool stopping;

    public void Accept(Socket socket)
    {
        Visit? visit = null;
        lock (gate)
        {
            if (!stopping)
            {
                var id = ++last;
                visit = new Visit(this, id, socket);
                open.Add(id, visit);
            }
        }

        if (visit == null)
        {
            socket.Dispose();
            return;
        }

        _ = visit.ServeAsync();
    }

    internal void Leave(long id)
    {
        lock (gate)
            open.Remove(id);
    }

    public void Stop()
    {
        lock (gate)
        {
            stopping = true;
            foreach (var visit in open.Values)
                visit.Abort();
        }
    }
}

/// <summary>The scope got each of them when it was made, and ends them.</summary>
internal sealed class Scope : IDisposable
{
    private readonly List<IDisposable> members = [];

    public T Attach<T>(T member)
        where T : IDisposable
    {
        members.Add(member);
        return member;
    }

    public void End(IDisposable member)
    {
        if (members.Remove(member))
            member.Dispose();
    }

    public void Dispose()
    {
        foreach (var member in members)
        {
            try
            {
                member.Dispose();
            }
            catch (IOException)
            {
            }
        }

        members.Clear();
    }
}

public sealed class Panels : IDisposable
{
    private readonly Dictionary<string, Film> shown = [];
    private Scope scope = new();

    public void Show(string name)
    {
        if (!shown.ContainsKey(name))
            shown[name] = scope.Attach(new Film());
    }

    public void Hide(string name)
    {
        if (!shown.TryGetValue(name, out var film))
            return;
        shown.Remove(name);
        scope.End(film);
    }

    public void Reset()
    {
        var ending = scope;
        scope = new Scope();
        shown.Clear();
        ending.Dispose();
    }

    public void Dispose()
    {
        shown.Clear();
        scope.Dispose();
    }
}

/// <summary>Whoever has them all taken away ends them.</summary>
internal sealed class Shelf
{
    private readonly Dictionary<string, FileStream> streams = [];

    public FileStream Open(string path)
    {
        if (!streams.TryGetValue(path, out var stream))
            streams[path] = stream = File.OpenWrite(path);
        return stream;
    }

    public FileStream[] TakeAll()
    {
        var all = streams.Values.ToArray();
        streams.Clear();
        return all;
    }
}

public sealed class Library : IDisposable
{
    private readonly Shelf shelf = new();

    public void Write(string path, byte[] data) => shelf.Open(path).Write(data);

    public void Dispose()
    {
        foreach (var stream in shelf.TakeAll())
        {
            try
            {
                stream.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

/// <summary>A version that is made from another one takes its film over.</summary>
internal sealed class Draft : IDisposable
{
    private readonly Film film;

    private Draft(string name, Film film)
    {
        Name = name;
        this.film = film;
    }

    public string Name { get; }

    public static Draft Create(string name) => new(name, new Film());

    public Draft Rename(string name) => new(name, film);

    public void Dispose() => film.Dispose();
}

public sealed class Drafts : IDisposable
{
    private readonly Lock gate = new();
    private readonly Dictionary<Guid, Draft> drafts = [];
    private bool closed;

    public Guid Add(string name)
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var id = Guid.NewGuid();
            drafts[id] = Draft.Create(name);
            return id;
        }
    }

    public void Rename(Guid id, string name)
    {
        lock (gate)
        {
            if (drafts.TryGetValue(id, out var draft))
                drafts[id] = draft.Rename(name);
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var draft in drafts.Values)
                draft.Dispose();
            drafts.Clear();
        }
    }
}

/// <summary>The copies that with makes mean the same film, and only what is there is replaced.</summary>
internal sealed record Line(Film Film, DateTime Seen);

public sealed class Lines : IDisposable
{
    private readonly object gate = new();
    private ImmutableDictionary<Guid, Line> lines = ImmutableDictionary<Guid, Line>.Empty;
    private bool closed;

    public Guid Open()
    {
        lock (gate)
        {
            ObjectDisposedException.ThrowIf(closed, this);
            var id = Guid.NewGuid();
            lines = lines.SetItem(id, new Line(new Film(), DateTime.UtcNow));
            return id;
        }
    }

    public void Touch(Guid id)
    {
        lock (gate)
        {
            if (lines.TryGetValue(id, out var line))
                lines = lines.SetItem(id, line with { Seen = DateTime.UtcNow });
        }
    }

    public void Dispose()
    {
        lock (gate)
        {
            closed = true;
            foreach (var line in lines.Values)
                line.Film.Dispose();
            lines = ImmutableDictionary<Guid, Line>.Empty;
        }
    }
}

/// <summary>A helper asks again after the insertion, by a state that the end sets first.</summary>
public sealed class Tunnels : IDisposable
{
    private readonly ConcurrentDictionary<int, Film> tunnels = new();
    private int state;

    private bool IsClosed => Volatile.Read(ref state) != 0;

    public bool TryOpen(int port)
    {
        var film = new Film();
        if (!tunnels.TryAdd(port, film))
        {
            film.Dispose();
            return false;
        }

        return !Withdraw(port, film);
    }

    private bool Withdraw(int port, Film film)
    {
        if (!IsClosed)
            return false;
        if (tunnels.TryRemove(new KeyValuePair<int, Film>(port, film)))
            film.Dispose();
        return true;
    }

    public void Dispose()
    {
        if (Interlocked.CompareExchange(ref state, 1, 0) != 0)
            return;
        foreach (var port in tunnels.Keys)
        {
            if (tunnels.TryRemove(port, out var film))
                film.Dispose();
        }
    }
}

/// <summary>A helper ends what the key has, by the key as it is written in the caller.</summary>
public sealed class Topic
{
    public int Id { get; init; }
}

public sealed class Topics : IDisposable
{
    private readonly Dictionary<int, Film> films = [];

    public void Play(Topic topic)
    {
        End(topic);
        films[topic.Id] = new Film();
    }

    private void End(Topic topic)
    {
        if (films.TryGetValue(topic.Id, out var film))
            film.Dispose();
    }

    public void Dispose()
    {
        foreach (var film in films.Values)
            film.Dispose();
        films.Clear();
    }
}

/// <summary>The author says that the place is empty.</summary>
public struct Grip(Film? film) : IDisposable
{
    private Film? held = film;

    public readonly bool IsSet => held != null;

    public void Dispose()
    {
        held?.Dispose();
        held = null;
    }
}

public sealed class Hand : IDisposable
{
    private Grip grip;

    public void Reload(Film film)
    {
        Debug.Assert(!grip.IsSet, "one at a time");
        grip = new Grip(film);
    }

    public void Drop()
    {
        grip.Dispose();
        grip = default;
    }

    public void Dispose() => grip.Dispose();
}

/// <summary>The parent ends what it has opened, and the end of the holder ends the parent.</summary>
public sealed class Cluster : IDisposable
{
    private readonly List<Film> opened = [];

    public Film OpenFilm(string name)
    {
        var film = new Film();
        opened.Add(film);
        return film;
    }

    public void Dispose()
    {
        foreach (var film in opened)
            film.Dispose();
    }
}

public sealed class Buckets(string name) : IDisposable
{
    private readonly Cluster cluster = new();
    private readonly ConcurrentDictionary<string, Film> films = new();

    public bool Open(string key)
    {
        var film = cluster.OpenFilm(name + key);
        return films.TryAdd(key, film);
    }

    public void Dispose()
    {
        foreach (var film in films.Values)
            film.Dispose();
        cluster.Dispose();
    }
}

/// <summary>Stop leaves every place empty for the next Start.</summary>
public sealed class Lamps : IDisposable
{
    private readonly Film?[] films = new Film?[8];

    public void Start()
    {
        for (var i = 0; i < films.Length; i++)
            films[i] = new Film();
    }

    public void Stop()
    {
        for (var i = 0; i < films.Length; i++)
        {
            films[i]?.Dispose();
            films[i] = null;
        }
    }

    public void Dispose() => Stop();
}

/// <summary>All that were made are in a list, which is drained; the table finds some of them.</summary>
public sealed class Snapshots : IDisposable
{
    private readonly Dictionary<string, Film> byPath = [];
    private readonly List<Film> all;

    public Snapshots(IEnumerable<string> paths)
    {
        var made = new Dictionary<string, Film>();
        foreach (var path in paths)
        {
            var root = Path.GetPathRoot(path) ?? path;
            if (!made.TryGetValue(root, out var film))
                made[root] = film = new Film();
            byPath.TryAdd(path, film);
        }

        all = made.Values.ToList();
    }

    public Film? Find(string path) => byPath.GetValueOrDefault(path);

    public void Dispose()
    {
        foreach (var film in all)
            film.Dispose();
    }
}

/// <summary>Whoever pushes pops.</summary>
public sealed class Canvas : IDisposable
{
    private readonly Stack<Film> masks = new();
    private readonly Timer blink = new(_ => { });

    public void PushMask() => masks.Push(new Film());

    public long PopMask()
    {
        using var mask = masks.Pop();
        return mask.Length;
    }

    public void Dispose() => blink.Dispose();
}

/// <summary>A file that has just changed is still written: a few short waits, and it gives up.</summary>
public sealed class Inbox : IDisposable
{
    private readonly FileSystemWatcher watcher = new(".");

    public Inbox() => watcher.Created += OnCreated;

    private void OnCreated(object sender, FileSystemEventArgs e)
    {
        for (var attempt = 0; attempt < 5; attempt++)
        {
            try
            {
                Console.WriteLine(File.ReadAllText(e.FullPath));
                return;
            }
            catch (IOException)
            {
                Thread.Sleep(100);
            }
        }
    }

    public void Dispose() => watcher.Dispose();
}

/// <summary>A tick that finds another one at work leaves.</summary>
public sealed class Poller : IDisposable
{
    private readonly Timer timer;
    private int busy;

    public Poller() => timer = new Timer(_ => Poll(), null, 0, 1000);

    private bool TryEnter() => Interlocked.CompareExchange(ref busy, 1, 0) == 0;

    private void Poll()
    {
        if (!TryEnter())
            return;
        try
        {
            Task.Delay(10).Wait();
        }
        finally
        {
            Volatile.Write(ref busy, 0);
        }
    }

    public void Dispose() => timer.Dispose();
}
