using System.Collections.Concurrent;
using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class FixAllTests
{
    private const string Code = "class C { int X = [|1|]; int Y = [|1|]; }";
    private const string Fixed = "class C { int X = 5; int Y = 5; }";

    [Fact]
    public async Task AllScopes_AreRun()
    {
        var provider = new RecordingFixAll();
        await Test(provider).RunAsync();

        Assert.Equal([FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution], provider.Scopes.Order());
    }

    [Theory]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck, "Project Solution")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInProjectCheck, "Document Solution")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "Document Project")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllCheck, "")]
    public async Task Scopes_CanBeSkipped(CodeFixTestBehaviors behaviors, string scopes)
    {
        var provider = new RecordingFixAll();
        var test = Test(provider);
        test.CodeFixTestBehaviors = behaviors;
        await test.RunAsync();

        Assert.Equal(scopes, string.Join(' ', provider.Scopes.Order()));
    }

    [Theory]
    [InlineData(FixAllScope.Document, CodeFixTestBehaviors.SkipFixAllInDocumentCheck)]
    [InlineData(FixAllScope.Project, CodeFixTestBehaviors.SkipFixAllInProjectCheck)]
    [InlineData(FixAllScope.Solution, CodeFixTestBehaviors.SkipFixAllInSolutionCheck)]
    public async Task WrongResult_InOneScope_Fails(FixAllScope scope, CodeFixTestBehaviors skip)
    {
        await Fails.WithAsync(
            Test(new RecordingFixAll { BrokenScope = scope }),
            $"Context: Fix all in {scope.ToString().ToLowerInvariant()}",
            "content of '/0/Test0.cs' did not match",
            "-" + Fixed);

        var skipped = Test(new RecordingFixAll { BrokenScope = scope });
        skipped.CodeFixTestBehaviors = skip;
        await skipped.RunAsync();
    }

    [Fact]
    public async Task UnsupportedScope_ChangesNothing()
    {
        await Fails.WithAsync(
            Test(new RecordingFixAll { Supported = [FixAllScope.Document, FixAllScope.Project] }),
            "Context: Fix all in solution",
            "content of '/0/Test0.cs' did not match",
            "+class C { int X = 1; int Y = 1; }");

        var skipped = Test(new RecordingFixAll { Supported = [FixAllScope.Document, FixAllScope.Project] });
        skipped.CodeFixTestBehaviors = CodeFixTestBehaviors.SkipFixAllInSolutionCheck;
        await skipped.RunAsync();
    }

    [Fact]
    public Task ProviderWithoutFixAll_IsRunSingly() => Test(fixAll: null).RunAsync();

    [Fact]
    public async Task ProviderWithoutAction_ChangesNothing()
        => await Fails.WithAsync(Test(new RecordingFixAll { GivesNoAction = true }), "Context: Fix all in document", "content of '/0/Test0.cs' did not match");

    [Fact]
    public async Task BatchFixedCode_IsExpectedOfFixAll()
    {
        const string Single = "class C { int X = 5; int Y = 5; }";
        const string Batch = "class C { int X = 6; int Y = 6; }";
        await Different(Batch).RunAsync();
        await Fails.WithAsync(Different(Single), "Context: Fix all in document", "content of '/0/Test0.cs' did not match");
        await Fails.WithCountAsync(Different("class C { D X = 6; int Y = 6; }", text: "class C { D X = 6; int Y = 6; }"), 0, 1, "Context: Diagnostics of batch fixed state", "CS0246");

        static NumberTest Different(string batchFixed, string text = Batch)
        {
            var test = Test(new RecordingFixAll { Text = text });
            test.BatchFixedCode = batchFixed;
            return test;
        }
    }

    [Fact]
    public async Task BatchFixedCode_AloneIsAFix()
    {
        // The fixed state is then that of the test: single fixes must not be offered, so the test fails there.
        await Fails.WithAsync(
            new NumberTest(new NumberFix { Next = _ => 5 }) { TestCode = Code, BatchFixedCode = Fixed },
            "Context: Iterative code fix application",
            "content of '/0/Test0.cs' did not match");
    }

    [Fact]
    public async Task Document_IsOneRoundEach()
    {
        var test = TwoDocuments(new NumberFix { Next = _ => 5 });
        await test.RunAsync();

        test = TwoDocuments(new NumberFix { Next = _ => 5 });
        test.NumberOfFixAllInDocumentIterations = 1;
        await Fails.WithAsync(test, "Context: Fix all in document", "Expected '1' iterations but found '2' iterations.");

        test = TwoDocuments(new NumberFix { Next = _ => 5 });
        test.NumberOfFixAllInProjectIterations = 2;
        await Fails.WithAsync(test, "Context: Fix all in project", "Expected '2' iterations but found '1' iterations.");

        static NumberTest TwoDocuments(NumberFix fix) => new(fix)
        {
            TestState = { Sources = { "class C { int X = [|1|]; }", "class D { int X = [|1|]; }" } },
            FixedState = { Sources = { "class C { int X = 5; }", "class D { int X = 5; }" } },
        };
    }

    [Fact]
    public async Task Project_IsOneRoundEach()
    {
        await TwoProjects().RunAsync();

        var test = TwoProjects();
        test.NumberOfFixAllInProjectIterations = 1;
        await Fails.WithAsync(test, "Context: Fix all in project", "Expected '1' iterations but found '2' iterations.");

        test = TwoProjects();
        test.NumberOfFixAllInDocumentIterations = 2;
        test.NumberOfFixAllInProjectIterations = 2;
        test.NumberOfFixAllIterations = 2;
        await Fails.WithAsync(test, "Context: Fix all in solution", "Expected '2' iterations but found '1' iterations.");

        static NumberTest TwoProjects()
        {
            var test = new NumberTest(new NumberFix { Next = _ => 5 })
            {
                TestCode = "class C { int X = [|1|]; }",
                FixedCode = "class C { int X = 5; }",
                NumberOfFixAllInDocumentIterations = 2,
            };
            test.TestState.AdditionalProjects["Other"].Sources.Add("class D { int X = [|1|]; }");
            test.FixedState.AdditionalProjects["Other"].Sources.Add("class D { int X = 5; }");
            return test;
        }
    }

    [Theory]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInProjectCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "Context: Fix all in document")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInSolutionCheck, "Context: Fix all in project")]
    [InlineData(CodeFixTestBehaviors.SkipFixAllInDocumentCheck | CodeFixTestBehaviors.SkipFixAllInProjectCheck, "Context: Fix all in solution")]
    public async Task OneRound_IsExpectedOfADocumentAProjectOrASolution(CodeFixTestBehaviors behaviors, string context)
    {
        // Both numbers need two rounds, however they are fixed.
        var test = TwoRounds();
        await Fails.WithAsync(test, context, "Expected '1' iterations but found '2' iterations.");

        test = TwoRounds();
        test.NumberOfFixAllIterations = 2;
        await test.RunAsync();

        NumberTest TwoRounds()
        {
            var test = new NumberTest
            {
                TestCode = "class C { int X = [|3|]; int Y = [|3|]; }",
                FixedCode = "class C { int X = 5; int Y = 5; }",
                NumberOfIncrementalIterations = 4,
                CodeFixTestBehaviors = behaviors,
            };
            test.TestState.AdditionalProjects["Other"].Sources.Add("class D;");
            return test;
        }
    }

    [Fact]
    public async Task Context_KnowsTheDiagnosticsOfEachScope()
    {
        var provider = new RecordingFixAll();
        var test = Test(provider);
        test.TestState.Sources.Add("class D { int X = [|1|]; }");
        test.FixedState.Sources.Add("class D { int X = [|1|]; }");
        test.FixedState.MarkupHandling = MarkupMode.Allow;
        test.CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne;
        test.FixedState.Sources[0] = ("/0/Test0.cs", Microsoft.CodeAnalysis.Text.SourceText.From("class C { int X = 5; int Y = [|1|]; }"));
        test.BatchFixedState.Sources.AddRange([.. test.FixedState.Sources]);
        test.BatchFixedState.Sources[0] = ("/0/Test0.cs", Microsoft.CodeAnalysis.Text.SourceText.From(Fixed));
        test.BatchFixedState.MarkupHandling = MarkupMode.Allow;
        await test.RunAsync();

        Assert.Equal(["document 2, all 3, project 0", "document 2, all 3, project 0", "document 2, all 3, project 0"], provider.Counts);
    }

    private static NumberTest Test(FixAllProvider? fixAll)
        => new(new NumberFix { Next = _ => 5, FixAll = fixAll }) { TestCode = Code, FixedCode = Fixed };

    /// <summary>Replaces the first document by a fixed text, and remembers the scopes it was asked for, in any order.</summary>
    private sealed class RecordingFixAll : FixAllProvider
    {
        public ConcurrentBag<FixAllScope> Scopes { get; } = [];

        public ConcurrentBag<string> Counts { get; } = [];

        public string Text { get; init; } = Fixed;

        public FixAllScope? BrokenScope { get; init; }

        public bool GivesNoAction { get; init; }

        public FixAllScope[] Supported { get; init; } = [FixAllScope.Document, FixAllScope.Project, FixAllScope.Solution];

        public override IEnumerable<FixAllScope> GetSupportedFixAllScopes() => Supported;

        public override async Task<CodeAction?> GetFixAsync(FixAllContext fixAllContext)
        {
            Scopes.Add(fixAllContext.Scope);
            var document = fixAllContext.Document!;
            var inDocument = await fixAllContext.GetDocumentDiagnosticsAsync(document);
            var all = await fixAllContext.GetAllDiagnosticsAsync(document.Project);
            var inProject = await fixAllContext.GetProjectDiagnosticsAsync(document.Project);
            Counts.Add($"document {inDocument.Length}, all {all.Length}, project {inProject.Length}");

            var text = fixAllContext.Scope == BrokenScope ? "class C;" : Text;
            return GivesNoAction
                ? null
                : CodeAction.Create("Fix all", _ => Task.FromResult(document.WithText(Microsoft.CodeAnalysis.Text.SourceText.From(text))), "Fix all");
        }
    }
}
