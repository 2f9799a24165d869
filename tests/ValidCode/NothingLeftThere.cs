using System.Collections.Concurrent;
using System.Diagnostics;

namespace LeakGuard.ValidCode.NothingLeftThere;

// Nothing is in the place any more, or nothing waits behind the wait: a helper, an assertion, a twin member or a gate has seen to it.
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

/// <summary>Null is the closed state: who finds it leaves, and only the end puts it there for good.</summary>
public sealed class Reels(string root) : IDisposable
{
    private readonly object gate = new();
    private Dictionary<string, Film>? films = new(StringComparer.Ordinal);

    public long LengthOf(string name)
    {
        lock (gate)
        {
            var known = films ?? throw new ObjectDisposedException(root);
            if (!known.TryGetValue(name, out var film))
            {
                film = new Film();
                known[name] = film;
            }

            return film.Length;
        }
    }

    public void Flush() => EndAll(Swap(terminal: false));

    public void Dispose() => EndAll(Swap(terminal: true));

    private Dictionary<string, Film>? Swap(bool terminal)
    {
        lock (gate)
        {
            var old = films;
            if (old != null)
                films = terminal ? null : new Dictionary<string, Film>(StringComparer.Ordinal);
            return old;
        }
    }

    private static void EndAll(Dictionary<string, Film>? films)
    {
        foreach (var film in films?.Values ?? Enumerable.Empty<Film>())
            film.Dispose();
    }
}
