using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>Reports integer literals below five.</summary>
[DiagnosticAnalyzer(LanguageNames.CSharp)]
internal sealed class SmallNumberAnalyzer : DiagnosticAnalyzer
{
    public const string Id = "Small";

    private static readonly DiagnosticDescriptor Rule = DelegateAnalyzer.Rule(Id, "The number is small");

    public override ImmutableArray<DiagnosticDescriptor> SupportedDiagnostics => [Rule];

    public override void Initialize(AnalysisContext context)
    {
        context.EnableConcurrentExecution();
        context.ConfigureGeneratedCodeAnalysis(GeneratedCodeAnalysisFlags.None);
        context.RegisterSyntaxNodeAction(
            node =>
            {
                if (node.SemanticModel.GetConstantValue(node.Node, node.CancellationToken).Value is int and < 5)
                    node.ReportDiagnostic(Diagnostic.Create(Rule, node.Node.GetLocation()));
            },
            SyntaxKind.NumericLiteralExpression);
    }
}
