using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

public sealed class BroughtItemTests
{
    private const string Drain =
        """
                lock (_gate)
                {
                    _closed = true;
                    while (_idle.TryPop(out var item))
                        item.Dispose();
                }
        """;

    [Fact]
    public Task PoolIsClosed_DisposesTheReturned_Suppressed() => Suppress.SuppressesAsync(Pool(
        """
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(link);
                        return;
                    }
                }

                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task PoolIsClosed_DisposesFirst_Suppressed() => Suppress.SuppressesAsync(Pool(
        """
                lock (_gate)
                {
                    if (_closed)
                    {
                        link.Dispose(); // IDISP007
                        return;
                    }

                    _idle.Push(link);
                }
        """));

    [Fact]
    public Task PoolIsFull_DisposesTheReturned_Suppressed() => Suppress.SuppressesAsync(Pool(
        """
                lock (_gate)
                {
                    if (_idle.Count < 10 && !_closed)
                    {
                        _idle.Push(link);
                        return;
                    }
                }

                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task DisposedThoughItIsKept_Stays() => Suppress.KeepsAsync(Pool(
        """
                lock (_gate)
                {
                    if (!_closed)
                        _idle.Push(link);
                }

                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task NeitherKeptNorDisposedOnOneWay_Stays() => Suppress.KeepsAsync(Pool(
        """
                if (link.IsBusy)
                    return;
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(link);
                        return;
                    }
                }

                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task KeptAndDisposedLaterToo_Stays() => Suppress.KeepsAsync(Pool(
        """
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(link);
                        Task.Run(link.Dispose);
                        return;
                    }
                }

                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task NeverKept_Stays() => Suppress.KeepsAsync(Pool(
        """
                link.Use();
                link.Dispose(); // IDISP007
        """));

    [Fact]
    public Task KeptOnesAreNeverDisposed_Stays() => Suppress.KeepsAsync(Pool(
        """
                lock (_gate)
                {
                    if (!_closed)
                    {
                        _idle.Push(link);
                        return;
                    }
                }

                link.Dispose(); // IDISP007
        """,
        """
                lock (_gate)
                {
                    _closed = true;
                    _idle.Clear();
                }
        """));

    [Fact]
    public Task NotOrderedAgainstClose_Stays() => Suppress.KeepsAsync(Pool(
        """
                if (_closed)
                {
                    link.Dispose(); // IDISP007
                    return;
                }

                lock (_gate)
                    _idle.Push(link);
        """));

    [Theory]
    [InlineData("if (!_map.TryAdd(name, link)) link.Dispose(); // IDISP007")]
    [InlineData("if (_map.TryAdd(name, link)) return; link.Dispose(); // IDISP007")]
    [InlineData("var added = _map.TryAdd(name, link); if (!added) link.Dispose(); // IDISP007")]
    [InlineData("if (_map.GetOrAdd(name, link) != link) link.Dispose(); // IDISP007")]
    [InlineData("var kept = _map.GetOrAdd(name, link); if (!ReferenceEquals(kept, link)) link.Dispose(); // IDISP007")]
    public Task KeyIsTaken_DisposesTheNewcomer_Suppressed(string body) => Suppress.SuppressesAsync(Map(body));

    [Theory]
    [InlineData("if (_map.TryAdd(name, link)) link.Dispose(); // IDISP007")]
    [InlineData("_map.TryAdd(name, link); link.Dispose(); // IDISP007")]
    [InlineData("if (!_map.TryAdd(name, link) && link.IsBusy) link.Dispose(); // IDISP007")]
    [InlineData("if (_map.GetOrAdd(name, link) == link) link.Dispose(); // IDISP007")]
    [InlineData("if (!_map.TryAdd(name, link)) { link.Dispose(); link.Dispose(); } // IDISP007")]
    public Task KeyIsTaken_DisposesWrongly_Stays(string body) => Suppress.KeepsAsync(Map(body));

    [Fact]
    public Task ChannelIsFull_DisposesTheOffered_Suppressed() => Suppress.SuppressesAsync(
        """
        public sealed class Holder : IDisposable
        {
            private readonly Channel<Link> _items = Channel.CreateBounded<Link>(10);

            public void Offer(Link link)
            {
                if (!_items.Writer.TryWrite(link))
                    link.Dispose(); // IDISP007
            }

            public void Dispose()
            {
                _items.Writer.Complete();
                while (_items.Reader.TryRead(out var item))
                    item.Dispose();
            }
        }
        """);

    [Theory]
    [InlineData("!= null")]
    [InlineData("is not null")]
    public Task SlotIsTaken_DisposesTheNewcomer_Suppressed(string test) => Suppress.SuppressesAsync(Slot(test));

    [Fact]
    public Task SlotWasFree_DisposesTheKept_Stays() => Suppress.KeepsAsync(Slot("== null"));

    private static string Slot(string test) =>
        $$"""
        public sealed class Holder : IDisposable
        {
            private Link? _only;

            public void Set(Link link)
            {
                if (Interlocked.CompareExchange(ref _only, link, null) {{test}})
                    link.Dispose(); // IDISP007
            }

            public void Dispose() => Interlocked.Exchange(ref _only, null)?.Dispose();
        }
        """;

    private static string Pool(string body, string drain = Drain) =>
        $$"""
        public sealed class Pool : IDisposable
        {
            private readonly object _gate = new();
            private readonly Stack<Link> _idle = new();
            private bool _closed;

            public Link? Rent()
            {
                lock (_gate)
                    return _idle.TryPop(out var link) ? link : null;
            }

            public void Return(Link link)
            {
        {{body}}
            }

            public void Dispose()
            {
        {{drain}}
            }
        }
        """;

    private static string Map(string body) =>
        $$"""
        public sealed class SingleThreadedAttribute : Attribute;

        [SingleThreaded]
        public sealed class Holder : IDisposable
        {
            private readonly ConcurrentDictionary<string, Link> _map = new();

            public void Add(string name, Link link)
            {
                {{body}}
            }

            public void Dispose()
            {
                foreach (var link in _map.Values)
                    link.Dispose();
            }
        }
        """;
}
