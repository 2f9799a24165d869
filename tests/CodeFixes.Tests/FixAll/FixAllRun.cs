using LeakGuard.CodeFixes.Tests.Workspaces;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.CodeFixes.Tests.FixAll;

/// <summary>Runs the fix-all provider of a fix as an editor does, from one document.</summary>
internal static class FixAllRun
{
    /// <summary>The solution after one run; the same one when the provider has nothing to change.</summary>
    public static async Task<Solution> ApplyAsync(LeakFix fix, string key, Document from, FixAllScope scope, Report report)
    {
        var solution = from.Project.Solution;
        var provider = fix.GetFixAllProvider();
        var context = new FixAllContext(from, fix, scope, key, provider.GetSupportedFixAllDiagnosticIds(fix), new KnownDiagnostics(report), CancellationToken.None);
        return await provider.GetFixAsync(context) is { } action ? await Offers.ApplyAsync(action, solution) : solution;
    }

    /// <summary>The document after the fix was clicked for one diagnostic after the other, as long as there is an offer.</summary>
    public static async Task<Document> OneByOneAsync(LeakFix fix, string key, Document document)
    {
        while (await NextAsync(fix, key, document) is { } action)
            document = (await Offers.ApplyAsync(action, document.Project.Solution)).GetDocument(document.Id)!;
        return document;
    }

    private static async Task<CodeAction?> NextAsync(LeakFix fix, string key, Document document)
    {
        foreach (var diagnostic in (await Report.OfAsync(document.Project)).In(document.Id).Where(d => fix.FixableDiagnosticIds.Contains(d.Id)))
        {
            if (await Offers.ForAsync(fix, document, diagnostic, key) is { } action)
                return action;
        }

        return null;
    }
}
