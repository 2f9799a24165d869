using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using LeakGuard.Package.Tests.Support;

namespace LeakGuard.Package.Tests;

/// <summary>&lt;LeakGuardReferenceCache&gt;true: the bundled cache compiled into the user's own project.</summary>
[Collection(PackageCollection.Name)]
public sealed class ReferenceCacheTests(PackageFixture package)
{
    private const string Namespace = "LeakGuard.ReferenceCache";

    private Consumers Consumers => package.Consumers;

    [Theory]
    [InlineData("CacheDefaults")]
    [InlineData("CacheOldest")]
    [InlineData("CacheStrictest")]
    public void OptIn_CompilesItAsInternalTypes(string consumer)
    {
        var complaints = Consumers.Printed(consumer).Where(line => line.Contains("warning", StringComparison.Ordinal) || line.Contains("error", StringComparison.Ordinal));
        Assert.True(!complaints.Any(), string.Join("\n", complaints));
        var types = Types(Consumers.Assembly(consumer));
        Assert.Contains(types, t => t.Name == "LeaseCache`2");
        Assert.All(types, t => Assert.Equal(TypeAttributes.NotPublic, t.Visibility));
    }

    [Theory]
    [InlineData("CacheOldLanguage", "LangVersion '11'")]
    [InlineData("CacheOldFramework", "target framework 'netstandard2.0'")]
    public void TooOldAProject_GetsOneWarningAndNoCache(string consumer, string reason)
    {
        var warning = Assert.Single(Consumers.Printed(consumer), line => line.Contains("warning", StringComparison.Ordinal));
        Assert.Contains("LEAKPKG002", warning, StringComparison.Ordinal);
        Assert.Contains(reason, warning, StringComparison.Ordinal);
        Assert.Empty(Types(Consumers.Assembly(consumer)));
    }

    [Fact]
    public void WithoutTheProperty_NothingIsAdded() => Assert.Empty(Types(Consumers.Assembly("Plain")));

    private static (string Name, TypeAttributes Visibility)[] Types(string assembly)
    {
        using var file = new PEReader(File.OpenRead(assembly));
        var reader = file.GetMetadataReader();
        return [.. reader.TypeDefinitions.Select(reader.GetTypeDefinition)
            .Where(t => reader.GetString(t.Namespace) == Namespace)
            .Select(t => (reader.GetString(t.Name), t.Attributes & TypeAttributes.VisibilityMask))];
    }
}
