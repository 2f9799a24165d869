using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests;

/// <summary>What a user gets who references the package, from real builds by the SDK's compiler.</summary>
[Collection(PackageCollection.Name)]
public sealed class ConsumerTests(PackageFixture package)
{
    private const string Rule = "LEAK1001";

    private Consumers Consumers => package.Consumers;

    [Fact]
    public void PlantedBug_IsReportedAsTheRuleSays()
    {
        Assert.Equal("warning", Level("Plain"));
        Assert.Contains(Consumers.Printed("Plain"), line => line.Contains($"Source0.cs(13,13): warning {Rule}:", StringComparison.Ordinal));
    }

    [Fact]
    public void CorrectTwin_IsSilent() => Assert.DoesNotContain(Consumers.Logged("Clean"), r => r.Id.StartsWith("LEAK", StringComparison.Ordinal));

    [Theory]
    [InlineData("None", null)]
    [InlineData("Default", "warning")]
    [InlineData("Recommended", "warning")]
    [InlineData("Strict", "error")]
    public void Preset_DecidesTheSeverity(string consumer, string? level) => Assert.Equal(level, Level(consumer));

    [Fact]
    public void Preset_NeedsNoDiscoveryOfGlobalConfigs() => Assert.Equal("error", Level("StrictWithoutDiscovery"));

    [Theory]
    [InlineData("EditorConfig", "note")]
    [InlineData("GlobalConfig", "note")]
    [InlineData("NoWarn", null)]
    [InlineData("Pragma", null)]
    public void UsersOwnWord_WinsOverThePackage(string consumer, string? level) => Assert.Equal(level, Level(consumer));

    [Fact]
    public void TreatWarningsAsErrors_LiftsTheRule()
    {
        Assert.Contains(Consumers.Printed("WarningsAsErrors"), line => line.Contains($"error {Rule}:", StringComparison.Ordinal));
    }

    [Fact]
    public void UnknownMode_WarnsOnceAndHasNoEffect()
    {
        var warning = Assert.Single(Consumers.Printed("UnknownMode"), line => line.Contains("warning LEAKPKG001", StringComparison.Ordinal));
        Assert.Contains("'strickt' is not known", warning, StringComparison.Ordinal);
        Assert.Equal("warning", Level("UnknownMode"));
        Assert.All(Consumers.Build.Lines.Where(line => line.Contains("LEAKPKG001", StringComparison.Ordinal)), line => Assert.Contains("UnknownMode.csproj", line, StringComparison.Ordinal));
    }

    [Fact]
    public void ProjectThatReferencesAConsumer_IsLeftAlone() => Assert.DoesNotContain(Consumers.Logged("Downstream"), r => r.Id.StartsWith("LEAK", StringComparison.Ordinal));

    [Fact]
    public void NoBuild_ReportsABrokenAnalyzer()
    {
        foreach (var id in new[] { "CS8032", "CS9057", "AD0001", "CS8033", "CS8034" })
        {
            Assert.DoesNotContain(id, Consumers.Build.Output, StringComparison.Ordinal);
            foreach (var consumer in Consumers.Names)
                Assert.DoesNotContain(Consumers.Logged(consumer), r => r.Id == id);
        }
    }

    [Fact]
    public void WarnAsError_FailsTheBuildOnThePlantedBugOnly()
    {
        var planted = Consumers.Rebuild("Plain", "-warnaserror");
        var clean = Consumers.Rebuild("Clean", "-warnaserror");

        Assert.NotEqual(0, planted.ExitCode);
        Assert.Contains($"error {Rule}:", planted.Output, StringComparison.Ordinal);
        clean.Succeeded();
    }

    /// <summary>The one level at which the rule was reported, or null.</summary>
    private string? Level(string consumer) => Consumers.Logged(consumer).Where(r => r.Id == Rule).Select(r => r.Level).Distinct().SingleOrDefault();
}
