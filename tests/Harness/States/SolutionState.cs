using System.Collections.Immutable;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>The content of the primary project and the others, and the diagnostics expected in it.</summary>
public class SolutionState : ProjectState
{
    /// <summary>Makes an empty state.</summary>
    public SolutionState(string name, string language, string defaultPrefix, string defaultExtension)
        : base(name, language, defaultPrefix, defaultExtension)
        => AdditionalProjects = new ProjectCollection(language, defaultExtension);

    /// <summary>What is taken over from the base state; if null, it depends on whether the content differs.</summary>
    public StateInheritanceMode? InheritanceMode { get; set; }

    /// <summary>What becomes of markup; if null, it depends on whether the content differs.</summary>
    public MarkupMode? MarkupHandling { get; set; }

    /// <summary>The projects beside the primary one.</summary>
    public ProjectCollection AdditionalProjects { get; }

    /// <summary>The expected diagnostics beside those that markup expects.</summary>
    public List<DiagnosticResult> ExpectedDiagnostics { get; } = [];

    /// <summary>A copy with everything taken over from the base state, and with the additional files of the factories.</summary>
    public SolutionState WithInheritedValuesApplied(SolutionState? baseState, ImmutableArray<string> fixableDiagnostics)
        => StateInheritance.Apply(this, baseState, fixableDiagnostics);

    /// <summary>A copy with plain texts, and with the diagnostics that markup expects.</summary>
    public SolutionState WithProcessedMarkup(MarkupOptions markupOptions, DiagnosticDescriptor? defaultDiagnostic, ImmutableArray<DiagnosticDescriptor> supportedDiagnostics, ImmutableArray<string> fixableDiagnostics, string defaultPath)
    {
        if (InheritanceMode != StateInheritanceMode.Explicit)
            throw new InvalidOperationException("Inheritance processing must complete before markup processing.");

        var descriptors = new MarkupDiagnostics(MarkupHandling ?? MarkupMode.Allow, markupOptions, defaultDiagnostic, supportedDiagnostics, fixableDiagnostics);
        return new StateMarkup(this, descriptors, markupOptions, defaultPath).Process();
    }
}
