using System.Collections.Immutable;
using System.Runtime.ExceptionServices;
using Microsoft.CodeAnalysis.CodeFixes;
using Microsoft.CodeAnalysis.Diagnostics;

namespace Microsoft.CodeAnalysis.Testing;

// The four fix runs, each from a fresh test state: single fixes, and fix all in three scopes.
public abstract partial class CodeFixTest<TVerifier>
{
    private async Task VerifyFixesAsync(SolutionState testState, SolutionState fixedState, SolutionState batchFixedState, CancellationToken cancellationToken)
    {
        var providers = GetCodeFixProviders().ToImmutableArray();
        var fixable = testState.ExpectedDiagnostics
            .Where(diagnostic => providers.Any(provider => provider.FixableDiagnosticIds.Contains(diagnostic.Id)))
            .ToImmutableArray();

        await VerifyFixAsync(
            "Iterative code fix application",
            testState,
            fixedState,
            NumberOfIncrementalIterations ?? ExpectedRounds.Incremental(testState, fixedState, fixable),
            FixEachAsync,
            cancellationToken).ConfigureAwait(false);
        if (providers.All(provider => provider.GetFixAllProvider() is null))
            return;

        await VerifyFixAllAsync(
            FixAllScope.Document,
            CodeFixTestBehaviors.SkipFixAllInDocumentCheck,
            NumberOfFixAllInDocumentIterations ?? NumberOfFixAllIterations ?? ExpectedRounds.FixAllInDocument(testState, batchFixedState, fixable)).ConfigureAwait(false);
        await VerifyFixAllAsync(
            FixAllScope.Project,
            CodeFixTestBehaviors.SkipFixAllInProjectCheck,
            NumberOfFixAllInProjectIterations ?? NumberOfFixAllIterations ?? ExpectedRounds.FixAllInProject(testState, batchFixedState)).ConfigureAwait(false);
        await VerifyFixAllAsync(
            FixAllScope.Solution,
            CodeFixTestBehaviors.SkipFixAllInSolutionCheck,
            NumberOfFixAllIterations ?? ExpectedRounds.FixAllInSolution(testState, batchFixedState)).ConfigureAwait(false);

        Task VerifyFixAllAsync(FixAllScope scope, CodeFixTestBehaviors skip, int expectedRounds)
            => CodeFixTestBehaviors.HasFlag(skip)
                ? Task.CompletedTask
                : VerifyFixAsync(
                    $"Fix all in {scope.ToString().ToLowerInvariant()}",
                    testState,
                    batchFixedState,
                    expectedRounds,
                    run => FixAllAsync(run, scope),
                    cancellationToken);
    }

    private async Task VerifyFixAsync(
        string context,
        SolutionState oldState,
        SolutionState newState,
        int expectedRounds,
        Func<FixRun, Task> fix,
        CancellationToken cancellationToken)
    {
        var verifier = Verify.PushContext(context);
        var run = new FixRun(
            await CreateProjectAsync(new EvaluatedProject(oldState, ReferenceAssemblies), oldState, cancellationToken).ConfigureAwait(false),
            [.. GetDiagnosticAnalyzers()],
            [.. GetCodeFixProviders()],
            new RoundCounter(expectedRounds),
            verifier,
            cancellationToken);

        await fix(run).ConfigureAwait(false);

        await ContentVerification.VerifyAsync(newState, run.Project, verifier, cancellationToken).ConfigureAwait(false);
        foreach (var (name, state) in newState.AdditionalProjects)
        {
            var project = run.Project.Solution.Projects.Single(candidate => candidate.Name == name);
            await ContentVerification.VerifyAsync(state, project, verifier, cancellationToken).ConfigureAwait(false);
        }

        // Thrown last: the content tells more than the number of rounds.
        run.FirstFailure?.Throw();
    }

    /// <summary>The diagnostics of this round that can be fixed; with <see cref="CodeFixTestBehaviors.FixOne"/> the one to fix.</summary>
    private ImmutableArray<(Project Project, Diagnostic Diagnostic)> SelectFixable(FixRun run, ImmutableArray<(Project Project, Diagnostic Diagnostic)> diagnostics)
    {
        var fixable = diagnostics
            .Where(entry => run.Providers.Any(provider => provider.FixableDiagnosticIds.Contains(entry.Diagnostic.Id)))
            .Where(entry => run.Project.Solution.GetDocument(entry.Diagnostic.Location.SourceTree) is not null)
            .ToImmutableArray();
        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.SkipLocalDiagnosticCheck))
        {
            run.Verifier.False(
                fixable.Any(entry => NonLocalDiagnostics.Contains(entry.Diagnostic)),
                "Code fix is attempting to provide a fix for a non-local analyzer diagnostic");
        }

        if (!CodeFixTestBehaviors.HasFlag(CodeFixTestBehaviors.FixOne))
            return fixable;

        var selected = TrySelectDiagnosticToFix([.. fixable.Select(entry => entry.Diagnostic)]);
        return selected is null ? [] : [fixable.Single(entry => entry.Diagnostic == selected)];
    }

    /// <summary>A fix run under way.</summary>
    private sealed class FixRun(
        Project project,
        ImmutableArray<DiagnosticAnalyzer> analyzers,
        ImmutableArray<CodeFixProvider> providers,
        RoundCounter rounds,
        IVerifier verifier,
        CancellationToken cancellationToken)
    {
        private ImmutableArray<(ProjectId, string, Text.TextSpan)> _previous;

        /// <summary>The primary project as fixed so far.</summary>
        public Project Project { get; private set; } = project;

        public ImmutableArray<DiagnosticAnalyzer> Analyzers { get; } = analyzers;

        public ImmutableArray<CodeFixProvider> Providers { get; } = providers;

        public RoundCounter Rounds { get; } = rounds;

        public IVerifier Verifier { get; } = verifier;

        public CancellationToken CancellationToken { get; } = cancellationToken;

        public ExceptionDispatchInfo? FirstFailure { get; private set; }

        public void AddFailure(ExceptionDispatchInfo? failure) => FirstFailure ??= failure;

        /// <summary>Takes over the solution of a fix, which may have been made in another project.</summary>
        public void Continue(Solution solution)
            => Project = solution.GetProject(Project.Id)
                ?? throw new InvalidOperationException($"The fixed solution does not contain project '{Project.Name}'.");

        /// <summary>Whether there is anything left that the previous round did not have in the same places.</summary>
        public bool HasNews(ImmutableArray<(Project Project, Diagnostic Diagnostic)> diagnostics)
        {
            var current = diagnostics.Select(entry => (entry.Project.Id, entry.Diagnostic.Id, entry.Diagnostic.Location.SourceSpan)).ToImmutableArray();
            var isNew = !current.IsEmpty && (_previous.IsDefault || !current.SequenceEqual(_previous));
            _previous = current;
            return isNew;
        }
    }
}
