using System.Collections.Immutable;
using Packaged = Basic.Reference.Assemblies;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The framework a test project is compiled against. Nothing is ever downloaded.</summary>
public sealed class ReferenceAssemblies
{
    private readonly ImmutableArray<MetadataReference> _references;

    /// <summary>A framework without references: the test adds its own.</summary>
    public ReferenceAssemblies(string targetFramework)
        : this(targetFramework, AssemblyIdentityComparer.Default, [])
    {
    }

    private ReferenceAssemblies(string targetFramework, AssemblyIdentityComparer comparer, IEnumerable<MetadataReference> references)
    {
        TargetFramework = targetFramework ?? throw new ArgumentNullException(nameof(targetFramework));
        AssemblyIdentityComparer = comparer;
        _references = [.. references];
    }

    /// <summary>.NET 8.</summary>
    public static ReferenceAssemblies Default => Net.Net80;

    /// <summary>The short name of the framework, such as <c>net8.0</c>.</summary>
    public string TargetFramework { get; }

    /// <summary>How references to different versions of an assembly are unified.</summary>
    public AssemblyIdentityComparer AssemblyIdentityComparer { get; }

    /// <summary>The references for the language.</summary>
    public Task<ImmutableArray<MetadataReference>> ResolveAsync(string? language, CancellationToken cancellationToken)
        => Task.FromResult(_references);

    /// <summary>.NET 5 and later.</summary>
    public static class Net
    {
        private static readonly Lazy<ReferenceAssemblies> LazyNet80
            = new(() => new("net8.0", AssemblyIdentityComparer.Default, Packaged.Net80.References.All));

        /// <summary>.NET 8.</summary>
        public static ReferenceAssemblies Net80 => LazyNet80.Value;
    }

    /// <summary>.NET Standard.</summary>
    public static class NetStandard
    {
        private static readonly Lazy<ReferenceAssemblies> LazyNetStandard20
            = new(() => new("netstandard2.0", AssemblyIdentityComparer.Default, Packaged.NetStandard20.References.All));

        /// <summary>.NET Standard 2.0.</summary>
        public static ReferenceAssemblies NetStandard20 => LazyNetStandard20.Value;
    }

    /// <summary>.NET Framework.</summary>
    public static class NetFramework
    {
        /// <summary>.NET Framework 4.7.2.</summary>
        public static class Net472
        {
            private static readonly Lazy<ReferenceAssemblies> LazyDefault
                = new(() => new("net472", DesktopAssemblyIdentityComparer.Default, Packaged.Net472.References.All));

            /// <summary>The references of a plain project.</summary>
            public static ReferenceAssemblies Default => LazyDefault.Value;
        }
    }
}
