using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Expression bodies and single statements become blocks where there is more to say.</summary>
public sealed class BodiesTests
{
    private static string Holder(string members) =>
        $$"""
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

        {{members}}

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """;

    private static Task GivesAsync(string before, string after) => Click<DisposeRemovedFix>.GivesAsync(Holder(before), Holder(after));

    [Fact]
    public Task Accessors_BecomeBlocks() => GivesAsync(
        """
            public string Dropped
            {
                get => "none";
                set => [|_timers.Remove(value)|];
            }
        """,
        """
            public string Dropped
            {
                get => "none";
                set
                {
                    if (_timers.Remove(value, out var removed))
                        removed.Dispose();
                }
            }
        """);

    [Fact]
    public Task Property_GetsAGetter() => GivesAsync(
        """
            public bool Drop => [|_timers.Remove("a")|]; // or not
        """,
        """
            public bool Drop
            {
                get
                {
                    if (!_timers.Remove("a", out var removed))
                        return false;
                    removed.Dispose();
                    return true;
                }
            } // or not
        """);

    [Fact]
    public Task Indexer_GetsAGetter() => GivesAsync(
        """
            public bool this[string name] => [|_timers.Remove(name)|];
        """,
        """
            public bool this[string name]
            {
                get
                {
                    if (!_timers.Remove(name, out var removed))
                        return false;
                    removed.Dispose();
                    return true;
                }
            }
        """);

    [Fact]
    public Task LocalFunctionAndLambda_BecomeBlocks() => GivesAsync(
        """
            public void Drop(string[] names)
            {
                Array.ForEach(names, name => [|_timers.Remove(name)|]);
                Last("a");

                void Last(string name) => [|_timers.Remove(name)|];
            }
        """,
        """
            public void Drop(string[] names)
            {
                Array.ForEach(names, name =>
                {
                    if (_timers.Remove(name, out var removed))
                        removed.Dispose();
                });
                Last("a");

                void Last(string name)
                {
                    if (_timers.Remove(name, out var removed1))
                        removed1.Dispose();
                }
            }
        """);

    [Fact]
    public Task SwitchSection_TakesTheStatements() => GivesAsync(
        """
            public void Drop(int number)
            {
                switch (number)
                {
                    case 1:
                        [|_timers.Remove("one")|];
                        break;
                    default: [|_timers.Remove("other")|]; break;
                }
            }
        """,
        """
            public void Drop(int number)
            {
                switch (number)
                {
                    case 1:
                        if (_timers.Remove("one", out var removed))
                            removed.Dispose();
                        break;
                    default:
                        if (_timers.Remove("other", out var removed1))
                            removed1.Dispose();
                        break;
                }
            }
        """);

    [Fact]
    public Task StatementAfterAHeader_GetsBraces() => GivesAsync(
        """
            public void Drop(string name)
            {
                if (name.Length > 0)
                    [|_timers.Remove(name)|]; // one
                else
                    [|_timers.Remove("other")|];
                foreach (var part in name.Split('.'))
                    [|_timers.Remove(part)|];
            }
        """,
        """
            public void Drop(string name)
            {
                if (name.Length > 0)
                {
                    if (_timers.Remove(name, out var removed))
                        removed.Dispose(); // one
                }
                else
                {
                    if (_timers.Remove("other", out var removed1))
                        removed1.Dispose();
                }

                foreach (var part in name.Split('.'))
                {
                    if (_timers.Remove(part, out var removed2))
                        removed2.Dispose();
                }
            }
        """);

    [Fact]
    public Task BlockOnOneLine_IsSpread() => GivesAsync(
        """
            public void Drop(string name) { Console.WriteLine(name); [|_timers.Remove(name)|]; }
        """,
        """
            public void Drop(string name)
            {
                Console.WriteLine(name);
                if (_timers.Remove(name, out var removed))
                    removed.Dispose();
            }
        """);
}
