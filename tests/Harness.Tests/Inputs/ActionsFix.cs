using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Offers the actions a test makes for a document and a diagnostic; it has no fix all.</summary>
internal sealed class ActionsFix(string id, Func<Document, Diagnostic, IEnumerable<CodeAction>> actions) : CodeFixProvider
{
    public override ImmutableArray<string> FixableDiagnosticIds => [id];

    public override FixAllProvider? GetFixAllProvider() => null;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        foreach (var action in actions(context.Document, context.Diagnostics.Single()))
            context.RegisterCodeFix(action, context.Diagnostics);

        return Task.CompletedTask;
    }

    /// <summary>A fix of the small-number rule by one action that changes the solution.</summary>
    public static ActionsFix ForNumber(Func<Document, Task<Solution>> change)
        => new(SmallNumberAnalyzer.Id, (document, _) => [CodeAction.Create("Change", token => change(document), "Change")]);

    /// <summary>A fix of the small-number rule that changes the number to five, and something else in the solution.</summary>
    public static ActionsFix ForNumberAnd(Func<Document, Solution> alsoChange)
        => new(SmallNumberAnalyzer.Id, (document, diagnostic) =>
        [
            CodeAction.Create(
                "Change",
                async token => alsoChange(await NumberFix.ReplaceAsync(document, diagnostic.Location.SourceSpan.Start, _ => 5, token)),
                "Change"),
        ]);
}
