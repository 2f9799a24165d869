using System.IO.Compression;

namespace LeakGuard.Package.Tests.Support;

/// <summary>The package, packed once as it would be published, and a temporary folder for everything built with it.</summary>
public sealed class PackageFixture : IDisposable
{
    private readonly Lazy<Consumers> _consumers;

    public PackageFixture()
    {
        Folder = Directory.CreateTempSubdirectory("leakguard-tests-").FullName;
        Feed = Path.Combine(Folder, "feed");
        Dotnet.Run(Repository.Root, null, "pack", Repository.PathOf("src", "Package"), "--output", Feed, "--nologo", "-tl:off", "-v:minimal").Succeeded();
        File = Path.Combine(Feed, $"LeakGuard.Analyzers.{Repository.Version}.nupkg");
        Content = Path.Combine(Folder, "content");
        ZipFile.ExtractToDirectory(File, Content);
        _consumers = new Lazy<Consumers>(() => new Consumers(this));
    }

    public string Folder { get; }

    public string Feed { get; }

    public string File { get; }

    /// <summary>The folder with the package's files.</summary>
    public string Content { get; }

    internal Consumers Consumers => _consumers.Value;

    internal string NewFolder(string name) => Directory.CreateDirectory(Path.Combine(Folder, name)).FullName;

    public void Dispose()
    {
        try
        {
            Directory.Delete(Folder, recursive: true);
        }
        catch (IOException)
        {
            // A compiler server may still hold a file of it on some systems.
        }
    }
}

[CollectionDefinition(Name)]
public sealed class PackageCollection : ICollectionFixture<PackageFixture>
{
    public const string Name = "package";
}
