using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.CSharp.Syntax;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Replaces a number by another; how it registers, and fixes all, is up to the test.</summary>
internal class NumberFix : CodeFixProvider
{
    /// <summary>The new number; by default one more, so that small numbers need several rounds.</summary>
    public Func<int, int> Next { get; init; } = number => number + 1;

    public FixAllProvider? FixAll { get; init; } = WellKnownFixAllProviders.BatchFixer;

    public override ImmutableArray<string> FixableDiagnosticIds => [SmallNumberAnalyzer.Id];

    public override FixAllProvider? GetFixAllProvider() => FixAll;

    public override Task RegisterCodeFixesAsync(CodeFixContext context)
    {
        context.RegisterCodeFix(
            CodeAction.Create("Raise", token => ReplaceAsync(context.Document, context.Span.Start, Next, token), $"Raise{Next(1)}"),
            context.Diagnostics);
        return Task.CompletedTask;
    }

    public static async Task<Document> ReplaceAsync(Document document, int position, Func<int, int> next, CancellationToken cancellationToken)
    {
        var root = (await document.GetSyntaxRootAsync(cancellationToken))!;
        var number = (LiteralExpressionSyntax)root.FindToken(position).Parent!;
        var value = next((int)number.Token.Value!);

        // A number that is still small gets longer: a diagnostic in the same place would count as no news.
        var text = value < 5 ? value.ToString().PadLeft(number.Token.Text.Length + 1, '0') : value.ToString();
        var replacement = SyntaxFactory.Literal(text, value).WithTriviaFrom(number.Token);
        return document.WithSyntaxRoot(root.ReplaceToken(number.Token, replacement));
    }
}
