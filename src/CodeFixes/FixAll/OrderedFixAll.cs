using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;

namespace LeakGuard.CodeFixes.FixAll;

/// <summary>
/// Fix all for a document, project or solution: plans of one equivalence key are applied through one editor per document, in source
/// order. A plan that overlaps an earlier one is made anew on what the round gave.
/// </summary>
internal sealed class OrderedFixAll : DocumentBasedFixAllProvider
{
    public static readonly OrderedFixAll Instance = new();

    private OrderedFixAll()
    {
    }

    protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        Document? changed = null;
        while (!diagnostics.IsEmpty && await RoundAsync(context, changed ?? document, diagnostics).ConfigureAwait(false) is var (next, waiting))
        {
            changed = next;
            if (waiting.Count == 0)
                break;
            var left = await Again.FindAsync(changed, waiting, context.CancellationToken).ConfigureAwait(false);
            // Each round has to leave fewer than the one before, or there would be no end of them.
            diagnostics = left.Length < diagnostics.Length ? left : ImmutableArray<Diagnostic>.Empty;
        }

        return changed;
    }

    /// <summary>The document after all plans that do not overlap, and the nodes of those that do; null when there is no plan.</summary>
    private static async Task<(Document Changed, List<(string Id, SyntaxNode Node)> Waiting)?> RoundAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        if (context.CodeFixProvider is not LeakFix fix)
            return null;
        var taken = new List<FixPlan>();
        var waiting = new List<(string Id, SyntaxNode Node)>();
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            if (await FixRequest.CreateAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } request
                || fix.Plans(request).FirstOrDefault(p => p.Key == context.CodeActionEquivalenceKey) is not { } plan)
                continue;
            if (taken.Exists(earlier => earlier.Touched.OverlapsWith(plan.Touched)))
                waiting.Add((diagnostic.Id, request.Node));
            else
                taken.Add(plan);
        }

        if (taken.Count == 0)
            return null;
        var editor = await DocumentEditor.CreateAsync(document, context.CancellationToken).ConfigureAwait(false);
        // Before any edit: one may take the node away.
        foreach (var (_, node) in waiting)
            editor.TrackNode(node);
        foreach (var plan in taken)
            plan.Edit(editor);
        return (await Finish.Async(editor.OriginalRoot, editor.GetChangedDocument(), context.CancellationToken).ConfigureAwait(false), waiting);
    }
}
