using LeakGuard.CodeFixes.Ownership;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Ownership;

/// <summary>LEAK1012 and its fix.</summary>
public sealed class RemovalKeyMismatchTests
{
    private const string Map = "Dictionary<string, List<string>> _triggers = new()";

    private static string Holder(string members, string store) =>
        $$"""
        #nullable enable
        sealed class Registry
        {
            private readonly {{store}};

        {{members}}

            private static string KeyOf(string kind, string name) => kind + "/" + name;
        }
        """;

    private static Task FixesAsync(string before, string after, string store = Map) => Verify<UseInsertedKeyFix>.FixesAsync(Holder(before, store), Holder(after, store));

    private static Task OffersNothingAsync(string members, string store = Map) => Verify<UseInsertedKeyFix>.OffersNothingAsync(Holder(members, store));

    private static Task SilentAsync(string members, string store = Map) => Verify.SilentAsync(Holder(members, store));

    [Fact]
    public Task PartsInAnotherOrder_TakesTheInsertedKey() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                {|LEAK1012:_triggers.Remove($"{name}.{scope}")|}; // done with it
            }
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                _triggers.Remove($"{scope}.{name}"); // done with it
            }
        """);

    [Fact]
    public Task OnePartAlone_TakesTheInsertedKey() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers.Add(scope + "." + name, triggers);

            public void Remove(string scope, string name) => {|LEAK1012:_triggers.Remove(name)|};
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers.Add(scope + "." + name, triggers);

            public void Remove(string scope, string name) => _triggers.Remove(scope + "." + name);
        """);

    [Theory]
    [InlineData("string.Join('.', scope, name)")]
    [InlineData("string.Join(\".\", new[] { scope, name })")]
    public Task JoinedByAnotherSeparator_Fires(string key) => Verify.FindsAsync(Holder(
        $$"""
            public void Add(string scope, string name, List<string> triggers) => _triggers[scope + ":" + name] = triggers;

            public void Remove(string scope, string name) => {|LEAK1012:_triggers.Remove({{key}})|};
        """, Map));

    [Fact]
    public Task JoinedByTheSameSeparator_IsSilent() => SilentAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[scope + ":" + name] = triggers;

            public void Remove(string scope, string name) => _triggers.Remove(string.Join(':', scope, name));
        """);

    [Fact]
    public Task KeyInALocal_TakesItsInitializer() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers)
            {
                var key = $"{scope}.{name}";
                _triggers[key] = triggers;
            }

            public void Remove(string scope, string name)
            {
                {|LEAK1012:_triggers.Remove($"{scope}/{name}")|};
            }
        """,
        """
            public void Add(string scope, string name, List<string> triggers)
            {
                var key = $"{scope}.{name}";
                _triggers[key] = triggers;
            }

            public void Remove(string scope, string name)
            {
                _triggers.Remove($"{scope}.{name}");
            }
        """);

    [Fact]
    public Task RemovalKeyInALocal_ChangesTheLocal() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                // The key of one trigger.
                var key = $"{name}.{scope}";
                {|LEAK1012:_triggers.Remove(key)|};
            }
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                // The key of one trigger.
                var key = $"{scope}.{name}";
                _triggers.Remove(key);
            }
        """);

    [Fact]
    public Task LocalUsedForMore_StaysAsItIs() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                var label = $"{name}.{scope}";
                {|LEAK1012:_triggers.Remove(label)|};
                Console.WriteLine(label);
            }
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                var label = $"{name}.{scope}";
                _triggers.Remove($"{scope}.{name}");
                Console.WriteLine(label);
            }
        """);

    [Fact]
    public Task ConcurrentMapAndTuples_TakeTheInsertedKey() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers.TryAdd((scope, name), triggers);

            public void Remove(string scope, string name) => {|LEAK1012:_triggers.TryRemove((name, scope), out _)|};
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers.TryAdd((scope, name), triggers);

            public void Remove(string scope, string name) => _triggers.TryRemove((scope, name), out _);
        """,
        "ConcurrentDictionary<(string, string), List<string>> _triggers = new()");

    [Fact]
    public Task HelperMakesTheKey_IsCalledByTheRemovalToo() => FixesAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[KeyOf(kind, name)] = triggers;

            public void Remove(string kind, string name)
            {
                {|LEAK1012:_triggers.Remove($"{name}/{kind}")|};
            }
        """,
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[KeyOf(kind, name)] = triggers;

            public void Remove(string kind, string name)
            {
                _triggers.Remove(KeyOf(kind, name));
            }
        """);

    [Fact]
    public Task EveryRemovalOfAMember_IsChanged() => FixesAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                {|LEAK1012:_triggers.Remove(name)|};
                {|LEAK1012:_triggers.Remove(key: scope)|};
            }
        """,
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name)
            {
                _triggers.Remove($"{scope}.{name}");
                _triggers.Remove(key: $"{scope}.{name}");
            }
        """);

    [Fact]
    public Task InsertionInAnotherFile_IsReadThere() => new Setting().FixesAsync<UseInsertedKeyFix>(
        """
        sealed partial class Registry
        {
            public void Remove(string scope, string name)
            {
                {|LEAK1012:_triggers.Remove(name)|};
            }
        }
        """,
        """
        sealed partial class Registry
        {
            public void Remove(string scope, string name)
            {
                _triggers.Remove($"{scope}.{name}");
            }
        }
        """,
        """
        sealed partial class Registry
        {
            private readonly Dictionary<string, List<string>> _triggers = new();

            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;
        }
        """);

    [Fact]
    public Task PartUnknownAtTheRemoval_OffersNothing() => OffersNothingAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[$"{kind}.{name}"] = triggers;

            public void Remove(string name)
            {
                {|LEAK1012:_triggers.Remove(name)|};
            }
        """);

    [Fact]
    public Task PartOfAnotherType_OffersNothing() => OffersNothingAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[$"{kind}.{name}"] = triggers;

            public void Remove(int kind, string name)
            {
                {|LEAK1012:_triggers.Remove($"{name}.{kind}")|};
            }
        """);

    [Fact]
    public Task PartDeclaredLater_OffersNothing() => OffersNothingAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[$"{kind}.{name}"] = triggers;

            public void Remove(string name)
            {
                {|LEAK1012:_triggers.Remove(name)|};
                var kind = name + "!";
                Console.WriteLine(kind);
            }
        """);

    [Fact]
    public Task PartNotAssignedYet_OffersNothing() => OffersNothingAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[$"{kind}.{name}"] = triggers;

            public void Remove(string name)
            {
                string kind;
                {|LEAK1012:_triggers.Remove(name)|};
                kind = name;
                Console.WriteLine(kind);
            }
        """);

    [Fact]
    public Task SameKey_Silent() => SilentAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string scope, string name) => _triggers.Remove(scope + "." + name);
        """);

    [Fact]
    public Task ResultIsLookedAt_Silent() => SilentAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public bool Remove(string scope, string name) => _triggers.Remove($"{name}.{scope}");
        """);

    [Fact]
    public Task InsertionsDiffer_Silent() => SilentAsync(
        """
            public void Add(string scope, string name, List<string> triggers)
            {
                _triggers[$"{scope}.{name}"] = triggers;
                _triggers[$"{name}.{scope}"] = triggers;
            }

            public void Remove(string scope, string name)
            {
                _triggers.Remove($"{name}.{scope}");
            }
        """);

    [Fact]
    public Task NothingInCommon_Silent() => SilentAsync(
        """
            public void Add(string scope, string name, List<string> triggers) => _triggers[$"{scope}.{name}"] = triggers;

            public void Remove(string key)
            {
                _triggers.Remove(key);
            }
        """);

    [Fact]
    public Task HelperOnBothSides_Silent() => SilentAsync(
        """
            public void Add(string kind, string name, List<string> triggers) => _triggers[KeyOf(kind, name)] = triggers;

            public void Remove(string kind, string name)
            {
                _triggers.Remove(KeyOf(kind, name));
            }
        """);
}
