using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes.Tests.Workspaces;

/// <summary>What the light bulb shows for one diagnostic, and what a click on it gives.</summary>
internal static class Offers
{
    public static async Task<ImmutableArray<CodeAction>> ForAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic)
    {
        var actions = ImmutableArray.CreateBuilder<CodeAction>();
        await fix.RegisterCodeFixesAsync(new CodeFixContext(document, diagnostic, (action, _) => actions.Add(action), CancellationToken.None));
        return actions.ToImmutable();
    }

    /// <summary>The offer of this key; null when there is none.</summary>
    public static async Task<CodeAction?> ForAsync(CodeFixProvider fix, Document document, Diagnostic diagnostic, string key) =>
        (await ForAsync(fix, document, diagnostic)).SingleOrDefault(action => action.EquivalenceKey == key);

    /// <summary>The solution after the action, its changed documents parsed from their text.</summary>
    public static async Task<Solution> ApplyAsync(CodeAction action, Solution before)
    {
        var operations = await action.GetOperationsAsync(CancellationToken.None);
        var after = operations.OfType<ApplyChangesOperation>().Single().ChangedSolution;
        foreach (var id in after.GetChanges(before).GetProjectChanges().SelectMany(change => change.GetChangedDocuments()))
            after = after.WithDocumentText(id, await after.GetDocument(id)!.GetTextAsync());
        return after;
    }
}
