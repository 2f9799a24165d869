using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class MultipleCodeFixesTests
{
    private const string Code = "class C { int X = [|1|]; }";

    // Offers 5, 6, and under one roof 7 and 8. Every action's key is its number.
    private static ActionsFix Choices => new(SmallNumberAnalyzer.Id, (document, diagnostic) =>
    [
        To(document, diagnostic, 5),
        To(document, diagnostic, 6),
        CodeAction.Create("More", [To(document, diagnostic, 7), To(document, diagnostic, 8)], isInlinable: false),
    ]);

    [Theory]
    [InlineData(null, null, 5)]
    [InlineData(0, null, 5)]
    [InlineData(1, null, 6)]
    [InlineData(2, null, 7)]
    [InlineData(3, null, 8)]
    [InlineData(null, "6", 6)]
    [InlineData(null, "8", 8)]
    [InlineData(1, "6", 6)]
    public async Task Action_IsSelected(int? index, string? key, int result)
    {
        await Test(index, key, $"class C {{ int X = {result}; }}").RunAsync();
        await Fails.WithAsync(Test(index, key, "class C { int X = 9; }"), "-class C { int X = 9; }", $"+class C {{ int X = {result}; }}");
    }

    [Fact]
    public Task IndexAndKey_ThatDisagree_Fail()
        => Fails.WithAsync(Test(0, "6", "class C { int X = 6; }"), "The code action equivalence key and index must be consistent when both are specified.");

    [Fact]
    public Task IndexAndKey_WithTooHighIndex_Fail()
        => Fails.WithAsync(Test(4, "6", "class C { int X = 6; }"), "Expected to find a code action at index '4', but only '4' code actions were found.");

    [Fact]
    public Task IndexAndKey_MayBeMissingInLaterRounds() => new NumberTest(new ActionsFix(
        SmallNumberAnalyzer.Id,
        (document, diagnostic) => diagnostic.Location.SourceSpan.Start < 20 ? [To(document, diagnostic, 5)] : []))
    {
        // Only the first number has the action; the second round finds the other one without.
        TestCode = "class C { int X = [|1|]; int Y = [|1|]; }",
        FixedState = { Sources = { "class C { int X = 5; int Y = [|1|]; }" }, MarkupHandling = MarkupMode.Allow },
        CodeActionIndex = 0,
        CodeActionEquivalenceKey = "5",
        NumberOfIncrementalIterations = 1,
    }.RunAsync();

    [Theory]
    [InlineData(4, null)]
    [InlineData(null, "none")]
    public async Task MissingAction_ChangesNothing(int? index, string? key)
    {
        await Test(index, key, Code).RunAsync();
        await Fails.WithAsync(Test(index, key, "class C { int X = 5; }"), "content of '/0/Test0.cs' did not match");
    }

    [Fact]
    public async Task AllProviders_AreAsked()
    {
        await Two(index: 4, "class C { int X = 5; }").RunAsync();
        await Fails.WithAsync(Two(index: 3, "class C { int X = 5; }"), "+class C { int X = 8; }");

        static NumberTest Two(int index, string fixedCode) => new(Choices, new ActionsFix(SmallNumberAnalyzer.Id, (document, diagnostic) => [To(document, diagnostic, 5)]))
        {
            TestCode = Code,
            FixedCode = fixedCode,
            CodeActionIndex = index,
        };
    }

    [Fact]
    public async Task Filter_CanBeOverridden()
    {
        await new LastActionTest { TestCode = Code, FixedCode = "class C { int X = 8; }" }.RunAsync();
        await Fails.WithAsync(new LastActionTest { TestCode = Code, FixedCode = "class C { int X = 5; }" }, "content of '/0/Test0.cs' did not match");
    }

    [Fact]
    public async Task CodeActionVerifier_SeesTheSelectedAction()
    {
        var titles = new List<string>();
        var test = Test(1, null, "class C { int X = 6; }");
        test.CodeActionVerifier = (action, verifier) => titles.Add(action.Title);
        await test.RunAsync();
        Assert.Equal(["To 6"], titles.Distinct());

        test = Test(1, null, "class C { int X = 6; }");
        test.CodeActionVerifier = (action, verifier) => verifier.Equal("Other", action.Title, "The title is wrong");
        await Fails.WithAsync(test, "Context: Iterative code fix application", "The title is wrong");
    }

    [Fact]
    public async Task FixAll_UsesTheKeyOfTheSelectedAction()
    {
        // The batch fixer joins only actions with the key of the first one.
        await Batch("class C { int X = 5; int Y = 5; }", fix: new NumberFix { Next = _ => 5 }).RunAsync();
        await Fails.WithAsync(Batch("class C { int X = 5; int Y = 6; }", fix: new NumberFix { Next = _ => 5 }), "content of '/0/Test0.cs' did not match");

        static NumberTest Batch(string fixedCode, NumberFix fix)
            => new(fix) { TestCode = "class C { int X = [|1|]; int Y = [|2|]; }", FixedCode = fixedCode, CodeActionEquivalenceKey = "Raise5" };
    }

    [Theory]
    [InlineData(0)]
    [InlineData(2)]
    public async Task Action_WithoutExactlyOneChange_Fails(int operations)
    {
        var test = new NumberTest(new ActionsFix(SmallNumberAnalyzer.Id, (document, _) => [new OperationsAction(document.Project.Solution, operations)]))
        {
            TestCode = Code,
            FixedCode = "class C { int X = 5; }",
        };

        await Assert.ThrowsAsync<InvalidOperationException>(() => test.RunAsync());
    }

    private static NumberTest Test(int? index, string? key, string fixedCode)
        => new(Choices) { TestCode = Code, FixedCode = fixedCode, CodeActionIndex = index, CodeActionEquivalenceKey = key };

    private static CodeAction To(Document document, Diagnostic diagnostic, int number) => CodeAction.Create(
        $"To {number}", token => NumberFix.ReplaceAsync(document, diagnostic.Location.SourceSpan.Start, _ => number, token), $"{number}");

    private sealed class LastActionTest() : NumberTest(Choices)
    {
        protected override System.Collections.Immutable.ImmutableArray<CodeAction> FilterCodeActions(System.Collections.Immutable.ImmutableArray<CodeAction> actions)
            => [base.FilterCodeActions(actions)[^1]];
    }

    private sealed class OperationsAction(Solution solution, int count) : CodeAction
    {
        public override string Title => "Operations";

        protected override Task<IEnumerable<CodeActionOperation>> ComputeOperationsAsync(CancellationToken cancellationToken)
            => Task.FromResult<IEnumerable<CodeActionOperation>>(Enumerable.Range(0, count).Select(_ => new ApplyChangesOperation(solution)).ToArray());
    }
}
