using System.Collections.Concurrent;
using System.Collections.Immutable;
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
