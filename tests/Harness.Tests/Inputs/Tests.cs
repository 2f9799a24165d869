using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.CSharp.Testing;
using Microsoft.CodeAnalysis.Diagnostics;
using Microsoft.CodeAnalysis.Testing;

namespace LeakGuard.Harness.Tests.Inputs;

/// <summary>A test of analyzers that are made by the test.</summary>
internal class AnalyzersTest(params DiagnosticAnalyzer[] analyzers) : CSharpAnalyzerTest<EmptyDiagnosticAnalyzer, DefaultVerifier>
{
    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => analyzers;
}

/// <summary>A test of an analyzer and fixes that are made by the test.</summary>
internal class FixesTest(DiagnosticAnalyzer analyzer, params CodeFixProvider[] fixes) : CSharpCodeFixTest<EmptyDiagnosticAnalyzer, EmptyCodeFixProvider, DefaultVerifier>
{
    protected override IEnumerable<DiagnosticAnalyzer> GetDiagnosticAnalyzers() => [analyzer];

    protected override IEnumerable<CodeFixProvider> GetCodeFixProviders() => fixes;
}

/// <summary>A test of the small-number rule, by default with the fix that raises by one.</summary>
internal class NumberTest : FixesTest
{
    public NumberTest()
        : this(new NumberFix())
    {
    }

    public NumberTest(params CodeFixProvider[] fixes)
        : base(new SmallNumberAnalyzer(), fixes)
    {
    }
}
