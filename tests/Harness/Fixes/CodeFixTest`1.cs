using System.Collections.Immutable;
using Microsoft.CodeAnalysis.CodeActions;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Text;

namespace Microsoft.CodeAnalysis.Testing;

/// <summary>A test of code fixes: one after the other, and all at once in three scopes.</summary>
public abstract partial class CodeFixTest<TVerifier> : CodeActionTest<TVerifier>
    where TVerifier : IVerifier, new()
{
    /// <summary>Makes a test without sources.</summary>
    protected CodeFixTest()
    {
        FixedState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);
        BatchFixedState = new SolutionState(DefaultTestProjectName, Language, DefaultFilePathPrefix, DefaultFileExt);
    }

    /// <summary>Adds a source expected after the fixes; null adds none.</summary>
    public string FixedCode
    {
        set
        {
            if (value is not null)
                FixedState.Sources.Add(value);
        }
    }

    /// <summary>Adds a source expected after fix all, where it differs; null adds none.</summary>
    public string BatchFixedCode
    {
        set
        {
            if (value is not null)
                BatchFixedState.Sources.Add(value);
        }
    }

    /// <summary>The expected result of the fixes one after the other.</summary>
    public SolutionState FixedState { get; }

    /// <summary>The expected result of fix all.</summary>
    public SolutionState BatchFixedState { get; }

    /// <summary>Rounds of single fixes: positive is exact, negative a limit, zero forbids fixes, null is found out.</summary>
    public int? NumberOfIncrementalIterations { get; set; }

    /// <summary>Rounds of fix all in solution scope, and in the other scopes unless they set their own.</summary>
    public int? NumberOfFixAllIterations { get; set; }

    /// <summary>Rounds of fix all in document scope.</summary>
    public int? NumberOfFixAllInDocumentIterations { get; set; }

    /// <summary>Rounds of fix all in project scope.</summary>
    public int? NumberOfFixAllInProjectIterations { get; set; }

    /// <summary>Parts of the test to leave out or change.</summary>
    public CodeFixTestBehaviors CodeFixTestBehaviors { get; set; }

    /// <summary>Gives new instances of the providers under test.</summary>
    protected abstract IEnumerable<CodeFixProvider> GetCodeFixProviders();

    /// <summary>Makes the context a provider registers its fixes on.</summary>
    protected virtual CodeFixContext CreateCodeFixContext(Document document, TextSpan span, ImmutableArray<Diagnostic> diagnostics, Action<CodeAction, ImmutableArray<Diagnostic>> registerCodeFix, CancellationToken cancellationToken)
        => new(document, span, diagnostics, registerCodeFix, cancellationToken);

    /// <summary>Makes the context of fix all, for a document or, without one, for a project.</summary>
    protected virtual FixAllContext CreateFixAllContext(
        Document? document,
        TextSpan? diagnosticSpan,
        Project project,
        CodeFixProvider codeFixProvider,
        FixAllScope scope,
        string? codeActionEquivalenceKey,
        IEnumerable<string> diagnosticIds,
        DiagnosticSeverity minimumSeverity,
        FixAllContext.DiagnosticProvider fixAllDiagnosticProvider,
        CancellationToken cancellationToken)
        => document is null
            ? new FixAllContext(project, codeFixProvider, scope, codeActionEquivalenceKey, diagnosticIds, fixAllDiagnosticProvider, cancellationToken)
            : new FixAllContext(document, diagnosticSpan, codeFixProvider, scope, codeActionEquivalenceKey, diagnosticIds, fixAllDiagnosticProvider, cancellationToken);

    /// <summary>Includes the compiler diagnostics that a provider fixes, whatever the level.</summary>
    protected override bool IsCompilerDiagnosticIncluded(Diagnostic diagnostic, CompilerDiagnostics compilerDiagnostics)
        => base.IsCompilerDiagnosticIncluded(diagnostic, compilerDiagnostics)
            || GetCodeFixProviders().Any(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id, StringComparer.OrdinalIgnoreCase));

    /// <summary>The one diagnostic to fix with <see cref="CodeFixTestBehaviors.FixOne"/>, or null for none.</summary>
    protected virtual Diagnostic? TrySelectDiagnosticToFix(ImmutableArray<Diagnostic> fixableDiagnostics) => fixableDiagnostics.FirstOrDefault();

    /// <inheritdoc/>
    protected override async Task RunImplAsync(CancellationToken cancellationToken)
    {
        Verify.NotEmpty($"{nameof(TestState)}.{nameof(SolutionState.Sources)}", TestState.Sources);

        var fixableIds = GetCodeFixProviders().SelectMany(provider => provider.FixableDiagnosticIds).ToImmutableArray();
        var rawTestState = TestState.WithInheritedValuesApplied(null, fixableIds);
        var rawFixedState = FixedState.WithInheritedValuesApplied(rawTestState, fixableIds);
        var rawBatchFixedState = BatchFixedState.WithInheritedValuesApplied(rawFixedState, fixableIds);
        var testState = ProcessMarkup(rawTestState, fixableIds);
        var fixedState = ProcessMarkup(rawFixedState, fixableIds);
        var batchFixedState = ProcessMarkup(rawBatchFixedState, fixableIds);

        await VerifyDiagnosticsAsync(testState, Verify.PushContext("Diagnostics of test state"), cancellationToken).ConfigureAwait(false);
        if (!StateContent.IsGiven(FixedState) && !StateContent.IsGiven(BatchFixedState))
            return;

        await VerifyFixesAsync(testState, fixedState, batchFixedState, cancellationToken).ConfigureAwait(false);
        await VerifyDiagnosticsAsync(fixedState, Verify.PushContext("Diagnostics of fixed state"), cancellationToken).ConfigureAwait(false);

        var skipsFixAll = (CodeFixTestBehaviors & CodeFixTestBehaviors.SkipFixAllCheck) == CodeFixTestBehaviors.SkipFixAllCheck;
        if (!skipsFixAll && StateContent.IsGiven(BatchFixedState))
            await VerifyDiagnosticsAsync(batchFixedState, Verify.PushContext("Diagnostics of batch fixed state"), cancellationToken).ConfigureAwait(false);
    }
}
