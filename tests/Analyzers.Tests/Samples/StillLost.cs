using System.Collections.Concurrent;
namespace Samples.StillLost;

// Each comes close to something that is silent, and is lost all the same.
public sealed class Effect : IDisposable
{
    private readonly Lazy<FileStream> _film;
    public Effect(Lazy<FileStream> film) { _film = film; Length = film.Value.Length; }
    public long Length { get; }
    public void Dispose() { if (_film.IsValueCreated) _film.Value.Dispose(); }
}
public sealed class Mixer // the constructor asks the lazy at once
{
    private readonly ConcurrentDictionary<string, Effect> _effects = new();
    public void Plug(string name)
    {
        Unplug(name);
        if (!_effects.TryAdd(name, new Effect(new Lazy<FileStream>(() => File.OpenRead(name))))) Console.Error.WriteLine(name); //! LEAK1006
    }
    public void Unplug(string name) { if (_effects.TryRemove(name, out var e)) e.Dispose(); }
}
public sealed class Chores : IDisposable // the entry gets its timer on the way in
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Chore> _chores = new();
    public void Plan(string name)
    {
        var chore = new Chore();
        lock (_lock)
        {
            if (_chores.ContainsKey(name)) return;
            chore.Timer = new Timer(_ => { }, null, 1, 1);
            _chores.Add(name, chore); //! LEAK4002
        }
    }
    public void Dispose() { lock (_lock) { foreach (var c in _chores.Values) c.Timer?.Dispose(); _chores.Clear(); } }
    private sealed class Chore { public Timer? Timer { get; set; } }
}
public sealed class Playlist(IReadOnlyList<IObservable<int>> tracks, IObserver<int> speaker) : IObserver<int>, IDisposable // Skip leaves the running one
{
    private int _index;
    private IDisposable? _playing;
    public void OnNext(int value) => speaker.OnNext(value);
    public void OnError(Exception error) => speaker.OnError(error);
    public void OnCompleted() => Next();
    public void Skip() => Next();
    public void Dispose() => Interlocked.Exchange(ref _playing, null)?.Dispose();
    private void Next()
    {
        if (_index >= tracks.Count) return;
        var track = tracks[_index++].Subscribe(this);
        Interlocked.Exchange(ref _playing, track); //! LEAK1001
    }
}
public sealed class Dives // the finally ends the buddy's
{
    private readonly Dictionary<int, FileStream> _logs = new();
    public int Run(int diver, int buddy, Func<Stream, int> dive)
    {
        try { Begin(diver); return dive(_logs[diver]); } finally { Surface(buddy); }
    }
    private void Begin(int diver) => _logs[diver] = File.OpenRead($"dive{diver}"); //! LEAK1001
    private void Surface(int diver) { if (!_logs.TryGetValue(diver, out var log)) return; _logs.Remove(diver); log.Dispose(); }
}
public sealed class Line(string path) : IDisposable { private readonly FileStream _f = File.OpenRead(path); public bool IsDisposed { get; private set; } public void Dispose() { IsDisposed = true; _f.Dispose(); } }
public sealed class Switchboard : IDisposable // which line is disposed says nothing of the place
{
    private readonly Line?[] _lines = new Line?[8];
    public void Connect(int place) { if (_lines[place] == null) _lines[place] = new Line($"line{place}"); }
    public void Gone(Line line, int place) { if (line.IsDisposed) _lines[place] = null; } //! LEAK1001
    public void Dispose() { foreach (var l in _lines) { try { l?.Dispose(); } catch (IOException) { } } }
}
public sealed class Parcel(string path) : IDisposable
{
    private FileStream? _s = File.OpenRead(path);
    public long Move(int by) => _s!.Seek(by, SeekOrigin.Current);
    public Stream? MoveStream() { var m = _s; _s = null; return m; }
    public void Dispose() => _s?.Dispose();
}
public sealed class Depot // it moves by some bytes; or what it gives is thrown away
{
    private readonly Dictionary<string, Parcel> _parcels = new();
    public void Bring(string path) { if (!_parcels.ContainsKey(path)) _parcels.Add(path, new Parcel(path)); }
    public long Collect(string path) => _parcels.Remove(path, out var parcel) ? parcel.Move(3) : 0; //! LEAK1002
    public void Forget(string path) { if (_parcels.Remove(path, out var parcel)) parcel.MoveStream(); } //! LEAK1002
    public void Close() { foreach (var p in _parcels.Values) { try { p.Dispose(); } catch (IOException) { } } _parcels.Clear(); }
}
public sealed class Hall { public event EventHandler? Changed; public void Move() => Changed?.Invoke(this, EventArgs.Empty); }
public sealed class Sentries // drained before only when it is loud
{
    private readonly Lock _gate = new();
    private List<FileSystemWatcher> _guards = [];
    private readonly bool _loud;
    public Sentries(Hall hall, bool loud) { _loud = loud; hall.Changed += OnChanged; }
    private void OnChanged(object? sender, EventArgs e) { lock (_gate) { if (_loud) Withdraw(); Post(); } }
    public void StartPosting() { lock (_gate) Post(); }
    private void Post()
    {
        _guards = []; //! LEAK1003
        foreach (var d in new[] { "a", "b" }) _guards.Add(new FileSystemWatcher(d));
    }
    public void StopPosting() { lock (_gate) Withdraw(); }
    private void Withdraw() { foreach (var g in _guards) g.Dispose(); _guards.Clear(); }
}
public interface IServiceCollection { void Add(Type type, object made); }
public sealed class Menu { private readonly List<string> _courses = new(); public void Add(string course) { lock (_courses) _courses.Add(course); } }
public static class Kitchens // the delegate runs later, for everybody
{
    private static readonly ConcurrentDictionary<string, Menu> s_menus = new();
    public static Func<string, Menu> AddCourse(this IServiceCollection services, string kitchen)
    {
        services.Add(typeof(string), kitchen);
        return course => { if (!s_menus.TryGetValue(kitchen, out var menu)) { menu = new Menu(); s_menus[kitchen] = menu; } menu.Add(course); return menu; }; //! LEAK2001
    }
}
public sealed class Boats : IDisposable // nobody waits for the boats, and the lock is given back meanwhile
{
    private readonly SemaphoreSlim _lock = new(1, 1);
    private readonly List<Timer> _all = new();
    private readonly CancellationTokenSource _end = new();
    public async Task GrowAsync(int count) { if (_end.IsCancellationRequested) return; await _lock.WaitAsync(); try { await BuildAsync(count); } finally { _lock.Release(); } }
    private async Task BuildAsync(int count)
    {
        async Task One() { await Task.Delay(100); lock (_all) _all.Add(new Timer(_ => { }, null, 1000, 1000)); } //! LEAK4002
        for (var i = 0; i < count; i++) _ = One();
        await Task.Yield();
    }
    public void Dispose()
    {
        if (_end.IsCancellationRequested) return;
        _end.Cancel();
        _lock.Wait();
        try { foreach (var b in _all) b.Dispose(); _all.Clear(); }
        finally { _lock.Dispose(); _end.Dispose(); }
    }
}
public sealed class Berth(string name) : IDisposable { private readonly FileStream _f = File.OpenRead(name); public long Depth => _f.Length; public void Dispose() => _f.Dispose(); }
public sealed class Marina : IDisposable // the drain gives the lock back before it disposes it: who waits gets in
{
    private readonly Mutex _gate = new();
    private readonly Dictionary<string, Berth> _all = new();
    public void Add(string name) { _gate.WaitOne(); try { if (!_all.ContainsKey(name)) _all.Add(name, new Berth(name)); } finally { _gate.ReleaseMutex(); } } //! LEAK4002
    public void Dispose() { _gate.WaitOne(); try { foreach (var b in _all.Values) { try { b.Dispose(); } catch (IOException) { } } _all.Clear(); } finally { _gate.ReleaseMutex(); } _gate.Dispose(); }
}
public sealed class Quays : IDisposable // the same, by a helper
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Berth> _all = new();
    public async Task AddAsync(string name) { await _gate.WaitAsync(); try { if (!_all.ContainsKey(name)) _all.Add(name, new Berth(name)); } finally { Leave(); } } //! LEAK4002
    public void Dispose() { _gate.Wait(); try { foreach (var b in _all.Values) { try { b.Dispose(); } catch (IOException) { } } _all.Clear(); } finally { Leave(); } _gate.Dispose(); }
    private void Leave() => _gate.Release();
}
public sealed class Locks : IAsyncDisposable // never given back: nobody gets in any more
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly Dictionary<string, Berth> _all = new();
    public async Task AddAsync(string name) { await _gate.WaitAsync(); try { if (!_all.ContainsKey(name)) _all.Add(name, new Berth(name)); } finally { _gate.Release(); } }
    public async ValueTask DisposeAsync() { await _gate.WaitAsync(); foreach (var b in _all.Values) { try { b.Dispose(); } catch (IOException) { } } _all.Clear(); _gate.Dispose(); }
}
