using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1001 and its fix.</summary>
public sealed class EntryOverwrittenTests
{
    private const string Map = "private readonly Dictionary<string, Link> _store = new();";
    private const string Slot = "private Link? _store;";
    private const string EndMap = "foreach (var link in _store.Values)\n            link.Dispose();";
    private const string EndList = "foreach (var link in _store)\n            link?.Dispose();";
    private const string EndSlot = "_store?.Dispose();";

    private static string Holder(string members, string store, string end) =>
        $$"""
        #nullable enable
        sealed class SingleThreadedAttribute : Attribute;

        {{(members.Contains("Interlocked") ? string.Empty : "[SingleThreaded]")}}
        sealed class Holder : IDisposable
        {
            {{store}}

        {{members}}

            private static async Task<Link> ConnectAsync(string name)
            {
                await Task.Yield();
                return new Link(name);
            }

            public void Dispose()
            {
                {{end}}
            }
        }

        sealed class Link(string name) : IDisposable
        {
            public string Name => name;

            public void Dispose()
            {
            }
        }

        sealed class Entry
        {
            public required Link Link { get; init; }
        }
        """;

    private static string Put(string code) =>
        $$"""
            public void Refresh(string name)
            {
                {{code.Replace("\n", "\n        ").Replace("        \n", "\n")}}
            }
        """;

    private static Task FixesAsync(string before, string after, string store = Map, string end = EndMap) =>
        Verify<DisposeOverwrittenFix>.FixesAsync(Holder(before, store, end), Holder(after, store, end));

    private static Task OffersNothingAsync(string members, string store = Map, string end = EndMap) => Verify<DisposeOverwrittenFix>.OffersNothingAsync(Holder(members, store, end));

    private static Task SilentAsync(string members, string store = Map, string end = EndMap) => Verify.SilentAsync(Holder(members, store, end));

    [Fact]
    public Task EntryOfMap_IsFoundBefore() => FixesAsync(
        """
            public void Refresh(string name) => {|LEAK1001:_store[name] = new Link(name)|};
        """,
        Put("_store.TryGetValue(name, out var old);\n_store[name] = new Link(name);\nold?.Dispose();"));

    [Fact]
    public Task Comments_StayInFront() => FixesAsync(
        Put("// The newest one counts.\n{|LEAK1001:_store[name] = new(name)|}; // target typed"),
        Put("// The newest one counts.\n_store.TryGetValue(name, out var old);\n_store[name] = new(name); // target typed\nold?.Dispose();"));

    [Fact]
    public Task UnderLock_IsDisposedBehindIt() => FixesAsync(
        "    private readonly object _gate = new();\n\n" + Put("lock (_gate)\n{\n    {|LEAK1001:_store[name] = new Link(name)|};\n}"),
        "    private readonly object _gate = new();\n\n" + Put("Link? old;\nlock (_gate)\n{\n    _store.TryGetValue(name, out old);\n    _store[name] = new Link(name);\n}\n\nold?.Dispose();"));

    [Fact]
    public Task AwaitedValue_IsHadBeforeTheOldOneIsTaken() => FixesAsync(
        """
            public async Task RefreshAsync(string name)
            {
                {|LEAK1001:_store[name] = await ConnectAsync(name)|};
            }
        """,
        """
            public async Task RefreshAsync(string name)
            {
                var link = await ConnectAsync(name);
                _store.TryGetValue(name, out var old);
                _store[name] = link;
                old?.Dispose();
            }
        """);

    [Fact]
    public Task ValueOfTheCaller_MayBeTheSame() => FixesAsync(
        """
            public void Put(string name, Link link) => {|LEAK1001:_store[name] = link|};
        """,
        """
            public void Put(string name, Link link)
            {
                _store.TryGetValue(name, out var old);
                _store[name] = link;
                if (!ReferenceEquals(old, link))
                    old?.Dispose();
            }
        """);

    [Fact]
    public Task EntryOfConcurrentMap_IsReplacedAtomically() => FixesAsync(
        Put("{|LEAK1001:_store[name] = new Link(name)|};"),
        Put(
            """
            var link = new Link(name);
            Link? old = null;
            _store.AddOrUpdate(name, _ =>
            {
                old = null;
                return link;
            }, (_, current) =>
            {
                old = current;
                return link;
            });
            old?.Dispose();
            """),
        "private readonly ConcurrentDictionary<string, Link> _store = new();");

    [Fact]
    public Task UpdaterThatIgnoresTheOldOne_TellsIt() => FixesAsync(
        Put("var link = new Link(name);\n{|LEAK1001:_store.AddOrUpdate(name, link, (_, _) => link)|};"),
        Put(
            """
            var link = new Link(name);
            Link? old = null;
            _store.AddOrUpdate(name, _ =>
            {
                old = null;
                return link;
            }, (_, current) =>
            {
                old = current;
                return link;
            });
            old?.Dispose();
            """),
        "private readonly ConcurrentDictionary<string, Link> _store = new();");

    [Fact]
    public Task SuccessfulTryUpdate_EndsTheComparand() => FixesAsync(
        Put("if (!_store.TryGetValue(name, out var existing))\n    return;\nvar link = new Link(name);\nif (!{|LEAK1001:_store.TryUpdate(name, link, existing)|})\n    link.Dispose();"),
        Put("if (!_store.TryGetValue(name, out var existing))\n    return;\nvar link = new Link(name);\nif (!_store.TryUpdate(name, link, existing))\n    link.Dispose();\nelse\n    existing.Dispose();"),
        "private readonly ConcurrentDictionary<string, Link> _store = new();");

    [Theory]
    [InlineData("private readonly List<Link> _store = new() { new(\"a\") };", "old.Dispose();")]
    [InlineData("private readonly Link?[] _store = new Link?[4];", "old?.Dispose();")]
    public Task Element_IsReadBefore(string store, string dispose) => FixesAsync(
        Put("{|LEAK1001:_store[0] = new Link(name)|};"),
        Put("var old = _store[0];\n_store[0] = new Link(name);\n" + dispose),
        store,
        EndList);

    [Fact]
    public Task ImmutableMap_IsLookedInBefore() => FixesAsync(
        Put("{|LEAK1001:_store = _store.SetItem(name, new Link(name))|};"),
        Put("_store.TryGetValue(name, out var old);\n_store = _store.SetItem(name, new Link(name));\nold?.Dispose();"),
        "private ImmutableDictionary<string, Link> _store = ImmutableDictionary<string, Link>.Empty;");

    [Fact]
    public Task Slot_IsReadBefore() => FixesAsync(
        Put("{|LEAK1001:_store = new Link(name)|};"),
        Put("var old = _store;\n_store = new Link(name);\nold?.Dispose();"),
        Slot,
        EndSlot);

    [Fact]
    public Task SharedSlot_IsExchanged() => FixesAsync(
        "    private int _count;\n\n" + Put("Interlocked.Increment(ref _count);\n{|LEAK1001:_store = new Link(name)|};"),
        "    private int _count;\n\n" + Put("Interlocked.Increment(ref _count);\nvar old = Interlocked.Exchange(ref _store, new Link(name));\nold?.Dispose();"),
        Slot,
        EndSlot);

    [Fact]
    public Task SlotThatIsNeverNull_NeedsNoTest() => FixesAsync(
        Put("{|LEAK1001:_store = new Link(name)|};"),
        Put("var old = _store;\n_store = new Link(name);\nold.Dispose();"),
        "private Link _store = new(\"first\");",
        "_store.Dispose();");

    [Fact]
    public Task ExchangeIgnored_KeepsItsResult() => FixesAsync(
        Put("{|LEAK1001:Interlocked.Exchange(ref _store, new Link(name))|};"),
        Put("var old = Interlocked.Exchange(ref _store, new Link(name));\nold?.Dispose();"),
        Slot,
        EndSlot);

    [Fact]
    public Task SlotLeftByDisconnect_IsEnded() => FixesAsync(
        "    public void Open(string name) => _store ??= new Link(name);\n\n    public void Disconnect() => {|LEAK1001:_store = null|};",
        "    public void Open(string name) => _store ??= new Link(name);\n\n    public void Disconnect()\n    {\n        var old = _store;\n        _store = null;\n        old?.Dispose();\n    }",
        Slot,
        EndSlot);

    [Theory]
    [InlineData("Lazy<Link>", "new Lazy<Link>(() => new Link(name))", "link.Value.Dispose();", "if (old is { IsValueCreated: true })\n    old.Value.Dispose();")]
    [InlineData("Entry", "new Entry { Link = new Link(name) }", "link.Link.Dispose();", "old?.Link.Dispose();")]
    [InlineData("(Link First, int Second)", "(new Link(name), 1)", "link.First.Dispose();", "old.First?.Dispose();")]
    [InlineData("List<Link>", "new List<Link> { new(name) }", "link.ForEach(l => l.Dispose());", "if (old is not null)\n    foreach (var item in old)\n        item.Dispose();")]
    public Task Carriers_AreLookedThrough(string type, string created, string end, string dispose) => FixesAsync(
        Put("{|LEAK1001:_store[name] = " + created + "|};"),
        Put($"_store.TryGetValue(name, out var old);\n_store[name] = {created};\n{dispose}"),
        $"private readonly Dictionary<string, {type}> _store = new();",
        "foreach (var link in _store.Values)\n            " + end);

    [Fact]
    public Task HandedOut_OffersNothing() => OffersNothingAsync("    public Link Get(string name) => _store[name];\n\n" + Put("{|LEAK1001:_store[name] = new Link(name)|};"));

    [Fact]
    public Task LockOfTheCaller_OffersNothing() => OffersNothingAsync(
        """
            private readonly object _gate = new();

            public void Refresh(string name)
            {
                lock (_gate)
                    Replace(name);
            }

            private void Replace(string name) => {|LEAK1001:_store[name] = new Link(name)|};
        """);

    [Fact]
    public Task KeyThatIsComputed_OffersNothing() => OffersNothingAsync(Put("{|LEAK1001:_store[name.ToUpperInvariant()] = new Link(name)|};"));

    [Fact]
    public Task WrittenInALoopUnderTheLock_OffersNothing() => OffersNothingAsync(
        "    private readonly object _gate = new();\n\n    public void Refresh(string[] names)\n    {\n        lock (_gate)\n        {\n            foreach (var name in names)\n                {|LEAK1001:_store[name] = new Link(name)|};\n        }\n    }");

    [Fact]
    public Task KeyProvedAbsent_Silent() => SilentAsync(Put("if (!_store.ContainsKey(name))\n    _store[name] = new Link(name);"));

    [Fact]
    public Task OldOneTakenAndDisposed_Silent() => SilentAsync(Put("_store.Remove(name, out var old);\n_store[name] = new Link(name);\nold?.Dispose();"));

    [Fact]
    public Task OldOnePutBack_Silent() => SilentAsync(Put("if (_store.TryGetValue(name, out var link))\n    _store[name] = link;"));

    [Fact]
    public Task UpdaterDisposesTheOldOne_Silent() => SilentAsync(
        "    public void Put(string name, Link link) => _store.AddOrUpdate(name, link, (_, old) =>\n    {\n        old.Dispose();\n        return link;\n    });",
        "private readonly ConcurrentDictionary<string, Link> _store = new();");

    [Fact]
    public Task SlotAssignedOnce_Silent() => SilentAsync("    public void Open(string name) => _store = new Link(name);", Slot, EndSlot);

    [Fact]
    public Task SlotWhereNullSoFar_Silent() => SilentAsync(Put("if (_store == null)\n    _store = new Link(name);"), Slot, EndSlot);

    [Fact]
    public Task BroughtAndNeverDisposed_Silent() => SilentAsync("    public void Put(string name, Link link) => _store[name] = link;", Map, "_store.Clear();");

    [Fact]
    public Task ReaderOfItsOwnStream_Fires() => Verify.FindsAsync(
        """
        sealed class Holder : IDisposable
        {
            private StreamReader _reader = new StreamReader(new FileStream("a", FileMode.Open));

            public void Reopen(string path)
            {
                var stream = new FileStream(path, FileMode.Open);
                {|LEAK1001:_reader = new StreamReader(stream)|};
            }

            public void Dispose() => _reader.Dispose();
        }
        """);
}
