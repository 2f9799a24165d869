using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests.HarnessOnly;

/// <summary>
/// Compares the harness with the public and protected members of the real package. The lists under RealApi have all of
/// them, one a line; those the harness leaves out on purpose have a minus before them.
/// </summary>
public class SurfaceTests
{
    private static readonly ILookup<bool, string> Real = ReadLists().ToLookup(line => !line.StartsWith("- ", StringComparison.Ordinal), line => line.TrimStart('-', ' '));

    private static readonly IReadOnlyList<string> Harness = PublicSurface.Of(typeof(DefaultVerifier).Assembly.Location);

    [Fact]
    public void Harness_HasNoMember_TheRealPackageLacks() => Assert.Empty(Harness.Except(Real[true]).Except(Real[false]));

    [Fact]
    public void Harness_HasAllMembers_ItIsMeantToHave() => Assert.Empty(Real[true].Except(Harness));

    [Fact]
    public void Harness_LeavesOut_WhatIsListedAsLeftOut() => Assert.Empty(Real[false].Intersect(Harness));

    [Fact]
    public void Lists_AreComplete()
    {
        // The twin of the tests above: an empty list, or an empty harness, would pass them.
        Assert.True(Real[true].Count() > 250, "The lists have too few members.");
        Assert.True(Real[false].Count() > 100, "The lists have too few members that are left out.");
        Assert.Contains("virtual Microsoft.CodeAnalysis.Testing.DefaultVerifier.CreateMessage(string message) -> string", Harness);
        Assert.DoesNotContain(Harness, line => line.Contains("LineDiff", StringComparison.Ordinal));
    }

    private static IEnumerable<string> ReadLists()
    {
        var assembly = typeof(SurfaceTests).Assembly;
        foreach (var name in assembly.GetManifestResourceNames().Where(name => name.StartsWith("RealApi/", StringComparison.Ordinal)))
        {
            using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
            while (reader.ReadLine() is { } line)
                yield return line;
        }
    }
}
