using System.Reflection;
using System.Reflection.Metadata;
using System.Reflection.PortableExecutable;
using System.Runtime.Loader;
using LeakGuard.Package.Tests.Support;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Package.Tests;

[Collection(PackageCollection.Name)]
public sealed class AssemblyTests(PackageFixture package)
{
    private static readonly Dictionary<string, Version> Framework = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["System.Collections.Immutable"] = new(7, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 8, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 8, 0, 0),
    };

    private static readonly Dictionary<string, Version> Ide = new()
    {
        ["netstandard"] = new(2, 0, 0, 0),
        ["System.Collections.Immutable"] = new(9, 0, 0, 0),
        ["System.Composition.AttributedModel"] = new(9, 0, 0, 0),
        ["Microsoft.CodeAnalysis"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.Workspaces"] = new(4, 14, 0, 0),
        ["Microsoft.CodeAnalysis.CSharp.Workspaces"] = new(4, 14, 0, 0),
        ["LeakGuard.Analyzers"] = new(int.MaxValue, 0),
    };

    private string Analyzers => Path.Combine(package.Content, "analyzers", "dotnet", "cs", "LeakGuard.Analyzers.dll");

    private string CodeFixes => Path.Combine(package.Content, "analyzers", "dotnet", "cs", "LeakGuard.CodeFixes.dll");

    [Fact]
    public void Analyzers_ReferenceOnlyWhatEveryHostOfTheFloorHas() => AssertReferences(Analyzers, Framework);

    [Fact]
    public void CodeFixes_ReferenceOnlyWhatEveryIdeOfTheFloorHas() => AssertReferences(CodeFixes, Ide);

    [Fact]
    public void Assemblies_TargetNetStandard20()
    {
        foreach (var path in new[] { Analyzers, CodeFixes })
            Assert.Contains(".NETStandard,Version=v2.0", TargetFramework(path), StringComparison.Ordinal);
    }

    [Fact]
    public void Assemblies_NameNoFolderOfTheMachineThatBuiltThem()
    {
        foreach (var path in new[] { Analyzers, CodeFixes })
        {
            using var file = new PEReader(File.OpenRead(path));
            var entry = Assert.Single(file.ReadDebugDirectory(), e => e.Type == DebugDirectoryEntryType.EmbeddedPortablePdb);
            using var symbols = file.ReadEmbeddedPortablePdbDebugDirectoryData(entry);
            var reader = symbols.GetMetadataReader();
            Assert.All(reader.Documents.Select(d => reader.GetString(reader.GetDocument(d).Name)), name => Assert.StartsWith("/_", name, StringComparison.Ordinal));
        }
    }

    [Fact]
    public void Rules_LoadThroughAnAnalyzerReference()
    {
        var loader = new Loader();
        var failures = new List<string>();
        var found = 0;
        foreach (var path in new[] { Analyzers, CodeFixes })
        {
            var reference = new AnalyzerFileReference(path, loader);
            reference.AnalyzerLoadFailed += (_, e) => failures.Add($"{Path.GetFileName(path)}: {e.ErrorCode} {e.TypeName} {e.Message}");
            found += reference.GetAnalyzers(LanguageNames.CSharp).Sum(a => a.SupportedDiagnostics.Length);
        }

        Assert.DoesNotContain(failures, f => !f.Contains(nameof(AnalyzerLoadFailureEventArgs.FailureErrorCode.NoAnalyzers), StringComparison.Ordinal));
        Assert.True(found > 0, "The package has no rule.");
    }

    [Fact]
    public void EveryRuleAndFix_CanBeFoundByItsHost()
    {
        var loader = new Loader();
        var analyzers = Concrete<DiagnosticAnalyzer>(loader.LoadFromPath(Analyzers));
        var fixes = Concrete<CodeFixProvider>(loader.LoadFromPath(CodeFixes));

        Assert.All(analyzers, type => Assert.NotNull(type.GetCustomAttribute<DiagnosticAnalyzerAttribute>()));
        Assert.All(fixes, type =>
        {
            Assert.Equal(type.Name, type.GetCustomAttribute<ExportCodeFixProviderAttribute>()?.Name);
            Assert.NotEmpty(((CodeFixProvider)Activator.CreateInstance(type, nonPublic: true)!).FixableDiagnosticIds);
        });
        Assert.NotEmpty(analyzers);
        Assert.NotEmpty(fixes);
    }

    private static Type[] Concrete<T>(Assembly assembly) => [.. assembly.GetTypes().Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t))];

    private static void AssertReferences(string path, Dictionary<string, Version> allowed)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        foreach (var reference in reader.AssemblyReferences.Select(handle => reader.GetAssemblyReference(handle)))
        {
            var name = reader.GetString(reference.Name);
            Assert.True(allowed.TryGetValue(name, out var highest), $"{Path.GetFileName(path)} references {name}.");
            Assert.True(reference.Version <= highest, $"{Path.GetFileName(path)} references {name} {reference.Version}, above {highest}.");
        }
    }

    private static string TargetFramework(string path)
    {
        using var file = new PEReader(File.OpenRead(path));
        var reader = file.GetMetadataReader();
        var attribute = reader.GetAssemblyDefinition().GetCustomAttributes().Select(reader.GetCustomAttribute).Single(a =>
            a.Constructor.Kind == HandleKind.MemberReference
            && reader.GetString(reader.GetTypeReference((TypeReferenceHandle)reader.GetMemberReference((MemberReferenceHandle)a.Constructor).Parent).Name) == "TargetFrameworkAttribute");
        var value = reader.GetBlobReader(attribute.Value);
        value.ReadUInt16();
        return value.ReadSerializedString()!;
    }

    /// <summary>Loads the package's assemblies beside the test's own, as a host does; Roslyn itself is the test's.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly AssemblyLoadContext _context = new("package", isCollectible: false);

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath)
        {
            _context.Resolving += (context, name) =>
                Path.Combine(Path.GetDirectoryName(fullPath)!, $"{name.Name}.dll") is var beside && File.Exists(beside) ? context.LoadFromAssemblyPath(beside) : null;
            return _context.LoadFromAssemblyPath(fullPath);
        }
    }
}
