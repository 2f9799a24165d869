using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>Where no fix is offered, and where nothing is reported.</summary>
public sealed partial class RejectedEntryDroppedTests
{
    [Fact]
    public Task UsedWhateverTheOutcome_OffersNothing() => OffersNothingAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                {|LEAK1006:_links.TryAdd(name, link)|};
                link.Use();
            }
        """);

    [Fact]
    public Task OutcomeInLargerExpression_OffersNothing() => OffersNothingAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                Console.WriteLine({|LEAK1006:_links.TryAdd(name, link)|});
            }
        """);

    [Fact]
    public Task ReturnedUnderLock_OffersNothing() => OffersNothingAsync(
        """
            public bool Open(string name)
            {
                lock (_gate)
                {
                    return {|LEAK1006:_links.TryAdd(name, new Link(name))|};
                }
            }
        """,
        "Dictionary<string, Link> _links = new()");

    [Fact]
    public Task RefusedOneIsDisposed_Silent() => SilentAsync(
        """
            public void Open(string name)
            {
                var link = new Link(name);
                if (!_links.TryAdd(name, link))
                    link.Dispose();
            }
        """);

    [Fact]
    public Task RefusedOneIsReturned_Silent() => SilentAsync(
        """
            public Link? Open(string name)
            {
                var link = new Link(name);
                return _links.TryAdd(name, link) ? null : link;
            }
        """);

    [Fact]
    public Task BroughtByTheCaller_Silent() => SilentAsync("    public bool Open(string name, Link link) => _links.TryAdd(name, link);");

    [Fact]
    public Task FreshKey_Silent() => SilentAsync("    public void Open() => _links.TryAdd(Guid.NewGuid().ToString(), new Link(\"a\"));");

    [Fact]
    public Task UnboundedQueue_Silent() => SilentAsync("    public void Offer(string name) => _links.Writer.TryWrite(new Link(name));",
        "System.Threading.Channels.Channel<Link> _links = System.Threading.Channels.Channel.CreateUnbounded<Link>()");

    [Fact]
    public Task AbsenceProvedUnderTheLock_Silent() => SilentAsync(
        """
            public void Open(string name)
            {
                lock (_gate)
                {
                    if (!_links.ContainsKey(name))
                        _links.TryAdd(name, new Link(name));
                }
            }
        """,
        "Dictionary<string, Link> _links = new()");

    [Theory]
    [InlineData("if (kept) Use(link);")]
    [InlineData("if (!kept) Use(link);")]
    public Task FlagThatSavesNoNewcomer_Fires(string ending) => OffersNothingAsync(
        $$"""
            public void Open(string name)
            {
                var link = new Link(name);
                var kept = false;
                try
                {
                    kept = {|LEAK1006:_links.TryAdd(name, link)|};
                }
                finally
                {
                    {{ending}}
                }
            }
        """);
}
