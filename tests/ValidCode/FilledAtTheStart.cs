using System.Collections.Concurrent;

namespace LeakGuard.ValidCode.FilledAtTheStart;

/// <summary>Whoever posts anew has taken the guards home before, and the first posting finds none.</summary>
internal sealed class Posts
{
    private readonly Lock _gate = new();
    private List<FileSystemWatcher> _guards = [];

    public Posts(Schedule schedule) => schedule.Changed += OnChanged;

    private void OnChanged(object? sender, EventArgs e)
    {
        lock (_gate)
        {
            WithdrawLocked();
            PostLocked();
        }
    }

    public void StartPosting()
    {
        lock (_gate)
            PostLocked();
    }

    public void StopPosting()
    {
        lock (_gate)
            WithdrawLocked();
    }

    private void PostLocked()
    {
        _guards = [];
        foreach (var door in new[] { "north", "south" })
        {
            var guard = new FileSystemWatcher(door);
            _guards.Add(guard);
        }
    }

    private void WithdrawLocked()
    {
        foreach (var guard in _guards)
            guard.Dispose();
        _guards.Clear();
    }
}

internal sealed class Schedule
{
    public event EventHandler? Changed;

    public void Change() => Changed?.Invoke(this, EventArgs.Empty);
}

/// <summary>Both tables come together, and only one of them is asked about.</summary>
internal sealed class Bakery : IAsyncDisposable
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private IDictionary<string, string>? _recipes;
    private IDictionary<string, FileStream>? _books;

    public async Task<int> CountAsync()
    {
        await _lock.WaitAsync();
        try
        {
            if (_recipes == null)
            {
                _recipes = new Dictionary<string, string>();
                _books = new Dictionary<string, FileStream>();
                Add("bread");
            }

            return _recipes.Count;
        }
        finally
        {
            _lock.Release();
        }
    }

    private void Add(string name)
    {
        if (!_recipes!.TryAdd(name, name))
            return;
        _books!.Add(name, File.OpenRead(name));
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var book in _books?.Values ?? [])
        {
            try
            {
                await book.DisposeAsync();
            }
            catch (IOException)
            {
            }
        }
    }
}

/// <summary>Before the start there is no place in which anything could be.</summary>
internal sealed class Lanes(int count) : IDisposable
{
    private FileStream?[] _lanes = Array.Empty<FileStream?>();

    public void Start() => _lanes = new FileStream?[count];

    public void Open(int lane) => _lanes[lane] ??= File.OpenRead($"lane{lane}");

    public void Dispose()
    {
        foreach (var lane in _lanes)
        {
            try
            {
                lane?.Dispose();
            }
            catch (IOException)
            {
            }
        }
    }
}

internal interface IServiceCollection
{
    void Add(Type type, object instance);
}

internal interface ICourse
{
    void Serve(string guest);
}

/// <summary>Who serves which course; filled as long as the program is put together.</summary>
internal sealed class Menu
{
    private readonly List<ICourse> _courses = [];

    public void Add(ICourse course) => _courses.Add(course);

    public IReadOnlyList<ICourse> Courses => _courses;
}

internal static class Kitchen
{
    private static readonly ConcurrentDictionary<string, Menu> _menus = new();

    public static IServiceCollection AddCourses(this IServiceCollection services, string kitchen, ICourse course)
    {
        if (!_menus.TryGetValue(kitchen, out var menu))
        {
            menu = new Menu();
            _menus[kitchen] = menu;
            services.Add(typeof(Menu), menu);
        }

        menu.Add(course);
        return services;
    }

    public static IReadOnlyList<ICourse> Of(string kitchen) => _menus.TryGetValue(kitchen, out var menu) ? menu.Courses : [];
}

/// <summary>A chart is made of what is known of a type: two of them say the same.</summary>
internal sealed class Chart
{
    public Chart(Type type) => Columns = new Dictionary<string, int>(type.GetProperties().Select((p, i) => KeyValuePair.Create(p.Name, i)));

    public Dictionary<string, int> Columns { get; }
}

internal static class Charts
{
    private static readonly ConcurrentDictionary<Type, Chart> _charts = new();

    public static Chart Of(Type type)
    {
        if (!_charts.TryGetValue(type, out var chart))
        {
            chart = new Chart(type);
            _charts[type] = chart;
        }

        return chart;
    }
}

/// <summary>The mutex keeps other programs from the file; within this one there is one thread.</summary>
internal sealed class Ledger(string path) : IDisposable
{
    private readonly Mutex _between = new(false, "ledger");
    private readonly Dictionary<string, Account> _accounts = [];

    public Account Of(string name)
    {
        if (!_accounts.TryGetValue(name, out var account))
        {
            account = new Account();
            _accounts[name] = account;
        }

        return account;
    }

    public void Save()
    {
        _between.WaitOne();
        try
        {
            File.WriteAllLines(path, _accounts.Select(a => $"{a.Key} {a.Value.Sum}"));
        }
        finally
        {
            _between.ReleaseMutex();
        }
    }

    public void Dispose() => _between.Dispose();
}

internal sealed class Account
{
    private readonly List<int> _bookings = [];

    public int Sum => _bookings.Sum();

    public void Book(int amount) => _bookings.Add(amount);
}
