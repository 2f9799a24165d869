using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Testing;
using Xunit;
using VerifyBraces = Microsoft.CodeAnalysis.CSharp.Testing.CSharpAnalyzerVerifier<LeakGuard.Harness.Tests.Inputs.BraceAnalyzer, Microsoft.CodeAnalysis.Testing.DefaultVerifier>;
using VerifyNumbers = Microsoft.CodeAnalysis.CSharp.Testing.CSharpCodeFixVerifier<LeakGuard.Harness.Tests.Inputs.SmallNumberAnalyzer, LeakGuard.Harness.Tests.VerifierTests.FiveFix, Microsoft.CodeAnalysis.Testing.DefaultVerifier>;

namespace LeakGuard.Harness.Tests;

public class VerifierTests
{
    [Fact]
    public async Task Analyzer_IsVerified()
    {
        await VerifyBraces.VerifyAnalyzerAsync("class C [|{|] }");
        await VerifyBraces.VerifyAnalyzerAsync("class C {|#0:{|} }", VerifyBraces.Diagnostic().WithLocation(0));
        await VerifyBraces.VerifyAnalyzerAsync("class C {|#0:{|} }", VerifyBraces.Diagnostic("Brace").WithLocation(0));

        await FailsAsync(() => VerifyBraces.VerifyAnalyzerAsync("class C { }"), "expected \"0\" actual \"1\"");
        await FailsAsync(() => VerifyBraces.VerifyAnalyzerAsync("class C;", VerifyBraces.Diagnostic()), "expected \"1\" actual \"0\"");
    }

    [Fact]
    public async Task CodeFix_IsVerified()
    {
        const string Fixed = "class C { int X = 5; }";
        await VerifyNumbers.VerifyAnalyzerAsync("class C { int X = [|4|]; }");
        await VerifyNumbers.VerifyCodeFixAsync("class C { int X = [|4|]; }", Fixed);
        await VerifyNumbers.VerifyCodeFixAsync("class C { int X = {|#0:4|}; }", VerifyNumbers.Diagnostic().WithLocation(0), Fixed);
        await VerifyNumbers.VerifyCodeFixAsync("class C { int X = {|#0:4|}; }", [VerifyNumbers.Diagnostic(SmallNumberAnalyzer.Id).WithLocation(0)], Fixed);

        await FailsAsync(() => VerifyNumbers.VerifyAnalyzerAsync("class C { int X = 4; }"), "expected \"0\" actual \"1\"");
        await FailsAsync(() => VerifyNumbers.VerifyCodeFixAsync("class C { int X = [|4|]; }", "class C { int X = 6; }"), "content of '/0/Test0.cs' did not match");
        await FailsAsync(
            () => VerifyNumbers.VerifyCodeFixAsync("class C { int X = {|#0:4|}; }", VerifyNumbers.Diagnostic().WithLocation(0), "class C { int X = 6; }"),
            "content of '/0/Test0.cs' did not match");
        await FailsAsync(
            () => VerifyNumbers.VerifyCodeFixAsync("class C { int X = {|#0:4|}; }", [VerifyNumbers.Diagnostic().WithLocation(0)], "class C { int X = 6; }"),
            "content of '/0/Test0.cs' did not match");
    }

    [Fact]
    public void Diagnostic_NeedsExactlyOneDescriptor()
    {
        var descriptor = new SmallNumberAnalyzer().SupportedDiagnostics[0];
        Assert.Equal(descriptor.Id, VerifyNumbers.Diagnostic(descriptor).Id);
        Assert.Equal(descriptor.Id, VerifyBraces.Diagnostic(descriptor).Id);
        Assert.Equal("Never", CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic("Never").Id);

        const string NotSingle = "can only be used when the analyzer has a single supported diagnostic";
        Contains(NotSingle, () => CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic());
        Contains(NotSingle, () => CSharpAnalyzerVerifier<EmptyDiagnosticAnalyzer, DefaultVerifier>.Diagnostic());
        Contains(NotSingle, () => CSharpAnalyzerVerifier<SameIdTwiceAnalyzer, DefaultVerifier>.Diagnostic("Brace"));
        Contains(NotSingle, () => CSharpAnalyzerVerifier<TwoRulesAnalyzer, DefaultVerifier>.Diagnostic("Missing"));
        Contains(NotSingle, () => CSharpCodeFixVerifier<TwoRulesAnalyzer, EmptyCodeFixProvider, DefaultVerifier>.Diagnostic());
        Contains(NotSingle, () => CSharpCodeFixVerifier<TwoRulesAnalyzer, EmptyCodeFixProvider, DefaultVerifier>.Diagnostic("Missing"));
    }

    private static void Contains(string fragment, Func<object> action)
        => Assert.Contains(fragment, Assert.Throws<InvalidOperationException>(action).Message, StringComparison.Ordinal);

    private static async Task FailsAsync(Func<Task> run, string fragment)
        => Assert.Contains(fragment, (await Assert.ThrowsAsync<InvalidOperationException>(run)).Message, StringComparison.Ordinal);

    /// <summary>Makes small numbers five.</summary>
    internal sealed class FiveFix : NumberFix
    {
        public FiveFix() => Next = _ => 5;
    }
}
