#!/usr/bin/env dotnet
#:property PublishAot=false
// Analyzes any C# project, solution or folder with the package packed from this clone, and touches no file of it:
// analyzers, outputs and logs are put in from outside, through MSBuild's user extension points in a temporary folder.

using System.Diagnostics;
using System.IO.Compression;
using System.Security;
using System.Text.Json;
using System.Text.RegularExpressions;

try
{
    var options = Options.Parse(args);
    if (options.Help)
    {
        Console.WriteLine(Options.Usage);
        return 0;
    }

    var root = AppContext.GetData("EntryPointFileDirectoryPath") as string ?? throw new Failure("Start this file with: dotnet run try.cs");
    var target = Target.Resolve(options.Target ?? Path.Combine(root, "tests", "Incidents"));
    return new Session(root, target, options).Run();
}
catch (Failure failure)
{
    Console.Error.WriteLine(failure.Message);
    return Failure.ExitCode;
}

/// <summary>Something that the user can act on: one sentence, and the text of the tool that failed.</summary>
sealed class Failure(string message) : Exception(message)
{
    public const int ExitCode = 2;
}

enum Level { None, Info, Warning, Error }

sealed record Options(string? Target, string? Package, bool Fix, Level FailOn, bool Help)
{
    public const string Usage = """
        Usage: dotnet run try.cs [-- <project | solution | folder> [options]]

        Packs LeakGuard.Analyzers from this clone and analyzes the target with it (default: tests/Incidents).
        No file of the target is touched, its bin and obj folders included.

          --fix               apply the code fixes to the target's sources, then analyze again
          --fail-on <level>   exit with 1 if there are findings at or above: error, warning, info, none (default: none)
          --package <file>    analyze with this .nupkg instead of packing one
          --help              this text

        Exit codes: 0 done, 1 findings at or above --fail-on, 2 the target could not be analyzed.
        """;

    public static Options Parse(string[] args)
    {
        var options = new Options(null, null, false, Level.None, false);
        for (var i = 0; i < args.Length; i++)
        {
            options = args[i] switch
            {
                "--help" or "-h" or "-?" => options with { Help = true },
                "--fix" => options with { Fix = true },
                "--fail-on" => options with { FailOn = ParseLevel(Value(args, ref i)) },
                "--package" => options with { Package = ExistingFile(Value(args, ref i)) },
                ['-', ..] => throw new Failure($"Unknown option '{args[i]}'.{Environment.NewLine}{Usage}"),
                _ when options.Target is not null => throw new Failure($"One target at a time, but '{options.Target}' and '{args[i]}' were given."),
                _ => options with { Target = args[i] },
            };
        }

        return options;
    }

    private static string Value(string[] args, ref int i) =>
        ++i < args.Length ? args[i] : throw new Failure($"Option '{args[i - 1]}' needs a value.{Environment.NewLine}{Usage}");

    private static string ExistingFile(string path) =>
        File.Exists(path) ? Path.GetFullPath(path) : throw new Failure($"The package '{path}' does not exist.");

    private static Level ParseLevel(string text) =>
        Enum.TryParse<Level>(text, ignoreCase: true, out var level) && !int.TryParse(text, out _)
            ? level
            : throw new Failure($"'{text}' is no level. Levels: error, warning, info, none.");
}

/// <summary>The one project or solution file that a path means.</summary>
static class Target
{
    private static readonly string[] Solutions = [".sln", ".slnx", ".slnf"];
    private static readonly EnumerationOptions Ignoring = new() { MatchCasing = MatchCasing.CaseInsensitive };

    public static string Resolve(string path)
    {
        var full = Path.GetFullPath(path);
        if (File.Exists(full))
            return IsSolution(full) || HasExtension(full, ".csproj") ? full : throw new Failure($"'{path}' is neither a C# project nor a solution.");
        if (!Directory.Exists(full))
            throw new Failure($"'{path}' does not exist.");

        var files = Directory.GetFiles(full, "*", Ignoring);
        return Only(path, "solutions", files.Where(IsSolution))
            ?? Only(path, "C# projects", files.Where(f => HasExtension(f, ".csproj")))
            ?? throw new Failure($"The folder '{path}' holds no solution and no C# project.");
    }

    private static string? Only(string folder, string what, IEnumerable<string> candidates)
    {
        // A solution filter is a view on a solution: it never makes a folder ambiguous.
        var found = candidates.Where(f => !HasExtension(f, ".slnf")).OrderBy(f => f, StringComparer.Ordinal).ToArray();
        if (found.Length < 2)
            return found.SingleOrDefault();
        throw new Failure($"The folder '{folder}' holds several {what}; name one of them: {string.Join(", ", found.Select(Path.GetFileName))}");
    }

    private static bool IsSolution(string path) => Solutions.Any(extension => HasExtension(path, extension));

    private static bool HasExtension(string path, string extension) => Path.GetExtension(path).Equals(extension, StringComparison.OrdinalIgnoreCase);
}

/// <summary>One run: pack, analyze, perhaps fix and analyze again, report.</summary>
sealed class Session(string root, string target, Options options)
{
    private readonly string _folder = Directory.CreateTempSubdirectory("leakguard-").FullName;
    /// <summary>Files of one rule that are tried one by one: each takes as long as loading the target.</summary>
    private const int FilesByOne = 20;

    private string _sarif = "";

    public int Run()
    {
        try
        {
            var package = options.Package ?? Pack();
            var content = Path.Combine(_folder, "package");
            ZipFile.ExtractToDirectory(package, content);
            Console.WriteLine($"{Path.GetFileNameWithoutExtension(package)} on {Report.Display(target)}");

            var rules = Rules(content);
            var findings = Analyze("0", content, rules);
            if (options.Fix)
                findings = Fix(findings, content, rules);

            Report.Print(findings);
            Console.WriteLine($"SARIF: {_sarif}");
            return options.FailOn != Level.None && findings.Any(f => f.Level >= options.FailOn) ? 1 : 0;
        }
        finally
        {
            foreach (var part in new[] { "feed", "package", "work" })
                Delete(Path.Combine(_folder, part));
            if (!Directory.Exists(_sarif) || !Directory.EnumerateFiles(_sarif).Any())
                Delete(_folder);
        }
    }

    private string Pack()
    {
        var feed = Path.Combine(_folder, "feed");
        var (ok, output) = Dotnet.Run(root, null, "pack", Path.Combine(root, "src", "Package"), "--output", feed, "--nologo", "-tl:off", "-v:minimal");
        return ok ? Directory.GetFiles(feed, "*.nupkg").Single() : throw new Failure($"The package could not be packed.{Dotnet.Errors(output)}");
    }

    /// <summary>The rules of the package, each with whether it has a fix, as its preset of defaults tells.</summary>
    private static Dictionary<string, bool> Rules(string content) =>
        Regex.Matches(File.ReadAllText(Path.Combine(content, "config", "default.globalconfig")), @"^# (?<id>LEAK\d+): .*?(?<fix> \(has a fix\))?\r?$", RegexOptions.Multiline)
            .ToDictionary(m => m.Groups["id"].Value, m => m.Groups["fix"].Success);

    private List<Finding> Analyze(string pass, string content, Dictionary<string, bool> rules)
    {
        _sarif = Directory.CreateDirectory(Path.Combine(_folder, "sarif", pass)).FullName;
        var injection = new Injection(Work(pass), _sarif, content);
        var (ok, output) = Dotnet.Run(Path.GetDirectoryName(target)!, injection.Environment, "build", target, "--nologo", "-tl:off", "-v:minimal");

        // A project may make our rules errors: then its build fails by our findings alone, and that is a result.
        var log = Sarif.ReadAll(_sarif);
        var ownRulesOnly = log.Findings.Any(f => f.Level == Level.Error) && Dotnet.ErrorCodes(output).All(rules.ContainsKey);
        if (!ok && !ownRulesOnly)
            throw new Failure($"The target does not build, so it was not analyzed: {Report.Display(target)}{Dotnet.Errors(output)}");
        if (log.Files == 0)
            throw new Failure($"The build of '{Report.Display(target)}' compiled no C# project, so nothing was analyzed.");
        if (output.FirstOrDefault(line => line.Contains("LeakGuard.Analyzers.dll") && Regex.IsMatch(line, "CS(8032|8033|8034|9057)")) is { } unloaded)
            throw new Failure($"The compiler of the target's SDK cannot load the rules; they need the .NET 8 SDK or later.{Environment.NewLine}  {unloaded.Trim()}");
        if (log.Crashes.Count > 0)
            throw new Failure($"A rule of LeakGuard failed on the target:{Environment.NewLine}{string.Join(Environment.NewLine, log.Crashes)}");
        return log.Findings;
    }

    /// <summary>
    /// One rule at a time: dotnet format asks a fix about the first diagnostic of any rule that it was told to look at. The first
    /// diagnostic of a rule decides which kind of fix is applied, and whether any is: so a rule with findings left gets another round,
    /// file by file.
    /// </summary>
    private List<Finding> Fix(List<Finding> findings, string content, Dictionary<string, bool> rules)
    {
        var before = findings.Count;
        var fixable = findings.Select(f => f.Id).Where(id => rules.GetValueOrDefault(id)).Distinct().Order(StringComparer.Ordinal).ToList();
        for (var round = 1; round <= 3 && fixable.Count > 0; round++)
        {
            var injection = new Injection(Work($"{round - 1}"), Work("ignored"), content);
            foreach (var id in fixable)
            {
                if (round == 1)
                    Format(injection, id);
                else
                    findings.Where(f => f.Id == id).Select(f => f.File).Distinct().Order(StringComparer.Ordinal).Take(FilesByOne).ToList().ForEach(file => Format(injection, id, "--include", Path.GetRelativePath(Path.GetDirectoryName(target)!, file)));
            }

            var left = Analyze($"{round}", content, rules);
            fixable.RemoveAll(id => left.All(f => f.Id != id)
                || left.Count(f => f.Id == id) >= findings.Count(f => f.Id == id) && (round > 1 || left.Where(f => f.Id == id).Select(f => f.File).Distinct().Count() < 2));
            findings = left;
        }

        Console.WriteLine($"Findings before the fixes: {before}, after: {findings.Count}.");
        return findings;
    }

    private void Format(Injection injection, string id, params string[] more)
    {
        var (ok, output) = Dotnet.Run(Path.GetDirectoryName(target)!, injection.Environment,
            ["format", "analyzers", target, "--no-restore", "--severity", "info", "--diagnostics", id, .. more]);
        if (!ok)
            throw new Failure($"The fix of {id} could not be applied.{Dotnet.Errors(output)}");
    }

    private string Work(string name) => Path.Combine(_folder, "work", name);

    private static void Delete(string folder)
    {
        try
        {
            if (Directory.Exists(folder))
                Directory.Delete(folder, recursive: true);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            // A compiler server may still hold a file; the system's temporary folder is cleaned some day.
        }
    }
}

/// <summary>MSBuild files that put the analyzers into a build and keep its outputs out of the target.</summary>
sealed class Injection
{
    public IReadOnlyDictionary<string, string> Environment { get; }

    public Injection(string work, string sarif, string content)
    {
        var extensions = Path.Combine(work, "msbuild");
        var common = Path.Combine(extensions, "Current", "Microsoft.Common.targets");
        var before = Write(Path.Combine(common, "ImportBefore", "LeakGuard.targets"), Folders(work) + Before);
        Write(Path.Combine(common, "ImportAfter", "LeakGuard.targets"), After(sarif, Path.Combine(content, "analyzers", "dotnet", "cs")));
        Environment = new Dictionary<string, string>
        {
            ["MSBuildUserExtensionsPath"] = extensions,
            ["CustomAfterDirectoryBuildProps"] = Write(Path.Combine(extensions, "LeakGuard.props"), Folders(work) + Props),
            ["CustomBeforeMicrosoftCommonCrossTargetingTargets"] = before,
        };
    }

    // Names of projects repeat in large solutions: a hash of the path tells them apart.
    private static string Folders(string work) => $"""
          <PropertyGroup>
            <LeakGuardWork>{Xml(work)}{Path.DirectorySeparatorChar}</LeakGuardWork>
            <LeakGuardName>$(MSBuildProjectName)-$([MSBuild]::StableStringHash('$(MSBuildProjectFullPath)'))</LeakGuardName>
          </PropertyGroup>

        """;

    // After Directory.Build.props, so that folders set there are replaced; what an earlier build left in them is no source.
    private const string Props = """
          <PropertyGroup>
            <DefaultItemExcludes>$(DefaultItemExcludes);bin/**;obj/**</DefaultItemExcludes>
            <DefaultItemExcludes Condition="'$(BaseOutputPath)' != ''">$(DefaultItemExcludes);$(BaseOutputPath)/**</DefaultItemExcludes>
            <DefaultItemExcludes Condition="'$(BaseIntermediateOutputPath)' != ''">$(DefaultItemExcludes);$(BaseIntermediateOutputPath)/**</DefaultItemExcludes>
            <UseArtifactsOutput>true</UseArtifactsOutput>
            <ArtifactsPath>$(LeakGuardWork)artifacts</ArtifactsPath>
            <BaseOutputPath>$(LeakGuardWork)bin/$(LeakGuardName)/</BaseOutputPath>
            <BaseIntermediateOutputPath>$(LeakGuardWork)obj/$(LeakGuardName)/</BaseIntermediateOutputPath>
            <MSBuildProjectExtensionsPath>$(BaseIntermediateOutputPath)</MSBuildProjectExtensionsPath>
          </PropertyGroup>
        """;

    // After the project's own text, before the common targets read it: the same for folders and files set in the project.
    private const string Before = """
          <PropertyGroup>
            <OutputPath Condition="!$(OutputPath.StartsWith('$(LeakGuardWork)'))">$(LeakGuardWork)bin/$(LeakGuardName)/$(Configuration)/$(TargetFramework)/</OutputPath>
            <IntermediateOutputPath Condition="!$(IntermediateOutputPath.StartsWith('$(LeakGuardWork)'))">$(LeakGuardWork)obj/$(LeakGuardName)/$(Configuration)/$(TargetFramework)/</IntermediateOutputPath>
            <OutDir Condition="'$(OutDir)' != ''">$(OutputPath)</OutDir>
            <DocumentationFile Condition="'$(DocumentationFile)' != ''">$(IntermediateOutputPath)$(MSBuildProjectName).xml</DocumentationFile>
            <NuGetLockFilePath>$(LeakGuardWork)obj/$(LeakGuardName)/packages.lock.json</NuGetLockFilePath>
            <EmitCompilerGeneratedFiles>false</EmitCompilerGeneratedFiles>
            <GeneratePackageOnBuild>false</GeneratePackageOnBuild>
            <PostBuildEvent></PostBuildEvent>
          </PropertyGroup>
        """;

    private static string After(string sarif, string analyzers) => $"""
          <PropertyGroup Condition="'$(MSBuildProjectExtension)' == '.csproj'">
            <RunAnalyzers>true</RunAnalyzers>
            <RunAnalyzersDuringBuild>true</RunAnalyzersDuringBuild>
            <EnableNETAnalyzers>false</EnableNETAnalyzers>
            <TreatWarningsAsErrors>false</TreatWarningsAsErrors>
            <ErrorLog>{Xml(sarif)}{Path.DirectorySeparatorChar}$(LeakGuardName)-$(TargetFramework).sarif,version=2.1</ErrorLog>
          </PropertyGroup>
          <Target Name="LeakGuardAnalyzers" BeforeTargets="CoreCompile" Condition="'$(MSBuildProjectExtension)' == '.csproj'">
            <ItemGroup>
              <Analyzer Remove="@(Analyzer)" Condition="'%(Filename)' == 'LeakGuard.Analyzers' or '%(Filename)' == 'LeakGuard.CodeFixes'" />
              <Analyzer Include="{Xml(analyzers)}{Path.DirectorySeparatorChar}*.dll" />
            </ItemGroup>
          </Target>
        """;

    private static string Write(string path, string text)
    {
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, $"<Project>\n{text}\n</Project>\n");
        return path;
    }

    private static string Xml(string path) => SecurityElement.Escape(path.Replace("%", "%25").Replace(";", "%3B"));
}

static class Dotnet
{
    private static readonly string Host = FindHost();

    // The tools of another SDK, left behind by whoever started us, would be used instead of the target's own.
    private static readonly string[] Foreign = ["MSBuildSDKsPath", "MSBuildExtensionsPath", "MSBUILD_EXE_PATH", "MSBuildLoadMicrosoftTargetsReadOnly"];

    public static (bool Ok, List<string> Output) Run(string folder, IReadOnlyDictionary<string, string>? environment, params string[] arguments)
    {
        var start = new ProcessStartInfo(Host, arguments) { WorkingDirectory = folder, RedirectStandardOutput = true, RedirectStandardError = true };
        foreach (var name in Foreign)
            start.Environment.Remove(name);
        foreach (var (name, value) in environment ?? new Dictionary<string, string>())
            start.Environment[name] = value;
        // Build nodes that outlive the build would keep the pipes and the temporary folder open.
        start.Environment["MSBUILDDISABLENODEREUSE"] = "1";
        start.Environment["DOTNET_CLI_USE_MSBUILD_SERVER"] = "0";
        start.Environment["DOTNET_CLI_UI_LANGUAGE"] = "en";

        var output = new List<string>();
        void Add(object sender, DataReceivedEventArgs e)
        {
            lock (output)
                output.Add(e.Data ?? "");
        }

        using var process = new Process { StartInfo = start };
        process.OutputDataReceived += Add;
        process.ErrorDataReceived += Add;
        process.Start();
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
        process.WaitForExit();
        lock (output)
            return (process.ExitCode == 0, output);
    }

    public static IEnumerable<string> ErrorCodes(List<string> output) =>
        ErrorLines(output).Select(line => Regex.Match(line, @"\berror (?<code>\w+)\s*:").Groups["code"].Value);

    /// <summary>The tool's own errors, or, if it named none, its last words.</summary>
    public static string Errors(List<string> output)
    {
        var errors = ErrorLines(output).ToList();
        var shown = errors.Count > 0 ? errors.Take(20) : output.Where(line => line.Length > 0).TakeLast(20);
        var more = errors.Count > 20 ? [$"... and {errors.Count - 20} more"] : Array.Empty<string>();
        return string.Concat(shown.Concat(more).Select(line => $"{Environment.NewLine}  {line}"));
    }

    private static IEnumerable<string> ErrorLines(List<string> output) =>
        output.Where(line => Regex.IsMatch(line, @"(^|[\s:])error( \w+)?\s*:(?!\s+(at |---))")).Select(line => line.Trim()).Distinct();

    private static string FindHost()
    {
        var name = OperatingSystem.IsWindows() ? "dotnet.exe" : "dotnet";
        var beside = Path.GetFullPath(Path.Combine(System.Runtime.InteropServices.RuntimeEnvironment.GetRuntimeDirectory(), "..", "..", "..", name));
        return Environment.GetEnvironmentVariable("DOTNET_HOST_PATH") ?? (File.Exists(beside) ? beside : name);
    }
}

sealed record Finding(string Id, string Title, Level Level, string File, int Line, int Column, string Message);

sealed record Sarif(int Files, List<Finding> Findings, List<string> Crashes)
{
    /// <summary>All findings below a folder. One place compiled for several frameworks is one finding.</summary>
    public static Sarif ReadAll(string folder)
    {
        var files = Directory.GetFiles(folder, "*.sarif");
        var log = new Sarif(files.Length, [], []);
        var seen = new HashSet<Finding>();
        foreach (var file in files.Order(StringComparer.Ordinal))
        {
            using var document = JsonDocument.Parse(File.ReadAllText(file));
            foreach (var run in document.RootElement.GetProperty("runs").EnumerateArray())
                log.Read(run, seen);
        }

        return log;
    }

    private void Read(JsonElement run, HashSet<Finding> seen)
    {
        var titles = new Dictionary<string, string>();
        if (run.GetProperty("tool").GetProperty("driver").TryGetProperty("rules", out var rules))
        {
            foreach (var rule in rules.EnumerateArray())
                titles[rule.GetProperty("id").GetString()!] = rule.TryGetProperty("shortDescription", out var text) ? text.GetProperty("text").GetString()! : "";
        }

        foreach (var result in run.GetProperty("results").EnumerateArray())
        {
            var id = result.GetProperty("ruleId").GetString()!;
            var message = result.GetProperty("message").GetProperty("text").GetString()!;
            if (id == "AD0001" && message.Contains("LeakGuard.", StringComparison.Ordinal))
                Crashes.Add(message);
            var level = LevelOf(result);
            if (!id.StartsWith("LEAK", StringComparison.Ordinal) || level == Level.None || result.TryGetProperty("suppressions", out _))
                continue;

            var (file, line, column) = Place(result);
            var finding = new Finding(id, titles.GetValueOrDefault(id, ""), level, file, line, column, message);
            if (seen.Add(finding))
                Findings.Add(finding);
        }
    }

    private static (string File, int Line, int Column) Place(JsonElement result)
    {
        if (!result.TryGetProperty("locations", out var locations) || locations.GetArrayLength() == 0)
            return ("", 0, 0);
        var physical = locations[0].GetProperty("physicalLocation");
        var uri = physical.GetProperty("artifactLocation").GetProperty("uri").GetString()!;
        var region = physical.GetProperty("region");
        var file = Uri.TryCreate(uri, UriKind.Absolute, out var full) && full.IsFile ? full.LocalPath : Uri.UnescapeDataString(uri);
        return (file, region.GetProperty("startLine").GetInt32(), region.GetProperty("startColumn").GetInt32());
    }

    private static Level LevelOf(JsonElement result) => result.TryGetProperty("level", out var level)
        ? level.GetString() switch { "error" => Level.Error, "note" => Level.Info, "none" => Level.None, _ => Level.Warning }
        : Level.Warning;
}

static class Report
{
    public static void Print(List<Finding> findings)
    {
        foreach (var rule in findings.GroupBy(f => f.Id).OrderByDescending(g => g.Max(f => f.Level)).ThenBy(g => g.Key, StringComparer.Ordinal))
        {
            Console.WriteLine();
            Console.WriteLine($"{rule.Key} {rule.First().Title}: {Count(rule.Count(), "finding")}");
            foreach (var f in rule.OrderByDescending(f => f.Level).ThenBy(f => f.File, StringComparer.Ordinal).ThenBy(f => f.Line).ThenBy(f => f.Column))
                Console.WriteLine($"  {(f.File.Length == 0 ? "(no file)" : $"{Display(f.File)}:{f.Line}")} {f.Level.ToString().ToLowerInvariant()}: {f.Message}");
        }

        var levels = findings.GroupBy(f => f.Level).OrderByDescending(g => g.Key).Select(g => Count(g.Count(), g.Key.ToString().ToLowerInvariant()));
        Console.WriteLine();
        Console.WriteLine(findings.Count == 0
            ? "No findings."
            : $"{Count(findings.Count, "finding")} of {Count(findings.DistinctBy(f => f.Id).Count(), "rule")} in {Count(findings.DistinctBy(f => f.File).Count(), "file")}: {string.Join(", ", levels)}.");
    }

    /// <summary>A path that can be clicked in the terminal: relative below the current folder, else in full.</summary>
    public static string Display(string path)
    {
        var relative = Path.GetRelativePath(Environment.CurrentDirectory, path);
        return relative.StartsWith("..", StringComparison.Ordinal) ? path : relative;
    }

    private static string Count(int number, string noun) => $"{number} {noun}{(number == 1 || noun == "info" ? "" : "s")}";
}
