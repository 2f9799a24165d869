using System.Security.Cryptography;

namespace LeakGuard.Package.Tests.Support;

/// <summary>Runs try.cs as a user does, from a folder that is not the clone's.</summary>
internal static class TryApp
{
    public static ToolResult Run(string folder, params string[] arguments) =>
        Dotnet.Run(folder, null, ["run", "--file", Repository.PathOf("try.cs"), "--", .. arguments]);

    /// <summary>Every file below a folder with the hash of its content, to see that none appeared, vanished or changed.</summary>
    public static string[] Snapshot(string folder) =>
    [
        .. Directory.GetFileSystemEntries(folder, "*", SearchOption.AllDirectories)
            .Order(StringComparer.Ordinal)
            .Select(path => $"{Path.GetRelativePath(folder, path)} {(File.Exists(path) ? Convert.ToHexString(SHA256.HashData(File.ReadAllBytes(path))) : "")}"),
    ];

    /// <summary>A folder with the given files, cut off from whatever lies above it.</summary>
    public static string Target(string folder, params (string Path, string Text)[] files)
    {
        (string Path, string Text)[] borders = [("Directory.Build.props", "<Project />"), ("Directory.Build.targets", "<Project />"), (".editorconfig", "root = true\n")];
        foreach (var (path, text) in borders.ExceptBy(files.Select(f => f.Path), f => f.Path).Concat(files))
        {
            var full = Path.Combine(folder, path);
            Directory.CreateDirectory(Path.GetDirectoryName(full)!);
            File.WriteAllText(full, text);
        }

        return folder;
    }

    public static string Project(string body, string framework = "<TargetFramework>net10.0</TargetFramework>") => $"""
        <Project Sdk="Microsoft.NET.Sdk">
          <PropertyGroup>
            {framework}
            <NuGetAudit>false</NuGetAudit>
          </PropertyGroup>
          {body}
        </Project>
        """;
}
