using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1006 for what a pool gets back: what it refuses is lost, since the caller has given it away.</summary>
public sealed class LentEntriesTests
{
    private const string Link =
        """
        sealed class Link(string server) : IDisposable
        {
            private readonly FileStream _file = File.OpenRead(server);
            public DateTime Used { get; set; }
            public void Dispose() => _file.Dispose();
        }

        """;

    private static string Pool(string members, string create = "Channel.CreateBounded<Link>(16)") =>
        "using System.Threading.Channels;\n" + Link +
        $$"""
        sealed class Pool(string server) : IDisposable
        {
            private readonly Channel<Link> _idle = {{create}};

            {{members}}

            public void Dispose()
            {
                while (_idle.Reader.TryRead(out var link))
                {
                    try { link.Dispose(); } catch (IOException) { }
                }
            }

            private Link Make() => new(server);
        }
        """;

    [Theory]
    [InlineData("public Link Rent() => _idle.Reader.TryRead(out var link) ? link : new Link(server); public void Return(Link link) { link.Used = DateTime.UtcNow; {|LEAK1006:_idle.Writer.TryWrite(link)|}; }")]
    [InlineData("public Link Rent() { if (_idle.Reader.TryRead(out var link)) return link; return Make(); } public void Give(Link link) => {|LEAK1006:_idle.Writer.TryWrite(link)|};")]
    public Task RefusedReturn_Fires(string members) => Verify.FindsAsync(Pool(members));

    [Theory]
    [InlineData("public Link Rent() => _idle.Reader.TryRead(out var link) ? link : new Link(server); public void Return(Link link) { if (!_idle.Writer.TryWrite(link)) link.Dispose(); }")]
    [InlineData("public Link Rent() => _idle.Reader.TryRead(out var link) ? link : new Link(server); public bool Return(Link link) => _idle.Writer.TryWrite(link);")]
    [InlineData("public Link? Find() => _idle.Reader.TryRead(out var link) ? link : null; public void Offer(Link link) => _idle.Writer.TryWrite(link); public string Server => server;")]
    public Task RefusalSeenOrNothingLent_IsSilent(string members) => Verify.SilentAsync("#nullable enable\n" + Pool(members));

    [Fact]
    public Task UnboundedAndNeverCompleted_IsSilent() => Verify.SilentAsync(Pool(
        "public Link Rent() => _idle.Reader.TryRead(out var link) ? link : new Link(server); public void Return(Link link) => _idle.Writer.TryWrite(link);", "Channel.CreateUnbounded<Link>()"));

    [Fact]
    public Task StoreOfGenericBase_Fires() => Verify.FindsAsync(
        "using System.Threading.Channels;\n" + Link +
        """
        abstract class Pool<T> : IDisposable where T : class, IDisposable
        {
            protected readonly Channel<T> Idle = Channel.CreateBounded<T>(16);

            public void Dispose()
            {
                while (Idle.Reader.TryRead(out var item))
                {
                    try { item.Dispose(); } catch (IOException) { }
                }
            }
        }

        sealed class Links(string server) : Pool<Link>
        {
            public Link Rent() => Idle.Reader.TryRead(out var link) ? link : new Link(server);

            public void Return(Link link) => {|LEAK1006:Idle.Writer.TryWrite(link)|};
        }
        """);
}
