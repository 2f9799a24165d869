using System.Reflection;
using System.Text.RegularExpressions;

namespace LeakGuard.ReferenceCache.Tests.Whole;

/// <summary>Nothing that has to be tested is left out.</summary>
public sealed class ConventionTests
{
    private static readonly MethodInfo[] Tests =
    [
        .. typeof(ConventionTests).Assembly.GetTypes().SelectMany(t => t.GetMethods())
            .Where(m => m.GetCustomAttribute<FactAttribute>() is { Skip: null }),
    ];

    private static readonly string[] Ids = [.. Enumerable.Range(1, 40).Select(i => $"I{i:D2}")];

    /// <summary>Seen in real systems, each of them.</summary>
    private static readonly string[] Races =
    [
        "build-build", "build-remove", "build-close", "replace-lease", "remove-idleadd-close", "expiry-reuse", "expiry-close",
        "release-retire", "old-new", "delete-recreate", "enqueue-clear", "stop-blocked", "fault-producer",
    ];

    public static TheoryData<string> Invariants => new(Ids);

    public static TheoryData<string> Interleavings => new(Races);

    [Theory]
    [MemberData(nameof(Invariants))]
    public void EveryInvariantHasATest(string invariant) => Assert.Contains(Tests, m => m.Name.StartsWith($"{invariant}_", StringComparison.Ordinal));

    [Theory]
    [MemberData(nameof(Interleavings))]
    public void EveryInterleavingIsForced(string interleaving) =>
        Assert.Contains(Tests, m => m.GetCustomAttributes<InterleavingAttribute>().Any(a => a.Name == interleaving));

    [Fact]
    public void EveryNamedInvariantAndInterleavingExists()
    {
        Assert.All(Tests.Where(m => Regex.IsMatch(m.Name, "^I[0-9]")), m => Assert.Contains(m.Name[..3], Ids));
        Assert.All(Tests.SelectMany(m => m.GetCustomAttributes<InterleavingAttribute>()), a => Assert.Contains(a.Name, Races));
    }
}
