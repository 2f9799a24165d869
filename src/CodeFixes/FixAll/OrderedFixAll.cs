using System.Collections.Generic;
using System.Collections.Immutable;
using System.Linq;
using System.Threading.Tasks;
using LeakGuard.CodeFixes.Synthesis;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Editing;
using Microsoft.CodeAnalysis.Text;

namespace LeakGuard.CodeFixes.FixAll;

/// <summary>
/// Fix all for a document, project or solution: plans of one equivalence key are applied through one editor per document, in source
/// order. A plan that overlaps an earlier one waits for the next round.
/// </summary>
internal sealed class OrderedFixAll : DocumentBasedFixAllProvider
{
    public static readonly OrderedFixAll Instance = new();

    private OrderedFixAll()
    {
    }

    protected override async Task<Document?> FixAllAsync(FixAllContext context, Document document, ImmutableArray<Diagnostic> diagnostics)
    {
        if (context.CodeFixProvider is not LeakFix fix)
            return null;
        var editor = await DocumentEditor.CreateAsync(document, context.CancellationToken).ConfigureAwait(false);
        var taken = new List<TextSpan>();
        foreach (var diagnostic in diagnostics.OrderBy(d => d.Location.SourceSpan.Start))
        {
            if (await FixRequest.CreateAsync(document, diagnostic, context.CancellationToken).ConfigureAwait(false) is not { } request
                || fix.Plans(request).FirstOrDefault(p => p.Key == context.CodeActionEquivalenceKey) is not { } plan
                || taken.Exists(span => span.OverlapsWith(plan.Touched)))
                continue;
            taken.Add(plan.Touched);
            plan.Edit(editor);
        }

        return taken.Count == 0 ? null : await FieldKeyword.KeepAsync(editor.OriginalRoot, editor.GetChangedDocument(), context.CancellationToken).ConfigureAwait(false);
    }
}
