using System.Reflection;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Package.Tests.Documentation;

internal sealed record Rule(DiagnosticDescriptor Descriptor, bool HasFix)
{
    public string Id => Descriptor.Id;

    public string Title => Descriptor.Title.ToString();

    /// <summary>The severity of the rule as its descriptor has it, in the words of .editorconfig.</summary>
    public string DefaultSeverity => !Descriptor.IsEnabledByDefault ? "none" : Word(Descriptor.DefaultSeverity);

    private static string Word(DiagnosticSeverity severity) => severity switch
    {
        DiagnosticSeverity.Error => "error",
        DiagnosticSeverity.Warning => "warning",
        DiagnosticSeverity.Info => "suggestion",
        _ => "silent",
    };
}

/// <summary>All rules, from the assemblies themselves: what is generated cannot drift from them.</summary>
internal static class Rules
{
    public static IReadOnlyList<Rule> All { get; } = Find();

    private static List<Rule> Find()
    {
        var fixable = Instances<CodeFixProvider>("LeakGuard.CodeFixes").SelectMany(f => f.FixableDiagnosticIds).ToHashSet();
        return [.. Instances<DiagnosticAnalyzer>("LeakGuard.Analyzers")
            .SelectMany(a => a.SupportedDiagnostics)
            .DistinctBy(d => d.Id)
            .OrderBy(d => d.Id, StringComparer.Ordinal)
            .Select(d => new Rule(d, fixable.Contains(d.Id)))];
    }

    private static IEnumerable<T> Instances<T>(string assembly) => Assembly.Load(assembly).GetTypes()
        .Where(t => !t.IsAbstract && typeof(T).IsAssignableFrom(t))
        .Select(t => (T)Activator.CreateInstance(t, nonPublic: true)!);
}
