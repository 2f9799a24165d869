using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class MissingCodeFixTests
{
    private const string Code = "class C { int X = [|4|]; }";

    // Offered in name only: nothing changes.
    private static ActionsFix IdleFix => ActionsFix.ForNumber(document => Task.FromResult(document.Project.Solution));

    private static ActionsFix NoFix => new(SmallNumberAnalyzer.Id, (_, _) => []);

    [Fact]
    public Task NoFix_WithEqualCode_Passes() => new NumberTest(NoFix) { TestCode = Code, FixedCode = Code }.RunAsync();

    [Fact]
    public Task NoFix_WithOtherCode_Fails()
        => Fails.WithAsync(new NumberTest(NoFix) { TestCode = Code, FixedCode = "class C { int X = 5; }" }, "content of '/0/Test0.cs' did not match");

    [Fact]
    public Task AFix_WithEqualCode_Fails()
        => Fails.WithAsync(new NumberTest { TestCode = Code, FixedCode = Code }, "Context: Iterative code fix application", "content of '/0/Test0.cs' did not match");

    [Fact]
    public async Task AFixWithoutEffect_Fails()
    {
        await Fails.WithAsync(
            new NumberTest(IdleFix) { TestCode = Code, FixedCode = Code }, "No code fixes were expected, but a fix was offered that made no changes to the code.");
        await new NumberTest(IdleFix) { TestCode = Code, FixedCode = Code, NumberOfIncrementalIterations = 1 }.RunAsync();
    }

    [Fact]
    public async Task EqualCode_StillExpectsTheDiagnostics()
    {
        // The states are equal, so the fixed state expects what the test state expects, even if only one has markup.
        var explicitly = new NumberTest(NoFix) { TestCode = "class C { int X = {|#0:4|}; }", FixedCode = "class C { int X = {|#0:4|}; }" };
        explicitly.ExpectedDiagnostics.Add(new DiagnosticResult(new SmallNumberAnalyzer().SupportedDiagnostics[0]).WithLocation(0));
        await explicitly.RunAsync();

        await Fails.WithCountAsync(new NumberTest(NoFix) { TestCode = "class C { int X = 4; }", FixedCode = "class C { int X = 4; }" }, 0, 1, "Context: Diagnostics of test state");
    }

    [Fact]
    public async Task WithoutFixedCode_NoFixIsTried()
    {
        await new NumberTest { TestCode = Code }.RunAsync();
        await Fails.WithCountAsync(new NumberTest { TestCode = "class C { int X = 4; }" }, 0, 1, "Context: Diagnostics of test state");
    }

    [Fact]
    public Task NullCode_GivesNoState() => new NumberTest { TestCode = Code, FixedCode = null!, BatchFixedCode = null! }.RunAsync();

    [Fact]
    public Task NoSources_Fails() => Fails.WithAsync(new NumberTest { FixedCode = Code }, "'TestState.Sources' is empty");

    [Fact]
    public Task ProviderWithoutIds_FixesNothing()
        => new CSharpCodeFixTest<SmallNumberAnalyzer, EmptyCodeFixProvider, DefaultVerifier> { TestCode = Code, FixedCode = Code }.RunAsync();

    [Fact]
    public Task ProviderForOtherIds_IsNotAsked()
    {
        var other = new ActionsFix("Other", (_, _) => throw new InvalidOperationException("Asked for an id it does not list"));
        return new NumberTest(other) { TestCode = Code, FixedCode = Code }.RunAsync();
    }
}
