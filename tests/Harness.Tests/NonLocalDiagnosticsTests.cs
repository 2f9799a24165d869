using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class NonLocalDiagnosticsTests
{
    private const string Failure = "Code fix is attempting to provide a fix for a non-local analyzer diagnostic";

    private static readonly DiagnosticDescriptor Rule = DelegateAnalyzer.Rule("Place");

    // The places are marked; the analyzers find them by the text there.
    private const string Source = "class First { int _field; void Method() { _field = 7; } } class Second { }";

    public static TheoryData<string, string, bool> Registrations => new()
    {
        { "syntax node", "7", true },
        { "syntax node", "First", false },
        { "operation", "7", true },
        { "operation", "Method", false },
        { "operation", "_field", false },
        { "operation block", "7", true },
        { "operation block", "_field", false },
        { "symbol", "First", true },
        { "symbol", "_field", true },
        { "symbol", "Second", false },
        { "symbol end", "First", true },
        { "symbol end", "_field", true },
        { "compilation start", "7", true },
        { "compilation end", "7", false },
        { "compilation end", "First", false },
    };

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task Fix_NeedsALocalDiagnostic(string registration, string place, bool isLocal)
    {
        if (isLocal)
            await Test(registration, place).RunAsync();
        else
            await Fails.WithAsync(Test(registration, place), Failure);
    }

    [Theory]
    [MemberData(nameof(Registrations))]
    public async Task Check_CanBeSkipped(string registration, string place, bool isLocal)
    {
        Assert.NotEmpty($"{registration}{isLocal}");
        var test = Test(registration, place);
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipLocalDiagnosticCheck;
        await test.RunAsync();
    }

    [Fact]
    public async Task NonLocalDiagnostic_WithoutFix_IsFine()
    {
        var marked = Source.Replace("First", "[|First|]", StringComparison.Ordinal);
        await new FixesTest(Analyzer("compilation end", "First")) { TestCode = marked, FixedCode = marked }.RunAsync();
        await Fails.WithAsync(new FixesTest(Analyzer("compilation end", "First"), new ActionsFix("Place", (_, _) => [])) { TestCode = marked, FixedCode = marked }, Failure);
    }

    // The fix puts a comment at the end of the file, after which the analyzers report nothing.
    private static FixesTest Test(string registration, string place)
    {
        var start = Source.IndexOf(place, StringComparison.Ordinal);
        var fix = new ActionsFix("Place", (document, _) =>
        [
            CodeAction.Create("Comment", async token => document.WithText(Microsoft.CodeAnalysis.Text.SourceText.From(await document.GetTextAsync(token) + "//")), "Comment"),
        ]);
        return new FixesTest(Analyzer(registration, place), fix)
        {
            TestCode = Source[..start] + "[|" + place + "|]" + Source[(start + place.Length)..],
            FixedCode = Source + "//",
        };
    }

    private static DelegateAnalyzer Analyzer(string registration, string place)
    {
        return new DelegateAnalyzer(Register, Rule);

        void Register(AnalysisContext context)
        {
            switch (registration)
            {
                case "syntax node":
                    context.RegisterSyntaxNodeAction(node => Report(node.Node.SyntaxTree, node.ReportDiagnostic), SyntaxKind.NumericLiteralExpression);
                    break;
                case "operation":
                    context.RegisterOperationAction(operation => Report(operation.Operation.Syntax.SyntaxTree, operation.ReportDiagnostic), OperationKind.Literal);
                    break;
                case "operation block":
                    context.RegisterOperationBlockAction(block => Report(block.OperationBlocks[0].Syntax.SyntaxTree, block.ReportDiagnostic));
                    break;
                case "symbol":
                    context.RegisterSymbolAction(symbol => ReportFirst(symbol.Symbol, symbol.ReportDiagnostic), SymbolKind.NamedType);
                    break;
                case "symbol end":
                    context.RegisterSymbolStartAction(start => start.RegisterSymbolEndAction(symbol => ReportFirst(symbol.Symbol, symbol.ReportDiagnostic)), SymbolKind.NamedType);
                    break;
                case "compilation start":
                    context.RegisterCompilationStartAction(start
                        => start.RegisterOperationAction(operation => Report(operation.Operation.Syntax.SyntaxTree, operation.ReportDiagnostic), OperationKind.Literal));
                    break;
                case "compilation end":
                    context.RegisterCompilationAction(compilation => Report(compilation.Compilation.SyntaxTrees.Single(), compilation.ReportDiagnostic));
                    break;
                default:
                    throw new ArgumentOutOfRangeException(nameof(registration));
            }
        }

        void ReportFirst(ISymbol symbol, Action<Diagnostic> report)
        {
            if (symbol.Name == "First")
                Report(symbol.Locations[0].SourceTree!, report);
        }

        void Report(SyntaxTree tree, Action<Diagnostic> report)
        {
            var text = tree.GetText().ToString();
            var start = text.IndexOf(place, StringComparison.Ordinal);
            if (!text.EndsWith("//", StringComparison.Ordinal))
                report(Diagnostic.Create(Rule, Location.Create(tree, new Microsoft.CodeAnalysis.Text.TextSpan(start, place.Length))));
        }
    }
}
