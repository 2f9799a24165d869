using System.Text.RegularExpressions;
using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests;

/// <summary>try.cs: analyze anybody's code with the packed package.</summary>
[Collection(PackageCollection.Name)]
public sealed class TryTests(PackageFixture package)
{
    private string New(string name) => package.NewFolder(Path.Combine("try", name));

    private ToolResult Analyze(string folder, params string[] arguments) => TryApp.Run(folder, ["--package", package.File, .. arguments]);

    [Fact]
    public void WithoutATarget_PacksAndListsTheFindingsInTheIncidents()
    {
        var result = TryApp.Run(New("default"), "--fail-on", "error").Succeeded();

        Assert.Contains("LeakGuard.Analyzers." + Repository.Version, result.Output, StringComparison.Ordinal);
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^LEAK\d+ .+: \d+ findings?$"));
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^  .+\.cs:\d+ (warning|info): .+"));
        Assert.Contains(result.Lines, line => Regex.IsMatch(line, @"^\d+ findings? of \d+ rules? in \d+ files?: "));
        var sarif = result.Lines.Single(line => line.StartsWith("SARIF: ", StringComparison.Ordinal))["SARIF: ".Length..];
        Assert.NotEmpty(Directory.GetFiles(sarif, "*.sarif"));
    }

    [Fact]
    public void Help_SaysWhatThereIs()
    {
        var result = TryApp.Run(New("help"), "--help").Succeeded();
        foreach (var option in new[] { "--fix", "--fail-on", "--package", "--help" })
            Assert.Contains(option, result.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("'nowhere' does not exist.", "nowhere")]
    [InlineData("Unknown option '--fixx'.", "--fixx")]
    [InlineData("'loud' is no level. Levels: error, warning, info, none.", "--fail-on", "loud")]
    [InlineData("Option '--fail-on' needs a value.", "--fail-on")]
    [InlineData("One target at a time, but 'a' and 'b' were given.", "a", "b")]
    public void WrongArguments_GetOneClearSentence(string sentence, params string[] arguments) => AssertRefused(TryApp.Run(New("wrong"), arguments), sentence);

    [Fact]
    public void FolderWithSeveralSolutions_NamesThem()
    {
        var folder = TryApp.Target(New("solutions"), ("A.sln", ""), ("B.slnx", "<Solution />"), ("C.csproj", ""));
        AssertRefused(TryApp.Run(folder, "."), "The folder '.' holds several solutions; name one of them: A.sln, B.slnx");
    }

    [Fact]
    public void FolderWithSeveralProjects_NamesThem()
    {
        var folder = TryApp.Target(New("projects"), ("B.csproj", ""), ("A.csproj", ""), ("C.slnf", "{}"));
        AssertRefused(TryApp.Run(folder, folder), $"The folder '{folder}' holds several C# projects; name one of them: A.csproj, B.csproj");
    }

    [Fact]
    public void FolderWithoutAProject_IsRefused() =>
        AssertRefused(TryApp.Run(New("empty"), "."), "The folder '.' holds no solution and no C# project.");

    [Fact]
    public void TargetThatDoesNotCompile_ShowsTheCompilersError()
    {
        var folder = TryApp.Target(New("broken"), ("Broken.csproj", TryApp.Project("")), ("Broken.cs", "class Broken { int x = \"\"; }\n"));
        var result = Analyze(folder, "Broken.csproj");
        AssertRefused(result, "The target does not build, so it was not analyzed: Broken.csproj");
        Assert.Contains("error CS0029", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetThatDoesNotRestore_ShowsTheRestoreError()
    {
        var folder = TryApp.Target(
            New("unrestorable"),
            ("NuGet.config", "<configuration><packageSources><clear /><add key=\"empty\" value=\".\" /></packageSources></configuration>"),
            ("App.csproj", TryApp.Project("<ItemGroup><PackageReference Include=\"No.Such.Package\" Version=\"1.0.0\" /></ItemGroup>")));
        var result = Analyze(folder, ".");
        AssertRefused(result, "The target does not build, so it was not analyzed: App.csproj");
        Assert.Contains("error NU1101", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void TargetThatMakesARuleAnError_IsListedAllTheSame()
    {
        var folder = TryApp.Target(
            New("error"),
            (".editorconfig", "root = true\n[*.cs]\ndotnet_diagnostic.LEAK1001.severity = error\n"),
            ("App.csproj", TryApp.Project("")),
            ("LogFiles.cs", Samples.Overwrites));
        var result = Analyze(folder, "--fail-on", "error", ".");
        Assert.True(result.ExitCode == 1, result.Output);
        Assert.Contains("  LogFiles.cs:13 error: ", result.Output, StringComparison.Ordinal);
    }

    [Fact]
    public void Fix_ChangesTheSourcesAndNothingElse()
    {
        var folder = TryApp.Target(New("fix"), ("App.csproj", TryApp.Project("")), ("Drops.cs", Samples.Drops), ("Overwrites.cs", Samples.Overwrites));
        var before = TryApp.Snapshot(folder);

        var result = Analyze(folder, "App.csproj", "--fix").Succeeded();

        Assert.DoesNotContain("LEAK1002", result.Output, StringComparison.Ordinal);
        Assert.Matches(@"Findings before the fixes: \d+, after: \d+\.", result.Output);
        var text = File.ReadAllText(Path.Combine(folder, "Drops.cs"));
        Assert.DoesNotContain("out _", text, StringComparison.Ordinal);
        Assert.Matches(@"if \(_map\.TryRemove\(key, out var (\w+)\)\)\s*\{?\s*\1\.Dispose\(\);", text);
        Assert.All(before.Except(TryApp.Snapshot(folder)), changed => Assert.Contains(".cs ", changed, StringComparison.Ordinal));
        Assert.Equal(before.Length, TryApp.Snapshot(folder).Length);
    }

    private static void AssertRefused(ToolResult result, string sentence)
    {
        Assert.Equal(2, result.ExitCode);
        Assert.Equal(sentence, result.Lines.First(line => line.Length > 0 && !line.StartsWith("LeakGuard.Analyzers.", StringComparison.Ordinal)));
    }
}
