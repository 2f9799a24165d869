using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using System.Threading.Tasks;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.CodeFixes.FixAll;

/// <summary>
/// The diagnostics of nodes that have not been fixed yet, found again after a round: what they tell a fix may be something else now.
/// </summary>
internal static class Again
{
    /// <summary>What is reported in the document at the nodes.</summary>
    public static async Task<ImmutableArray<Diagnostic>> FindAsync(Document changed, List<(string Id, SyntaxNode Node)> waiting, CancellationToken cancellation)
    {
        if (await changed.GetSyntaxRootAsync(cancellation).ConfigureAwait(false) is not { } root
            || await changed.Project.GetCompilationAsync(cancellation).ConfigureAwait(false) is not { } compilation)
            return ImmutableArray<Diagnostic>.Empty;
        var places = waiting.Select(w => (w.Id, root.GetCurrentNode(w.Node))).ToList();
        var options = new CompilationWithAnalyzersOptions(changed.Project.AnalyzerOptions, null, concurrentAnalysis: true, logAnalyzerExecutionTime: false);
        var analysis = compilation.WithAnalyzers(ImmutableArray.Create<DiagnosticAnalyzer>(new HolderAnalyzer()), options);
        var reported = await analysis.GetAnalyzerSemanticDiagnosticsAsync(compilation.GetSemanticModel(root.SyntaxTree), null, cancellation).ConfigureAwait(false);
        return reported.Where(d => places.Contains((d.Id, root.FindNode(d.Location.SourceSpan, getInnermostNodeForTie: true)))).ToImmutableArray();
    }
}
