using LeakGuard.CodeFixes.Lifecycle;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>LEAK4001: the cleanup moves into a finally.</summary>
public sealed class CleanupOnOnePathOnlyFixTests
{
    private static Task FixesAsync(string source, string fixedSource) => Verify<CleanUpInFinallyFix>.FixesAsync(source, fixedSource);

    [Fact]
    public Task RemovalAtTheEnd_MovesIntoAFinally() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};

                // The work itself.
                await Task.Delay(10);
                Console.WriteLine(id);
                _running.TryRemove(id, out _);
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
                    // The work itself.
                    await Task.Delay(10);
                    Console.WriteLine(id);
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }
            }
        }
        """);

    [Fact]
    public Task RemovalBeforeAReturnOfAnInnerLocal_TakesTheReturnInside() => FixesAsync(
        """
        sealed class Runner
        {
            private static readonly ConcurrentDictionary<int, Stream> Open = new();

            public static int Measure(int id, Stream stream)
            {
                if (!{|LEAK4001:Open.TryAdd(id, stream)|})
                    throw new InvalidOperationException();
                var length = Length(stream);
                Open.TryRemove(id, out _);
                return length;
            }

            private static int Length(Stream stream) => stream.ReadByte();
        }
        """,
        """
        sealed class Runner
        {
            private static readonly ConcurrentDictionary<int, Stream> Open = new();

            public static int Measure(int id, Stream stream)
            {
                if (!Open.TryAdd(id, stream))
                    throw new InvalidOperationException();
                try
                {
                    var length = Length(stream);
                    return length;
                }
                finally
                {
                    Open.TryRemove(id, out _);
                }
            }

            private static int Length(Stream stream) => stream.ReadByte();
        }
        """);

    [Fact]
    public Task EntryBehindALock_IsReleasedUnderThatLock() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                lock (_gate)
                {
                    {|LEAK4001:_running.Add(id, DateTime.UtcNow)|};
                }

                await Task.Delay(10);
                lock (_gate)
                {
                    _running.Remove(id);
                }

                Console.WriteLine("done");
            }
        }
        """,
        """
        sealed class Runner
        {
            private readonly object _gate = new();
            private readonly Dictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                lock (_gate)
                {
                    _running.Add(id, DateTime.UtcNow);
                }

                try
                {
                    await Task.Delay(10);
                }
                finally
                {
                    lock (_gate)
                    {
                        _running.Remove(id);
                    }
                }

                Console.WriteLine("done");
            }
        }
        """);

    [Fact]
    public Task RemovalBehindAnotherRegistry_IsUnconditional() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();
            private readonly ConcurrentDictionary<string, int> _known = new();

            public void Know(string id) => _known[id] = 1;

            public async Task RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                await Task.Delay(10);
                if (_known.TryRemove(id, out _))
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
            private readonly ConcurrentDictionary<string, int> _known = new();

            public void Know(string id) => _known[id] = 1;

            public async Task RunAsync(string id)
            {
                _running[id] = DateTime.UtcNow;
                try
                {
                    await Task.Delay(10);
                    _known.TryRemove(id, out _);
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }
            }
        }
        """);

    [Fact]
    public Task RemovalOnSeveralExits_BecomesOne() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task<int> RunAsync(string id)
            {
                {|LEAK4001:_running[id] = DateTime.UtcNow|};
                var size = await SizeAsync();
                if (size == 0)
                {
                    _running.TryRemove(id, out _);
                    return 0;
                }

                await Task.Delay(size);
                _running.TryRemove(id, out _);
                return 1;
            }

            private static Task<int> SizeAsync() => Task.FromResult(3);
        }
        """,
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task<int> RunAsync(string id)
            {
                _running[id] = DateTime.UtcNow;
                try
                {
                    var size = await SizeAsync();
                    if (size == 0)
                    {
                        return 0;
                    }

                    await Task.Delay(size);
                }
                finally
                {
                    _running.TryRemove(id, out _);
                }

                return 1;
            }

            private static Task<int> SizeAsync() => Task.FromResult(3);
        }
        """);

    [Fact]
    public Task HelpersThatAddAndRemove_AreCalledInTheFinally() => FixesAsync(
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                {|LEAK4001:Begin(id)|};
                await Task.Delay(10);
                End(id);
            }

            private void Begin(string id) => _running[id] = DateTime.UtcNow;

            private void End(string id) => _running.TryRemove(id, out _);
        }
        """,
        """
        sealed class Runner
        {
            private readonly ConcurrentDictionary<string, DateTime> _running = new();

            public async Task RunAsync(string id)
            {
                Begin(id);
                try
                {
                    await Task.Delay(10);
                }
                finally
                {
                    End(id);
                }
            }

            private void Begin(string id) => _running[id] = DateTime.UtcNow;

            private void End(string id) => _running.TryRemove(id, out _);
        }
        """);
}
