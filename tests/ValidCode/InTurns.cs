namespace LeakGuard.ValidCode.InTurns;

public sealed class Glyph : IDisposable
{
    private readonly FileStream _bits = File.OpenRead("glyph");

    public void Dispose() => _bits.Dispose();
}

/// <summary>The tables are taken away between two games; whoever draws does not ask, since it is the same thread.</summary>
public static class Glyphs
{
    private static Dictionary<string, Glyph>? s_glyphs;

    public static void Initialize()
    {
        Deinitialize();
        s_glyphs = new Dictionary<string, Glyph>();
    }

    public static void Deinitialize()
    {
        if (s_glyphs != null)
        {
            foreach (var glyph in s_glyphs.Values)
                glyph.Dispose();
        }

        s_glyphs = null;
    }

    public static Glyph Of(string name)
    {
        if (!s_glyphs!.TryGetValue(name, out var glyph))
        {
            glyph = new Glyph();
            s_glyphs.Add(name, glyph);
        }

        return glyph;
    }
}

/// <summary>A command that makes its table anew, fills it, and takes it down again.</summary>
public static class WatchCommand
{
    private static Dictionary<string, FileSystemWatcher>? s_watchers;

    public static void Execute(string[] folders, bool on)
    {
        if (on)
        {
            s_watchers = new Dictionary<string, FileSystemWatcher>();
            foreach (var folder in folders)
            {
                if (s_watchers.TryGetValue(folder, out _))
                    throw new NotSupportedException(folder);
                s_watchers.Add(folder, new FileSystemWatcher(folder));
            }

            return;
        }

        if (s_watchers == null)
            return;
        foreach (var watcher in s_watchers.Values)
            watcher.Dispose();
        s_watchers.Clear();
    }
}

/// <summary>The lock is for the figures that a monitor reads; the names are found by one thread.</summary>
public sealed class Reader
{
    private readonly object _figuresLock = new();
    private readonly Dictionary<Type, List<string>> _names = new();
    private long _bytes;
    private Type? _largest;

    public long Bytes
    {
        get
        {
            lock (_figuresLock)
                return _bytes;
        }
    }

    public void Read(Type type, long size)
    {
        lock (_figuresLock)
        {
            if (size > _bytes)
                _largest = type;
            _bytes += size;
        }
    }

    public bool Knows(Type type, string name)
    {
        if (!_names.TryGetValue(type, out var names))
        {
            names = new List<string>();
            _names[type] = names;
        }

        if (names.Contains(name))
            return type != _largest;
        names.Add(name);
        return false;
    }
}
