using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>LEAK4001: cleanups in catches, early returns, and what cannot be moved.</summary>
public sealed class CleanupOnOnePathOnlyCatchTests
{
    private static Task FixesAsync(string source, string fixedSource) => Verify<CleanUpInFinallyFix>.FixesAsync(source, fixedSource);

    private static Task OffersNothingAsync(string source) => Verify<CleanUpInFinallyFix>.OffersNothingAsync(source);

    [Fact]
    public Task RemovalInACatchOnly_BecomesTheFinallyOfThatTry() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                try
                {
                    await Task.Delay(10);
                }
                catch (IOException failure)
                {
                    Console.WriteLine(failure);
                    _running.TryRemove(id, out _);
                    throw;
                }
            }
        }
        """,
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                _running[id] = DateTime.UtcNow;
                try
                {
                    await Task.Delay(10);
                }
                catch (IOException failure)
                {
                    Console.WriteLine(failure);
                    throw;
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }
            }
        }
        """);

    [Fact]
    public Task CatchThatOnlyRemovesAndThrows_Goes() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                try
                {
                    {|LEAK4001:_running[id] = DateTime.UtcNow|};
                    await Task.Delay(10);
                    Console.WriteLine(id);
                }
                catch
                {
                    if (_running.TryRemove(id, out var since))
                        Console.WriteLine(since);
                    throw;
                }
            }
        }
        """,
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                _running[id] = DateTime.UtcNow;
                try
                {
                    await Task.Delay(10);
                    Console.WriteLine(id);
                }
                finally
                {
                    if (_running.TryRemove(id, out var since))
                        Console.WriteLine(since);
                }
            }
        }
        """);

    [Fact]
    public Task EarlyReturnBeforeTheGuardedRegion_IsCovered() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id, bool dry)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                if (dry)
                    return;
                try
                {
                    await Task.Delay(10);
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }
            }
        }
        """,
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id, bool dry)
            {
                _running[id] = DateTime.UtcNow;
                try
                {
                    if (dry)
                        return;
                    await Task.Delay(10);
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }
            }
        }
        """);

    [Fact]
    public Task RemovalByAKillerOnly_OffersNothing() => OffersNothingAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                await Task.Delay(10);
            }

            public void Kill(string id) => _running.TryRemove(id, out _);
        }
        """);

    [Fact]
    public Task CatchThatGoesOnWithoutTheEntry_OffersNothing() => OffersNothingAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                try
                {
                    await Task.Delay(10);
                }
                catch (Exception)
                {
                    _running.TryRemove(id, out _);
                    await RunAsync(id);
                    throw;
                }
            }
        }
        """);

    [Fact]
    public Task LocalsThatAreNeededAfterTheRemoval_OffersNothing() => OffersNothingAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                var size = await SizeAsync();
                _running.TryRemove(id, out _);
                Console.WriteLine(size);
                Console.WriteLine(size + 1);
            }

            private static Task<int> SizeAsync() => Task.FromResult(3);
        }
        """);
}
