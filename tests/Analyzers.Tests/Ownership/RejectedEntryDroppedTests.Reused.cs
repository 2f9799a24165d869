using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <content>One variable for what is found and for the newcomer.</content>
public sealed partial class RejectedEntryDroppedTests
{
    [Fact]
    public Task ReplacedWhereRefused_DisposesBefore() => FixesAsync(
        """
            public Link Get(string name)
            {
                Link? link;
                if (!_links.TryGetValue(name, out link))
                {
                    link = new Link(name);
                    if (!{|LEAK1006:_links.TryAdd(name, link)|})
                        link = _links[name];
                }

                return link;
            }
        """,
        """
            public Link Get(string name)
            {
                Link? link;
                if (!_links.TryGetValue(name, out link))
                {
                    link = new Link(name);
                    if (!_links.TryAdd(name, link))
                    {
                        link.Dispose();
                        link = _links[name];
                    }
                }

                return link;
            }
        """);

    [Fact]
    public Task TriedAgainWhereRefused_DisposesBefore() => FixesAsync(
        """
            public Link Get(string name, Func<string, Link> make)
            {
                if (_links.TryGetValue(name, out var link))
                    return link;
                link = make(name);
                if ({|LEAK1006:_links.TryAdd(name, link)|})
                    return link;
                return Get(name, make);
            }
        """,
        """
            public Link Get(string name, Func<string, Link> make)
            {
                if (_links.TryGetValue(name, out var link))
                    return link;
                link = make(name);
                if (_links.TryAdd(name, link))
                    return link;
                link.Dispose();
                return Get(name, make);
            }
        """);

    [Theory]
    [InlineData("link = {|LEAK1006:_links.TryAdd(name, link)|} ? link : _links[name]; return link;")]
    [InlineData("return {|LEAK1006:_links.TryAdd(name, link)|} ? link : _links[name];")]
    [InlineData("if (!{|LEAK1006:_links.TryAdd(name, link)|}) _links.TryGetValue(name, out link); return link!;")]
    public Task OtherSpellings_FireWithoutFix(string ending) => OffersNothingAsync(Reusing(ending));

    [Theory]
    [InlineData("if (!_links.TryAdd(name, link)) { link.Dispose(); link = _links[name]; } return link;")]
    [InlineData("var made = link; if (!_links.TryAdd(name, link)) { link = _links[name]; made.Dispose(); } return link;")]
    [InlineData("if (_links.TryAdd(name, link)) return link; using (link) return _links[name];")]
    [InlineData("while (!_links.TryAdd(name, link)) { if (_links.TryGetValue(name, out var other)) { link.Dispose(); return other; } } return link;")]
    [InlineData("if (!_links.TryAdd(name, link)) Use(link); return link;")]
    public Task LoserThatIsDealtWith_Silent(string ending) => SilentAsync(Reusing(ending));

    private static string Reusing(string ending) =>
        $$"""
            public Link Get(string name)
            {
                if (_links.TryGetValue(name, out var link))
                    return link;
                link = new Link(name);
                {{ending}}
            }
        """;
}
