using Xunit;

namespace LeakGuard.Analyzers.Tests.Programs;

/// <summary>The four incidents: every marked line is found, every other line is silent, After included.</summary>
public sealed class IncidentTests
{
    [Fact]
    public async Task EveryIncident_ReportsExactlyItsMarks() =>
        Assert.Equal(string.Empty, await MarkedSources.DifferencesAsync(MarkedSources.Files(MarkedSources.Folder("Incidents"))));

    [Theory]
    [InlineData("KedaBefore.cs", "LEAK1001")]
    [InlineData("DolphinBefore.cs", "LEAK1005")]
    [InlineData("GrpcBefore.cs", "LEAK4002")]
    [InlineData("ArgoBefore.cs", "LEAK3001")]
    public async Task EachIncident_ShowsItsDefect(string file, string id)
    {
        var diagnostics = await MarkedSources.AnalyzeAsync(MarkedSources.Files(MarkedSources.Folder("Incidents")));
        Assert.Contains(diagnostics, d => d.Id == id && Path.GetFileName(d.Location.GetLineSpan().Path) == file);
    }
}
