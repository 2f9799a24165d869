namespace LeakGuard.Package.Tests.Support;

/// <summary>
/// Projects that reference the package, one per question, all restored and built by one build of one solution: from a local feed,
/// into a packages folder of their own.
/// </summary>
internal sealed class Consumers
{
    private static readonly (string Name, string Properties, string[] Files)[] Projects =
    [
        ("Plain", "", [Samples.Overwrites]),
        ("Clean", "", [Samples.Replaces]),
        ("None", Mode("none"), [Samples.Overwrites]),
        ("Default", Mode("default"), [Samples.Overwrites]),
        ("Recommended", Mode("Recommended"), [Samples.Overwrites]),
        ("Strict", Mode("strict"), [Samples.Overwrites]),
        ("StrictWithoutDiscovery", Mode("strict") + Property("DiscoverGlobalAnalyzerConfigFiles", "false"), [Samples.Overwrites]),
        ("EditorConfig", Mode("strict"), [Samples.Overwrites]),
        ("GlobalConfig", Mode("strict"), [Samples.Overwrites]),
        ("NoWarn", Mode("strict") + Property("NoWarn", "$(NoWarn);LEAK1001"), [Samples.Overwrites]),
        ("Pragma", "", ["#pragma warning disable LEAK1001\n" + Samples.Overwrites]),
        ("WarningsAsErrors", Property("TreatWarningsAsErrors", "true"), [Samples.Overwrites]),
        ("UnknownMode", Mode("strickt"), [Samples.Overwrites]),
        ("Downstream", Property("Reference", "../Plain/Plain.csproj"), [Samples.Overwrites.Replace("LogFiles", "OtherFiles")]),
        ("CacheDefaults", Cache + Property("ImplicitUsings", "enable") + Property("Nullable", "enable"), [Samples.UsesReferenceCache]),
        ("CacheOldest", Cache + Property("TargetFramework", "net8.0") + Property("LangVersion", "12"), [Samples.UsesReferenceCache]),
        ("CacheStrictest", Cache + Mode("strict") + Strictest, [StrictSource]),
        ("CacheOldLanguage", Cache + Property("LangVersion", "11"), ["internal sealed class Empty { }\n"]),
        ("CacheOldFramework", Cache + Property("TargetFramework", "netstandard2.0"), ["internal sealed class Empty { }\n"]),
    ];

    private readonly string _folder;

    public Consumers(PackageFixture package)
    {
        _folder = package.NewFolder("consumers");
        Environment = new Dictionary<string, string> { ["NUGET_PACKAGES"] = Path.Combine(package.Folder, "packages") };
        Write("NuGet.config", $"""<configuration><packageSources><add key="leakguard" value="{package.Feed}" /></packageSources></configuration>""");
        Write("Directory.Build.props", "<Project />");
        Write("Directory.Build.targets", "<Project />");
        Write("Directory.Packages.props", "<Project />");
        Write(".editorconfig", "root = true\n");
        foreach (var (name, properties, files) in Projects)
        {
            Write(Path.Combine(name, $"{name}.csproj"), Project(properties));
            for (var i = 0; i < files.Length; i++)
                Write(Path.Combine(name, $"Source{i}.cs"), files[i]);
        }

        Write(Path.Combine("EditorConfig", ".editorconfig"), "[*.cs]\ndotnet_diagnostic.LEAK1001.severity = suggestion\n");
        Write(Path.Combine("GlobalConfig", ".globalconfig"), "is_global = true\ndotnet_diagnostic.LEAK1001.severity = suggestion\n");
        Write("All.slnx", $"<Solution>{string.Concat(Projects.Select(p => $"<Project Path=\"{p.Name}/{p.Name}.csproj\" />"))}</Solution>");
        Build = Dotnet.Run(_folder, Environment, "build", "All.slnx", "--nologo", "-tl:off", "-v:minimal");
    }

    public IReadOnlyDictionary<string, string> Environment { get; }

    public ToolResult Build { get; }

    public static IEnumerable<string> Names => Projects.Select(p => p.Name);

    /// <summary>What the build printed about one project; its summary repeats every warning.</summary>
    public string[] Printed(string name) => [.. Build.Lines.Where(line => line.Contains($"{name}.csproj", StringComparison.Ordinal)).Distinct()];

    /// <summary>What the compiler logged for one project, suppressed diagnostics left out.</summary>
    public LoggedResult[] Logged(string name)
    {
        var log = Path.Combine(_folder, name, "log.sarif");
        Assert.True(File.Exists(log), $"{name} was not compiled:\n{Build.Output}");
        return [.. SarifLog.Read(log).Where(r => !r.Suppressed)];
    }

    public string Assembly(string name) => Directory.GetFiles(Path.Combine(_folder, name, "bin"), $"{name}.dll", SearchOption.AllDirectories).Single();

    public ToolResult Rebuild(string name, params string[] arguments) =>
        Dotnet.Run(_folder, Environment, ["build", Path.Combine(name, $"{name}.csproj"), "--no-restore", "--no-incremental", "--nologo", "-tl:off", "-v:minimal", .. arguments]);

    private const string StrictSource = "[assembly: System.CLSCompliant(false)]\n";

    private const string Strictest = """
        <EnableNETAnalyzers>true</EnableNETAnalyzers>
            <AnalysisMode>All</AnalysisMode>
            <TreatWarningsAsErrors>true</TreatWarningsAsErrors>
            <GenerateDocumentationFile>true</GenerateDocumentationFile>
        """;

    private const string Cache = "<LeakGuardReferenceCache>true</LeakGuardReferenceCache>";

    private static string Mode(string mode) => Property("LeakGuardAnalysisMode", mode);

    private static string Property(string name, string value) => $"<{name}>{value}</{name}>";

    private static string Project(string properties) => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            <TargetFramework>net10.0</TargetFramework>
            <ErrorLog>$(MSBuildProjectDirectory)/log.sarif,version=2.1</ErrorLog>
            <NuGetAudit>false</NuGetAudit>
            <EnableNETAnalyzers>false</EnableNETAnalyzers>
            {properties}
          </PropertyGroup>
          <ItemGroup>
            <PackageReference Condition="'$(Reference)' == ''" Include="LeakGuard.Analyzers" Version="[{Repository.Version}]" PrivateAssets="all" />
            <ProjectReference Condition="'$(Reference)' != ''" Include="$(Reference)" />
          </ItemGroup>
        </Project>
        """;

    private void Write(string path, string text)
    {
        var full = Path.Combine(_folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(full)!);
        File.WriteAllText(full, text);
    }
}
