using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1002 and its fix for every kind of collection, and for what entries are made of.</summary>
public sealed class EntryRemovedCollectionsTests
{
    private static Task FixesAsync(string store, string drain, string before, string after) => Verify<DisposeRemovedFix>.FixesAsync(Holder(store, drain, before), Holder(store, drain, after));

    private static string Holder(string store, string drain, string member) =>
        $$"""
        #nullable enable
        sealed class Holder : IDisposable
        {
            private {{store}};

            public {{member}}

            public void Dispose()
            {
                {{drain}}
            }
        }

        sealed class Entry
        {
            public required Timer Timer { get; init; }
        }

        sealed class Explicit : IDisposable
        {
            void IDisposable.Dispose()
            {
            }
        }
        """;

    [Theory]
    [InlineData("List<Timer> _store = new()", "RemoveAt(0)", "var removed = _store[0];\n        _store.RemoveAt(0);\n        removed.Dispose();")]
    [InlineData("LinkedList<Timer> _store = new()", "RemoveFirst()", "var removed = _store.First!.Value;\n        _store.RemoveFirst();\n        removed.Dispose();")]
    [InlineData("Queue<Timer> _store = new()", "Dequeue()", "_store.Dequeue().Dispose();")]
    [InlineData("Stack<Timer> _store = new()", "Pop()", "_store.Pop().Dispose();")]
    [InlineData("BlockingCollection<Timer> _store = new()", "Take()", "_store.Take().Dispose();")]
    [InlineData("ConcurrentQueue<Timer> _store = new()", "TryDequeue(out _)", "if (_store.TryDequeue(out var removed))\n            removed.Dispose();")]
    [InlineData("ConcurrentBag<Timer> _store = new()", "TryTake(out _)", "if (_store.TryTake(out var removed))\n            removed.Dispose();")]
    [InlineData("ConcurrentStack<Timer> _store = new()", "TryPop(out var timer)", "if (_store.TryPop(out var timer))\n            timer.Dispose();")]
    [InlineData("List<Timer> _store = new()", "RemoveRange(0, 2)", "var removed = _store.GetRange(0, 2);\n        _store.RemoveRange(0, 2);\n        foreach (var item in removed)\n            item.Dispose();")]
    public Task Sequences_GiveOutWhatTheyLose(string store, string removal, string fixedCode) => FixesAsync(
        store,
        "foreach (var timer in _store)\n            timer.Dispose();",
        "void Drop()\n    {\n        {|LEAK1002:_store." + removal + "|};\n    }",
        "void Drop()\n    {\n        " + fixedCode + "\n    }");

    [Theory]
    [InlineData("ConcurrentDictionary<int, Timer> _store = new()", "{|LEAK1002:_store.TryRemove(0, out _)|}", "if (_store.TryRemove(0, out var removed))\n            removed.Dispose();")]
    [InlineData("SortedDictionary<int, Timer> _store = new()", "{|LEAK1002:_store.Remove(0)|}", "if (_store.Remove(0, out var removed))\n            removed.Dispose();")]
    [InlineData("SortedList<int, Timer> _store = new()", "{|LEAK1002:_store.RemoveAt(0)|}", "var removed = _store.Values[0];\n        _store.RemoveAt(0);\n        removed.Dispose();")]
    [InlineData("ImmutableDictionary<int, Timer> _store = ImmutableDictionary<int, Timer>.Empty", "{|LEAK1002:_store = _store.Remove(0)|}", "if (_store.TryGetValue(0, out var removed))\n        {\n            _store = _store.Remove(0);\n            removed.Dispose();\n        }")]
    [InlineData("ImmutableDictionary<int, Timer> _store = ImmutableDictionary<int, Timer>.Empty", "{|LEAK1002:ImmutableInterlocked.TryRemove(ref _store, 0, out _)|}", "if (ImmutableInterlocked.TryRemove(ref _store, 0, out var removed))\n            removed.Dispose();")]
    public Task Maps_GiveOutWhatTheyLose(string store, string removal, string fixedCode) => FixesAsync(
        store,
        "foreach (var timer in _store.Values)\n            timer.Dispose();",
        "void Drop()\n    {\n        " + removal + ";\n    }",
        "void Drop()\n    {\n        " + fixedCode + "\n    }");

    [Theory]
    [InlineData("Lazy<Timer>", "entry.Value.Dispose()", "if (_store.Remove(0, out var removed))\n            if (removed.IsValueCreated)\n                removed.Value.Dispose();")]
    [InlineData("Entry", "entry.Timer.Dispose()", "if (_store.Remove(0, out var removed))\n            removed.Timer.Dispose();")]
    [InlineData("(Timer First, int Second)", "entry.First.Dispose()", "if (_store.Remove(0, out var removed))\n            removed.First.Dispose();")]
    [InlineData("Explicit", "((IDisposable)entry).Dispose()", "if (_store.Remove(0, out var removed))\n            ((IDisposable)removed).Dispose();")]
    [InlineData("object", "(entry as IDisposable)?.Dispose()", "if (_store.Remove(0, out var removed))\n            (removed as IDisposable)?.Dispose();")]
    [InlineData("Timer?", "entry?.Dispose()", "if (_store.Remove(0, out var removed))\n            removed?.Dispose();")]
    [InlineData("List<Timer>", "entry.ForEach(t => t.Dispose())", "if (_store.Remove(0, out var removed))\n            foreach (var item in removed)\n                item.Dispose();")]
    public Task Carriers_AreLookedThrough(string type, string dispose, string fixedCode) => FixesAsync(
        $"Dictionary<int, {type}> _store = new()",
        $"foreach (var entry in _store.Values)\n            {dispose};",
        "void Drop()\n    {\n        {|LEAK1002:_store.Remove(0)|};\n    }",
        "void Drop()\n    {\n        " + fixedCode + "\n    }");

    [Fact]
    public Task RemoveAll_CollectsWhatItLetsGo() => FixesAsync(
        "List<Timer> _store = new()",
        "foreach (var timer in _store)\n            timer.Dispose();",
        """
        int Trim(int limit)
            {
                return {|LEAK1002:_store.RemoveAll(t => t.GetHashCode() > limit)|};
            }
        """,
        """
        int Trim(int limit)
            {
                var removed = new List<Timer>();
                var result = _store.RemoveAll(t =>
                {
                    if (!(t.GetHashCode() > limit))
                        return false;
                    removed.Add(t);
                    return true;
                });
                foreach (var item in removed)
                    item.Dispose();
                return result;
            }
        """);

    [Fact]
    public Task FoundInstance_IsDisposedWhenItLeaves() => FixesAsync(
        "List<Timer> _store = new()",
        "foreach (var timer in _store)\n            timer.Dispose();",
        """
        void DropFirst()
            {
                var first = _store[0];
                {|LEAK1002:_store.Remove(first)|};
            }
        """,
        """
        void DropFirst()
            {
                var first = _store[0];
                if (_store.Remove(first))
                    first.Dispose();
            }
        """);

    [Fact]
    public Task TaskOfResource_IsDisposedWhenItSucceeded() => Verify<DisposeRemovedFix>.FixesAsync(
        TaskHolder("{|LEAK1002:_store.TryRemove(key, out _)|};"),
        TaskHolder(
            """
            if (_store.TryRemove(key, out var removed))
                    {
                        await Task.WhenAny(removed);
                        if (removed.Status == TaskStatus.RanToCompletion)
                            await removed.Result.DisposeAsync();
                    }
            """));

    [Fact]
    public Task TaskOfResourceInSynchronousMember_OffersNothing() => Verify<DisposeRemovedFix>.OffersNothingAsync(TaskHolder("{|LEAK1002:_store.TryRemove(key, out _)|};").Replace("async Task DropAsync", "void Drop"));

    private static string TaskHolder(string statement) =>
        $$"""
        #nullable enable
        sealed class Holder : IAsyncDisposable
        {
            private readonly ConcurrentDictionary<string, Task<Timer>> _store = new();

            public async Task DropAsync(string key)
            {
                {{statement}}
            }

            public async ValueTask DisposeAsync()
            {
                foreach (var timer in _store.Values)
                    await (await timer).DisposeAsync();
            }
        }
        """;
}
