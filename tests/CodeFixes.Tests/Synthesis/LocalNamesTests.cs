using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>New locals take no name that means something where they stand.</summary>
public sealed class LocalNamesTests
{
    private const string Inherited =
        """
        abstract class Part
        {
            protected string removed = "a";

            protected static void Ended(string name) => Console.WriteLine(name);
        }

        static class Words
        {
            public const string removed = "b";
        }
        """;

    private static string Holder(string head, string members, string drop) =>
        $$"""
        {{head}}
        {
            private readonly Dictionary<string, Timer> _timers = new();

            {{members}}

            public void Drop(string name)
            {
                {{drop}}
                Console.WriteLine(name);
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """;

    [Theory]
    [InlineData("sealed class Holder : IDisposable", "public int removed;")]
    [InlineData("sealed class Holder : IDisposable", "public int removed { get; set; }")]
    [InlineData("sealed class Holder : IDisposable", "public void removed() => Dispose();")]
    [InlineData("sealed class Holder : IDisposable", "private enum removed { No, Yes }")]
    [InlineData("sealed class Holder : Part, IDisposable", "public int Count => _timers.Count;")]
    [InlineData("sealed class Holder(string removed) : IDisposable", "public string Name => removed;")]
    [InlineData("using static Words;\n\nsealed class Holder : IDisposable", "public int Count => _timers.Count;")]
    public Task NameOfAMember_IsNotTaken(string head, string members) => Click<DisposeRemovedFix>.GivesAsync(
        Holder(head, members, "[|_timers.Remove(name)|];"),
        Holder(head, members, "if (_timers.Remove(name, out var removed1))\n            removed1.Dispose();"),
        more: Inherited);

    [Theory]
    [InlineData("void removed() => Console.WriteLine(name);", "removed();")]
    [InlineData("Action<int> log = removed => Console.WriteLine(removed);", "log(1);")]
    [InlineData("foreach (var removed in name)", "    Console.WriteLine(removed);")]
    [InlineData("if (name is { Length: var removed })", "    Console.WriteLine(removed);")]
    [InlineData("Console.WriteLine(name);", "var (removed, _) = (1, 2); Console.WriteLine(removed);")]
    public Task NameOfALocal_IsNotTaken(string before, string after) => Click<DisposeRemovedFix>.GivesAsync(
        Holder("sealed class Holder : IDisposable", "public int Count => _timers.Count;", $"{before}\n        {after}\n        [|_timers.Remove(name)|];"),
        Holder("sealed class Holder : IDisposable", "public int Count => _timers.Count;", $"{before}\n        {after}\n        if (_timers.Remove(name, out var removed1))\n            removed1.Dispose();"));

    /// <summary>What is a name of somebody else only is free.</summary>
    [Fact]
    public Task NameInAnotherMember_IsTaken() => Click<DisposeRemovedFix>.GivesAsync(
        Holder("sealed class Holder : IDisposable", "public static int Length(string removed) => removed.Length;", "[|_timers.Remove(name)|];"),
        Holder("sealed class Holder : IDisposable", "public static int Length(string removed) => removed.Length;", "if (_timers.Remove(name, out var removed))\n            removed.Dispose();"));

    [Theory]
    [InlineData("Event", "item")]
    [InlineData("IConnection", "connection")]
    [InlineData("X", "item")]
    [InlineData("Timers<int>", "item")]
    public Task Entry_IsNamedAfterItsType(string type, string name)
    {
        var (source, declared) = (Drained("[|_store.Clear()|];"), "class Event : IDisposable { public void Dispose() { } } interface IConnection : IDisposable; class X : Event; class Timers<T> : Event;");
        return Click<DrainClearedFix>.GivesAsync(source, Drained($"foreach (var {name} in _store)\n            {name}.Dispose();\n        _store.Clear();"), more: declared);

        string Drained(string reset) =>
            $$"""
            sealed class Holder : IDisposable
            {
                private readonly List<{{type}}> _store = new();

                public void Reset()
                {
                    {{reset}}
                }

                public void Dispose()
                {
                    foreach (var each in _store)
                        each.Dispose();
                }
            }
            """;
    }
}
