using LeakGuard.CodeFixes.Ownership;

namespace LeakGuard.CodeFixes.Tests.FixAll;

// Entries that leave a store: overwritten, removed, cleared.
internal static partial class FixAllSamples
{
    private const string Link =
        """
        sealed class Link(string name) : IDisposable
        {
            private readonly Timer _timer = new(_ => Console.WriteLine(name));

            public void Dispose() => _timer.Dispose();
        }
        """;

    private static IEnumerable<FixAllSample> Entries =>
    [
        new(
            new DisposeOverwrittenFix(),
            DisposeOverwrittenFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly object _gate = new();
                private readonly Dictionary<string, Link> _links = new();

                public void Refresh(string name)
                {
                    lock (_gate)
                    {
                        {|fix:_links[name] = new Link(name)|};
                    }
                }

                public void Renew(string name, string other)
                {
                    lock (_gate)
                    {
                        {|fix:_links[name] = new Link(other)|};
                        {|fix:_links[other] = new Link(name)|};
                    }
                }

                public void Dispose()
                {
                    lock (_gate)
                    {
                        foreach (var link in _links.Values)
                            link.Dispose();
                    }
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly object _gate = new();
                private readonly Dictionary<string, Link> _links = new();

                public void Refresh(string name)
                {
                    lock (_gate)
                    {
                        {|left:_links[name.ToUpperInvariant()] = new Link(name)|};
                    }
                }

                public void Dispose()
                {
                    lock (_gate)
                    {
                        foreach (var link in _links.Values)
                            link.Dispose();
                    }
                }
            }
            """,
            Link),
        new(
            new DisposeRemovedFix(),
            DisposeRemovedFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, Timer> _timers = new();

                public void Drop(string name) => {|fix:_timers.Remove(name)|};

                public void Drop(string name, string other)
                {
                    {|fix:_timers.Remove(name)|};
                    {|fix:_timers.Remove(other, out _)|}; // and this one
                }

                public void Dispose()
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, Timer> _timers = new();

                public Timer Get(string name) => _timers[name];

                public void Drop(string name) => {|left:_timers.Remove(name)|};

                public void Dispose()
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                }
            }
            """),
        new(
            new DrainClearedFix(),
            DrainClearedFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly object _gate = new();
                private readonly Dictionary<string, Timer> _timers = new();
                private List<Timer> _others = new();

                public void Reset()
                {
                    lock (_gate)
                    {
                        {|fix:_timers.Clear()|};
                        {|fix:_others = new()|};
                    }
                }

                public void ResetOthers()
                {
                    lock (_gate)
                        {|fix:_others.Clear()|};
                }

                public void Dispose()
                {
                    lock (_gate)
                    {
                        foreach (var timer in _timers.Values)
                            timer.Dispose();
                        foreach (var other in _others)
                            other.Dispose();
                    }
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, Timer> _timers = new();

                public Timer Get(string name) => _timers[name];

                public void Reset() => {|left:_timers.Clear()|};

                public void Dispose()
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                }
            }
            """),
        new(
            new UnpublishFirstFix(),
            UnpublishFirstFix.EquivalenceKey,
            """
            sealed class HOLDER : IDisposable
            {
                private readonly Dictionary<string, Timer> _files = new();
                private FileStream? _file;
                private FileStream? _log;

                public void Refresh(string path)
                {
                    _file?{|fix:.Dispose()|};
                    _file = File.OpenRead(path);
                    _log?{|fix:.Dispose()|};
                    _log = File.OpenRead(path + ".log");
                }

                public void Log(string path)
                {
                    if (_log != null)
                        {|fix:_log.Dispose()|};
                    _log = File.OpenRead(path);
                }

                public long Length => (_file?.Length ?? 0) + (_log?.Length ?? 0);

                public void Dispose()
                {
                    using (_log)
                        _file?.Dispose();
                }
            }
            """,
            """
            sealed class HOLDER : IDisposable
            {
                private FileStream? _file;

                public void Refresh(string path)
                {
                    _file?{|left:.Dispose()|};
                    if (!File.Exists(path))
                        return;
                    _file = File.OpenRead(path);
                }

                public long Length => _file?.Length ?? 0;

                public void Dispose() => _file?.Dispose();
            }
            """),
        new(
            new UseInsertedKeyFix(),
            UseInsertedKeyFix.EquivalenceKey,
            """
            sealed class HOLDER
            {
                private readonly Dictionary<string, List<string>> _triggers = new();

                public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

                public void Remove(string scope, string name)
                {
                    {|fix:_triggers.Remove($"{name}.{scope}")|};
                }

                public void Drop(string scope, string name) => {|fix:_triggers.Remove(name)|};
            }
            """,
            """
            sealed class HOLDER
            {
                private readonly Dictionary<string, List<string>> _triggers = new();

                public void Add(string kind, string name, List<string> triggers) => _triggers[$"{kind}.{name}"] = triggers;

                public void Remove(string name)
                {
                    {|left:_triggers.Remove(name)|};
                    var kind = name + "!";
                    Console.WriteLine(kind);
                }
            }
            """),
    ];
}
