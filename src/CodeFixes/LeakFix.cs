using System.Collections.Generic;
using System.Collections.Immutable;
using System.Threading.Tasks;
using LeakGuard.CodeFixes.FixAll;
using LeakGuard.Reporting;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes;

/// <summary>
/// One rule's fix: looks at the place and at what the analyzer wrote into the diagnostic, checks every precondition, and plans an edit.
/// No plan means that no fix is offered.
/// </summary>
public abstract class LeakFix : CodeFixProvider
{
    private readonly string id;

    private protected LeakFix(string id)
    {
        this.id = id;
        FixableDiagnosticIds = ImmutableArray.Create(id);
    }

    /// <inheritdoc/>
    public sealed override ImmutableArray<string> FixableDiagnosticIds { get; }

    /// <inheritdoc/>
    public sealed override FixAllProvider GetFixAllProvider() => OrderedFixAll.Instance;

    /// <inheritdoc/>
    public sealed override async Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var diagnostic in context.Diagnostics)
        {
            if (diagnostic.Id != id || diagnostic.Properties.ContainsKey(FixFacts.Container) || await FixRequest.CreateAsync(context.Document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } request)
                continue;
            foreach (var plan in Plans(request))
            {
                context.RegisterCodeFix(
                    CodeAction.Create(plan.Title, cancellation => plan.ApplyAsync(context.Document, cancellation), plan.Key),
                    diagnostic);
            }
        }
    }

    /// <summary>The edits that repair the defect, best first. Pure: the same request always gives the same plans.</summary>
    internal abstract IEnumerable<FixPlan> Plans(FixRequest request);
}
