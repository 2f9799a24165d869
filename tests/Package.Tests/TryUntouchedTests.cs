using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests;

/// <summary>One solution with everything that could make a build write into its sources or hide a finding, analyzed once by try.cs.</summary>
[Collection(PackageCollection.Name)]
public sealed class TryUntouchedTests(PackageFixture package, TryUntouchedTests.Run run) : IClassFixture<TryUntouchedTests.Run>
{
    [Fact]
    public void NoFileOfTheTarget_IsTouched()
    {
        var (_, before, after) = run.Once(package);
        Assert.Equal(before, after);
    }

    [Fact]
    public void FailOn_TurnsFindingsIntoAnExitCode()
    {
        var (result, _, _) = run.Once(package);
        Assert.True(result.ExitCode == 1, result.Output);
    }

    [Theory]
    [InlineData("Central/LogFiles.cs:13 warning: ", "Central package management, warnings as errors")]
    [InlineData("Multi/OpenFiles.cs:22 warning: ", "Several target frameworks")]
    [InlineData("other/Multi/LogFiles.cs:13 warning: ", "A project whose name repeats, analyzers switched off")]
    [InlineData("Strict/LogFiles.cs:13 warning: ", "Output folders, documentation, generated files, package and lock file inside the project")]
    public void Finding_IsListedOnce(string line, string project)
    {
        var (result, _, _) = run.Once(package);
        var expected = "  " + line.Replace('/', Path.DirectorySeparatorChar);
        Assert.True(result.Lines.Count(l => l.StartsWith(expected, StringComparison.Ordinal)) == 1, $"{project}:\n{result.Output}");
    }

    public sealed class Run
    {
        private (ToolResult, string[], string[])? _result;

        internal (ToolResult Result, string[] Before, string[] After) Once(PackageFixture package)
        {
            if (_result is { } done)
                return done;

            var folder = TryApp.Target(
                package.NewFolder(Path.Combine("try", "with a space")),
                ("All.slnx", """
                    <Solution>
                      <Project Path="Central/Central.csproj" />
                      <Project Path="Multi/Multi.csproj" />
                      <Folder Name="/other/">
                        <Project Path="other/Multi/Multi.csproj" />
                      </Folder>
                      <Project Path="Strict/Strict.csproj" />
                    </Solution>
                    """),
                ("Central/Directory.Packages.props", "<Project><PropertyGroup><ManagePackageVersionsCentrally>true</ManagePackageVersionsCentrally></PropertyGroup></Project>"),
                ("Central/Central.csproj", TryApp.Project("<PropertyGroup><TreatWarningsAsErrors>true</TreatWarningsAsErrors></PropertyGroup>")),
                ("Central/LogFiles.cs", Samples.Overwrites),
                ("Multi/Multi.csproj", TryApp.Project(
                    "<PropertyGroup><RestorePackagesWithLockFile>true</RestorePackagesWithLockFile><GeneratePackageOnBuild>true</GeneratePackageOnBuild></PropertyGroup>",
                    "<TargetFrameworks>netstandard2.0;net10.0</TargetFrameworks>")),
                ("Multi/OpenFiles.cs", Samples.Drops),
                ("Multi/obj/Debug/net10.0/Stale.cs", "left by an earlier build\n"),
                ("other/Multi/Multi.csproj", TryApp.Project("<PropertyGroup><RunAnalyzers>false</RunAnalyzers></PropertyGroup>")),
                ("other/Multi/LogFiles.cs", Samples.Overwrites),
                ("Strict/Strict.csproj", TryApp.Project("""
                    <PropertyGroup>
                      <OutputPath>out</OutputPath>
                      <DocumentationFile>Strict.xml</DocumentationFile>
                      <NoWarn>CS1591</NoWarn>
                      <RestorePackagesWithLockFile>true</RestorePackagesWithLockFile>
                      <EmitCompilerGeneratedFiles>true</EmitCompilerGeneratedFiles>
                      <CompilerGeneratedFilesOutputPath>generated</CompilerGeneratedFilesOutputPath>
                      <ErrorLog>errors.sarif</ErrorLog>
                    </PropertyGroup>
                    """)),
                ("Strict/Directory.Build.props", """
                    <Project>
                      <PropertyGroup>
                        <BaseIntermediateOutputPath>$(MSBuildProjectDirectory)/intermediate/</BaseIntermediateOutputPath>
                      </PropertyGroup>
                    </Project>
                    """),
                ("Strict/intermediate/Stale.cs", "left by an earlier build\n"),
                ("Strict/LogFiles.cs", Samples.Overwrites));
            var before = TryApp.Snapshot(folder);
            var result = TryApp.Run(folder, "--package", package.File, "--fail-on", "warning", ".");
            _result = (result, before, TryApp.Snapshot(folder));
            return _result.Value;
        }
    }
}
