using System.Collections.Immutable;
using System.Reflection;
using System.Runtime.Loader;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Analyzers.Tests.Suppression;

/// <summary>The analyzers whose diagnostics are suppressed, from the packages that people install.</summary>
internal static class Peers
{
    private static readonly Lazy<ImmutableArray<DiagnosticAnalyzer>> LazyAll = new(Load);

    public static ImmutableArray<DiagnosticAnalyzer> All => LazyAll.Value;

    private static ImmutableArray<DiagnosticAnalyzer> Load()
    {
        var loader = new Loader();
        var found = new[]
        {
            Path.Combine(Baked("LeakGuard.IDisposableAnalyzers"), "analyzers", "dotnet", "cs", "IDisposableAnalyzers.dll"),
            Path.Combine(Baked("LeakGuard.NetAnalyzers"), "analyzers", "dotnet", "cs", "Microsoft.CodeAnalysis.NetAnalyzers.dll"),
            Path.Combine(Baked("LeakGuard.NetAnalyzers"), "analyzers", "dotnet", "cs", "Microsoft.CodeAnalysis.CSharp.NetAnalyzers.dll"),
        }.SelectMany(path => new AnalyzerFileReference(path, loader).GetAnalyzers(LanguageNames.CSharp));
        return [.. found.Where(a => a is not DiagnosticSuppressor && a.SupportedDiagnostics.Any(d => Suppress.Watched.Contains(d.Id)))];
    }

    private static string Baked(string key) =>
        typeof(Peers).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>().Single(a => a.Key == key).Value is { Length: > 0 } path
            ? path
            : throw new InvalidOperationException($"The package behind '{key}' was not restored.");

    /// <summary>Each package in one load context of its own; Roslyn is the test's.</summary>
    private sealed class Loader : IAnalyzerAssemblyLoader
    {
        private readonly Dictionary<string, AssemblyLoadContext> _contexts = [];

        public void AddDependencyLocation(string fullPath)
        {
        }

        public Assembly LoadFromPath(string fullPath)
        {
            var folder = Path.GetDirectoryName(fullPath)!;
            if (!_contexts.TryGetValue(folder, out var context))
            {
                _contexts.Add(folder, context = new AssemblyLoadContext(folder));
                context.Resolving += (at, name) => Path.Combine(folder, $"{name.Name}.dll") is var beside && File.Exists(beside) ? at.LoadFromAssemblyPath(beside) : null;
            }

            return context.LoadFromAssemblyPath(fullPath);
        }
    }
}
