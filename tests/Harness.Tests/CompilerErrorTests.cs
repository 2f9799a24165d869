using LeakGuard.Harness.Tests.Inputs;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;
using Microsoft.CodeAnalysis.Testing;
using Xunit;

namespace LeakGuard.Harness.Tests;

public class CompilerErrorTests
{
    // An error, a warning (unused field) and a hidden diagnostic (unnecessary using).
    private const string Error = "class C { D F() => null; }";
    private const string Warning = "class C { private int _unused; }";
    private const string Hidden = "using System; class C;";

    [Fact]
    public async Task Error_MustBeExpected()
    {
        await Fails.WithCountAsync(Test(Error), 0, 1, "DiagnosticResult.CompilerError(\"CS0246\").WithSpan(1, 11, 1, 12).WithArguments(\"D\")");
        await Test("class C { {|CS0246:D|} F() => null; }").RunAsync();

        var expected = Test(Error);
        expected.ExpectedDiagnostics.Add(DiagnosticResult.CompilerError("CS0246").WithSpan(1, 11, 1, 12).WithArguments("D"));
        await expected.RunAsync();
    }

    [Fact]
    public Task Error_OfSyntax_MustBeExpected() => Fails.WithCountAsync(Test("class C {"), 0, 1, "CS1513");

    [Theory]
    [InlineData(Error, CompilerDiagnostics.None, null)]
    [InlineData(Error, CompilerDiagnostics.Errors, "CS0246")]
    [InlineData(Error, CompilerDiagnostics.All, "CS0246")]
    [InlineData(Warning, CompilerDiagnostics.None, null)]
    [InlineData(Warning, CompilerDiagnostics.Errors, null)]
    [InlineData(Warning, CompilerDiagnostics.Warnings, "CS0169")]
    [InlineData(Hidden, CompilerDiagnostics.Warnings, null)]
    [InlineData(Hidden, CompilerDiagnostics.Suggestions, null)]
    [InlineData(Hidden, CompilerDiagnostics.All, "CS8019")]
    public async Task Level_DecidesWhatCounts(string source, CompilerDiagnostics level, string? id)
    {
        var test = Test(source);
        test.CompilerDiagnostics = level;

        if (id is null)
            await test.RunAsync();
        else
            await Fails.WithCountAsync(test, 0, 1, id);
    }

    [Fact]
    public async Task DefaultLevel_IsErrors()
    {
        Assert.Equal(CompilerDiagnostics.Errors, Test(Warning).CompilerDiagnostics);
        await Test(Warning).RunAsync();
    }

    [Fact]
    public async Task Level_CanBeOverridden()
    {
        await new AllIncludedTest { TestCode = "class C { private int {|CS0169:_unused|}; }" }.RunAsync();
        await Fails.WithCountAsync(new AllIncludedTest { TestCode = Warning }, 0, 1, "CS0169");
    }

    [Fact]
    public Task Defaults_AreThoseOfALibraryWithUnsafeCode()
        => Test("class C { unsafe int* P; string S = null; /// <summary></summary>\n int X; }").RunAsync();

    [Fact]
    public async Task OutputKind_CanBeSet()
    {
        var program = Test("class C;");
        program.TestState.OutputKind = OutputKind.ConsoleApplication;
        await Fails.WithCountAsync(program, 0, 1, "CS5001");

        program = Test("class C { static void Main() { } }");
        program.TestState.OutputKind = OutputKind.ConsoleApplication;
        await program.RunAsync();
    }

    [Fact]
    public async Task DocumentationMode_CanBeSet()
    {
        const string Source = "/// <summary>\npublic class C;";
        var test = Test(Source);
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        await Fails.WithCountAsync(test, 0, 1, "CS1570");

        test = Test(Source);
        test.CompilerDiagnostics = CompilerDiagnostics.Warnings;
        test.TestState.DocumentationMode = DocumentationMode.Parse;
        await test.RunAsync();
    }

    [Fact]
    public async Task ParseOptions_CanBeOverridden()
    {
        const string Source = "class C(int x) { int X = x; }";

        await Test(Source).RunAsync();
        await Fails.WithCountAsync(new OldLanguageTest { TestCode = Source }, 0, 1, "CS9058");
    }

    [Fact]
    public Task NoSources_Fails() => Fails.WithAsync(new AnalyzersTest(), "'TestState.Sources' is empty");

    [Fact]
    public async Task TestCode_OfNull_AddsNoSource()
    {
        Assert.Empty(new AnalyzersTest { TestCode = null! }.TestState.Sources);
        await Fails.WithAsync(new AnalyzersTest { TestCode = null! }, "'TestState.Sources' is empty");
    }

    private static AnalyzersTest Test(string source) => new() { TestCode = source };

    private sealed class AllIncludedTest : AnalyzersTest
    {
        protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics) => true;
    }

    private sealed class OldLanguageTest : AnalyzersTest
    {
        protected override ParseOptions CreateParseOptions() => ((CSharpParseOptions)base.CreateParseOptions()).WithLanguageVersion(LanguageVersion.CSharp11);
    }
}
