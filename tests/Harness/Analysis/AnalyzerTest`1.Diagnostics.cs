using System.Collections.Immutable;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

// Gets the diagnostics of a solution.
public abstract partial class AnalyzerTest<TVerifier>
{
    /// <summary>Whether a compiler diagnostic takes part in a test of this level.</summary>
    protected virtual bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) => compilerDiagnostics switch
    {
        CompilerDiagnostics.Errors => diagnostic.Severity >= DiagnosticSeverity.Error,
        CompilerDiagnostics.Warnings => diagnostic.Severity >= DiagnosticSeverity.Warning,
        CompilerDiagnostics.Suggestions => diagnostic.Severity >= DiagnosticSeverity.Info,
        CompilerDiagnostics.All => true,
        _ => false,
    };

    /// <summary>The options analyzers get.</summary>
    protected virtual AnalyzerOptions GetAnalyzerOptions(Project project) => project.AnalyzerOptions;

    /// <summary>Puts analyzers and options to a compilation.</summary>
    protected virtual CompilationWithAnalyzers CreateCompilationWithAnalyzers(Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions options, CancellationToken cancellationToken)
        => compilation.WithAnalyzers(analyzers, new CompilationWithAnalyzersOptions(
            options,
            onAnalyzerException: null,
            concurrentAnalysis: true,
            logAnalyzerExecutionTime: true,
            reportSuppressedDiagnostics: true));

    /// <summary>Drops suppressed diagnostics, except those a <see cref="DiagnosticSuppressor"/> suppressed.</summary>
    protected virtual ImmutableArray<(Project project, Diagnostic diagnostic)> FilterDiagnostics(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
        => [.. diagnostics.Where(entry => !entry.diagnostic.IsSuppressed || entry.diagnostic.IsSuppressedBySuppressor())];

    /// <summary>Sorts by path, start, end and id.</summary>
    protected virtual ImmutableArray<(Project project, Diagnostic diagnostic)> SortDistinctDiagnostics(ImmutableArray<(Project project, Diagnostic diagnostic)> diagnostics)
        => DiagnosticOrder.Sort(diagnostics);

    /// <summary>All diagnostics of all projects that matter to the test, in order.</summary>
    private protected async Task<ImmutableArray<(Project Project, Diagnostic Diagnostic)>> GetSortedDiagnosticsAsync(
        Solution solution, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        if (analyzers.IsEmpty)
            analyzers = [new EmptyDiagnosticAnalyzer()];

        var diagnostics = ImmutableArray.CreateBuilder<(Project project, Diagnostic diagnostic)>();
        foreach (var project in solution.Projects)
        {
            var found = await GetDiagnosticsAsync(project, analyzers, cancellationToken).ConfigureAwait(false);
            diagnostics.AddRange(found
                .Where(diagnostic => !diagnostic.IsFromCompiler() || IsCompilerDiagnosticIncluded(diagnostic, CompilerDiagnostics))
                .Select(diagnostic => (project, diagnostic)));
        }

        return SortDistinctDiagnostics(FilterDiagnostics(diagnostics.ToImmutable()));
    }

    private async Task<ImmutableArray<Diagnostic>> GetDiagnosticsAsync(Project project, ImmutableArray<DiagnosticAnalyzer> analyzers, CancellationToken cancellationToken)
    {
        var compilation = await project.GetCompilationAsync(cancellationToken).ConfigureAwait(false)
            ?? throw new InvalidOperationException($"Project '{project.Name}' has no compilation.");
        var options = GetAnalyzerOptions(project);
        var compilerDiagnostics = await GetCompilerDiagnosticsAsync(compilation, analyzers, options, cancellationToken).ConfigureAwait(false);
        var result = await CreateCompilationWithAnalyzers(compilation, analyzers, options, cancellationToken)
            .GetAnalysisResultAsync(cancellationToken).ConfigureAwait(false);
        foreach (var diagnostic in result.CompilationDiagnostics.Values.SelectMany(nonLocal => nonLocal))
            NonLocalDiagnostics.Add(diagnostic);

        return compilerDiagnostics.AddRange(result.GetAllDiagnostics());
    }

    /// <summary>The compiler's diagnostics; suppressors of compiler diagnostics take effect only through an analyzer run.</summary>
    private async Task<ImmutableArray<Diagnostic>> GetCompilerDiagnosticsAsync(
        Compilation compilation, ImmutableArray<DiagnosticAnalyzer> analyzers, AnalyzerOptions options, CancellationToken cancellationToken)
    {
        var suppressors = analyzers
            .Where(analyzer => analyzer is DiagnosticSuppressor suppressor
                && suppressor.SupportedSuppressions.Any(suppression => ExclusionRules.IsCompilerId(suppression.SuppressedDiagnosticId)))
            .ToImmutableArray();
        return suppressors.IsEmpty
            ? compilation.GetDiagnostics(cancellationToken)
            : await CreateCompilationWithAnalyzers(compilation, suppressors, options, cancellationToken).GetAllDiagnosticsAsync(cancellationToken).ConfigureAwait(false);
    }
}
