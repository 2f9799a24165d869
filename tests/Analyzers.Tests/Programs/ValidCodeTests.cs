using Microsoft.CodeAnalysis;
using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Correct code is silent with every rule on: the look-alikes, and the project's own sources.</summary>
public sealed class ValidCodeTests
{
    public static TheoryData<string> LookAlikes => [.. MarkedSources.Files(MarkedSources.Folder("ValidCode")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(LookAlikes))]
    public async Task LookAlikes_AreSilent(string file) =>
        Assert.Equal(string.Empty, await MarkedSources.DifferencesAsync(MarkedSources.Files(MarkedSources.Folder("ValidCode")).Where(f => Path.GetFileName(f) == file).ToArray()));

    [Fact]
    public async Task ReferenceCache_IsSilent() =>
        Assert.Equal(string.Empty, await MarkedSources.DifferencesAsync(MarkedSources.Files(MarkedSources.Folder("ReferenceCache"))));
}
