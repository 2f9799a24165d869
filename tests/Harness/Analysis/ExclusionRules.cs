using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>Which expected diagnostics generated code and <c>#pragma warning disable</c> must make disappear.</summary>
internal sealed class ExclusionRules(ImmutableArray<DiagnosticAnalyzer> analyzers, ImmutableArray<(string filename, SourceText content)> sources)
{
    private readonly ILookup<string, DiagnosticDescriptor> _descriptors
        = analyzers.SelectMany(analyzer => analyzer.SupportedDiagnostics).ToLookup(descriptor => descriptor.Id);

    /// <summary>An analyzer's diagnostic in a source file. The compiler and the analyzer driver report everywhere.</summary>
    public bool IsSubjectToExclusion(DiagnosticResult expected)
        => !IsCompilerId(expected.Id)
            && !expected.Id.StartsWith("AD", StringComparison.Ordinal)
            && IsInSourceFile(expected)
            && _descriptors.Contains(expected.Id);

    /// <summary>As <see cref="IsSubjectToExclusion"/>, and the user may turn it off.</summary>
    public bool IsSuppressible(DiagnosticResult expected)
        => IsSubjectToExclusion(expected)
            && !_descriptors[expected.Id].Any(descriptor => descriptor.CustomTags.Contains(WellKnownDiagnosticTags.NotConfigurable));

    /// <summary>The expectation after one line was put before every source.</summary>
    public DiagnosticResult AfterPrefixLine(DiagnosticResult expected) => IsInSourceFile(expected) ? expected.WithLineOffset(1) : expected;

    public static bool IsCompilerId(string id)
        => id.StartsWith("CS", StringComparison.Ordinal) || id.StartsWith("BC", StringComparison.Ordinal);

    private bool IsInSourceFile(DiagnosticResult expected)
        => expected.HasLocation && sources.Any(source => source.filename == expected.Spans[0].Span.Path);
}
