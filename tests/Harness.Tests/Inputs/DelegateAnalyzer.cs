using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Does what a test says, for the given rules.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class DelegateAnalyzer(Action<AnalysisContext> initialize, params DiagnosticDescriptor[] descriptors) : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. descriptors];

    public override void Initialize(AnalysisContext context)
    {
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        initialize(context);
    }

    public static DiagnosticDescriptor Rule(string id, string messageFormat = "Found")
        => new(id, "Title", messageFormat, "Test", DiagnosticSeverity.Warning, isEnabledByDefault: true);
}
