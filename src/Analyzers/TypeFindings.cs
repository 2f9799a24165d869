using System.Collections.Concurrent;
using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;

namespace LeakGuard;

/// <summary>
/// What the rules find in an outermost type, file by file. A type that stands in several files is solved once, and each file gets
/// the findings that lie in it.
/// </summary>
internal sealed class TypeFindings
{
    private readonly ConcurrentDictionary<INamedTypeSymbol, ImmutableArray<Diagnostic>> partials = new(SymbolEqualityComparer.Default);
    private readonly Analysis analysis;

    public TypeFindings(Analysis analysis) => this.analysis = analysis;

    /// <summary>The findings in the file of the model.</summary>
    public IEnumerable<Diagnostic> Of(INamedTypeSymbol type, SemanticModel file, CancellationToken cancellation)
    {
        if (type.DeclaringSyntaxReferences.Length == 1)
            return Find(type, file, cancellation);
        if (!partials.TryGetValue(type, out var all))
            all = partials.GetOrAdd(type, Find(type, file, cancellation));
        return all.Where(d => d.Location.SourceTree == file.SyntaxTree);
    }

    private ImmutableArray<Diagnostic> Find(INamedTypeSymbol type, SemanticModel file, CancellationToken cancellation)
    {
        SemanticModel ModelOf(SyntaxTree tree) => tree == file.SyntaxTree ? file : analysis.Models.Of(tree);
        if (!analysis.Gate.IsCandidate(type, ModelOf, analysis.IsSingleton))
            return ImmutableArray<Diagnostic>.Empty;
        var facts = TypeBodies.Collect(type, ModelOf, analysis.Foreign, cancellation);
        if (facts.Count == 0)
            return ImmutableArray<Diagnostic>.Empty;
        var holder = new Holder(type, facts, analysis, cancellation);
        var reporter = new Reporter();
        foreach (var rule in RuleSet.All)
        {
            cancellation.ThrowIfCancellationRequested();
            rule.Find(holder, reporter);
        }

        Doubts.Remove(holder, reporter);
        return reporter.ToDiagnostics(analysis.IsGenerated);
    }
}
