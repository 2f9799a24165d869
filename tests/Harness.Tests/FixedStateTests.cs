using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class FixedStateTests
{
    private const string Code = "class C { int X = [|4|]; }";

    // Does what the test says to the text of the document.
    private static ActionsFix To(string text) => ActionsFix.ForNumber(
        document => Task.FromResult(document.WithText(SourceText.From(text)).Project.Solution));

    [Fact]
    public async Task FixedCode_MustCompile()
    {
        await Fails.WithCountAsync(
            new NumberTest(To("class C { D X = 5; }")) { TestCode = Code, FixedCode = "class C { D X = 5; }" }, 0, 1, "Context: Diagnostics of fixed state", "CS0246");
        await new NumberTest(To("class C { D X = 5; }")) { TestCode = Code, FixedCode = "class C { {|CS0246:D|} X = 5; }" }.RunAsync();
    }

    [Fact]
    public async Task FixableMarkup_InFixedCode_IsIgnored()
    {
        // The fix leaves a diagnostic of its own; markup for it in the fixed code expects nothing unless it is allowed.
        await Fails.WithCountAsync(Test(markup: null), 0, 1, "Context: Diagnostics of fixed state");
        await Test(MarkupMode.Allow).RunAsync();

        static NumberTest Test(MarkupMode? markup) => new(To("class C {  int X = 4; }"))
        {
            TestCode = Code,
            FixedState = { Sources = { "class C {  int X = [|4|]; }" }, MarkupHandling = markup },
            NumberOfIncrementalIterations = 2,
        };
    }

    [Fact]
    public async Task ExplicitExpectation_InFixedState_Counts()
    {
        var expected = new DiagnosticResult(SmallNumberAnalyzer.Id, DiagnosticSeverity.Warning).WithSpan(1, 20, 1, 21);

        await Test(expected).RunAsync();
        await Fails.WithAsync(Test(expected.WithSeverity(DiagnosticSeverity.Error)), "Context: Diagnostics of fixed state", "severity");

        static NumberTest Test(DiagnosticResult expected) => new(To("class C {  int X = 4; }"))
        {
            TestCode = Code,
            FixedState = { Sources = { "class C {  int X = 4; }" }, ExpectedDiagnostics = { expected } },
            NumberOfIncrementalIterations = 2,
        };
    }

    [Fact]
    public async Task OtherExpectations_AreInherited()
    {
        // The error is expected before, and so after the fix too; the fixable diagnostic is not.
        await Test("class C : D { int X = 5; }").RunAsync();
        await Fails.WithAsync(Test("class C :  D { int X = 5; }"), "content of '/0/Test0.cs' did not match");

        static NumberTest Test(string fixedCode) => new(To("class C : D { int X = 5; }"))
        {
            TestCode = "class C : {|#0:D|} { int X = [|4|]; }",
            ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithLocation("/0/Test0.cs", 1, 11) },
            FixedCode = fixedCode,
        };
    }

    [Fact]
    public async Task ExplicitInheritance_InheritsNothing()
    {
        var test = new NumberTest(To("class C : D { int X = 5; }"))
        {
            TestCode = "class C : {|#0:D|} { int X = [|4|]; }",
            ExpectedDiagnostics = { DiagnosticResult.CompilerError("CS0246").WithLocation(1, 11) },
            FixedState = { Sources = { "class C : D { int X = 5; }" }, InheritanceMode = StateInheritanceMode.Explicit },
        };
        await Fails.WithCountAsync(test, 0, 1, "Context: Diagnostics of fixed state", "CS0246");
    }

    [Fact]
    public Task AutoInheritAll_InheritsFixableExpectationsToo() => new NumberTest(To("class C { int X = 4;  }"))
    {
        TestCode = "class C { int X = {|#0:4|}; }",
        ExpectedDiagnostics = { new DiagnosticResult(SmallNumberAnalyzer.Id, DiagnosticSeverity.Warning).WithLocation(1, 19) },
        FixedState = { Sources = { "class C { int X = 4;  }" }, InheritanceMode = StateInheritanceMode.AutoInheritAll },
        NumberOfIncrementalIterations = 1,
    }.RunAsync();

    [Fact]
    public async Task FilesAndProjects_AreInherited()
    {
        var test = new NumberTest { TestCode = "class C : Base { int X = [|4|]; }", FixedCode = "class C : Base { int X = 5; }" };
        test.TestState.AnalyzerConfigFiles.Add(("/.editorconfig", "[*]\na = b\n"));
        test.TestState.AdditionalFiles.Add(("/0/list.txt", "x"));
        test.TestState.AdditionalProjects["Library"].Sources.Add("public class Base;");
        test.TestState.AdditionalProjectReferences.Add("Library");
        test.TestState.OutputKind = OutputKind.ConsoleApplication;
        test.TestState.Sources.Add("class P { static void Main() { } }");
        test.FixedState.Sources.Add("class P { static void Main() { } }");
        await test.RunAsync();
    }

    [Fact]
    public void InheritedState_IsACopy()
    {
        var baseState = new NumberTest { TestCode = Code }.TestState.WithInheritedValuesApplied(null, []);
        Assert.Equal((StateInheritanceMode.Explicit, MarkupMode.Allow), (baseState.InheritanceMode, baseState.MarkupHandling));

        var equal = new NumberTest { FixedCode = Code }.FixedState.WithInheritedValuesApplied(baseState, []);
        Assert.Equal((StateInheritanceMode.Explicit, MarkupMode.Allow), (equal.InheritanceMode, equal.MarkupHandling));

        var different = new NumberTest { FixedCode = "class C;" }.FixedState.WithInheritedValuesApplied(baseState, []);
        Assert.Equal(MarkupMode.IgnoreFixable, different.MarkupHandling);

        var empty = new NumberTest().FixedState.WithInheritedValuesApplied(baseState, []);
        Assert.Equal(baseState.Sources.Single(), empty.Sources.Single());
    }

    public static TheoryData<string> ContentKinds => ["name", "text", "encoding", "generated", "additional", "config", "reference"];

    [Theory]
    [MemberData(nameof(ContentKinds))]
    public void AnyOtherContent_MakesAnOtherState(string kind)
    {
        var baseState = new NumberTest { TestCode = Code }.TestState.WithInheritedValuesApplied(null, []);
        var state = new NumberTest { TestCode = kind == "text" ? "class C;" : Code }.TestState;
        switch (kind)
        {
            case "name":
                state.Sources[0] = ("/0/Other.cs", state.Sources[0].content);
                break;
            case "encoding":
                state.Sources[0] = ("/0/Test0.cs", SourceText.From(Code, System.Text.Encoding.UTF8));
                break;
            case "generated":
                state.GeneratedSources.Add(("/0/Generated.cs", "class D;"));
                break;
            case "additional":
                state.AdditionalFiles.Add(("/0/list.txt", "x"));
                break;
            case "config":
                state.AnalyzerConfigFiles.Add(("/.editorconfig", "x"));
                break;
            case "reference":
                state.AdditionalReferences.Add(typeof(FixedStateTests).Assembly);
                break;
        }

        Assert.Equal(MarkupMode.IgnoreFixable, state.WithInheritedValuesApplied(baseState, []).MarkupHandling);
        Assert.Equal(MarkupMode.Allow, new NumberTest { TestCode = Code }.TestState.WithInheritedValuesApplied(baseState, []).MarkupHandling);
    }

    [Theory]
    [InlineData("additional")]
    [InlineData("config")]
    public async Task FixOfAnotherFile_IsAFix(string kind)
    {
        // The diagnostic stays where it is, so the run ends after one round.
        await Test("new").RunAsync();
        await Fails.WithAsync(Test("other"), "Diff shown with expected as baseline:", "-other", "+new");

        NumberTest Test(string fixedText)
        {
            var test = new NumberTest(ActionsFix.ForNumber(document => Task.FromResult(Change(document.Project)))) { TestCode = Code };
            Files(test.TestState).Add(("/0/file", "old"));
            Files(test.FixedState).Add(("/0/file", fixedText));
            test.FixedState.MarkupHandling = MarkupMode.Allow;
            return test;
        }

        SourceFileCollection Files(SolutionState state) => kind == "config" ? state.AnalyzerConfigFiles : state.AdditionalFiles;

        Solution Change(Project project) => kind == "config"
            ? project.Solution.WithAnalyzerConfigDocumentText(project.AnalyzerConfigDocuments.Single().Id, SourceText.From("new"))
            : project.Solution.WithAdditionalDocumentText(project.AdditionalDocumentIds.Single(), SourceText.From("new"));
    }

    [Fact]
    public void Order_OfInheritanceAndMarkup_IsChecked()
    {
        var state = new NumberTest { TestCode = Code }.TestState;
        Assert.Throws<InvalidOperationException>(() => state.WithProcessedMarkup(MarkupOptions.None, null, [], [], "/0/Test0.cs"));

        var withFactory = new NumberTest { TestCode = Code }.TestState;
        withFactory.AdditionalFilesFactories.Add(() => []);
        Assert.Throws<InvalidOperationException>(() => state.WithInheritedValuesApplied(withFactory, []));

        state.InheritanceMode = (StateInheritanceMode)9;
        Assert.Throws<InvalidOperationException>(() => state.WithInheritedValuesApplied(null, []));
    }

    [Fact]
    public async Task CompilerWarning_WithAFix_TakesPart()
    {
        // Warnings do not count by default, but this one has a fix.
        var fix = new ActionsFix("CS0169", (document, _) =>
            [CodeAction.Create("Remove", _ => Task.FromResult(document.WithText(SourceText.From("class C { }"))), "Remove")]);

        await Test("class C { int {|CS0169:_unused|}; }").RunAsync();
        await Fails.WithCountAsync(Test("class C { int _unused; }"), 0, 1, "Context: Diagnostics of test state", "CS0169");

        FixesTest Test(string source) => new(new EmptyDiagnosticAnalyzer(), fix) { TestCode = source, FixedCode = "class C { }" };
    }
}
