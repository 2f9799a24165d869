using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1006 where a helper offers the newcomer and says whether it was taken.</summary>
public sealed class RejectedByHelperTests
{
    private static string Cache(string members, string keep = Keep) =>
        $$"""
        #nullable enable
        sealed class SingleThreadedAttribute : Attribute;

        [SingleThreaded]
        sealed class Sessions : IDisposable
        {
            private readonly ConcurrentDictionary<string, LinkedListNode<Entry>> _sessions = new();
            private readonly LinkedList<Entry> _recent = new();

        {{members}}

        {{keep}}

            public void Dispose()
            {
                foreach (var node in _sessions.Values)
                    Ending.End(node.Value.Session);
            }

            private sealed record Entry(string Name, Session Session);
        }

        static class Ending
        {
            public static void End(Session session) => session.Dispose();
        }

        sealed class Session(string name) : IDisposable
        {
            private readonly Timer _timer = new(_ => Console.WriteLine(name));

            public void Dispose() => _timer.Dispose();
        }
        """;

    private const string Keep =
        """
            private bool Keep(string name, Session session)
            {
                var node = new LinkedListNode<Entry>(new Entry(name, session));
                if (_sessions.TryAdd(name, node))
                {
                    lock (_recent)
                        _recent.AddLast(node);
                    return true;
                }

                return false;
            }
        """;

    [Fact]
    public Task CallerTriesAgain_IsFoundAndFixed() => Verify<DisposeRejectedFix>.FixesAsync(
        Cache(
            """
                public Session Get(string name)
                {
                    if (_sessions.TryGetValue(name, out var node))
                        return node.Value.Session;
                    var session = new Session(name);
                    if ({|LEAK1006:Keep(name, session)|})
                        return session;
                    return Get(name);
                }
            """),
        Cache(
            """
                public Session Get(string name)
                {
                    if (_sessions.TryGetValue(name, out var node))
                        return node.Value.Session;
                    var session = new Session(name);
                    if (Keep(name, session))
                        return session;
                    session.Dispose();
                    return Get(name);
                }
            """));

    [Fact]
    public Task LocalReusedForTheNewcomer_IsFound() => Verify.FindsAsync(Cache(
        """
            public Session Get(string name)
            {
                if (Find(name, out var session))
                    return session!;
                session = new Session(name);
                if ({|LEAK1006:Keep(name, session)|})
                    return session;
                return Get(name);
            }

            private bool Find(string name, out Session? session)
            {
                session = _sessions.TryGetValue(name, out var node) ? node.Value.Session : null;
                return session != null;
            }
        """));

    [Fact]
    public Task OneCallerBringsItAnotherMakesIt_OnlyTheMakerIsFound() => Verify.FindsAsync(Cache(
        """
            public bool Put(string name, Session session) => Keep(name, session);

            public void Open(string name)
            {
                var session = new Session(name);
                {|LEAK1006:Keep(name, session)|};
            }
        """));

    [Fact]
    public Task CallerDisposesTheRefused_IsSilent() => Verify.SilentAsync(Cache(
        """
            public Session Get(string name)
            {
                while (true)
                {
                    if (_sessions.TryGetValue(name, out var node))
                        return node.Value.Session;
                    var session = new Session(name);
                    if (Keep(name, session))
                        return session;
                    session.Dispose();
                }
            }
        """));

    [Fact]
    public Task CallerReturnsTheRefused_IsSilent() => Verify.SilentAsync(Cache(
        """
            public Session Open(string name)
            {
                var session = new Session(name);
                if (!Keep(name, session))
                    Console.WriteLine("not cached");
                return session;
            }
        """));

    [Fact]
    public Task CallerMayHaveFoundIt_IsSilent() => Verify.SilentAsync(Cache(
        """
            public void Touch(string name)
            {
                var session = _sessions.TryGetValue(name, out var node) ? node.Value.Session : new Session(name);
                Keep(name, session);
            }
        """));

    [Fact]
    public Task HelperDisposesTheRefused_IsSilent() => Verify.SilentAsync(Cache(
        """
            public void Open(string name) => Keep(name, new Session(name));
        """,
        """
            private bool Keep(string name, Session session)
            {
                var node = new LinkedListNode<Entry>(new Entry(name, session));
                if (_sessions.TryAdd(name, node))
                    return true;
                session.Dispose();
                return false;
            }
        """));
}
