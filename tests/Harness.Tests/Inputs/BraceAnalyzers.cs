using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Reports opening braces by the first rule.</summary>
internal abstract class BraceAnalyzerBase(params string[] ids) : DiagnosticAnalyzer
{
    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics { get; } = [.. ids.Select((id, index) => DelegateAnalyzer.Rule(id, $"Rule {index}"))];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxTreeAction(tree =>
        {
            foreach (var token in tree.Tree.GetRoot(tree.CancellationToken).DescendantTokens().Where(token => token.IsKind(SyntaxKind.OpenBraceToken)))
                tree.ReportDiagnostic(Diagnostic.Create(SupportedDiagnostics[0], token.GetLocation()));
        });
    }
}

/// <summary>One rule.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class BraceAnalyzer() : BraceAnalyzerBase("Brace");

/// <summary>Two rules, one of them never reported.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class TwoRulesAnalyzer() : BraceAnalyzerBase("Brace", "Never");

/// <summary>Two rules with one id.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SameIdTwiceAnalyzer() : BraceAnalyzerBase("Brace", "Brace");
