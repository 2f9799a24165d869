using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1006 and its fix.</summary>
public sealed partial class RejectedEntryDroppedTests
{
    private const string Map = "ConcurrentDictionary<string, Link> _links = new()";

    private static string Holder(string member, string store = Map) =>
        $$"""
        #nullable enable
        sealed class Holder
        {
            private readonly {{store}};
            private readonly object _gate = new();

        {{member}}

            public static Link Connect(string name) => new(name);

            private static void Use(Link link) => link.Use();
        }

        sealed class Link(string name) : IDisposable, IAsyncDisposable
        {
            private readonly Timer _timer = new(_ => Console.WriteLine(name));

            public void Use() => _timer.Change(1, 1);

            public void Dispose() => _timer.Dispose();

            public ValueTask DisposeAsync() => _timer.DisposeAsync();
        }
        """;

    private static Task FixesAsync(string before, string after, string store = Map) => Verify<DisposeRejectedFix>.FixesAsync(Holder(before, store), Holder(after, store));

    private static Task OffersNothingAsync(string member, string store = Map) => Verify<DisposeRejectedFix>.OffersNothingAsync(Holder(member, store));

    private static Task SilentAsync(string member, string store = Map) => Verify.SilentAsync(Holder(member, store));

    [Fact]
    public Task OutcomeIgnored_IsTested() => FixesAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                {|LEAK1006:_links.TryAdd(name, link)|};
            }
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(name, link))
                    link.Dispose();
            }
        """);

    [Fact]
    public Task CreatedInTheArgument_GetsALocal() => FixesAsync(
        """
            public void Open(string name) => {|LEAK1006:_links.TryAdd(name, new Link(name))|};
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(name, link))
                    link.Dispose();
            }
        """);

    [Fact]
    public Task TargetTypedCreation_GetsATypedLocal() => FixesAsync(
        """
            public bool Open(string name)
            {
                // Only one per name.
                return {|LEAK1006:_links.TryAdd(name, new(name))|};
            }
        """,
        """
            public bool Open(string name)
            {
                // Only one per name.
                Link link = new(name);
                if (_links.TryAdd(name, link))
                    return true;
                link.Dispose();
                return false;
            }
        """);

    [Fact]
    public Task FactoryMethod_IsCreation() => FixesAsync(
        """
            public void Open(string name)
            {
                _ = {|LEAK1006:_links.TryAdd(name, Connect(name))|};
            }
        """,
        """
            public void Open(string name)
            {
                var link = Connect(name);
                if (!_links.TryAdd(name, link))
                    link.Dispose();
            }
        """);

    [Fact]
    public Task TestedForSuccessOnly_GetsAnElse() => FixesAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if ({|LEAK1006:_links.TryAdd(name, link)|})
                {
                    link.Use();
                }
            }
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (_links.TryAdd(name, link))
                {
                    link.Use();
                }
                else
                    link.Dispose();
            }
        """);

    [Fact]
    public Task RefusalLeaves_DisposesBefore() => FixesAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!{|LEAK1006:_links.TryAdd(name, link)|})
                    return;
                link.Use();
            }
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(name, link))
                {
                    link.Dispose();
                    return;
                }

                link.Use();
            }
        """);

    [Fact]
    public Task OutcomeKept_IsTestedBehindIt() => FixesAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                var added = {|LEAK1006:_links.TryAdd(name, link)|};
                Console.WriteLine(added);
            }
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                var added = _links.TryAdd(name, link);
                if (!added)
                    link.Dispose();
                Console.WriteLine(added);
            }
        """);

    [Fact]
    public Task UnderLock_IsDisposedBehindIt() => FixesAsync(
        """
            public void Open(string name)
            {
                lock (_gate)
                {
                    {|LEAK1006:_links.TryAdd(name, new Link(name))|};
                }
            }
        """,
        """
            public void Open(string name)
            {
                Link link;
                bool added;
                lock (_gate)
                {
                    link = new Link(name);
                    added = _links.TryAdd(name, link);
                }

                if (!added)
                    link.Dispose();
            }
        """,
        "Dictionary<string, Link> _links = new()");

    [Fact]
    public Task AsyncMember_AwaitsTheDispose() => FixesAsync(
        """
            public async Task OpenAsync(string name)
            {
                await Task.Yield();
                var link = new Link(name);
                {|LEAK1006:_links.TryAdd(name, link)|};
            }
        """,
        """
            public async Task OpenAsync(string name)
            {
                await Task.Yield();
                var link = new Link(name);
                if (!_links.TryAdd(name, link))
                    await link.DisposeAsync();
            }
        """);

    [Fact]
    public Task TryUpdate_MayRefuse() => FixesAsync(
        """
            public void Swap(string name)
            {
                if (!_links.TryGetValue(name, out var old))
                    return;
                var link = new Link(name);
                {|LEAK1006:{|LEAK1001:_links.TryUpdate(name, link, old)|}|};
            }

            public void Close(string name)
            {
                if (_links.TryRemove(name, out var link))
                    link.Dispose();
            }
        """,
        """
            public void Swap(string name)
            {
                if (!_links.TryGetValue(name, out var old))
                    return;
                var link = new Link(name);
                if (!{|LEAK1001:_links.TryUpdate(name, link, old)|})
                    link.Dispose();
            }

            public void Close(string name)
            {
                if (_links.TryRemove(name, out var link))
                    link.Dispose();
            }
        """);

    [Fact]
    public Task BoundedChannel_MayRefuse() => FixesAsync(
        """
            public void Offer(string name)
            {
                {|LEAK1006:_links.Writer.TryWrite(new Link(name))|};
            }
        """,
        """
            public void Offer(string name)
            {
                var link = new Link(name);
                if (!_links.Writer.TryWrite(link))
                    link.Dispose();
            }
        """,
        "System.Threading.Channels.Channel<Link> _links = System.Threading.Channels.Channel.CreateBounded<Link>(10)");

    [Fact]
    public Task BoundedBlockingCollection_MayRefuse() => FixesAsync(
        """
            public void Offer(string name)
            {
                var link = new Link(name);
                {|LEAK1006:_links.TryAdd(link)|};
            }
        """,
        """
            public void Offer(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(link))
                    link.Dispose();
            }
        """,
        "BlockingCollection<Link> _links = new(10)");

    [Fact]
    public Task NamedArguments_AreUnderstood() => FixesAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                {|LEAK1006:_links.TryAdd(value: link, key: name)|};
            }
        """,
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(value: link, key: name))
                    link.Dispose();
            }
        """);
}
