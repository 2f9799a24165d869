using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1002 where a lock is held: the dispose comes after it.</summary>
public sealed class EntryRemovedLocksTests
{
    /// <summary>A holder of timers with one member under test.</summary>
    private static string Holder(string member, string store = "Dictionary<string, Timer> _timers = new()", string drain = "_timers.Values") =>
        $$"""
        #nullable enable
        sealed class Holder : IDisposable
        {
            private readonly object _gate = new();
            private {{store}};

        {{member}}

            public void Dispose()
            {
                foreach (var timer in {{drain}})
                    timer.Dispose();
            }
        }
        """;

    private static Task FixesAsync(string before, string after, string store = "Dictionary<string, Timer> _timers = new()", string drain = "_timers.Values") =>
        Verify<DisposeRemovedFix>.FixesAsync(Holder(before, store, drain), Holder(after, store, drain));

    [Fact]
    public Task UnderLock_DisposesBehindIt() => FixesAsync(
        """
            public void Drop(string name)
            {
                lock (_gate)
                {
                    {|LEAK1002:_timers.Remove(name)|};
                }
            }
        """,
        """
            public void Drop(string name)
            {
                Timer? removed;
                lock (_gate)
                {
                    _timers.Remove(name, out removed);
                }

                removed?.Dispose();
            }
        """);

    [Fact]
    public Task UnderLockOnCondition_StartsWithNull() => FixesAsync(
        """
            public void Drop(string name)
            {
                lock (_gate)
                {
                    if (name.Length > 3)
                        {|LEAK1002:_timers.Remove(name)|};
                }
            }
        """,
        """
            public void Drop(string name)
            {
                Timer? removed = null;
                lock (_gate)
                {
                    if (name.Length > 3)
                        _timers.Remove(name, out removed);
                }

                removed?.Dispose();
            }
        """);

    [Fact]
    public Task ReturnedUnderLock_IsReturnedBehindIt() => FixesAsync(
        """
            public bool Drop(string name)
            {
                lock (_gate)
                    return {|LEAK1002:_timers.Remove(name)|};
            }
        """,
        """
            public bool Drop(string name)
            {
                Timer? removed;
                bool result;
                lock (_gate)
                    result = _timers.Remove(name, out removed);
                removed?.Dispose();
                return result;
            }
        """);

    [Fact]
    public Task UnderLockInLoop_CollectsInList() => FixesAsync(
        """
            public void Drop(string[] names)
            {
                lock (_gate)
                {
                    foreach (var name in names)
                        {|LEAK1002:_timers.Remove(name)|};
                }
            }
        """,
        """
            public void Drop(string[] names)
            {
                var removed = new List<Timer>();
                lock (_gate)
                {
                    foreach (var name in names)
                    {
                        if (_timers.Remove(name, out var entry))
                            removed.Add(entry);
                    }
                }

                foreach (var item in removed)
                    item.Dispose();
            }
        """);

    [Fact]
    public Task UnderSemaphore_AwaitsTheDisposeBehindIt() => FixesAsync(
        """
            private readonly SemaphoreSlim _turn = new(1);

            public async Task<bool> DropAsync(string name)
            {
                await _turn.WaitAsync();
                try
                {
                    return {|LEAK1002:_timers.Remove(name)|};
                }
                finally
                {
                    _turn.Release();
                }
            }
        """,
        """
            private readonly SemaphoreSlim _turn = new(1);

            public async Task<bool> DropAsync(string name)
            {
                await _turn.WaitAsync();
                Timer? removed;
                bool result;
                try
                {
                    result = _timers.Remove(name, out removed);
                }
                finally
                {
                    _turn.Release();
                }

                if (removed is not null)
                    await removed.DisposeAsync();
                return result;
            }
        """);

    [Fact]
    public Task LockOfTheCaller_OffersNothing() => Verify<DisposeRemovedFix>.OffersNothingAsync(Holder(
        """
            public void Drop(string name)
            {
                lock (_gate)
                    Forget(name);
            }

            private void Forget(string name)
            {
                {|LEAK1002:_timers.Remove(name)|};
            }
        """));

    [Fact]
    public Task LeavesTheLockBehindTheRemoval_OffersNothing() => Verify<DisposeRemovedFix>.OffersNothingAsync(Holder(
        """
            public void Drop(string name)
            {
                lock (_gate)
                {
                    {|LEAK1002:_timers.Remove(name)|};
                    if (_timers.Count == 0)
                        return;
                    Console.WriteLine(name);
                }

                Console.WriteLine("more");
            }
        """));
}
