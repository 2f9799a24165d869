using System.Collections.Concurrent;
using System.Reflection;
using System.Security.Cryptography.X509Certificates;

namespace LeakGuard.ValidCode.NobodyElses;

/// <summary>The key has the thread's number in it: nobody else makes an entry for it.</summary>
internal static class Desks
{
    private static readonly ConcurrentDictionary<(int, string), List<string>> s_notes = new();
    private static readonly ConcurrentDictionary<string, List<string>> s_marks = new();

    public static void Note(string desk, string text)
    {
        var own = (Environment.CurrentManagedThreadId, desk);
        if (!s_notes.ContainsKey(own))
            s_notes[own] = [];
        s_notes[own].Add(text);
        var name = $"{desk}-{Environment.CurrentManagedThreadId}";
        if (!s_marks.ContainsKey(name))
            s_marks[name] = [];
        s_marks[name].Add(text);
    }
}

/// <summary>A list that is looked for, made full and put in under the name that the lookup left empty.</summary>
internal static class Names
{
    private static readonly ConcurrentDictionary<Type, List<string>> s_names = new();

    public static IReadOnlyList<string> Of(Type type)
    {
        if (!s_names.TryGetValue(type, out var names))
        {
            names = [];
            foreach (var part in type.GetMembers())
                names.Add(part.Name);
            s_names[type] = names;
        }

        return names;
    }
}

/// <summary>Told all that it knows before it is put in, and only asked afterwards.</summary>
internal sealed class Layout(Type type)
{
    private readonly Dictionary<string, PropertyInfo> _fields = [];

    public Type Type => type;

    public int Count => _fields.Count;

    public void Add(PropertyInfo field) => _fields[field.Name] = field;
}

internal static class Layouts
{
    private static readonly ConcurrentDictionary<Type, Layout> s_layouts = new();

    public static int SizeOf(Type type)
    {
        if (!s_layouts.TryGetValue(type, out var layout))
            s_layouts[type] = layout = Describe(type);
        return layout.Count;
    }

    private static Layout Describe(Type type)
    {
        var layout = new Layout(type);
        foreach (var field in type.GetProperties())
            layout.Add(field);
        return layout;
    }
}

/// <summary>The worn one is there, and is the one that goes.</summary>
internal sealed class Blade : IDisposable
{
    private readonly Timer _timer = new(_ => Console.Beep(), null, 0, 500);

    public Blade Sharpened() => new();

    public void Dispose() => _timer.Dispose();
}

internal sealed class Saw(Blade[] blades)
{
    private readonly Blade[] _blades = blades;

    public int Count()
    {
        lock (_blades)
            return _blades.Length;
    }

    public void Replace(Blade worn)
    {
        for (var i = 0; i < _blades.Length; i++)
        {
            var blade = _blades[i];
            if (blade == worn)
            {
                _blades[i] = worn.Sharpened();
                worn.Dispose();
                return;
            }
        }
    }
}

/// <summary>Filled by a helper, right after the call that leads to it has made the table.</summary>
internal static class Upgrades
{
    private static Dictionary<int, Dictionary<int, string>> s_steps = [];

    public static int Plan(IEnumerable<(int Major, int Minor)> steps)
    {
        s_steps = new Dictionary<int, Dictionary<int, string>>();
        foreach (var (major, minor) in steps)
            Register(major, minor);
        return s_steps.Count;
    }

    private static void Register(int major, int minor)
    {
        if (s_steps.TryGetValue(major, out var known))
            known.Add(minor, "step");
        else
            s_steps.Add(major, new Dictionary<int, string> { { minor, "step" } });
    }
}

/// <summary>The crew reports on the tables under the lock of the workers; the tables themselves belong to the one who sets up.</summary>
internal sealed class Crew
{
    private readonly Dictionary<Type, List<string>> _tables = [];
    private readonly List<Thread> _workers = [];

    public void Set(Type type, string name)
    {
        if (_tables.ContainsKey(type))
            throw new ArgumentException(type.Name);
        var names = new List<string>();
        _tables[type] = names;
        names.Add(name);
    }

    public int Start()
    {
        lock (_workers)
        {
            _workers.Add(new Thread(() => Console.Write(_workers.Count)));
            return _tables.Count + _workers.Count;
        }
    }
}

/// <summary>Under a write lock that an extension takes, and its scope gives back.</summary>
internal static class Scopes
{
    private sealed class Scope(ReaderWriterLockSlim rw) : IDisposable
    {
        public void Dispose() => rw.ExitWriteLock();
    }

    public static IDisposable Write(this ReaderWriterLockSlim rw)
    {
        rw.EnterWriteLock();
        return new Scope(rw);
    }
}

internal sealed class Fences : IDisposable
{
    private static readonly ReaderWriterLockSlim s_lock = new();
    private readonly Dictionary<string, FileSystemWatcher> _fences = [];

    public Task WatchAsync(string path) => Task.Run(() =>
    {
        using (s_lock.Write())
        {
            if (!_fences.ContainsKey(path))
                _fences.Add(path, new FileSystemWatcher(path));
        }
    });

    public void Dispose()
    {
        using (s_lock.Write())
        {
            foreach (var fence in _fences.Values)
                fence.Dispose();
            _fences.Clear();
        }
    }
}
