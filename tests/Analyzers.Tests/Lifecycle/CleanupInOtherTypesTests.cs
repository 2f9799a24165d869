using Xunit;

namespace LeakGuard.Analyzers.Tests.Lifecycle;

/// <summary>LEAK4001 where the type that forgets the entry has no field of its own: a base type or a static class keeps the entries.</summary>
public sealed class CleanupInOtherTypesTests
{
    private const string Base =
        """
        abstract class Tracker
        {
            private readonly HashSet<string> _ids = new();
            protected void Begin(string id) => _ids.Add(id);
            protected void End(string id) => _ids.Remove(id);
        }
        """;

    private const string Registry =
        """
        static class InFlight
        {
            private static readonly ConcurrentDictionary<string, int> Map = new();
            public static void Enter(string id) => Map[id] = 1;
            public static void Leave(string id) => Map.TryRemove(id, out _);
        }
        """;

    [Fact]
    public Task PrivateStoreOfABase_Fires() => Verify.FindsAsync(Base +
        """

        sealed class Worker : Tracker
        {
            public async Task RunAsync(string id, Func<Task> work) { {|LEAK4001:Begin(id)|}; await work(); End(id); }
        }
        """);

    /// <summary>An assertion that the key is absent chooses nothing: the write is an acquire all the same.</summary>
    [Fact]
    public Task KeyThatIsAssertedAbsent_Fires() => Verify.FindsAsync(
        """
        static class InFlight
        {
            private static readonly ConcurrentDictionary<string, int> Map = new();
            public static void Enter(string id) { System.Diagnostics.Debug.Assert(!Map.ContainsKey(id)); Map[id] = 1; }
            public static void Leave(string id) => Map.TryRemove(id, out _);
        }

        sealed class Worker
        {
            public async Task RunAsync(string id, Func<Task> work) { {|LEAK4001:InFlight.Enter(id)|}; await work(); InFlight.Leave(id); }
        }
        """);

    [Fact]
    public Task StaticClass_Fires() => Verify.FindsAsync(Registry +
        """

        sealed class Worker
        {
            public async Task RunAsync(string id, Func<Task> work) { {|LEAK4001:InFlight.Enter(id)|}; await work(); InFlight.Leave(id); }
        }
        """);

    [Fact]
    public Task ReleaseInFinally_IsSilent() => Verify.FindsAsync(Base + Registry +
        """

        sealed class Worker : Tracker
        {
            public async Task RunAsync(string id, Func<Task> work) { Begin(id); try { await work(); } finally { End(id); } }

            public async Task EnterAsync(string id, Func<Task> work) { InFlight.Enter(id); try { await work(); } finally { InFlight.Leave(id); } }
        }
        """);

    [Fact]
    public Task OnlyOneOfTheTwoIsCalled_IsSilent() => Verify.FindsAsync(Registry +
        """

        sealed class Worker
        {
            public async Task RunAsync(string id, Func<Task> work) { InFlight.Enter(id); await work(); }
        }
        """);
}
