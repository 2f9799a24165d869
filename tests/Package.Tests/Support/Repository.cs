using System.Xml.Linq;

namespace LeakGuard.Package.Tests.Support;

/// <summary>The clone that these tests run in.</summary>
internal static class Repository
{
    public static string Root { get; } = FindRoot();

    private static readonly XElement Properties = XDocument.Load(PathOf("Directory.Build.props")).Root!;

    public static string Url { get; } = Property("RepositoryUrl");

    public static string Version { get; } = Property("Version");

    public static string PathOf(params string[] parts) => Path.Combine([Root, .. parts]);

    private static string Property(string name) => Properties.Descendants(name).Single().Value;

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Analyzers.sln")))
            folder = folder.Parent ?? throw new InvalidOperationException($"No Analyzers.sln above {AppContext.BaseDirectory}");
        return folder.FullName;
    }
}
