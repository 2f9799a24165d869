using System.Collections.Immutable;
using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;

namespace LeakGuard.Testing;

/// <summary>
/// The references of the newest framework, from the reference pack of the SDK that built the tests. Sources that use
/// types newer than the packaged references (such as <c>System.Threading.Lock</c>) are compiled against these.
/// </summary>
internal static class FrameworkReferences
{
    private static readonly Lazy<ImmutableArray<MetadataReference>> LazyCurrent = new(Load);

    /// <summary>The short name of the framework, such as <c>net10.0</c>.</summary>
    public static string TargetFramework => Baked("LeakGuard.TargetFramework");

    /// <summary>The references, read once.</summary>
    public static ImmutableArray<MetadataReference> Current => LazyCurrent.Value;

    /// <summary>Makes all projects of a test use these references instead of the packaged ones.</summary>
    public static void UseIn<TVerifier>(AnalyzerTest<TVerifier> test)
        where TVerifier : IVerifier, new()
    {
        // A framework without references of its own: two versions of one assembly would make every type ambiguous.
        test.ReferenceAssemblies = new ReferenceAssemblies(TargetFramework);
        test.SolutionTransforms.Add(static (solution, _) => solution.ProjectIds.Aggregate(
            solution,
            static (current, projectId) => current.AddMetadataReferences(projectId, Current)));
    }

    private static ImmutableArray<MetadataReference> Load()
    {
        var packs = Path.Combine(Baked("LeakGuard.TargetingPackRoot"), "Microsoft.NETCore.App.Ref");
        var folder = Directory.EnumerateDirectories(packs)
            .OrderByDescending(PackVersion)
            .Select(pack => Path.Combine(pack, "ref", TargetFramework))
            .FirstOrDefault(Directory.Exists)
            ?? throw new DirectoryNotFoundException($"No reference pack for {TargetFramework} in '{packs}'.");
        return [.. Directory.EnumerateFiles(folder, "*.dll").Order(StringComparer.Ordinal).Select(file => MetadataReference.CreateFromFile(file))];
    }

    private static Version PackVersion(string pack)
        => Version.TryParse(Path.GetFileName(pack).Split('-')[0], out var version) ? version : new Version(0, 0);

    private static string Baked(string key)
        => typeof(FrameworkReferences).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(attribute => attribute.Key == key).Value
            ?? throw new InvalidOperationException($"The assembly metadata '{key}' has no value.");
}
