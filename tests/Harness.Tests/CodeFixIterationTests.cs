using System.Collections.Immutable;
using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.Testing;
using Microsoft.CodeAnalysis.Text;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class CodeFixIterationTests
{
    // The fix raises numbers by one until they are five: each number needs five minus itself single fixes.
    [Theory]
    [InlineData("int X = [|4|];", "int X = 5;")]
    [InlineData("int X = [|4|]; int Y = [|4|];", "int X = 5; int Y = 5;")]
    public Task EachDiagnostic_TakesOneRound(string members, string fixedMembers) => Test(members, fixedMembers).RunAsync();

    [Fact]
    public async Task MoreRoundsThanDiagnostics_MustBeDeclared()
    {
        await Fails.WithAsync(
            Test("int X = [|3|];", "int X = 5;"), "Context: Iterative code fix application", "Expected '1' iterations but found '2' iterations.");

        var declared = Test("int X = [|3|];", "int X = 5;");
        declared.NumberOfIncrementalIterations = 2;
        declared.NumberOfFixAllIterations = 2;
        await declared.RunAsync();
    }

    // Two numbers, together three single fixes and two rounds of fix all.
    [Theory]
    [InlineData(3, 2, null)]
    [InlineData(-3, -2, null)]
    [InlineData(-4, 2, null)]
    [InlineData(3, -3, null)]
    [InlineData(2, 2, "Context: Iterative code fix application|Expected '2' iterations but found '3' iterations.")]
    [InlineData(4, 2, "Context: Iterative code fix application|Expected '4' iterations but found '3' iterations.")]
    [InlineData(-2, 2, "Context: Iterative code fix application|The upper limit for the number of code fix iterations was exceeded")]
    [InlineData(-1, 2, "Context: Iterative code fix application|content of '/0/Test0.cs' did not match|-class C { int X = 5; int Y = 5; }|+class C { int X = 5; int Y = 4; }")]
    [InlineData(0, 2, "Context: Iterative code fix application|content of '/0/Test0.cs' did not match")]
    [InlineData(3, 1, "Context: Fix all in document|Expected '1' iterations but found '2' iterations.")]
    [InlineData(3, 3, "Context: Fix all in document|Expected '3' iterations but found '2' iterations.")]
    [InlineData(3, -1, "Context: Fix all in document|Expected '1' iterations but found '2' iterations.")]
    [InlineData(3, 0, "Context: Fix all in document|content of '/0/Test0.cs' did not match")]
    public async Task NumberOfRounds_IsChecked(int incremental, int fixAll, string? fragments)
    {
        var test = Test("int X = [|3|]; int Y = [|4|];", "int X = 5; int Y = 5;");
        test.NumberOfIncrementalIterations = incremental;
        test.NumberOfFixAllIterations = fixAll;

        if (fragments is null)
            await test.RunAsync();
        else
            await Fails.WithAsync(test, fragments.Split('|'));
    }

    [Theory]
    [InlineData(2, 2, 2, null)]
    [InlineData(1, 2, 2, "Context: Fix all in document")]
    [InlineData(2, 1, 2, "Context: Fix all in project")]
    [InlineData(2, 2, 1, "Context: Fix all in solution")]
    public async Task NumberOfRounds_IsCheckedInEachScope(int document, int project, int solution, string? context)
    {
        var test = Test("int X = [|3|];", "int X = 5;");
        test.NumberOfIncrementalIterations = 2;
        test.NumberOfFixAllInDocumentIterations = document;
        test.NumberOfFixAllInProjectIterations = project;
        test.NumberOfFixAllIterations = solution;

        if (context is null)
            await test.RunAsync();
        else
            await Fails.WithAsync(test, context, "Expected '1' iterations but found '2' iterations.");
    }

    [Fact]
    public Task FewerRoundsThanDiagnostics_AreFine() => new NumberTest(WholeFileFix)
    {
        TestCode = "class C { int X = [|4|]; int Y = [|4|]; int Z = [|4|]; }",
        FixedCode = "class C { int X = 5; int Y = 5; int Z = 5; }",
    }.RunAsync();

    [Fact]
    public Task FewerRoundsThanDeclared_Fail() => Fails.WithAsync(
        new NumberTest(WholeFileFix)
        {
            TestCode = "class C { int X = [|4|]; int Y = [|4|]; }",
            FixedCode = "class C { int X = 5; int Y = 5; }",
            NumberOfIncrementalIterations = 2,
        },
        "Expected '2' iterations but found '1' iterations.");

    [Theory]
    [InlineData(0, "int X = 5; int Y = [|4|];")]
    [InlineData(1, "int X = [|4|]; int Y = 5;")]
    public async Task FixOne_FixesTheSelectedDiagnostic(int index, string fixedMembers)
    {
        await FixOne(fixedMembers).RunAsync();
        await Fails.WithAsync(FixOne("int X = 5; int Y = 5;"), "content of '/0/Test0.cs' did not match");

        SelectingTest FixOne(string members) => new(index)
        {
            TestCode = "class C { int X = [|4|]; int Y = [|4|]; }",
            FixedState = { Sources = { $"class C {{ {members} }}" }, MarkupHandling = MarkupMode.Allow },
            BatchFixedCode = "class C { int X = 5; int Y = 5; }",
            CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne,
        };
    }

    [Fact]
    public Task FixOne_OfNone_OffersNothing() => new SelectingTest(-1)
    {
        TestCode = "class C { int X = [|4|]; }",
        FixedCode = "class C { int X = [|4|]; }",
        CodeFixTestBehaviors = CodeFixTestBehaviors.FixOne,
    }.RunAsync();

    [Fact]
    public async Task FixThatLeavesTheDiagnosticInPlace_EndsAfterOneRound()
    {
        // 3 and 4 would take turns for ever, but in the same place: the second round finds nothing new.
        await TakeTurns("class C { int X = [|3|]; }").RunAsync();
        await Fails.WithAsync(TakeTurns("class C { int X = [|4|]; }"), "content of '/0/Test0.cs' did not match");

        static NumberTest TakeTurns(string fixedCode) => new(ReplaceText(text => text.Contains('3') ? text.Replace('3', '4') : text.Replace('4', '3')))
        {
            TestCode = "class C { int X = [|4|]; }",
            FixedState = { Sources = { fixedCode }, MarkupHandling = MarkupMode.Allow },
            NumberOfIncrementalIterations = 1,
        };
    }

    [Fact]
    public Task FixWithoutEnd_EndsAtTheLimit()
    {
        // Every fix moves the small number down a line, which is news each time.
        var endless = ReplaceText(text => "//\n" + text);
        return Fails.WithAsync(
            new NumberTest(endless)
            {
                TestCode = "class C { int X = [|4|]; }",
                FixedCode = "//\n//\n//\nclass C { int X = 4; }",
                NumberOfIncrementalIterations = -2,
            },
            "The upper limit for the number of code fix iterations was exceeded");
    }

    private static NumberTest Test(string members, string fixedMembers)
        => new() { TestCode = $"class C {{ {members} }}", FixedCode = $"class C {{ {fixedMembers} }}" };

    // Fixes the whole file at once, whichever diagnostic it is asked for.
    private static ActionsFix WholeFileFix => ReplaceText(text => text.Replace('4', '5'));

    private static ActionsFix ReplaceText(Func<string, string> replace) => ActionsFix.ForNumber(async document =>
        document.WithText(SourceText.From(replace((await document.GetTextAsync()).ToString()))).Project.Solution);

    private sealed class SelectingTest(int index) : NumberTest
    {
        protected override Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics)
            => index < 0 ? null : fixableDiagnostics[index];
    }
}
