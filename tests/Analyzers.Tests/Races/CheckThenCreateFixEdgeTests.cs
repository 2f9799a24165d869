using LeakGuard.CodeFixes.Races;
using Microsoft.CodeAnalysis.CSharp;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Races;

public sealed class CheckThenCreateFixEdgeTests
{
    [Fact]
    public Task ConcurrentWithLockOfOtherMembers_TakesThatLockAndKeepsFreeTest() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out FileStream file)) { return file; }
                file = new FileStream(path, FileMode.Open);
                {|LEAK2001:this._files[path] = file|};
                return file;
            }

            public bool Has(string path)
            {
                lock (this._sync)
                {
                    return _files.ContainsKey(path);
                }
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out FileStream file)) { return file; }

                lock (_sync)
                {
                    if (_files.TryGetValue(path, out file)) { return file; }
                    file = new FileStream(path, FileMode.Open);
                    this._files[path] = file;
                    return file;
                }
            }

            public bool Has(string path)
            {
                lock (this._sync)
                {
                    return _files.ContainsKey(path);
                }
            }
        }
        """);

    [Fact]
    public Task LookupIntoALocalAndUsedLater_DeclaresItBeforeTheLock() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        #nullable enable
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, FileStream> _files = new();

            public long Length(string path)
            {
                var file = _files.GetValueOrDefault(path);
                if (file == null)
                {
                    file = new FileStream(path, FileMode.Open);
                    {|LEAK2001:_files[path] = file|};
                }

                return file.Length;
            }

            public void Forget(string path, out FileStream? file)
            {
                lock (_sync)
                    _files.Remove(path, out file);
            }
        }
        """,
        """
        #nullable enable
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, FileStream> _files = new();

            public long Length(string path)
            {
                FileStream? file;
                lock (_sync)
                {
                    file = _files.GetValueOrDefault(path);
                    if (file == null)
                    {
                        file = new FileStream(path, FileMode.Open);
                        _files[path] = file;
                    }
                }

                return file.Length;
            }

            public void Forget(string path, out FileStream? file)
            {
                lock (_sync)
                    _files.Remove(path, out file);
            }
        }
        """);

    [Fact]
    public Task InsideALoop_LocksOneTurn() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> files = new();

            public async Task Warm(string[] paths)
            {
                foreach (var path in paths)
                    if (!files.ContainsKey(path))
                        {|LEAK2001:files[path] = new FileStream(path, FileMode.Open)|};
                await Task.Yield();
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> files = new();
            private readonly Lock gate = new();

            public async Task Warm(string[] paths)
            {
                foreach (var path in paths)
                    if (!files.ContainsKey(path))
                    {
                        lock (gate)
                        {
                            if (!files.ContainsKey(path))
                                files[path] = new FileStream(path, FileMode.Open);
                        }
                    }

                await Task.Yield();
            }
        }
        """);

    [Fact]
    public Task OlderLanguage_UsesAnObjectAsLock() => Fixes(
        LanguageVersion.CSharp8,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new ConcurrentDictionary<string, FileStream>();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                return {|LEAK2001:_files[path] = new FileStream(path, FileMode.Open)|};
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new ConcurrentDictionary<string, FileStream>();
            private readonly object _gate = new object();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                lock (_gate)
                {
                    if (_files.TryGetValue(path, out file))
                        return file;
                    return _files[path] = new FileStream(path, FileMode.Open);
                }
            }
        }
        """);

    [Fact]
    public Task NameOfTheLockIsTaken_PicksAnother() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly int _gate = 1;
            private static readonly ConcurrentDictionary<string, FileStream> s_files = new(); // by path

            public FileStream For(string path)
            {
                if (s_files.GetValueOrDefault(path) is { } file)
                    return file;
                var made = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, _gate);
                {|LEAK2001:s_files[path] = made|};
                return made;
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly int _gate = 1;
            private static readonly ConcurrentDictionary<string, FileStream> s_files = new(); // by path
            private static readonly Lock s_gate = new();

            public FileStream For(string path)
            {
                lock (s_gate)
                {
                    if (s_files.GetValueOrDefault(path) is { } file)
                        return file;
                    var made = new FileStream(path, FileMode.Open, FileAccess.Read, FileShare.None, _gate);
                    s_files[path] = made;
                    return made;
                }
            }
        }
        """);

    [Fact]
    public Task DrainUnderTheLockTaken_LeavesTheOrderWithCloseToItsOwnRule() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache : IDisposable
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, Timer> _timers = new();

            public Timer For(string path)
            {
                if (_timers.TryGetValue(path, out var timer))
                    return timer;
                timer = new Timer(_ => { });
                {|LEAK2001:{|LEAK4002:_timers[path] = timer|}|};
                return timer;
            }

            public void Dispose()
            {
                lock (_sync)
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """,
        """
        sealed class Cache : IDisposable
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, Timer> _timers = new();

            public Timer For(string path)
            {
                lock (_sync)
                {
                    if (_timers.TryGetValue(path, out var timer))
                        return timer;
                    timer = new Timer(_ => { });
                    {|LEAK4002:_timers[path] = timer|};
                    return timer;
                }
            }

            public void Dispose()
            {
                lock (_sync)
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                    _timers.Clear();
                }
            }
        }
        """);

    [Fact]
    public Task BranchThatReturnsWhatItMade_IsLockedInsideTheTest() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (!_files.TryGetValue(path, out var file))
                {
                    file = new FileStream(path, FileMode.Open);
                    {|LEAK2001:_files[path] = file|};
                    return file;
                }

                return file;
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Lock _gate = new();

            public FileStream For(string path)
            {
                if (!_files.TryGetValue(path, out var file))
                {
                    lock (_gate)
                    {
                        if (!_files.TryGetValue(path, out file))
                        {
                            file = new FileStream(path, FileMode.Open);
                            _files[path] = file;
                            return file;
                        }
                    }
                }

                return file;
            }
        }
        """);

    [Fact]
    public Task CommentInTheBranch_IsKept() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Log
        {
            private readonly ConcurrentDictionary<string, object> _locks = new();

            public object For(string key)
            {
                if (!_locks.TryGetValue(key, out var gate))
                {
                    // one per key
                    {|LEAK2001:_locks[key] = gate = new object()|};
                }

                return gate;
            }
        }
        """,
        """
        sealed class Log
        {
            private readonly ConcurrentDictionary<string, object> _locks = new();
            private readonly Lock _gate = new();

            public object For(string key)
            {
                if (!_locks.TryGetValue(key, out var gate))
                {
                    lock (_gate)
                    {
                        if (!_locks.TryGetValue(key, out gate))
                        {
                            // one per key
                            _locks[key] = gate = new object();
                        }
                    }
                }

                return gate;
            }
        }
        """);

    private static Task Fixes(LanguageVersion language, string source, string fixedSource)
    {
        var test = new Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixTest<HolderAnalyzer, CreateUnderLockFix, Microsoft.CodeAnalysis.Testing.DefaultVerifier>();
        var usings = Verify.Prelude.Replace("global ", string.Empty);
        test.TestCode = usings + "\n\n" + source;
        test.FixedCode = usings + "\n\n" + fixedSource;
        LeakGuard.Testing.FrameworkReferences.UseIn(test);
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", TestLanguage.EditorConfig));
        test.SolutionTransforms.Add((solution, id) => solution.WithProjectParseOptions(id, ((CSharpParseOptions)solution.GetProject(id)!.ParseOptions!).WithLanguageVersion(language)));
        return test.RunAsync();
    }
}
