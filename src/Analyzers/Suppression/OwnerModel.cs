using System;
using System.Collections.Generic;
using System.Linq;
using LeakGuard.Facts;
using LeakGuard.Holders;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.Suppression;

/// <summary>One outermost type: its holder model, what LeakGuard itself finds in it, and which of its stores take over what is put into them.</summary>
internal sealed class OwnerModel
{
    private readonly AnalyzerConfigOptionsProvider options;
    private readonly Lazy<IReadOnlyList<Finding>> findings;

    public OwnerModel(Holder holder, AnalyzerConfigOptionsProvider options)
    {
        Holder = holder;
        this.options = options;
        findings = new Lazy<IReadOnlyList<Finding>>(Find);
        Keeping = new Keeping(this);
    }

    public Holder Holder { get; }

    public Keeping Keeping { get; }

    /// <summary>A rule that is a warning says something of the store: then nothing about it counts as proved.</summary>
    public bool IsFaulted(Store store)
    {
        var declared = store.Symbol.Locations.FirstOrDefault();
        return findings.Value.Any(f => f.Rule.DefaultSeverity >= DiagnosticSeverity.Warning
            && (f.Location == declared || f.Places.Contains(declared!) || store.Accesses.Exists(a => a.Syntax.SyntaxTree == f.Location.SourceTree && a.Syntax.Span.IntersectsWith(f.Location.SourceSpan))));
    }

    /// <summary>A rule of any kind says something of this very place.</summary>
    public bool IsFaulted(Node node) => findings.Value.Any(f => f.Location.SourceTree == node.Syntax.SyntaxTree && f.Location.SourceSpan.IntersectsWith(node.Syntax.Span));

    /// <summary>The call, creations included, that the diagnostic stands on.</summary>
    public CallNode? CallAt(Diagnostic diagnostic) => Only(diagnostic, facts => facts.Calls, (call, span) => call.Syntax.Span == span);

    /// <summary>The dispose that the diagnostic stands on, as a statement or an expression.</summary>
    public DisposeNode? DisposeAt(Diagnostic diagnostic) => Only(diagnostic, facts => facts.Disposals, (node, span) => span.Contains(node.Syntax.Span));

    /// <summary>The access that the diagnostic stands on.</summary>
    public AccessNode? AccessAt(Diagnostic diagnostic) => Only(diagnostic, facts => facts.Accesses, (access, span) => access.Syntax.Span == span);

    /// <summary>CA2000 is told to follow exceptions too.</summary>
    public bool FollowsExceptions(SyntaxTree tree)
    {
        var read = options.GetOptions(tree);
        return read.TryGetValue("dotnet_code_quality.CA2000.dispose_analysis_kind", out var kind) || read.TryGetValue("dotnet_code_quality.dispose_analysis_kind", out kind)
            ? !kind.Trim().StartsWith("NonExceptionPaths", StringComparison.OrdinalIgnoreCase)
            : false;
    }

    private T? Only<T>(Diagnostic diagnostic, Func<MemberFacts, IEnumerable<T>> nodes, Func<T, TextSpan, bool> isAt)
        where T : Node
    {
        T? found = null;
        foreach (var facts in Holder.OwnMembers)
        {
            if (facts.Syntax.SyntaxTree != diagnostic.Location.SourceTree)
                continue;
            foreach (var node in nodes(facts))
            {
                if (!isAt(node, diagnostic.Location.SourceSpan))
                    continue;
                if (found != null)
                    return null;
                found = node;
            }
        }

        return found;
    }

    private IReadOnlyList<Finding> Find()
    {
        var reporter = new Reporter();
        foreach (var rule in RuleSet.All)
        {
            Holder.Cancellation.ThrowIfCancellationRequested();
            rule.Find(Holder, reporter);
        }

        return reporter.Findings;
    }
}
