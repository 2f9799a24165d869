using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>Bugs in many spellings and domains: each file is compiled with the common parts alone, each marked line is found, and nothing else.</summary>
public sealed class SampleTests
{
    public static TheoryData<string> Files => [.. MarkedSources.Files(MarkedSources.Folder("Samples")).Select(file => Path.GetFileName(file)!)];

    [Theory]
    [MemberData(nameof(Files))]
    public async Task Samples_ReportExactlyTheirMarks(string file) =>
        Assert.Equal(string.Empty, await MarkedSources.DifferencesAsync(MarkedSources.Sample(file)));
}
