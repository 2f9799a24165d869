using LeakGuard.CodeFixes.Races;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Races;

public sealed class CheckThenCreateFixTests
{
    [Fact]
    public Task ConcurrentWithEarlyReturn_CreatesUnderNewLockAndKeepsFreeTest() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache : IDisposable
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                // hits are frequent
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, FileMode.Open);
                {|LEAK2001:_files[path] = file|};
                return file;
            }

            public void Dispose()
            {
                foreach (var file in _files.Values)
                {
                    try { file.Dispose(); } catch (IOException) { }
                }
            }
        }
        """,
        """
        sealed class Cache : IDisposable
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Lock _gate = new();

            public FileStream For(string path)
            {
                // hits are frequent
                if (_files.TryGetValue(path, out var file))
                    return file;
                lock (_gate)
                {
                    if (_files.TryGetValue(path, out file))
                        return file;
                    file = new FileStream(path, FileMode.Open);
                    _files[path] = file;
                    return file;
                }
            }

            public void Dispose()
            {
                foreach (var file in _files.Values)
                {
                    try { file.Dispose(); } catch (IOException) { }
                }
            }
        }
        """);

    [Fact]
    public Task ConcurrentCreatedInBranch_LocksInsideTheBranch() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public long Length(string path)
            {
                if (!_files.TryGetValue(path, out var file))
                {
                    file = new FileStream(path, FileMode.Open);
                    {|LEAK2001:_files[path] = file|};
                }

                return file.Length;
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Lock _gate = new();

            public long Length(string path)
            {
                if (!_files.TryGetValue(path, out var file))
                {
                    lock (_gate)
                    {
                        if (!_files.TryGetValue(path, out file))
                        {
                            file = new FileStream(path, FileMode.Open);
                            _files[path] = file;
                        }
                    }
                }

                return file.Length;
            }
        }
        """);

    [Fact]
    public Task PlainWithLockOfOtherMembers_TakesThatLock() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;

                file = new FileStream(path, FileMode.Open); // once
                {|LEAK2001:_files[path] = file|};
                return file;
            }

            public int Count
            {
                get
                {
                    lock (_sync)
                        return _files.Count;
                }
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly object _sync = new();
            private readonly Dictionary<string, FileStream> _files = new();

            public FileStream For(string path)
            {
                lock (_sync)
                {
                    if (_files.TryGetValue(path, out var file))
                        return file;

                    file = new FileStream(path, FileMode.Open); // once
                    _files[path] = file;
                    return file;
                }
            }

            public int Count
            {
                get
                {
                    lock (_sync)
                        return _files.Count;
                }
            }
        }
        """);

    [Fact]
    public Task StaticPlainWithoutLock_GuardsEveryUseWithANewLock() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        static class Files
        {
            private static readonly Dictionary<string, FileStream> Open = new();

            public static FileStream For(string path)
            {
                if (!Open.ContainsKey(path))
                    {|LEAK2001:Open.Add(path, new FileStream(path, FileMode.Open))|};
                return Open[path];
            }

            public static int Count => Open.Count;

            public static string[] Names()
            {
                var names = Open.Keys.ToArray();
                Array.Sort(names);
                return names;
            }
        }
        """,
        """
        static class Files
        {
            private static readonly Dictionary<string, FileStream> Open = new();
            private static readonly Lock Gate = new();

            public static FileStream For(string path)
            {
                lock (Gate)
                {
                    if (!Open.ContainsKey(path))
                        Open.Add(path, new FileStream(path, FileMode.Open));
                    return Open[path];
                }
            }

            public static int Count
            {
                get
                {
                    lock (Gate)
                    {
                        return Open.Count;
                    }
                }
            }

            public static string[] Names()
            {
                string[] names;
                lock (Gate)
                {
                    names = Open.Keys.ToArray();
                }

                Array.Sort(names);
                return names;
            }
        }
        """);

    [Fact]
    public Task InertValueInConcurrentDictionary_UsesGetOrAdd() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Locks
        {
            private readonly ConcurrentDictionary<string, object> _locks = new();

            public object For(string key)
            {
                if (_locks.TryGetValue(key, out var gate))
                    return gate;
                return {|LEAK2001:_locks[key] = new object()|};
            }
        }
        """,
        """
        sealed class Locks
        {
            private readonly ConcurrentDictionary<string, object> _locks = new();

            public object For(string key)
            {
                return _locks.GetOrAdd(key, _ => new object());
            }
        }
        """);

    [Fact]
    public Task ListThatIsFilledLater_UsesGetOrAdd() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Log
        {
            private readonly ConcurrentDictionary<string, List<string>> _lines = new();

            public void Add(string key, string line)
            {
                if (!_lines.TryGetValue(key, out var lines))
                {
                    lines = new List<string>();
                    {|LEAK2001:_lines[key] = lines|};
                }

                lock (lines)
                    lines.Add(line);
            }
        }
        """,
        """
        sealed class Log
        {
            private readonly ConcurrentDictionary<string, List<string>> _lines = new();

            public void Add(string key, string line)
            {
                var lines = _lines.GetOrAdd(key, _ => new List<string>());

                lock (lines)
                    lines.Add(line);
            }
        }
        """);

    [Fact]
    public Task ExpressionBody_BecomesABlockWithLock() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream For(string path) =>
                _files.TryGetValue(path, out var file) ? file : {|LEAK2001:_files[path] = new FileStream(path, FileMode.Open)|};
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Lock _gate = new();

            public FileStream For(string path)
            {
                lock (_gate)
                {
                    return _files.TryGetValue(path, out var file) ? file : _files[path] = new FileStream(path, FileMode.Open);
                }
            }
        }
        """);

    [Fact]
    public Task TwoCreatingMembers_ShareOneNewLock() => Verify<CreateUnderLockFix>.FixesAsync(
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();

            public FileStream Read(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                var made = new FileStream(path, FileMode.Open);
                {|LEAK2001:_files[path] = made|};
                return made;
            }

            public void Warm(string path)
            {
                if (!_files.ContainsKey(path))
                    {|LEAK2001:_files[path] = new FileStream(path, FileMode.Open)|};
            }
        }
        """,
        """
        sealed class Cache
        {
            private readonly ConcurrentDictionary<string, FileStream> _files = new();
            private readonly Lock _gate = new();

            public FileStream Read(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                lock (_gate)
                {
                    if (_files.TryGetValue(path, out file))
                        return file;
                    var made = new FileStream(path, FileMode.Open);
                    _files[path] = made;
                    return made;
                }
            }

            public void Warm(string path)
            {
                if (!_files.ContainsKey(path))
                {
                    lock (_gate)
                    {
                        if (!_files.ContainsKey(path))
                            _files[path] = new FileStream(path, FileMode.Open);
                    }
                }
            }
        }
        """);
}
