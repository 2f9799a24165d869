namespace LeakGuard.ValidCode.AskedOnce;

internal delegate void CrashHandler(Exception exception, bool isTerminating);

/// <summary>Tells those who registered that the process goes down.</summary>
internal static class CrashBridge
{
    private static readonly List<CrashHandler> s_handlers = [];

    public static void OnUnhandledException(CrashHandler handler)
    {
        lock (s_handlers)
            s_handlers.Add(handler);
    }

    public static void Tell(Exception exception)
    {
        CrashHandler[] all;
        lock (s_handlers)
            all = [.. s_handlers];
        foreach (var handler in all)
            handler(exception, true);
    }
}

/// <summary>The report has to be out before the process is gone: nothing comes after it.</summary>
internal sealed class CrashReports(HttpClient client)
{
    public void Start() => CrashBridge.OnUnhandledException(OnCrash);

    private void OnCrash(Exception exception, bool isTerminating) => Send(exception.ToString());

    private void Send(string text) => client.PostAsync("crash", new StringContent(text)).GetAwaiter().GetResult();
}

internal interface IRuntime
{
    Task<T> GetServiceAsync<T>();
}

/// <summary>A service that is made once: whoever asks later finds it there.</summary>
internal sealed class Editor : IDisposable
{
    private readonly IRuntime _runtime;
    private readonly FileSystemWatcher _watcher = new(".");

    public Editor(IRuntime runtime)
    {
        _runtime = runtime;
        _watcher.Changed += OnChanged;
    }

    private TextWriter Log => _runtime.GetServiceAsync<TextWriter>().Result;

    public void Dispose()
    {
        _watcher.Changed -= OnChanged;
        _watcher.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs e) => Log.WriteLine(e.Name);
}

/// <summary>Lets the thread of the user interface do it, and waits until it has: there is no other way to it.</summary>
internal sealed class Front(Queue<Action> ui)
{
    public void InvokeSync(Action action)
    {
        var done = new object();
        var isDone = false;
        lock (ui)
        {
            ui.Enqueue(() =>
            {
                action();
                lock (done)
                {
                    isDone = true;
                    Monitor.Pulse(done);
                }
            });
        }

        lock (done)
        {
            while (!isDone)
                Monitor.Wait(done);
        }
    }
}

internal sealed class Designer : IDisposable
{
    private readonly Front _front;
    private readonly FileSystemWatcher _watcher = new(".");

    public Designer(Front front)
    {
        _front = front;
        _watcher.Changed += OnChanged;
    }

    public void Dispose()
    {
        _watcher.Changed -= OnChanged;
        _watcher.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs e) => _front.InvokeSync(() => Console.WriteLine(e.Name));
}

/// <summary>Files that users count in and out, and files that are put aside when they are given back: only those make room.</summary>
internal sealed class Handle(string path) : IDisposable
{
    private readonly FileStream _stream = File.OpenRead(path);

    public int Users { get; set; }

    public void Dispose() => _stream.Dispose();
}

internal sealed class Handles : IDisposable
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Handle> _open = [];
    private bool _closed;

    public Handle Open(string path)
    {
        lock (_gate)
        {
            ObjectDisposedException.ThrowIf(_closed, this);
            if (!_open.TryGetValue(path, out var handle))
                _open.Add(path, handle = new Handle(path));
            handle.Users++;
            if (_open.Count > 10)
            {
                var idle = _open.FirstOrDefault(p => p.Value.Users == 0).Key;
                if (idle != null && _open.Remove(idle, out var victim))
                    victim.Dispose();
            }

            return handle;
        }
    }

    public void Release(Handle handle)
    {
        lock (_gate)
            handle.Users--;
    }

    public void Dispose()
    {
        lock (_gate)
        {
            _closed = true;
            foreach (var handle in _open.Values)
            {
                try
                {
                    handle.Dispose();
                }
                catch (IOException)
                {
                }
            }

            _open.Clear();
        }
    }
}

/// <summary>Called with null, the helper leaves before it waits.</summary>
internal sealed class Guide : IDisposable
{
    private readonly FileSystemWatcher _watcher = new(".");
    private readonly Func<string, Task<string>>? _ask;

    public Guide(Func<string, Task<string>> ask)
    {
        _ask = ask;
        _watcher.Changed += OnChanged;
    }

    public void Show(string name) => Update(name);

    public void Dispose()
    {
        _watcher.Changed -= OnChanged;
        _watcher.Dispose();
    }

    private void OnChanged(object sender, FileSystemEventArgs e) => Update(null);

    private void Update(string? name)
    {
        if (name == null || _ask == null)
            return;
        Console.WriteLine(_ask(name).Result);
    }
}
