using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

public sealed class FactoryLoserDroppedFixTests
{
    private const string DisposeKey = DisposeLoserFix.DisposeKey;

    [Fact]
    public Task LambdaInExpressionBody_StoresLazies() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public FileSystemWatcher For(string folder) =>
                {|LEAK1005:_watchers.GetOrAdd(folder, path => new FileSystemWatcher(path) { EnableRaisingEvents = true })|};
        }
        """,
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, Lazy<FileSystemWatcher>> _watchers = new();

            public FileSystemWatcher For(string folder) =>
                _watchers.GetOrAdd(folder, path => new Lazy<FileSystemWatcher>(() => new FileSystemWatcher(path) { EnableRaisingEvents = true })).Value;
        }
        """);

    [Fact]
    public Task ResultThrownAway_AsksTheLazyAllTheSame() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Pings
        {
            private readonly ConcurrentDictionary<string, Timer> _timers = new();

            public void Watch(string peer)
            {
                {|LEAK1005:_timers.GetOrAdd(peer, name => new Timer(_ => { }, name, 0, 15))|};
            }
        }
        """,
        """
        sealed class Pings
        {
            private readonly ConcurrentDictionary<string, Lazy<Timer>> _timers = new();

            public void Watch(string peer)
            {
                _ = _timers.GetOrAdd(peer, name => new Lazy<Timer>(() => new Timer(_ => { }, name, 0, 15))).Value;
            }
        }
        """);

    [Fact]
    public Task DrainLookupAndRemoval_AreRewrittenForLazies() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Timer> _timers = new ConcurrentDictionary<string, Timer>(StringComparer.Ordinal);

            public Timer Start(string name) => {|LEAK4002:{|LEAK1005:_timers.GetOrAdd(name, Make)|}|};

            public bool Change(string name, int due)
            {
                if (!_timers.TryGetValue(name, out var timer))
                    return false;
                return timer.Change(due, due);
            }

            public void Drop(string name)
            {
                if (_timers.TryRemove(name, out Timer timer))
                    timer.Dispose(); // for good
                else
                    throw new KeyNotFoundException();
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
                foreach (var pair in _timers)
                {
                    Console.WriteLine(pair.Key);
                    pair.Value.Dispose();
                }

                _timers.Clear();
            }

            private static Timer Make(string name) => new Timer(_ => Console.WriteLine(name));
        }
        """,
        """
        sealed class Timers : IDisposable
        {
            private readonly ConcurrentDictionary<string, Lazy<Timer>> _timers = new ConcurrentDictionary<string, Lazy<Timer>>(StringComparer.Ordinal);

            public Timer Start(string name) => {|LEAK4002:_timers.GetOrAdd(name, key => new Lazy<Timer>(() => Make(key)))|}.Value;

            public bool Change(string name, int due)
            {
                if (!_timers.TryGetValue(name, out var timer))
                    return false;
                return timer.Value.Change(due, due);
            }

            public void Drop(string name)
            {
                if (_timers.TryRemove(name, out var timer))
                {
                    if (timer.IsValueCreated)
                        timer.Value.Dispose(); // for good
                }
                else
                    throw new KeyNotFoundException();
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    if (timer.IsValueCreated)
                        timer.Value.Dispose();
                foreach (var pair in _timers)
                {
                    Console.WriteLine(pair.Key);
                    if (pair.Value.IsValueCreated)
                        pair.Value.Value.Dispose();
                }

                _timers.Clear();
            }

            private static Timer Make(string name) => new Timer(_ => Console.WriteLine(name));
        }
        """);

    [Fact]
    public Task IndexersAndPairs_AreRewrittenForLazies() => Verify<DisposeLoserFix>.FixesAsync(
        """
        #nullable enable
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers;

            public Watchers() => _watchers = new();

            public FileSystemWatcher For(string folder) => {|LEAK1005:_watchers.GetOrAdd(folder, new FileSystemWatcher(folder))|};

            public string? Filter(string folder) => _watchers.ContainsKey(folder) ? _watchers[folder].Filter : null;

            public string? Path(string folder) => _watchers.TryGetValue(folder, out var watcher) ? watcher.Path : null;

            public void Pause()
            {
                foreach (var (_, watcher) in _watchers)
                    watcher.EnableRaisingEvents = false;
            }
        }
        """,
        """
        #nullable enable
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, Lazy<FileSystemWatcher>> _watchers;

            public Watchers() => _watchers = new();

            public FileSystemWatcher For(string folder) => _watchers.GetOrAdd(folder, _ => new Lazy<FileSystemWatcher>(() => new FileSystemWatcher(folder))).Value;

            public string? Filter(string folder) => _watchers.ContainsKey(folder) ? _watchers[folder].Value.Filter : null;

            public string? Path(string folder) => _watchers.TryGetValue(folder, out var watcher) ? watcher.Value.Path : null;

            public void Pause()
            {
                foreach (var (_, watcher) in _watchers)
                    watcher.Value.EnableRaisingEvents = false;
            }
        }
        """);

    [Fact]
    public Task TwoCallsOfOneMember_AreBothRepaired() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public int Buffers(string a, string b)
            {
                var first = {|LEAK1005:_watchers.GetOrAdd(a, Open)|};
                return first.InternalBufferSize + {|LEAK1005:_watchers.GetOrAdd(b, Open)|}.InternalBufferSize;
            }

            private static FileSystemWatcher Open(string path) => new(path);
        }
        """,
        """
        sealed class Watchers
        {
            private readonly ConcurrentDictionary<string, FileSystemWatcher> _watchers = new();

            public int Buffers(string a, string b)
            {
                if (!_watchers.TryGetValue(a, out var first))
                {
                    var created = Open(a);
                    first = _watchers.GetOrAdd(a, created);
                    if (!ReferenceEquals(first, created))
                        created.Dispose();
                }

                if (!_watchers.TryGetValue(b, out var kept))
                {
                    var created1 = Open(b);
                    kept = _watchers.GetOrAdd(b, created1);
                    if (!ReferenceEquals(kept, created1))
                        created1.Dispose();
                }

                return first.InternalBufferSize + kept.InternalBufferSize;
            }

            private static FileSystemWatcher Open(string path) => new(path);
        }
        """,
        DisposeKey);

    [Fact]
    public Task FactoryThatStartsWork_StoresLazies() => Verify<DisposeLoserFix>.FixesAsync(
        """
        sealed class Feeds
        {
            private readonly ConcurrentDictionary<string, object> _feeds = new();

            public object For(string name) => {|LEAK1005:_feeds.GetOrAdd(name, key =>
            {
                var thread = new Thread(() => Console.WriteLine(key));
                thread.Start();
                return new object();
            })|};
        }
        """,
        """
        sealed class Feeds
        {
            private readonly ConcurrentDictionary<string, Lazy<object>> _feeds = new();

            public object For(string name) => _feeds.GetOrAdd(name, key => new Lazy<object>(() =>
            {
                var thread = new Thread(() => Console.WriteLine(key));
                thread.Start();
                return new object();
            })).Value;
        }
        """);
}
