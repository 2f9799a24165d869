using System.Collections.Immutable;
using System.Linq;
using LeakGuard.Options;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard;

/// <summary>Reports options that could not be understood, so that a typing error does not silently mean the default.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
public sealed class ConfigurationAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = ImmutableArray.Create(Descriptors.LEAK0001_BadConfiguration);

    /// <inheritdoc/>
    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterCompilationAction(Check);
    }

    private static void Check(CompilationAnalysisContext context)
    {
        var tree = context.Compilation.SyntaxTrees.FirstOrDefault();
        var provider = context.Options.AnalyzerConfigOptionsProvider;
        var settings = Settings.Read(tree == null ? provider.GlobalOptions : provider.GetOptions(tree));
        foreach (var (key, value, expected) in settings.Problems)
            context.ReportDiagnostic(Diagnostic.Create(Descriptors.LEAK0001_BadConfiguration, Location.None, value, key, expected));
    }
}
