using System.Collections.Immutable;
using System.Diagnostics.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>An analyzer that reports nothing, for tests of compiler diagnostics and their fixes.</summary>
[SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1001", Justification = "A stand-in for tests, never loaded by a compiler.")]
public sealed class EmptyDiagnosticAnalyzer : DiagnosticAnalyzer
{
    /// <inheritdoc/>
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [];

    /// <inheritdoc/>
    [SuppressMessage("MicrosoftCodeAnalysisCorrectness", "RS1025", Justification = "Nothing is reported.")]
    [SuppressMessage("MicrosoftCodeAnalysisPerformance", "RS1026", Justification = "Nothing is executed.")]
    public override void Initialize(AnalysisContext context)
    {
        // Nothing to register.
    }
}
