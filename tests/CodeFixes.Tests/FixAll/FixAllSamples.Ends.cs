using LeakGuard.CodeFixes.Lifecycle;
using LeakGuard.CodeFixes.Ownership;

namespace LeakGuard.CodeFixes.Tests.FixAll;

// How holders and operations end.
internal static partial class FixAllSamples
{
    private static IEnumerable<FixAllSample> Ends =>
    [
        new(
            new DrainInDisposeFix(),
            DrainInDisposeFix.EquivalenceKey,
            """
            sealed class HOLDER
            {
                private readonly Dictionary<string, System.Net.Http.HttpClient> {|fix:_clients|} = new();
                private readonly Dictionary<string, Timer> {|fix:_timers|} = new();

                public static HOLDER Create() => new();

                public void Add(string name)
                {
                    if (!_clients.ContainsKey(name))
                        _clients.Add(name, new System.Net.Http.HttpClient());
                    if (!_timers.ContainsKey(name))
                        _timers.Add(name, new Timer(_ => { }));
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, Session> {|left:_sessions|} = new();

                public static HOLDER Create() => new();

                public void Open(string name)
                {
                    if (!_sessions.ContainsKey(name))
                        _sessions.Add(name, new Session());
                }

                public void Dispose()
                {
                }
            }
            """,
            """
            sealed class Session : IAsyncDisposable
            {
                private readonly Timer _timer = new(_ => { });

                public ValueTask DisposeAsync() => _timer.DisposeAsync();
            }
            """),
        new(
            new ReleaseOnceFix(),
            ReleaseOnceFix.EquivalenceKey,
            """
            sealed class HOLDER(Action onReleased) : IDisposable
            {
                private readonly object _gate = new();
                private readonly List<string> _topics = new();
                private bool _disposed;

                public void Add(string topic)
                {
                    lock (_gate)
                        _topics.Add(topic);
                }

                public void Dispose()
                {
                    if ({|fix:_disposed|})
                        return;
                    _disposed = true;
                    onReleased();
                }
            }
            """,
            """
            sealed class HOLDER(Action onReleased) : IDisposable
            {
                private readonly object _gate = new();
                private readonly List<string> _topics = new();
                private bool _disposed;

                public void Add(string topic)
                {
                    lock (_gate)
                        _topics.Add(topic);
                }

                public void Dispose()
                {
                    if ({|left:_disposed|} || _topics.Count == 0)
                        return;
                    _disposed = true;
                    onReleased();
                }
            }
            """),
        new(
            new IsolateStepsFix(),
            IsolateStepsFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly List<FileStream> _files = new();
                private readonly List<FileStream> _logs = new();

                public void Open(string path)
                {
                    _files.Add(new FileStream(path, FileMode.Append));
                    _logs.Add(new FileStream(path + ".log", FileMode.Append));
                }

                public void Dispose()
                {
                    foreach (var file in _files)
                        {|fix:file.Dispose()|};
                    foreach (var log in _logs)
                    {
                        {|fix:log.Dispose()|};
                    }
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly List<FileStream> _files = new();

                public void Open(string path) => _files.Add(new FileStream(path, FileMode.Append));

                public void Dispose()
                {
                    foreach (var file in _files)
                    {
                        if (!file.CanWrite)
                            {|left:return;|}
                        try
                        {
                            file.Dispose();
                        }
                        catch (IOException)
                        {
                        }
                    }
                }
            }
            """),
        new(
            new CleanUpInFinallyFix(),
            CleanUpInFinallyFix.EquivalenceKey,
            """
            sealed class HOLDER
            {
                private readonly ConcurrentDictionary<string, DateTime> _running = new();

                public async Task RunAsync(string id)
                {
                    {|fix:_running[id] = DateTime.UtcNow|};
                    await Task.Delay(10);
                    _running.TryRemove(id, out _);
                }

                public async Task RunAsync(string id, string other)
                {
                    {|fix:_running[id] = DateTime.UtcNow|};
                    await File.WriteAllTextAsync(id, other);
                    _running.TryRemove(id, out _);
                }
            }
            """,
            """
            sealed class HOLDER
            {
                private readonly ConcurrentDictionary<string, DateTime> _running = new();

                public async Task RunAsync(string id)
                {
                    {|left:_running[id] = DateTime.UtcNow|};
                    await Task.Delay(10);
                }

                public void Kill(string id) => _running.TryRemove(id, out _);
            }
            """),
        new(
            new RefuseWhenClosedFix(),
            RefuseWhenClosedFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly object _gate = new();
                private readonly Stack<Timer> _idle = new();
                private readonly List<Timer> _busy = new();

                public void Return(Timer timer)
                {
                    lock (_gate)
                        {|fix:_idle.Push(timer)|};
                }

                public void Use(Timer timer)
                {
                    lock (_gate)
                        {|fix:_busy.Add(timer)|};
                }

                public void Dispose()
                {
                    lock (_gate)
                    {
                        foreach (var timer in _idle)
                            timer.Dispose();
                        _idle.Clear();
                        foreach (var timer in _busy)
                            timer.Dispose();
                        _busy.Clear();
                    }
                }
            }
            """,
            """
            sealed class HOLDER
            {
                private readonly object _gate = new();
                private readonly List<Timer> _timers = new();

                public void Add(Timer timer)
                {
                    lock (_gate)
                        {|left:_timers.Add(timer)|};
                }

                public void Stop()
                {
                    lock (_gate)
                    {
                        foreach (var timer in _timers)
                            timer.Dispose();
                        _timers.Clear();
                    }
                }
            }
            """),
    ];
}
