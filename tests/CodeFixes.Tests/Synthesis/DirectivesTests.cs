using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Races;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Regions, conditions, pragmas and comments inside a type stay where they are.</summary>
public sealed class DirectivesTests
{
    [Fact]
    public Task RegionsOfMembers_StayAroundThem() => Click<DrainInDisposeFix>.GivesAsync(
        """
        sealed class Holder
        {
            #region Fields
            private readonly Dictionary<string, Timer> [|_timers|] = new();
            #endregion

            #region Members

            public static Holder Create() => new();

            public void Add(string name)
            {
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            #endregion
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            #region Fields
            private readonly Dictionary<string, Timer> _timers = new();
            #endregion

            #region Members

            public static Holder Create() => new();

            public void Add(string name)
            {
                if (!_timers.ContainsKey(name))
                    _timers.Add(name, new Timer(_ => { }));
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
                _timers.Clear();
            }

            #endregion
        }
        """);

    [Fact]
    public Task ConditionAroundTheStatement_StaysAroundWhatItBecomes() => Click<DisposeRemovedFix>.GivesAsync(
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

            public void Drop(string name)
            {
        #if !KEEP
                // Not any more.
                [|_timers.Remove(name)|]; // gone
        #else
                _timers[name] = null;
        #endif
                Console.WriteLine(name);
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

            public void Drop(string name)
            {
        #if !KEEP
                // Not any more.
                if (_timers.Remove(name, out var removed))
                    removed.Dispose(); // gone
        #else
                _timers[name] = null;
        #endif
                Console.WriteLine(name);
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task RegionInTheBody_StaysBehindTheLastStatement() => Click<DrainClearedFix>.GivesAsync(
        """
        sealed class Holder : IDisposable
        {
            private readonly List<Timer> _timers = new();

            public void Reset()
            {
                #region Reset
                [|_timers.Clear()|];
                #endregion
            }

            public void Dispose()
            {
                foreach (var timer in _timers)
                    timer.Dispose();
            }
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            private readonly List<Timer> _timers = new();

            public void Reset()
            {
                #region Reset
                foreach (var timer in _timers)
                    timer.Dispose();
                _timers.Clear();
                #endregion
            }

            public void Dispose()
            {
                foreach (var timer in _timers)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task PragmaAndCommentAtAnExpressionBody_StayAtTheMember() => Click<DisposeRemovedFix>.GivesAsync(
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

        #pragma warning disable CS1591
            /// <summary>Drops one.</summary>
            public bool Drop(string name) => // found or not
                [|_timers.Remove(name)|]; // the last word
        #pragma warning restore CS1591

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """,
        """
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

        #pragma warning disable CS1591
            /// <summary>Drops one.</summary>
            public bool Drop(string name)
            {
                // found or not
                if (!_timers.Remove(name, out var removed))
                    return false;
                removed.Dispose();
                return true;
            } // the last word
        #pragma warning restore CS1591

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """);

    [Fact]
    public Task FieldBetweenCommentedFields_KeepsTheCommentsWithTheirs() => Click<CreateUnderLockFix>.GivesAsync(
        """
        sealed class Cache
        {
            // What is open.
            private readonly ConcurrentDictionary<string, FileStream> _files = new(); // by path
            /// <summary>How to open.</summary>
            private readonly FileMode _mode = FileMode.Open;

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, _mode); // may fail
                [|_files[path] = file|];
                return file;
            }
        }
        """,
        """
        sealed class Cache
        {
            // What is open.
            private readonly ConcurrentDictionary<string, FileStream> _files = new(); // by path
            private readonly Lock _gate = new();
            /// <summary>How to open.</summary>
            private readonly FileMode _mode = FileMode.Open;

            public FileStream For(string path)
            {
                if (_files.TryGetValue(path, out var file))
                    return file;
                lock (_gate)
                {
                    if (_files.TryGetValue(path, out file))
                        return file;
                    file = new FileStream(path, _mode); // may fail
                    _files[path] = file;
                    return file;
                }
            }
        }
        """);
}
