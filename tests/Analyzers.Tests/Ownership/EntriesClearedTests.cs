using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1003 and its fix.</summary>
public sealed class EntriesClearedTests
{
    private const string Map = "Dictionary<string, Timer> _store = new()";

    private static string Holder(string member, string store = Map, string drain = "_store.Values") =>
        $$"""
        #nullable enable
        sealed class Holder : IDisposable
        {
            private {{store}};

        {{member}}

            public void Dispose()
            {
                foreach (var timer in {{drain}})
                    timer.Dispose();
            }
        }
        """;

    private static Task FixesAsync(string before, string after, string store = Map, string drain = "_store.Values") =>
        Verify<DrainClearedFix>.FixesAsync(Holder(before, store, drain), Holder(after, store, drain));

    private static Task SilentAsync(string member, string store = Map, string drain = "_store.Values") => Verify.SilentAsync(Holder(member, store, drain));

    private static string Reset(string code) =>
        $$"""
            public void Reset()
            {
                {{code.Replace("\n", "\n        ").Replace("        \n", "\n")}}
            }
        """;

    [Fact]
    public Task ClearAlone_DisposesBefore() => FixesAsync(
        """
            public void Reset() => {|LEAK1003:_store.Clear()|};
        """,
        Reset(
            """
            foreach (var timer in _store.Values)
                timer.Dispose();
            _store.Clear();
            """));

    [Fact]
    public Task ClearUnderLock_CopiesThereAndDisposesBehindIt() => FixesAsync(
        """
            private readonly object _gate = new();

            public void Reset()
            {
                lock (_gate)
                {
                    // Start again.
                    {|LEAK1003:_store.Clear()|};
                }
            }
        """,
        """
            private readonly object _gate = new();

            public void Reset()
            {
                var removed = new List<Timer>();
                lock (_gate)
                {
                    // Start again.
                    removed.AddRange(_store.Values);
                    _store.Clear();
                }

                foreach (var timer in removed)
                    timer.Dispose();
            }
        """);

    [Fact]
    public Task ReplacedUnderLock_SwapsAndDisposesBehindIt() => FixesAsync(
        """
            private readonly object _gate = new();

            public void Reset()
            {
                lock (_gate)
                    {|LEAK1003:_store = new()|};
            }
        """,
        """
            private readonly object _gate = new();

            public void Reset()
            {
                Dictionary<string, Timer> removed;
                lock (_gate)
                {
                    removed = _store;
                    _store = new();
                }

                foreach (var timer in removed.Values)
                    timer.Dispose();
            }
        """);

    [Fact]
    public Task ReplacedWhereShared_Exchanges() => FixesAsync(
        """
            private int _resets;

            public void Reset()
            {
                Interlocked.Increment(ref _resets);
                {|LEAK1003:_store = new()|};
            }
        """,
        """
            private int _resets;

            public void Reset()
            {
                Interlocked.Increment(ref _resets);
                var removed = Interlocked.Exchange(ref _store, new());
                foreach (var timer in removed.Values)
                    timer.Dispose();
            }
        """);

    [Fact]
    public Task SetToNull_DisposesWhatWasThere() => FixesAsync(
        Reset("{|LEAK1003:_store = null|};"),
        Reset(
            """
            var removed = _store;
            _store = null;
            if (removed != null)
                foreach (var timer in removed.Values)
                    timer.Dispose();
            """),
        "Dictionary<string, Timer>? _store = new()",
        "_store?.Values ?? Enumerable.Empty<Timer>()");

    [Fact]
    public Task ExchangeIgnored_KeepsItsResult() => FixesAsync(
        Reset("{|LEAK1003:Interlocked.Exchange(ref _store, new Dictionary<string, Timer>())|};"),
        Reset(
            """
            var removed = Interlocked.Exchange(ref _store, new Dictionary<string, Timer>());
            foreach (var timer in removed.Values)
                timer.Dispose();
            """));

    [Fact]
    public Task ImmutableReplacedByEmpty_DisposesWhatWasThere() => FixesAsync(
        Reset("{|LEAK1003:_store = ImmutableDictionary<string, Timer>.Empty|};"),
        Reset(
            """
            var removed = _store;
            _store = ImmutableDictionary<string, Timer>.Empty;
            foreach (var timer in removed.Values)
                timer.Dispose();
            """),
        "ImmutableDictionary<string, Timer> _store = ImmutableDictionary<string, Timer>.Empty");

    [Fact]
    public Task ImmutableCleared_DisposesWhatWasThere() => FixesAsync(
        Reset("{|LEAK1003:_store = _store.Clear()|};"),
        Reset(
            """
            var removed = _store;
            _store = _store.Clear();
            foreach (var timer in removed)
                timer.Dispose();
            """),
        "ImmutableList<Timer> _store = ImmutableList<Timer>.Empty",
        "_store");

    [Fact]
    public Task ConcurrentMap_RemovesOneByOne() => FixesAsync(
        Reset("{|LEAK1003:_store.Clear()|};"),
        Reset(
            """
            foreach (var key in _store.Keys)
            {
                if (_store.TryRemove(key, out var removed))
                    removed.Dispose();
            }
            """),
        "ConcurrentDictionary<string, Timer> _store = new()");

    [Theory]
    [InlineData("ConcurrentQueue", "TryDequeue")]
    [InlineData("ConcurrentStack", "TryPop")]
    [InlineData("ConcurrentBag", "TryTake")]
    public Task ConcurrentSequence_TakesOneByOne(string type, string take) => FixesAsync(
        Reset("{|LEAK1003:_store.Clear()|};"),
        Reset($"while (_store.{take}(out var timer))\n    timer.Dispose();"),
        $"{type}<Timer> _store = new()",
        "_store");

    [Theory]
    [InlineData("List<Timer> _store = new()")]
    [InlineData("HashSet<Timer> _store = new()")]
    [InlineData("Queue<Timer> _store = new()")]
    [InlineData("Stack<Timer> _store = new()")]
    [InlineData("LinkedList<Timer> _store = new()")]
    public Task Sequences_AreEnumerated(string store) => FixesAsync(
        Reset("{|LEAK1003:_store.Clear()|};"),
        Reset("foreach (var timer in _store)\n    timer.Dispose();\n_store.Clear();"),
        store,
        "_store");

    [Fact]
    public Task CollectionExpression_IsSwapped() => FixesAsync(
        Reset("{|LEAK1003:_store = []|};"),
        Reset(
            """
            var removed = _store;
            _store = [];
            foreach (var timer in removed)
                timer.Dispose();
            """),
        "List<Timer> _store = []",
        "_store");

    [Fact]
    public Task AsyncMember_AwaitsEachDispose() => FixesAsync(
        """
            public async Task ResetAsync()
            {
                await Task.Yield();
                {|LEAK1003:_store.Clear()|};
            }
        """,
        """
            public async Task ResetAsync()
            {
                await Task.Yield();
                foreach (var timer in _store.Values)
                    await timer.DisposeAsync();
                _store.Clear();
            }
        """);

    [Fact]
    public Task ClosingMemberWithStepsThatFail_IsolatesThem() => Verify<DrainClearedFix>.FixesAsync(
        Closing("{|LEAK1003:_files.Clear()|};"),
        Closing(
            """
            var removed = new List<FileStream>(_files);
                    _files.Clear();
                    var failures = new List<Exception>();
                    foreach (var fileStream in removed)
                    {
                        try
                        {
                            fileStream.Dispose();
                        }
                        catch (Exception failure)
                        {
                            failures.Add(failure);
                        }
                    }

                    if (failures.Count > 0)
                        throw new AggregateException(failures);
            """));

    [Fact]
    public Task HandedOut_OffersNothing() => Verify<DrainClearedFix>.OffersNothingAsync(Holder("    public Timer Get(string name) => _store[name];\n\n" + Reset("{|LEAK1003:_store.Clear()|};")));

    [Fact]
    public Task LockOfTheCaller_OffersNothing() => Verify<DrainClearedFix>.OffersNothingAsync(Holder(
        """
            private readonly object _gate = new();

            public void Reset()
            {
                lock (_gate)
                    Wipe();
            }

            private void Wipe() => {|LEAK1003:_store.Clear()|};
        """));

    [Fact]
    public Task ReplacedWithinAnExpression_OffersNothing() => Verify<DrainClearedFix>.OffersNothingAsync(Holder(Reset("Console.WriteLine({|LEAK1003:_store = new()|});")));

    [Fact]
    public Task DisposedInLoopBefore_Silent() => SilentAsync(Reset("foreach (var timer in _store.Values)\n    timer.Dispose();\n_store.Clear();"));

    [Fact]
    public Task CapturedAndDrained_Silent() => SilentAsync(Reset("var old = _store;\n_store = new();\nforeach (var timer in old.Values)\n    timer.Dispose();"));

    [Fact]
    public Task CapturedAndReturned_Silent() => SilentAsync("    public Dictionary<string, Timer> Take()\n    {\n        var old = _store;\n        _store = new();\n        return old;\n    }");

    [Fact]
    public Task FirstCollectionOfTheConstructor_Silent() => SilentAsync("    public Holder() => _store = new();", "Dictionary<string, Timer> _store");

    [Fact]
    public Task CreatedWhereNullSoFar_Silent() => SilentAsync("    public void Put(string name)\n    {\n        if (_store == null)\n            _store = new();\n        _store.Add(name, new Timer(_ => { }));\n    }", "Dictionary<string, Timer>? _store", "_store!.Values");

    private static string Closing(string code) =>
        $$"""
        #nullable enable
        sealed class Log
        {
            private readonly List<FileStream> _files = new();

            public void Open(string path) => _files.Add(File.OpenRead(path));

            public void Roll()
            {
                foreach (var file in _files)
                    file.Dispose();
                _files.Clear();
            }

            public void Stop()
            {
                {{code}}
            }
        }
        """;
}
