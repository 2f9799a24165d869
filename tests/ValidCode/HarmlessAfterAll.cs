using System.Collections.Concurrent;
using System.Collections.ObjectModel;
using System.ComponentModel;

namespace LeakGuard.ValidCode.HarmlessAfterAll;

/// <summary>Trees stay when they have taken root; whoever sees the table cuts them.</summary>
internal sealed class Orchard(Func<int, Task> water)
{
    internal readonly ConcurrentDictionary<int, string> Trees = new();

    public async Task PlantAsync(int place, string kind)
    {
        Trees[place] = kind;
        try
        {
            await water(place);
        }
        catch
        {
            Trees.TryRemove(place, out _);
            throw;
        }
    }
}

/// <summary>Takes out what the orchard has put in.</summary>
internal sealed class Woodcutter(Orchard orchard)
{
    public bool Cut(int place) => orchard.Trees.TryRemove(place, out _);
}

/// <summary>What goes wrong here ends the program.</summary>
internal static class BakeryLauncher
{
    private static readonly ConcurrentDictionary<string, DateTime> s_ovens = new();

    public static async Task RunAsync()
    {
        s_ovens["big"] = DateTime.UtcNow;
        await HeatAsync();
        s_ovens.TryRemove("big", out _);
    }

    private static Task HeatAsync() => File.WriteAllTextAsync("oven", "220");
}

/// <summary>How often a ship has not answered is a figure: it stays until it answers.</summary>
internal sealed class Lookout(Func<int, Task> call)
{
    private readonly ConcurrentDictionary<int, int> _misses = new();

    public async Task CallAsync(int ship)
    {
        _misses.TryGetValue(ship, out var misses);
        _misses[ship] = misses + 1;
        await call(ship);
        _misses.TryRemove(ship, out _);
    }
}

/// <summary>A guest with a lamp of their own.</summary>
internal sealed class Guest(string name) : IDisposable
{
    private readonly FileStream _lamp = File.OpenRead(name);

    public long Sees => _lamp.Length;

    public void Dispose() => _lamp.Dispose();
}

/// <summary>The list is there to see who is in the cave; whoever lets a guest in lets them out.</summary>
internal sealed class Cave : IDisposable
{
    private readonly ConcurrentDictionary<string, Guest> _guests = new();

    public bool Knows(string name) => _guests.ContainsKey(name);

    public long Visit(string name)
    {
        using var guest = Admit(name);
        return guest.Sees;
    }

    public async Task<long> StayAsync(string name)
    {
        using (var guest = Admit(name))
        {
            await Task.Delay(100);
            return guest.Sees;
        }
    }

    private Guest Admit(string name)
    {
        var guest = new Guest(name);
        _guests[name] = guest;
        return guest;
    }

    public void Dispose()
    {
        foreach (var guest in _guests.Values)
        {
            try
            {
                guest.Dispose();
            }
            catch (IOException)
            {
                Console.Error.WriteLine("still dark");
            }
        }
    }
}

/// <summary>Tells when bees come.</summary>
internal sealed class Hive(string name)
{
    public event EventHandler? Busy;

    public string Name => name;

    public void Buzz() => Busy?.Invoke(this, EventArgs.Empty);
}

/// <summary>A list on the screen grows on the thread of the screen.</summary>
internal static class HiveList
{
    private static readonly ObservableCollection<Hive> s_shown = [];

    public static void Show(string name)
    {
        if (!s_shown.Any(h => h.Name == name))
            s_shown.Add(new Hive(name));
    }
}

/// <summary>The screen is bound to it and asks on its own thread; the work aside only looks.</summary>
internal sealed class HiveModel : INotifyPropertyChanged
{
    private static readonly Dictionary<string, Hive> s_all = [];
    private readonly Dictionary<string, Hive> _mine = [];

    public event PropertyChangedEventHandler? PropertyChanged;

    public Hive Select(string name)
    {
        if (!s_all.TryGetValue(name, out var hive))
        {
            hive = new Hive(name);
            s_all[name] = hive;
        }

        PropertyChanged?.Invoke(this, new PropertyChangedEventArgs(name));
        return hive;
    }

    public Hive Adopt(string name)
    {
        if (!_mine.TryGetValue(name, out var hive))
        {
            hive = new Hive(name);
            _mine[name] = hive;
        }

        return hive;
    }

    public Task CountAsync(Action<int> tell) => Task.Run(() => tell(_mine.Count));
}

/// <summary>A height that is not found is worked out again.</summary>
internal sealed class Tides(Func<string, int, double> work)
{
    private readonly ConcurrentDictionary<string, ConcurrentDictionary<int, double>> _heights = new();

    public double At(string port, int hour)
    {
        if (!_heights.TryGetValue(port, out var known))
        {
            known = new ConcurrentDictionary<int, double>();
            _heights[port] = known;
        }

        if (!known.TryGetValue(hour, out var height))
        {
            height = work(port, hour);
            known[hour] = height;
        }

        return height;
    }
}

/// <summary>The rounds of one timer make all hives, and others only count them.</summary>
internal sealed class Rounds : IDisposable
{
    private readonly Timer _timer;
    private readonly Dictionary<string, Hive> _hives = [];

    public Rounds() => _timer = new Timer(_ => Walk(), null, 0, 60_000);

    public int Count => _hives.Count;

    private void Walk()
    {
        foreach (var name in Directory.EnumerateDirectories("hives"))
        {
            if (!_hives.ContainsKey(name))
                _hives[name] = new Hive(name);
        }
    }

    public void Dispose() => _timer.Dispose();
}

/// <summary>The member goes on when the work is done, and nobody else comes near the table.</summary>
internal sealed class Census
{
    private readonly Dictionary<string, Hive> _hives = [];

    public async Task<int> TakeAsync(string[] names)
    {
        await Task.Run(() =>
        {
            foreach (var name in names)
            {
                if (!_hives.ContainsKey(name))
                    _hives[name] = new Hive(name);
            }
        });
        return _hives.Count;
    }
}
