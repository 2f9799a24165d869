using System.Collections.Immutable;
namespace Samples.Presence;
public sealed class Sampler : IDisposable
{
    private readonly Timer _timer = new(_ => { }, null, 0, 15_000);
    public Sampler(string counter) => Counter = counter;
    public string Counter { get; }
    public void Dispose() => _timer.Dispose();
}
public static class AllOthers
{
    private static readonly List<Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (s_all.All(s => s.Counter != counter))
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
}
public static class TrueForEach
{
    private static readonly List<Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (s_all.TrueForAll(s => !s.Counter.Equals(counter, StringComparison.Ordinal)))
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
}
public static class HowMany
{
    private static readonly List<Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (s_all.Count(s => s.Counter == counter) == 0)
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
    public static bool Limited(string counter)
    {
        if (s_all.Count(s => s.Counter == counter) >= 8)
            return false;
        s_all.Add(new Sampler(counter));
        return true;
    }
}
public static class PlaceOf
{
    private static readonly List<Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (s_all.FindIndex(s => s.Counter == counter) < 0)
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
}
public static class AnyOfPart
{
    private static readonly List<Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (!s_all.Where(s => s.Counter == counter).Any())
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
    public static void EnsureNamed(string counter)
    {
        if (!s_all.Select(s => s.Counter).Contains(counter))
            s_all.Add(new Sampler(counter)); //! LEAK2001
    }
}
public static class FrozenList
{
    private static ImmutableArray<Sampler> s_all = ImmutableArray<Sampler>.Empty;
    public static void Ensure(string counter)
    {
        if (!s_all.Any(s => s.Counter == counter))
            s_all = s_all.Add(new Sampler(counter)); //! LEAK2001
    }
}
public static class Looked
{
    private static readonly List<Sampler> s_all = new();
    public static Sampler Ensure(string counter)
    {
        foreach (var one in s_all)
        {
            if (one.Counter == counter)
                return one;
        }
        var made = new Sampler(counter);
        s_all.Add(made); //! LEAK2001
        return made;
    }
    public static void Log(string counter)
    {
        foreach (var one in s_all)
        {
            if (one.Counter.Length == 0)
                continue;
            Console.WriteLine(one.Counter);
        }
        s_all.Add(new Sampler(counter));
    }
}
public static class Queried
{
    private static readonly List<Sampler> s_all = new();
    public static Sampler Ensure(string counter)
    {
        var found = (from s in s_all where s.Counter == counter select s).FirstOrDefault();
        if (found is not null)
            return found;
        found = new Sampler(counter);
        s_all.Add(found); //! LEAK2001
        return found;
    }
}
public static class LockedSearch
{
    private static readonly List<Sampler> s_all = new();
    public static Sampler Ensure(string counter)
    {
        lock (s_all)
        {
            foreach (var one in s_all)
            {
                if (one.Counter == counter)
                    return one;
            }
            var made = new Sampler(counter);
            s_all.Add(made);
            return made;
        }
    }
}
public static class KeyOf
{
    private static readonly Dictionary<string, Sampler> s_all = new();
    public static void Ensure(string counter)
    {
        if (!s_all.Keys.Any(k => k == counter))
            s_all.Add(counter, new Sampler(counter)); //! LEAK2001
    }
    public static void EnsureToo(string counter)
    {
        if (s_all.Keys.All(k => k != counter))
            s_all[counter] = new Sampler(counter); //! LEAK2001
    }
}
public sealed class Folders(string root) : IDisposable
{
    private Dictionary<string, FileSystemWatcher> _watchers = new();
    public void Rescan()
    {
        var names = Directory.GetDirectories(root);
        _watchers = names.ToDictionary(n => n, n => new FileSystemWatcher(n)); //! LEAK1003
    }
    public void Dispose()
    {
        foreach (var watcher in _watchers.Values)
            watcher.Dispose();
    }
}
public sealed class Turns(Func<string> name)
{
    private FileStream? _file;
    public async Task RunAsync(CancellationToken token)
    {
        try
        {
            while (!token.IsCancellationRequested)
            {
                _file = File.OpenRead(name()); //! LEAK1001
                Read();
                await Task.Delay(5, token);
            }
        }
        finally
        {
            _file?.Dispose();
            _file = null;
        }
    }
    public async Task EachAsync(CancellationToken token)
    {
        while (!token.IsCancellationRequested)
        {
            _file = File.OpenRead(name());
            Read();
            _file.Dispose();
            _file = null;
            await Task.Delay(5, token);
        }
    }
    private void Read() => _file!.ReadByte();
}
public sealed class Poller : IDisposable
{
    private readonly System.Timers.Timer _timer;
    public Poller(string station)
    {
        _timer = new System.Timers.Timer(5_000);
        _timer.Elapsed += (_, _) => PollAsync(station).Wait(); //! LEAK3001
        _timer.Start();
    }
    private static Task PollAsync(string station) => Task.Delay(station.Length);
    public void Dispose() => _timer.Dispose();
}
public sealed class OneByOne : IDisposable
{
    private readonly System.Timers.Timer _timer;
    public OneByOne(string station)
    {
        _timer = new System.Timers.Timer(5_000) { AutoReset = false };
        _timer.Elapsed += (_, _) =>
        {
            PollAsync(station).Wait(); //! LEAK3001
            _timer.Start();
        };
        _timer.Start();
    }
    private static Task PollAsync(string station) => Task.Delay(station.Length);
    public void Dispose() => _timer.Dispose();
}
public sealed class Swapped : IDisposable
{
    private ImmutableList<Sampler> _all = [];
    public int Count => Volatile.Read(ref _all).Count;
    public void Listen(string counter)
    {
        var one = new Sampler(counter);
        ImmutableInterlocked.Update(ref _all, static (all, next) => all.Add(next), one); //! LEAK4002
    }
    public void Dispose()
    {
        foreach (var one in Interlocked.Exchange(ref _all, []))
            one.Dispose();
    }
}
