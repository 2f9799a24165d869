using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

public sealed class TakenEntryTests
{
    [Fact]
    public Task RemovedFromOwnedList_Suppressed() => Suppress.SuppressesAsync(Holder(
        """
            public void Close(Link link)
            {
                lock (_items)
                {
                    if (!_items.Remove(link))
                        return;
                }

                link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task RemovedOrNot_Stays() => Suppress.KeepsAsync(Holder(
        """
            public void Close(Link link)
            {
                lock (_items)
                    _items.Remove(link);
                link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task NotFound_Stays() => Suppress.KeepsAsync(Holder(
        """
            public void Close(Link link)
            {
                if (_items.Remove(link))
                    return;
                link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task HelperGetsOwnEntriesOnly_Suppressed() => Suppress.SuppressesAsync(Holder(
        """
            public void Trim()
            {
                lock (_items)
                {
                    var first = _items[0];
                    _items.RemoveAt(0);
                    End(first);
                }
            }

            private static void End(Link link)
            {
                link.Dispose(); // IDISP007
            }
        """));

    [Fact]
    public Task HelperGetsWhatCallersBring_Stays() => Suppress.KeepsAsync(Holder(
        """
            public void Trim()
            {
                lock (_items)
                {
                    var first = _items[0];
                    _items.RemoveAt(0);
                    End(first);
                }
            }

            public void Finish(Link link) => End(link);

            private static void End(Link link)
            {
                link.Dispose(); // IDISP007
            }
        """));

    private static string Holder(string members) =>
        $$"""
        public sealed class Holder : IDisposable
        {
            private readonly List<Link> _items = new();
            private bool _closed;

            public Link Open(string name)
            {
                lock (_items)
                {
                    ObjectDisposedException.ThrowIf(_closed, this);
                    var link = new Link(name);
                    _items.Add(link);
                    return link;
                }
            }

        {{members}}

            public void Dispose()
            {
                lock (_items)
                {
                    _closed = true;
                    foreach (var link in _items)
                        link.Dispose();
                    _items.Clear();
                }
            }
        }
        """;
}
