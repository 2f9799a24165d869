using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1003 where a collection is replaced by a part of itself, and its fix.</summary>
public sealed class PartKeptTests
{
    private static string Holder(string member, string store = "List<Session> _store = new()", string drain = "_store") =>
        $$"""
        #nullable enable
        sealed class Session : IDisposable
        {
            private readonly FileStream _file = File.OpenRead("session");

            public int Users { get; set; }

            public bool IsDisposed { get; private set; }

            public void Dispose()
            {
                IsDisposed = true;
                _file.Dispose();
            }
        }

        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private {{store}};

            public void Trim(int count, Session own)
            {
                {{member}}
            }

            public void Dispose()
            {
                foreach (var session in {{drain}})
                {
                    try
                    {
                        session.Dispose();
                    }
                    catch (IOException)
                    {
                    }
                }
            }
        }
        """;

    [Theory]
    [InlineData("{|LEAK1003:_store = _store.Where(s => s.Users > 0).ToList()|};")]
    [InlineData("{|LEAK1003:_store = [.. _store.Where(s => s.Users > 0)]|};")]
    [InlineData("{|LEAK1003:_store = new List<Session>(_store.Where(s => s.Users > 0))|};")]
    [InlineData("{|LEAK1003:_store = _store.FindAll(s => s.Users > 0)|};")]
    [InlineData("{|LEAK1003:_store = _store.Skip(count).ToList()|};")]
    [InlineData("{|LEAK1003:_store = _store.GetRange(0, count)|};")]
    [InlineData("var kept = _store.Where(s => s.Users > 0).OrderBy(s => s.Users).ToList(); {|LEAK1003:_store = kept|};")]
    [InlineData("{|LEAK1003:_store = (from s in _store where s.Users > count select s).ToList()|};")]
    public Task PartOfItself_Fires(string member) => Verify.FindsAsync(Holder(member));

    [Theory]
    [InlineData("{|LEAK1003:_store = _store.Where(p => p.Value.Users > 0).ToDictionary(p => p.Key, p => p.Value)|};", "Dictionary<string, Session> _store = new()", "_store.Values")]
    [InlineData("{|LEAK1003:_store = _store.Take(count).ToArray()|};", "Session[] _store = Array.Empty<Session>()", "_store")]
    public Task PartOfATableOrArray_Fires(string member, string store, string drain) => Verify.FindsAsync(Holder(member, store, drain));

    [Theory]
    [InlineData("_store = _store.OrderBy(s => s.Users).ToList();")]
    [InlineData("_store = _store.Distinct().ToList();")]
    [InlineData("_store = _store.Where(s => !s.IsDisposed).ToList();")]
    [InlineData("_store = _store.Where(s => s != own).ToList();")]
    [InlineData("_store = _store.Where(s => !ReferenceEquals(s, own)).ToList();")]
    [InlineData("foreach (var s in _store.Where(s => s.Users == 0)) s.Dispose(); _store = _store.Where(s => s.Users > 0).ToList();")]
    [InlineData("var gone = _store.Where(s => s.Users == 0).ToList(); _store = _store.Except(gone).ToList(); gone.ForEach(s => s.Dispose());")]
    [InlineData("var previous = _store; _store = _store.Where(s => s.Users > 0).ToList(); foreach (var s in previous.Except(_store)) s.Dispose();")]
    public Task NothingLost_IsSilent(string member) => Verify.SilentAsync(Holder(member));

    [Fact]
    public Task Fix_DisposesWhatDoesNotStay() => Verify<DrainClearedFix>.FixesAsync(
        Holder("{|LEAK1003:_store = _store.Where(s => s.Users > 0).ToList()|};"),
        Holder("var previous = _store;\n        _store = _store.Where(s => s.Users > 0).ToList();\n        foreach (var session in previous.Except(_store))\n            session.Dispose();"));

    [Fact]
    public Task FixOfARange_LooksWhatStayed() => Verify<DrainClearedFix>.FixesAsync(
        Holder("{|LEAK1003:_store = _store.GetRange(0, count)|};"),
        Holder("var previous = _store;\n        _store = _store.GetRange(0, count);\n        foreach (var session in previous.Except(_store))\n            session.Dispose();"));

    [Fact]
    public Task FixUnderLock_DisposesBehindIt() => Verify<DrainClearedFix>.FixesAsync(
        Holder("lock (_gate)\n        {\n            {|LEAK1003:_store = _store.Where(s => s.Users > 0).ToList()|};\n        }"),
        Holder("var removed = new List<Session>();\n        lock (_gate)\n        {\n            var previous = _store;\n            _store = _store.Where(s => s.Users > 0).ToList();\n            removed.AddRange(previous.Except(_store));\n        }\n\n        foreach (var session in removed)\n            session.Dispose();"));
}
