using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Reports every token with a given text. What it reports, and how, is up to the test.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TokenAnalyzer(string id, string text) : DiagnosticAnalyzer
{
    private DiagnosticDescriptor? _descriptor;

    public DiagnosticSeverity Severity { get; init; } = DiagnosticSeverity.Warning;

    public bool EnabledByDefault { get; init; } = true;

    public string MessageFormat { get; init; } = "Token found";

    public string[] Tags { get; init; } = [];

    /// <summary>Null: the analyzer says nothing about generated code.</summary>
    public GeneratedCodeAnalysisFlags? GeneratedCode { get; init; } = GeneratedCodeAnalysisFlags.None;

    public Func<DiagnosticDescriptor, SyntaxToken, Diagnostic> Create { get; init; } = (descriptor, token) => Diagnostic.Create(descriptor, token.GetLocation());

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Descriptor];

    public DiagnosticDescriptor Descriptor
        => _descriptor ??= new DiagnosticDescriptor(id, "Title", MessageFormat, "Test", Severity, EnabledByDefault, customTags: Tags);

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        if (GeneratedCode is { } flags)
            context.ConfigureGeneratedCodeAnalysis(flags);

        context.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var token in tree.Tree.GetRoot(tree.CancellationToken).DescendantTokens().Where(token => token.Text == text))
                tree.ReportDiagnostic(Create(Descriptor, token));
        });
    }
}
