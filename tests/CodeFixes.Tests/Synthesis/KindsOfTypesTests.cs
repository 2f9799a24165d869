using LeakGuard.CodeFixes.Ownership;
using LeakGuard.CodeFixes.Races;
using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Xunit;

namespace LeakGuard.CodeFixes.Tests.Synthesis;

/// <summary>Fixes in partial, static, generic and nested types, records and structs, and beside top-level statements.</summary>
public sealed class KindsOfTypesTests
{
    /// <summary>The store is in one part, the removal in another.</summary>
    [Theory]
    [InlineData("partial class Holder", "partial class Holder : IDisposable")]
    [InlineData("partial record Holder", "partial record Holder : IDisposable")]
    [InlineData("partial struct Holder", "partial struct Holder : IDisposable")]
    [InlineData("partial record struct Holder", "partial record struct Holder : IDisposable")]
    [InlineData("partial class Holder<TKey>", "partial class Holder<TKey> : IDisposable where TKey : notnull")]
    public Task Part_IsFixedWhereTheRemovalIs(string head, string main)
    {
        var key = head.Contains('<', StringComparison.Ordinal) ? "TKey" : "string";
        var more = $$"""
            {{main}}
            {
                private readonly Dictionary<{{key}}, Timer> _timers = new();

                public Holder()
                {
                }

                public void Dispose()
                {
                    foreach (var timer in _timers.Values)
                        timer.Dispose();
                }
            }
            """;
        return Click<DisposeRemovedFix>.GivesAsync(
            $"{head}\n{{\n    public void Drop({key} name)\n    {{\n        [|_timers.Remove(name)|];\n    }}\n}}",
            $"{head}\n{{\n    public void Drop({key} name)\n    {{\n        if (_timers.Remove(name, out var removed))\n            removed.Dispose();\n    }}\n}}",
            more: more);
    }

    [Fact]
    public Task LocalFunctionOfTopLevelStatements_IsFixedAsAMethod() => Click<DisposeRemovedFix>.GivesAsync(
        "new Holder().Drop(\"a\");\n\n" + TopLevel("[|_timers.Remove(name)|];"),
        "new Holder().Drop(\"a\");\n\n" + TopLevel("if (_timers.Remove(name, out var removed))\n            removed.Dispose();"),
        new Sources { Output = OutputKind.ConsoleApplication });

    [Fact]
    public Task StaticHolder_GetsAStaticLock() => Click<CreateUnderLockFix>.GivesAsync(
        """
        static class Files
        {
            private static readonly ConcurrentDictionary<string, FileStream> s_open = new();

            public static FileStream For(string path)
            {
                if (s_open.TryGetValue(path, out var file))
                    return file;
                file = new FileStream(path, FileMode.Open);
                [|s_open[path] = file|];
                return file;
            }
        }
        """,
        """
        static class Files
        {
            private static readonly ConcurrentDictionary<string, FileStream> s_open = new();
            private static readonly Lock s_gate = new();

            public static FileStream For(string path)
            {
                if (s_open.TryGetValue(path, out var file))
                    return file;
                lock (s_gate)
                {
                    if (s_open.TryGetValue(path, out file))
                        return file;
                    file = new FileStream(path, FileMode.Open);
                    s_open[path] = file;
                    return file;
                }
            }
        }
        """);

    [Theory]
    [InlineData("sealed class Holder(string name)", "sealed class Holder(string name) : IDisposable")]
    [InlineData("sealed class Holder<T>(T name) where T : class", "sealed class Holder<T>(T name) : IDisposable where T : class")]
    [InlineData("sealed class Holder(string name) : Part(name), IComparable", "sealed class Holder(string name) : Part(name), IComparable, IDisposable")]
    [InlineData("sealed record Holder(string name) : Word(name)", "sealed record Holder(string name) : Word(name), IDisposable")]
    public Task PrimaryConstructor_KeepsItsPlaceBeforeTheInterface(string head, string expected)
    {
        return Click<DrainInDisposeFix>.GivesAsync(Holder(head, "[|_timers|]", string.Empty), Holder(expected, "_timers", "\n\n    public void Dispose()\n    {\n        foreach (var timer in _timers.Values)\n            timer.Dispose();\n        _timers.Clear();\n    }"),
            more: "class Part(string text) { public string Text => text; } record Word(string Text);");

        static string Holder(string head, string store, string end) =>
            $$"""
            {{head}}
            {
                private readonly Dictionary<string, Timer> {{store}} = new();

                public string Name => name.ToString();

                public int CompareTo(object other) => 0;

                public static object Create() => new {{(head.Contains("<T>", StringComparison.Ordinal) ? "Holder<string>" : "Holder")}}("a");

                public void Add(string key)
                {
                    if (!_timers.ContainsKey(key))
                        _timers.Add(key, new Timer(_ => { }));
                }{{end}}
            }
            """;
    }

    private static string TopLevel(string drop) =>
        $$"""
        sealed class Holder : IDisposable
        {
            private readonly Dictionary<string, Timer> _timers = new();

            public void Drop(string name)
            {
                {{drop}}
            }

            public void Dispose()
            {
                foreach (var timer in _timers.Values)
                    timer.Dispose();
            }
        }
        """;
}
