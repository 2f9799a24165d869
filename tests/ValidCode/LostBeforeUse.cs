using System.Collections.Concurrent;
using System.Runtime.CompilerServices;
namespace LeakGuard.ValidCode.LostBeforeUse;

/// <summary>Members that are made and lost in the race have begun nothing: a lock, a token source, a channel.</summary>
internal static class Check
{
    public static T NotNull<T>([System.Diagnostics.CodeAnalysis.NotNull] T? value, [CallerArgumentExpression(nameof(value))] string? name = null) where T : class
    {
        if (value == null) throw new ArgumentNullException(name);
        return value;
    }
}
internal sealed class Group : IDisposable
{
    private readonly SemaphoreSlim _gate = new(1, 1);
    private readonly List<string> _names = [];
    public Group(string id, IList<string> topics) { Id = Check.NotNull(id); Topics = topics; }
    public string Id { get; }
    public IList<string> Topics { get; }
    public void Join(string name) { try { _gate.Wait(); _names.Add(name); _ = Task.Run(() => Rebalance()); } finally { _gate.Release(); } }
    private void Rebalance() { }
    public void Dispose() => _gate.Dispose();
}
internal sealed class Groups(IList<string> topics)
{
    private readonly ConcurrentDictionary<string, Group> _groups = new();
    public Group Get(string name) => _groups.GetOrAdd(name, static (n, args) => new Group(n, args), topics);
}
internal sealed class Store : IDisposable { private readonly Dictionary<string, Timer> _t = []; public void Add(string x) => _t.Add(x, new Timer(_ => { }, null, 0, 9)); public void Dispose() { foreach (var t in _t.Values) t.Dispose(); _t.Clear(); } }
internal class Chan<T> : IDisposable
{
    private System.Threading.Channels.Channel<T> _c; private CancellationTokenSource _stop = new(); private bool _isDisposed;
    public Chan(int n) { _c = System.Threading.Channels.Channel.CreateBounded<T>(n); Store = new Store(); }
    public Store Store { get; private set; }
    public void Run() => _ = Task.Run(() => _c.Reader.ReadAsync(_stop.Token));
    public void Dispose() { Dispose(true); GC.SuppressFinalize(this); }
    protected virtual void Dispose(bool disposing) { if (!disposing || _isDisposed) return; _stop.Dispose(); Store.Dispose(); _isDisposed = true; }
}
internal sealed class Part(int n, string id) : Chan<string>(n) { public string Id => id; }
internal sealed class Parts(int n)
{
    private readonly ConcurrentDictionary<string, Part> _parts = new();
    public void Run(string name) => _parts.GetOrAdd(name, static (k, a) => new Part(a, k), n).Run();
    public void Stop(string name) { if (_parts.TryRemove(name, out var p)) p.Dispose(); }
}

/// <summary>The gate is a lock by another name: nothing between waits.</summary>
internal sealed class Dispatchers
{
    private readonly SemaphoreSlim _gate = new(1);
    private readonly Dictionary<string, Action> _known = [];
    public Action Of(string name)
    {
        _gate.Wait();
        if (!_known.TryGetValue(name, out var known))
        {
            known = () => Console.WriteLine(name);
            _known[name] = known;
        }

        _gate.Release();
        return known;
    }
}
internal sealed class Executor(Dispatchers dispatchers)
{
    public void Attach(FileSystemWatcher watcher) => watcher.Created += (_, e) => dispatchers.Of(e.Name ?? "")();
}

/// <summary>What could not be started is stopped by the member that others stop it with when it has run.</summary>
internal sealed class Plugins
{
    private readonly Dictionary<string, IDisposable> _running = [];
    private readonly Lock _gate = new();
    public async Task<bool> StartAsync(string name, Func<IDisposable> make, Func<Task> warmUp)
    {
        try
        {
            lock (_gate)
                _running.Add(name, make());
            await warmUp();
        }
        catch (InvalidOperationException e)
        {
            Console.WriteLine(e);
            Stop(name);
            return false;
        }

        return true;
    }
    public void Stop(string name)
    {
        IDisposable? found;
        lock (_gate)
            _running.Remove(name, out found);
        found?.Dispose();
    }
}
