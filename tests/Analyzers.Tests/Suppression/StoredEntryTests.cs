using Xunit;

namespace LeakGuard.Analyzers.Tests.Suppression;

public sealed class StoredEntryTests
{
    [Theory]
    [InlineData("Queue<Link>", "Enqueue(new Link(name))", "while (_items.Count > 0) _items.Dequeue().Dispose();", "CA2000")]
    [InlineData("Queue<Link>", "Enqueue(new Link(name))", "while (_items.TryDequeue(out var item)) item.Dispose();", "CA2000")]
    [InlineData("Stack<Link>", "Push(new Link(name))", "foreach (var item in _items) item.Dispose();", "CA2000")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "foreach (var item in _items) item?.Dispose();", "CA2000")]
    [InlineData("LinkedList<Link>", "AddFirst(new Link(name))", "foreach (var item in _items) item.Dispose();", "IDISP004")]
    [InlineData("LinkedList<Link>", "AddLast(new Link(name))", "foreach (var item in _items) item.Dispose();", "IDISP004")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "var all = _items.ToArray(); _items.Clear(); foreach (var item in all) item.Dispose();", "CA2000")]
    [InlineData("ConcurrentQueue<Link>", "Enqueue(new Link(name))", "while (_items.TryDequeue(out var item)) item.Dispose();", "CA2000")]
    [InlineData("ConcurrentQueue<Link>", "Enqueue(new Link(name))", "while (!_items.IsEmpty) if (_items.TryDequeue(out var item)) item.Dispose();", "CA2000")]
    [InlineData("ConcurrentStack<Link>", "Push(new Link(name))", "while (_items.TryPop(out var item)) item.Dispose();", "CA2000")]
    public Task DrainedInDispose_Suppressed(string type, string add, string drain, string reported) => Suppress.SuppressesAsync(Holder(type, add, drain, reported));

    [Theory]
    [InlineData("Queue<Link>", "Enqueue(new Link(name))", "_items.Clear();", "CA2000")]
    [InlineData("Queue<Link>", "Enqueue(new Link(name))", "_items.Dequeue().Dispose();", "CA2000")]
    [InlineData("Stack<Link>", "Push(new Link(name))", "foreach (var item in _items) if (!item.IsBusy) item.Dispose();", "CA2000")]
    [InlineData("Stack<Link>", "Push(new Link(name))", "foreach (var item in _items) { if (item.IsBusy) continue; item.Dispose(); }", "CA2000")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "foreach (var item in _items) item.Use();", "CA2000")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "foreach (var item in _items) { item.Dispose(); break; }", "CA2000")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "foreach (var item in _items.Where(i => !i.IsBusy)) item.Dispose();", "CA2000")]
    [InlineData("List<Link>", "Insert(0, new Link(name))", "if (_items.Count > 3) foreach (var item in _items) item.Dispose();", "CA2000")]
    [InlineData("Queue<Link>", "Enqueue(new Link(name))", "while (_items.Count > 3) _items.Dequeue().Dispose();", "CA2000")]
    [InlineData("LinkedList<Link>", "AddFirst(new Link(name))", "_items.Clear();", "IDISP004")]
    [InlineData("ConcurrentQueue<Link>", "Enqueue(new Link(name))", "while (_items.TryDequeue(out var item)) item.Use();", "CA2000")]
    [InlineData("ConcurrentStack<Link>", "Push(new Link(name))", "_items.Clear();", "CA2000")]
    public Task NotDrainedToTheEnd_Stays(string type, string add, string drain, string reported) => Suppress.KeepsAsync(Holder(type, add, drain, reported));

    [Fact]
    public Task LocalUsedBeforeIt_Suppressed() => Suppress.SuppressesAsync(Queue(
        """
            public void Add(string name)
            {
                var link = new Link(name); // CA2000
                link.Use();
                _items.Enqueue(link);
            }
        """));

    [Fact]
    public Task OnOneWayOnly_Stays() => Suppress.KeepsAsync(Queue(
        """
            public void Add(string name)
            {
                var link = new Link(name); // CA2000
                if (name.Length > 3)
                    _items.Enqueue(link);
            }
        """));

    [Fact]
    public Task MadeByHelper_Suppressed() => Suppress.SuppressesAsync(Queue(
        """
            public void Add(string name) => _items.Enqueue(Make(name)); // CA2000

            private static Link Make(string name) => new(name);
        """));

    [Fact]
    public Task ExceptionsCount_UsedBeforeIt_Stays() => Suppress.KeepsAsync(
        Queue(
            """
                public void Add(string name)
                {
                    var link = new Link(name); // CA2000
                    link.Use();
                    _items.Enqueue(link);
                }
            """),
        "dotnet_code_quality.dispose_analysis_kind = AllPaths");

    [Fact]
    public Task ExceptionsCount_NothingBetween_Suppressed() => Suppress.SuppressesAsync(
        Queue("    public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000"),
        "dotnet_code_quality.CA2000.dispose_analysis_kind = AllPaths");

    [Fact]
    public Task TurnedOff_Stays() => Suppress.KeepsAsync(
        Queue("    public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000"), off: "LEAKS001");

    [Fact]
    public Task RemovedElsewhereWithoutDispose_Stays() => Suppress.KeepsAsync(Queue(
        """
            public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000

            public void Skip() => _items.Dequeue();
        """));

    [Fact]
    public Task CollectionIsHandedOut_Stays() => Suppress.KeepsAsync(Queue(
        """
            public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000

            public Queue<Link> Items() => _items;
        """));

    [Fact]
    public Task StaticCollection_Stays() => Suppress.KeepsAsync(
        """
        public sealed class Holder : IDisposable
        {
            private static readonly Queue<Link> Items = new();

            public void Add(string name) => Items.Enqueue(new Link(name)); // CA2000

            public void Dispose()
            {
                while (Items.TryDequeue(out var item))
                    item.Dispose();
            }
        }
        """);

    [Fact]
    public Task DisposePattern_Suppressed() => Suppress.SuppressesAsync(Pattern("if (disposing)"));

    [Fact]
    public Task DisposePattern_WithAnotherCondition_Stays() => Suppress.KeepsAsync(Pattern("if (disposing && _items.Peek().IsBusy)"));

    [Fact]
    public Task DisposedThroughHelpers_Suppressed() => Suppress.SuppressesAsync(
        """
        public sealed class Holder : IDisposable
        {
            private readonly Queue<Link> _items = new();

            public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000

            public void Dispose() => Drain();

            private void Drain()
            {
                foreach (var item in _items)
                    item.Dispose();
                _items.Clear();
            }
        }
        """);

    [Fact]
    public Task InsertedAfterClose_Stays() => Suppress.KeepsAsync(
        """
        public sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private readonly Queue<Link> _items = new();
            private bool _closed;

            public void Add(string name)
            {
                lock (_gate)
                    _items.Enqueue(new Link(name)); // CA2000
            }

            public void Dispose()
            {
                lock (_gate)
                {
                    _closed = true;
                    while (_items.TryDequeue(out var item))
                        item.Dispose();
                }
            }

            public bool IsClosed => _closed;
        }
        """);

    private static string Holder(string type, string add, string drain, string reported) =>
        $$"""
        public sealed class SingleThreadedAttribute : Attribute;

        [SingleThreaded]
        public sealed class Holder : IDisposable
        {
            private readonly {{type}} _items = new();

            public void Add(string name)
            {
                _items.{{add}}; // {{reported}}
            }

            public void Dispose()
            {
                {{drain}}
            }
        }
        """;

    private static string Queue(string members) =>
        $$"""
        public sealed class Holder : IDisposable
        {
            private readonly Queue<Link> _items = new();
            private bool _disposed;

        {{members}}

            public void Dispose()
            {
                if (_disposed)
                    return;
                _disposed = true;
                foreach (var item in _items)
                    item.Dispose();
            }
        }
        """;

    private static string Pattern(string condition) =>
        $$"""
        public class Holder : IDisposable
        {
            private readonly Queue<Link> _items = new();

            public void Add(string name) => _items.Enqueue(new Link(name)); // CA2000

            public void Dispose()
            {
                Dispose(true);
                GC.SuppressFinalize(this);
            }

            protected virtual void Dispose(bool disposing)
            {
                {{condition}}
                {
                    while (_items.Count > 0)
                        _items.Dequeue().Dispose();
                }
            }
        }
        """;
}
