using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests.HarnessOnly;

public class FailureTextTests
{
    [Fact]
    public async Task CountMismatch_DrawsAllDiagnosticsIntoTheirSources()
    {
        var test = new AnalyzersTest(new BraceAnalyzer(), new TokenAnalyzer("Class", "class"))
        {
            TestState = { Sources = { "class C\n{\n    D F;\n}\n", "class E;" } },
        };

        var message = await Fails.WithCountAsync(test, 0, 4);

        Assert.EndsWith(
            string.Join(
                Environment.NewLine,
                "Source with the actual diagnostics:",
                "// /0/Test0.cs",
                "{|Class:class|} C\n{|Brace:{|}\n    {|CS0246:D|} F;\n}\n",
                "// /0/Test1.cs",
                "{|Class:class|} E;",
                ""),
            message,
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task PairMismatch_DrawsThemToo()
    {
        var message = await Fails.WithAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = "class [|C|] { }" }, "to start at column \"7\"");

        Assert.Contains("class C {|Brace:{|} }", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task DrawnSource_IsMarkupThatPasses()
    {
        const string Source = "class C { class D { } }";
        var message = await Fails.WithCountAsync(new AnalyzersTest(Nested()) { TestCode = Source }, 0, 4);
        var drawn = message.Split(Environment.NewLine)[^2];

        Assert.Equal("{|Outer:{|End:|}class C { {|Outer:{|Inner:class|} D { }|} }|}", drawn);
        await new AnalyzersTest(Nested()) { TestCode = drawn }.RunAsync();

        // Whole classes, the keyword of the inner one, and an empty span at the start.
        static DelegateAnalyzer Nested() => new(
            context => context.RegisterSyntaxTreeAction(tree =>
            {
                var classes = tree.Tree.GetRoot().DescendantNodes().OfType<Microsoft.CodeAnalysis.CSharp.Syntax.ClassDeclarationSyntax>().ToArray();
                foreach (var type in classes)
                    tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Outer"), type.GetLocation()));

                tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("Inner"), classes[1].Keyword.GetLocation()));
                tree.ReportDiagnostic(Diagnostic.Create(DelegateAnalyzer.Rule("End"), Location.Create(tree.Tree, new(classes[0].SpanStart, 0))));
            }),
            DelegateAnalyzer.Rule("Outer"),
            DelegateAnalyzer.Rule("Inner"),
            DelegateAnalyzer.Rule("End"));
    }

    [Fact]
    public async Task NothingFound_IsSaid()
    {
        var message = await Fails.WithCountAsync(new AnalyzersTest(new BraceAnalyzer()) { TestCode = "[|class|] C;" }, 1, 0);

        Assert.Contains("NONE.", message, StringComparison.Ordinal);
        Assert.DoesNotContain("Source with", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Diagnostics_ArePrintedAsTestCode()
    {
        var analyzer = new TokenAnalyzer("Brace", "{")
        {
            MessageFormat = "At {0}",
            Create = (descriptor, token) => Diagnostic.Create(descriptor, token.GetLocation(), [token.Parent!.GetLocation()], "here"),
        };
        var message = await Fails.WithCountAsync(
            new AnalyzersTest(analyzer, new TwoRulesAnalyzer()) { TestState = { Sources = { "class C { D F; }", "class E { }" } } }, 0, 5);

        Assert.Contains("// /0/Test0.cs(1,9): warning Brace: At here", message, StringComparison.Ordinal);
        Assert.Contains("VerifyCS.Diagnostic().WithSpan(1, 9, 1, 10).WithSpan(1, 1, 1, 17).WithArguments(\"here\"),", message, StringComparison.Ordinal);
        Assert.Contains("DiagnosticResult.CompilerError(\"CS0246\").WithSpan(1, 11, 1, 12).WithArguments(\"D\"),", message, StringComparison.Ordinal);
        Assert.Contains("VerifyCS.Diagnostic().WithSpan(\"/0/Test1.cs\", 1, 9, 1, 10)", message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Pair_IsPrintedAsTestCode()
    {
        var message = await Fails.WithAsync(
            new AnalyzersTest(new TwoRulesAnalyzer())
            {
                TestCode = "class C { }",
                ExpectedDiagnostics = { new DiagnosticResult("Never", DiagnosticSeverity.Warning).WithLocation(1, 9).WithArguments("a").WithIsSuppressed(false) },
            },
            "Expected diagnostic id to be \"Never\" was \"Brace\"");

        Assert.Contains("VerifyCS.Diagnostic(TwoRulesAnalyzer.Never).WithLocation(1, 9).WithArguments(\"a\").WithIsSuppressed(false),", message, StringComparison.Ordinal);
        Assert.Contains("VerifyCS.Diagnostic(TwoRulesAnalyzer.Brace).WithSpan(1, 9, 1, 10),", message, StringComparison.Ordinal);
    }
}
