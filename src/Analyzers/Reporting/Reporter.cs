using System;
using System.Collections.Generic;
using System.Collections.Immutable;
using Microsoft.CodeAnalysis;

namespace LeakGuard.Reporting;

/// <summary>Collects the findings of one type and gives them in a fixed order, each once.</summary>
internal sealed class Reporter
{
    private readonly List<Finding> findings = new();

    public IReadOnlyList<Finding> Findings => findings;

    public void Add(Finding finding) => findings.Add(finding);

    /// <summary>Drops findings that another, more telling one makes superfluous.</summary>
    public void RemoveAll(Predicate<Finding> match) => findings.RemoveAll(match);

    /// <summary>The findings outside generated code, by position.</summary>
    public ImmutableArray<Diagnostic> ToDiagnostics(Func<SyntaxTree, bool> isGenerated)
    {
        var diagnostics = ImmutableArray.CreateBuilder<Diagnostic>();
        findings.Sort(Compare);
        Finding? last = null;
        foreach (var finding in findings)
        {
            if (last != null && Compare(last, finding) == 0)
                continue;
            last = finding;
            if (finding.Location.SourceTree is { } tree && !isGenerated(tree))
                diagnostics.Add(finding.ToDiagnostic());
        }

        return diagnostics.ToImmutable();
    }

    private static int Compare(Finding a, Finding b)
    {
        var path = string.CompareOrdinal(a.Location.SourceTree?.FilePath, b.Location.SourceTree?.FilePath);
        if (path != 0)
            return path;
        var start = a.Location.SourceSpan.CompareTo(b.Location.SourceSpan);
        return start != 0 ? start : string.CompareOrdinal(a.Rule.Id, b.Rule.Id);
    }
}
