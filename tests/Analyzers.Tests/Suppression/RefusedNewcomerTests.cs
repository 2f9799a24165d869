using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

public sealed class RefusedNewcomerTests
{
    [Fact]
    public Task ChannelIsFull_DisposesIt_Suppressed() => Suppress.SuppressesAsync(Channel(
        """
                var link = new Link(name); // CA2000
                if (!_items.Writer.TryWrite(link))
                    link.Dispose();
        """));

    [Fact]
    public Task ChannelIsFull_SaysSoAndDisposesIt_Suppressed() => Suppress.SuppressesAsync(Channel(
        """
                var link = new Link(name); // CA2000
                if (_items.Writer.TryWrite(link))
                    return;
                Console.WriteLine("full");
                link.Dispose();
        """));

    [Fact]
    public Task ChannelIsFull_IgnoresIt_Stays() => Suppress.KeepsAsync(Channel(
        """
                var link = new Link(name); // CA2000
                _items.Writer.TryWrite(link);
        """));

    [Fact]
    public Task ChannelIsFull_OnlySaysSo_Stays() => Suppress.KeepsAsync(Channel(
        """
                var link = new Link(name); // CA2000
                if (!_items.Writer.TryWrite(link))
                    Console.WriteLine("full");
        """));

    [Fact]
    public Task ChannelTookIt_DisposesIt_Stays() => Suppress.KeepsAsync(Channel(
        """
                var link = new Link(name); // CA2000
                if (_items.Writer.TryWrite(link))
                    link.Dispose();
        """));

    [Fact]
    public Task NobodyReadsTheRest_Stays() => Suppress.KeepsAsync(Channel(
        """
                var link = new Link(name); // CA2000
                if (!_items.Writer.TryWrite(link))
                    link.Dispose();
        """,
        "_items.Writer.Complete();"));

    private static string Channel(string add, string drain = "_items.Writer.Complete(); while (_items.Reader.TryRead(out var item)) item.Dispose();") =>
        $$"""
        public sealed class Holder : IDisposable
        {
            private readonly Channel<Link> _items = Channel.CreateBounded<Link>(10);

            public void Add(string name)
            {
        {{add}}
            }

            public void Dispose()
            {
                {{drain}}
            }
        }
        """;
}
